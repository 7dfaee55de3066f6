"""The door for callbacks: what is forged, old, foreign or malformed changes nothing; what is repeated changes nothing more."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import orjson
import pytest
import pytest_asyncio

from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.wallet import TopUp
from gateway.embedded import Instance
from gateway.webhooks import ChannelCallbacks
from integrations.sandbox.keys import SANDBOX_WEBHOOK_SECRET
from integrations.signatures import signed_headers
from tests.domains.wallet.top_ups import House, house_with_channel, own_database
from tests.integrations.running import Sandbox, running_sandbox

FOREIGN_SECRET = "whsec_Zm9yZWlnbiBzZWNyZXQgZm9yIHRlc3Rz"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[House]:
    with own_database(migrated, "test_top_up_callbacks") as dsn:
        async with house_with_channel(dsn, sandbox) as opened:
            yield opened


def charge_of(top_up: TopUp, **changes: object) -> dict[str, Any]:
    charge = {
        "charge_id": str(top_up.id),
        "reference": f"SBX{top_up.id.hex[:10]}",
        "status": "succeeded",
        "amount_minor": top_up.amount.minor,
        "currency": top_up.amount.asset.code,
    }
    return charge | changes


async def call_back(
    house: House,
    content: object,
    *,
    id_: str | None = None,
    secret: str = SANDBOX_WEBHOOK_SECRET,
    age: timedelta = timedelta(),
    url: str | None = None,
    **headers: str,
) -> httpx.Response:
    """A callback as the channel would send it, with whatever is wrong about it."""
    body = content if isinstance(content, bytes) else orjson.dumps({"type": "charge", "data": content})
    timestamp = int((house.database.clock.now() - age).timestamp())
    signed = signed_headers(secret, id_ or f"msg_{uuid4().hex}", timestamp, body)
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(url or house.callback_url, content=body, headers=signed | headers)


async def test_a_callback_before_any_answer_posts_at_once(house: House) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 700)
    answer = await call_back(house, charge_of(top_up))
    assert (answer.status_code, answer.json()) == (200, {"state": "posted"})
    assert await house.balance(customer) == 700


async def test_eight_callbacks_at_once_post_once(house: House) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 700)
    ids = ["msg_one", "msg_two"]
    answers = await asyncio.gather(*(call_back(house, charge_of(top_up), id_=ids[number % 2]) for number in range(8)))
    assert [(answer.status_code, answer.json()["state"]) for answer in answers] == [(200, "posted")] * 8
    assert (await house.balance(customer), await house.count_movements(customer), await house.facts(top_up)) == (700, 1, ["TopUpRequested", "TopUpPosted"])


async def test_callbacks_in_the_wrong_order_leave_it_posted(house: House) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 700)
    states = [(await call_back(house, charge_of(top_up, status=status))).json()["state"] for status in ("succeeded", "processing", "succeeded", "processing")]
    assert states == ["posted"] * 4
    assert (await house.balance(customer), await house.count_movements(customer)) == (700, 1)


async def test_a_processing_callback_makes_it_pending_and_does_not_put_off_asking(house: House) -> None:
    top_up = await house.request(await house.customer(), 700)
    for _ in range(3):
        assert (await call_back(house, charge_of(top_up, status="processing"))).json() == {"state": "pending"}
    assert (await house.find(top_up)).ask_at == top_up.ask_at


async def test_a_success_after_a_refusal_is_for_an_operator(house: House) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 700)
    refused = await call_back(house, charge_of(top_up, status="failed", failure_code="card_blocked"))
    assert (refused.json(), (await house.find(top_up)).reason) == ({"state": "refused"}, "card_blocked")
    assert (await call_back(house, charge_of(top_up))).json() == {"state": "mismatch"}
    assert (await house.balance(customer), await house.facts(top_up)) == (0, ["TopUpRequested", "TopUpRefused", "TopUpMismatched"])


async def test_a_refusal_after_a_success_takes_nothing_back_and_is_told_once(house: House) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 700)
    await call_back(house, charge_of(top_up))
    for _ in range(2):
        assert (await call_back(house, charge_of(top_up, status="failed"))).json() == {"state": "posted"}
    assert (await house.balance(customer), await house.facts(top_up)) == (700, ["TopUpRequested", "TopUpPosted", "TopUpMismatched"])


@pytest.mark.parametrize("changes", [{"amount_minor": 701}, {"currency": "USD"}, {"amount_minor": 7}])
async def test_another_amount_or_currency_posts_nothing(house: House, changes: dict[str, object]) -> None:
    customer, owed = await house.customer(), await house.owed_by_channel()
    top_up = await house.request(customer, 700)
    assert (await call_back(house, charge_of(top_up, **changes))).json() == {"state": "mismatch"}
    assert (await house.balance(customer), await house.owed_by_channel()) == (0, owed)


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": FOREIGN_SECRET},
        {"age": timedelta(minutes=6)},
        {"age": timedelta(minutes=-6)},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "1"},
        {"webhook-id": ""},
        {"webhook-id": "another"},
    ],
    ids=str,
)
async def test_a_callback_that_is_not_signed_now_by_the_channel_is_not_read(house: House, wrong: dict[str, Any]) -> None:
    top_up = await house.request(await house.customer(), 700)
    before = await house.everything()
    answer = await call_back(house, charge_of(top_up), **wrong)
    assert (answer.status_code, answer.json()) == (401, {"error": {"code": "signature_invalid"}})
    malformed = await call_back(house, b"{not json", **wrong)
    assert (malformed.status_code, await house.everything()) == (401, before)


async def test_a_changed_body_under_a_right_signature_is_not_read(house: House) -> None:
    top_up = await house.request(await house.customer(), 700)
    signed = signed_headers(SANDBOX_WEBHOOK_SECRET, "msg_1", int(house.database.clock.now().timestamp()), orjson.dumps({"data": charge_of(top_up)}))
    before = await house.everything()
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(house.callback_url, content=orjson.dumps({"data": charge_of(top_up, reference="SBX2")}), headers=signed)
    assert (answer.status_code, await house.everything()) == (401, before)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"{not json", b'{"data": 1}', b'{"data": {"charge_id": 7}}', b'{"data": {"charge_id": "x"}}', b"\xff\xfe"]
)
async def test_a_signed_callback_that_names_no_charge_is_malformed(house: House, content: bytes) -> None:
    answer = await call_back(house, content)
    assert (answer.status_code, answer.json()) == (400, {"error": {"code": "callback_invalid"}})


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "hibernating"},
        {"status": None},
        {"amount_minor": "700"},
        {"amount_minor": 700.0},
        {"amount_minor": True},
        {"currency": "XXX"},
        {"reference": None},
    ],
    ids=str,
)
async def test_what_is_not_understood_is_pending(house: House, changes: dict[str, object]) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 700)
    assert (await call_back(house, charge_of(top_up, **changes))).json() == {"state": "pending"}
    assert await house.balance(customer) == 0


async def test_an_unknown_charge_an_unknown_channel_and_a_long_body_are_told_apart(house: House) -> None:
    top_up = await house.request(await house.customer(), 700)
    before = await house.everything()
    unknown = await call_back(house, charge_of(top_up, charge_id=str(uuid4())))
    assert (unknown.status_code, unknown.json()) == (404, {"error": {"code": "charge_not_found"}})
    elsewhere = await call_back(house, charge_of(top_up), url=house.callback_url.replace("/sandbox", "/another"))
    assert (elsewhere.status_code, elsewhere.json()) == (404, {"error": {"code": "channel_not_found"}})
    assert (await call_back(house, b" " * 70_000)).status_code == 413
    assert await house.everything() == before


async def test_a_channel_settles_its_own_top_ups_only(house: House) -> None:
    top_up = await house.request(await house.customer(), 700)
    async with house.database.transaction() as tx:
        await tx.execute("UPDATE wallet_top_up SET channel = 'another' WHERE id = $1", top_up.id)
    assert (await call_back(house, charge_of(top_up))).status_code == 404
    assert (await house.find(top_up)).amount == Amount(700, top_up.amount.asset)
    assert (await house.find(top_up)).state == "requested"


async def test_without_a_database_the_channel_is_told_to_come_again(house: House, migrated: Instance, sandbox: Sandbox) -> None:
    top_up = await house.request(await house.customer(), 700)
    away = await Database.open(migrated.app_dsn, house.database.clock)
    await away.close()
    body = orjson.dumps({"data": charge_of(top_up)})
    signed = signed_headers(SANDBOX_WEBHOOK_SECRET, "msg_1", int(house.database.clock.now().timestamp()), body)
    async with sandbox.channel() as channel:
        answer = await ChannelCallbacks(away, [channel]).take("sandbox", signed, body)
    assert (answer.status_code, answer.headers["retry-after"], bytes(answer.body)) == (503, "1", b'{"error":{"code":"unavailable"}}')
    assert (await call_back(house, charge_of(top_up), id_="msg_1")).json() == {"state": "posted"}

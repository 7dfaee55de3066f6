"""The sandbox's payment channel in a process of its own, and the adapter that believes it only so far."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import httpx
import orjson
import pytest

from domains.kernel.assets import CNY, JPY
from domains.kernel.clock import business_date
from domains.kernel.money import Amount
from domains.wallet import FundingChannel
from integrations.channels.answers import ChannelAnswer
from integrations.channels.sandbox import SandboxChannel
from integrations.errors import PartnerRefused, PartnerUnavailable
from tests.integrations.running import QUICK, Sandbox, running_sandbox
from tests.patience import patience

TEN = Amount(1000, CNY)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


async def settled(channel: FundingChannel, charge_id: UUID) -> ChannelAnswer:
    async with patience():
        while (answer := await channel.ask(charge_id)).state == "pending":
            await asyncio.sleep(0.01)
    return answer  # type: ignore[return-value]


async def test_a_charge_is_taken_up_and_then_succeeds(sandbox: Sandbox) -> None:
    async with sandbox.channel() as channel:
        charge_id = uuid4()
        assert (await channel.ask(charge_id)).state == "absent"
        taken = await channel.charge(charge_id, TEN)
        assert (taken.state, taken.amount) == ("pending", TEN)
        ended = await settled(channel, charge_id)
        assert (ended.state, ended.reference, ended.amount, ended.reason) == ("succeeded", taken.reference, TEN, None)


async def test_a_repeated_charge_is_one_charge_and_another_amount_is_never_taken(sandbox: Sandbox) -> None:
    async with sandbox.channel() as channel:
        charge_id = uuid4()
        answers = await asyncio.gather(*(channel.charge(charge_id, TEN) for _ in range(8)))
        assert len({answer.reference for answer in answers}) == 1
        other = await channel.charge(charge_id, Amount(1001, CNY))
        assert (other.state, other.reason) == ("pending", "charge_id_reused")
        assert (await settled(channel, charge_id)).amount == TEN


@pytest.mark.parametrize(
    ("fault", "answered", "asked"),
    [
        ("refuse", "refused", "refused"),
        ("server_error", "pending", "absent"),
        ("never_answers", "pending", "absent"),
        ("timeout_after_success", "pending", "succeeded"),
        ("silent_success", "pending", "succeeded"),
        ("server_error_after_success", "pending", "succeeded"),
        ("unknown_status", "pending", "succeeded"),
        ("not_json", "pending", "succeeded"),
        ("callback_first", "pending", "succeeded"),
        ("other_amount", "pending", "succeeded"),
    ],
)
async def test_a_fault_is_pending_until_the_channel_says_more(sandbox: Sandbox, fault: str, answered: str, asked: str) -> None:
    async with sandbox.channel() as channel:
        charge_id = uuid4()
        await sandbox.plan(fault, charge_id=charge_id)
        assert (await channel.charge(charge_id, TEN)).state == answered
        assert (await settled(channel, charge_id)).state == asked


async def test_one_503_is_overcome_within_the_call(sandbox: Sandbox) -> None:
    async with sandbox.channel() as channel:
        charge_id = uuid4()
        await sandbox.plan("unavailable", charge_id=charge_id)
        assert (await channel.charge(charge_id, TEN)).reference is not None


async def test_a_fault_can_be_planned_for_whichever_charge_comes_next(sandbox: Sandbox) -> None:
    async with sandbox.channel() as channel:
        await sandbox.plan("refuse", count=2)
        assert [(await channel.charge(uuid4(), TEN)).state for _ in range(3)] == ["refused", "refused", "pending"]
        await sandbox.plan("refuse", count=5)
        assert (await sandbox.send("DELETE", "/channel/faults")).status_code == 204
        assert (await channel.charge(uuid4(), TEN)).state == "pending"


async def test_a_header_asks_for_a_fault_too(sandbox: Sandbox) -> None:
    charge = {"charge_id": str(uuid4()), "amount_minor": 5, "currency": "CNY", "callback_url": "http://127.0.0.1:9/"}
    answer = await sandbox.send("POST", "/channel/charges", charge, **{"sandbox-fault": "refuse"})
    assert (answer.status_code, answer.json()) == (402, {"error": {"code": "insufficient_funds"}})


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_minor": 0},
        {"amount_minor": -5},
        {"amount_minor": 1.5},
        {"amount_minor": True},
        {"currency": "PTS"},
        {"currency": []},
        {"charge_id": "x"},
        {"callback_url": "file:///etc/passwd"},
    ],
    ids=str,
)
async def test_a_malformed_charge_is_refused_by_the_channel_and_pending_for_the_house(sandbox: Sandbox, changes: dict[str, object]) -> None:
    charge = {"charge_id": str(uuid4()), "amount_minor": 5, "currency": "CNY", "callback_url": "http://127.0.0.1:9/"} | changes
    answer = await sandbox.send("POST", "/channel/charges", charge)
    assert (answer.status_code, answer.json()) == (400, {"error": {"code": "malformed"}})


async def test_a_wrong_api_key_is_not_a_refusal_of_the_charge(sandbox: Sandbox) -> None:
    stranger = SandboxChannel(sandbox.channel_url, api_key="wrong", webhook_secrets=["whsec_AAAA"], callback_url="http://127.0.0.1:9/", bounds=QUICK)
    async with stranger:
        assert (await stranger.charge(uuid4(), TEN)).state == "pending"
        assert (await stranger.ask(uuid4())).state == "pending"
        with pytest.raises(PartnerRefused, match="unauthorized"):
            await stranger.fetch_bill(date(2026, 11, 23))


async def test_a_bill_lists_what_was_settled_on_its_day_in_shanghai(sandbox: Sandbox) -> None:
    noon = datetime(2031, 3, 1, 15, 59, tzinfo=UTC)
    await sandbox.set_clock(noon)
    try:
        async with sandbox.channel() as channel:
            charges = {uuid4(): Amount(1000 + number, JPY if number == 2 else CNY) for number in range(3)}
            answers = {id_: await channel.charge(id_, amount) for id_, amount in charges.items()}
            for id_ in charges:
                await settled(channel, id_)
            await sandbox.plan("refuse")
            await channel.charge(uuid4(), TEN)
            bill = await channel.fetch_bill(date(2031, 3, 1))
            assert {line.charge_id: (line.amount, line.reference) for line in bill} == {
                id_: (amount, answers[id_].reference) for id_, amount in charges.items()
            }
            assert {business_date(line.settled_at) for line in bill} == {date(2031, 3, 1)}
            await sandbox.set_clock(noon.replace(hour=16, minute=0))
            late = uuid4()
            await channel.charge(late, TEN)
            await settled(channel, late)
            assert [line.charge_id for line in await channel.fetch_bill(date(2031, 3, 2))] == [late]
    finally:
        await sandbox.set_clock(datetime.now(UTC))


CHARGE_ID = UUID(int=7)


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, {"status": "succeeded", "reference": "R", "amount_minor": 1000, "currency": "CNY"}, "succeeded"),
        (200, {"status": "succeeded", "reference": "R", "amount_minor": 1000, "currency": "CNY", "charge_id": str(uuid4())}, "pending"),
        (200, {"status": "succeeded", "reference": "R"}, "pending"),
        (200, {"status": "succeeded", "amount_minor": 1000, "currency": "CNY"}, "pending"),
        (200, {"status": "succeeded", "reference": "R", "amount_minor": 2**63, "currency": "CNY"}, "pending"),
        (200, {"status": "Succeeded", "reference": "R", "amount_minor": 1000, "currency": "CNY"}, "pending"),
        (200, {"status": "failed"}, "refused"),
        (200, [], "pending"),
        (302, {"status": "succeeded", "reference": "R", "amount_minor": 1000, "currency": "CNY"}, "pending"),
        (402, {"error": {"code": "insufficient_funds"}}, "refused"),
        (402, {"error": {"code": "payment_required_by_proxy"}}, "pending"),
        (403, {"error": {"code": "insufficient_funds"}}, "pending"),
        (404, {"error": {"code": "charge_not_found"}}, "pending"),
        (404, {"error": {"code": "route_not_found"}}, "pending"),
        (404, {"detail": "Not Found"}, "pending"),
        (500, {"error": {"code": "insufficient_funds"}}, "pending"),
    ],
)
async def test_only_a_clear_word_of_the_channel_ends_a_charge(status: int, body: object, state: str) -> None:
    content = orjson.dumps({"charge_id": str(CHARGE_ID), **body} if isinstance(body, dict) else body)
    transport = httpx.MockTransport(lambda _: httpx.Response(status, stream=httpx.ByteStream(content)))
    channel = SandboxChannel("http://channel.test", api_key="k", webhook_secrets=[], callback_url="http://house.test/", transport=transport)
    async with channel:
        assert (await channel.charge(CHARGE_ID, TEN)).state == state
        asked = "absent" if body == {"error": {"code": "charge_not_found"}} else "pending" if status == 402 else state
        assert (await channel.ask(CHARGE_ID)).state == asked


@pytest.mark.parametrize("bill", ["", "a,b\n", "reference,charge_id,amount_minor,currency,settled_at\nR,x,5,CNY,2026-11-23T00:00:00+00:00\n", "\ufffe"])
async def test_a_bill_that_is_not_understood_is_not_used_in_part(bill: str) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=httpx.ByteStream(bill.encode())))
    async with SandboxChannel("http://channel.test", api_key="k", webhook_secrets=[], callback_url="http://house.test/", transport=transport) as channel:
        with pytest.raises(PartnerUnavailable):
            await channel.fetch_bill(date(2026, 11, 23))

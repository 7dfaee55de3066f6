"""The client of a network of mini-programs against the sandbox's, which is a process of its own: every trouble is an answer, and none is a guess."""

import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from integrations.guard import AddressRefused
from integrations.http import Bounds
from integrations.mini_programs import Exchanged, ExchangedPhone, MiniProgramClient
from integrations.sandbox.keys import SANDBOX_MINI_PROGRAMS
from tests.integrations.running import Sandbox, running_sandbox

ONE, TWO = SANDBOX_MINI_PROGRAMS.values()
QUICK = Bounds(connect=1.0, total=0.5, answer_max=16 * 1024, retry_pause=0.01)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[MiniProgramClient]:
    async with client_of(sandbox, *ONE) as opened:
        yield opened
    await sandbox.send("DELETE", "/mini-programs/faults")


def client_of(sandbox: Sandbox, app_id: str, secret: str) -> MiniProgramClient:
    return MiniProgramClient(app_id, secret, network="sandbox", url=f"{sandbox.url}/mini-programs", may_be_loopback=True, bounds=QUICK)


async def login(sandbox: Sandbox, user: str, app_id: str = ONE[0], **more: Any) -> dict[str, str]:
    answer = await sandbox.send("POST", "/mini-programs/login", {"app_id": app_id, "user": user, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, str] = answer.json()
    return found


async def plan(sandbox: Sandbox, fault: str, count: int = 1) -> None:
    assert (await sandbox.send("POST", "/mini-programs/faults", {"fault": fault, "count": count})).status_code == 204


async def test_one_person_has_one_union_id_in_all_apps_and_an_open_id_in_each(sandbox: Sandbox, client: MiniProgramClient) -> None:
    first = await client.exchange_code((await login(sandbox, "alice"))["code"])
    async with client_of(sandbox, *TWO) as other:
        second = await other.exchange_code((await login(sandbox, "alice", TWO[0]))["code"])
    assert first.outcome == second.outcome == "ok"
    assert first.union_id == second.union_id is not None
    assert first.open_id != second.open_id
    assert (await client.exchange_code((await login(sandbox, "bob"))["code"])).union_id != first.union_id
    assert (await client.exchange_code((await login(sandbox, "carol", union=False))["code"])).union_id is None


async def test_a_code_is_good_once_and_for_its_own_app_alone(sandbox: Sandbox, client: MiniProgramClient) -> None:
    code = (await login(sandbox, "alice"))["code"]
    assert (await client.exchange_code(code)).outcome == "ok"
    assert await client.exchange_code(code) == Exchanged("code_used")
    assert await client.exchange_code((await login(sandbox, "alice", TWO[0]))["code"]) == Exchanged("code_invalid")
    for nonsense in ("", "nobody-gave-this-code", "x&secret=y", "码" * 9, "a" * 300):
        assert await client.exchange_code(nonsense) == Exchanged("code_invalid")


async def test_user_info_is_taken_only_as_the_network_signed_it(sandbox: Sandbox, client: MiniProgramClient) -> None:
    shown = await login(sandbox, "alice")
    assert (await client.exchange_code(shown["code"], shown["raw_data"], shown["signature"])).outcome == "ok"
    for raw, signature in (("changed", None), (None, "0" * 40), (None, "ä"), ("", "")):
        shown = await login(sandbox, "alice")
        answer = await client.exchange_code(shown["code"], shown["raw_data"] if raw is None else raw, shown["signature"] if signature is None else signature)
        assert answer == Exchanged("forged")


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("busy", "busy"),
        ("too_often", "busy"),
        ("wrong_secret", "away"),
        ("server_error", "away"),
        ("unavailable", "away"),
        ("never_answers", "away"),
        ("not_json", "away"),
        ("not_an_object", "away"),
        ("no_open_id", "away"),
        ("short_key", "away"),
        ("huge", "away"),
    ],
)
async def test_every_trouble_has_its_answer(sandbox: Sandbox, client: MiniProgramClient, fault: str, outcome: str) -> None:
    code = (await login(sandbox, "alice"))["code"]
    await plan(sandbox, fault)
    assert await client.exchange_code(code) == Exchanged(outcome)


async def test_a_phone_code_gives_the_phone_once_and_tokens_are_renewed(sandbox: Sandbox, client: MiniProgramClient) -> None:
    shown = await login(sandbox, "alice", phone="13900000001")
    assert await client.exchange_phone_code(shown["phone_code"]) == ExchangedPhone("ok", "+8613900000001")
    assert await client.exchange_phone_code(shown["phone_code"]) == ExchangedPhone("code_used")
    await sandbox.send("POST", "/mini-programs/tokens")
    shown = await login(sandbox, "alice", phone="5551234567", country="1")
    assert await client.exchange_phone_code(shown["phone_code"]) == ExchangedPhone("ok", "+15551234567")


async def test_a_phone_of_another_app_or_without_digits_is_none(sandbox: Sandbox, client: MiniProgramClient) -> None:
    other = await login(sandbox, "alice", TWO[0], phone="13900000001")
    assert await client.exchange_phone_code(other["phone_code"]) == ExchangedPhone("code_invalid")
    assert await client.exchange_phone_code((await login(sandbox, "alice", phone="none"))["phone_code"]) == ExchangedPhone("no_phone")
    await plan(sandbox, "other_app")
    assert await client.exchange_phone_code((await login(sandbox, "alice", phone="13900000001"))["phone_code"]) == ExchangedPhone("away")


async def test_with_a_wrong_secret_nobody_is_anybody(sandbox: Sandbox) -> None:
    async with client_of(sandbox, ONE[0], "guessed") as wrong:
        shown = await login(sandbox, "alice", phone="13900000001")
        assert await wrong.exchange_code(shown["code"]) == Exchanged("away")
        assert await wrong.exchange_phone_code(shown["phone_code"]) == ExchangedPhone("away")


async def test_neither_secrets_nor_codes_are_logged(sandbox: Sandbox, client: MiniProgramClient, caplog: pytest.LogCaptureFixture) -> None:
    shown = await login(sandbox, "alice", phone="13900000001")
    with caplog.at_level(logging.DEBUG):
        assert (await client.exchange_code(shown["code"])).outcome == "ok"
        assert (await client.exchange_phone_code(shown["phone_code"])).outcome == "ok"
    assert not any(secret in caplog.text for secret in (ONE[1], shown["code"], "13900000001"))


def test_this_machine_is_called_only_where_it_may_be() -> None:
    with pytest.raises(AddressRefused):
        MiniProgramClient(*ONE, url="http://127.0.0.1:9/mini-programs")

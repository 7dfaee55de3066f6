"""The messenger over HTTP against the sandbox's carrier, which is a process of its own: a message is sent once, whatever goes wrong on the way."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from integrations.errors import PartnerRefused, PartnerUnavailable
from integrations.http import Bounds
from integrations.messengers.http import HttpMessenger
from integrations.sandbox.keys import SANDBOX_API_KEY
from tests.integrations.running import Sandbox, running_sandbox

SAID = {"amount": "12.34", "currency": "CNY"}
QUICK = Bounds(connect=1.0, total=0.4, retry_pause=0.01)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture
async def messenger(sandbox: Sandbox) -> AsyncIterator[HttpMessenger]:
    async with HttpMessenger(f"{sandbox.url}/messenger/messages", SANDBOX_API_KEY, bounds=QUICK) as opened:
        yield opened
    await sandbox.send("DELETE", "/messenger/faults")


def a_phone() -> str:
    return f"+86150{uuid4().int % 10**8:08d}"


async def sent_to(sandbox: Sandbox, phone: str) -> list[dict[str, Any]]:
    answer = await sandbox.send("GET", f"/messenger/messages?to=%2B{phone[1:]}")
    return answer.json()  # type: ignore[no-any-return]


async def plan(sandbox: Sandbox, fault: str, count: int = 1) -> int:
    return (await sandbox.send("POST", "/messenger/faults", {"fault": fault, "count": count})).status_code


async def notify(messenger: HttpMessenger, phone: str, id_: UUID | None = None) -> UUID:
    id_ = id_ or uuid4()
    await messenger.send_notice(id_, phone, "money-waits", SAID, "zh")
    return id_


async def test_a_code_and_a_notice_arrive_with_what_they_say(sandbox: Sandbox, messenger: HttpMessenger) -> None:
    phone, code_id = a_phone(), uuid4()
    await messenger.send_code(code_id, phone, "123456", "en")
    notice_id = await notify(messenger, phone)
    assert await sent_to(sandbox, phone) == [
        {"id": str(code_id), "to": phone, "template": "one-time-code", "language": "en", "code": "123456"},
        {"id": str(notice_id), "to": phone, "template": "money-waits", "language": "zh", "data": SAID},
    ]


@pytest.mark.parametrize("fault", ["server_error", "unavailable", "never_answers", "timeout_after_success", "server_error_after_success"])
async def test_whatever_the_carrier_does_a_message_that_is_sent_again_arrives_once(sandbox: Sandbox, messenger: HttpMessenger, fault: str) -> None:
    phone, id_ = a_phone(), uuid4()
    assert await plan(sandbox, fault, 8) == 204
    with pytest.raises(PartnerUnavailable):
        await notify(messenger, phone, id_)
    await sandbox.send("DELETE", "/messenger/faults")
    await notify(messenger, phone, id_)
    await notify(messenger, phone, id_)
    assert [one["id"] for one in await sent_to(sandbox, phone)] == [str(id_)]


async def test_what_the_carrier_refuses_is_not_taken_for_sent(sandbox: Sandbox, messenger: HttpMessenger) -> None:
    phone, id_ = a_phone(), await notify(messenger, a_phone())
    assert await plan(sandbox, "refuse") == 204
    with pytest.raises(PartnerRefused):
        await notify(messenger, phone)
    with pytest.raises(PartnerRefused):
        await messenger.send_notice(id_, phone, "money-waits", SAID, "en")
    assert await sent_to(sandbox, phone) == []


async def test_what_is_no_message_or_comes_from_nobody_is_refused(sandbox: Sandbox) -> None:
    whole = {"id": "1", "to": "+8613900000000", "template": "money-waits", "language": "zh"}
    bad: list[Any] = [None, [], {}, whole | {"to": ""}, whole | {"id": "2"}, {name: whole[name] for name in ("id", "to", "template")}]
    answers = [(await sandbox.send("POST", "/messenger/messages", body, **{"idempotency-key": "1"})).status_code for body in bad]
    assert answers == [400] * len(bad)
    assert [await plan(sandbox, fault) for fault in ("other_amount", "x")] == [400, 400]
    asked = (("POST", "/messenger/messages"), ("GET", "/messenger/messages"), ("POST", "/messenger/faults"), ("DELETE", "/messenger/faults"))
    assert [(await sandbox.send(method, path, authorization="Bearer x")).status_code for method, path in asked] == [401] * 4

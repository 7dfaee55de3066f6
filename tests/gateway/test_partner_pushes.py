"""The door for partners' pushes: signature and time before anything is understood, once for each partner and webhook id, 200 only after the commit."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import orjson
import pytest
import pytest_asyncio
from pydantic import SecretStr
from standardwebhooks import Webhook

from gateway.partners import PartnersUnusable, push_secrets
from gateway.settings import Settings
from integrations.sandbox.keys import SANDBOX_WEBHOOK_SECRET, push_secret
from integrations.signatures import signed_headers
from tests.gateway.app.running import RunningApp, running_app

WATER, POWER = "morning-water", "evening-power"
Dsn = Callable[[str], str]


@pytest_asyncio.fixture
async def app(fresh_dsn: Dsn, tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(fresh_dsn("scenebank_app"), tmp_path, sandbox_url="http://127.0.0.1:8790") as running:
        yield running


def message(type_: str = "order.changed", **data: Any) -> bytes:
    return orjson.dumps({"type": type_, "timestamp": "2026-11-25T01:00:00.000Z", "data": data or {"order_id": str(uuid4())}})


def signed(body: bytes, id_: str = "msg_1", partner: str = WATER, ago: int = 0) -> dict[str, str]:
    return signed_headers(push_secret(SANDBOX_WEBHOOK_SECRET, partner), id_, int(time.time()) - ago, body)


async def push(app: RunningApp, body: bytes, headers: dict[str, str] | None = None, partner: str = WATER) -> tuple[int, str]:
    answer = await app.http.post(f"/webhooks/partners/{partner}", content=body, headers=signed(body) if headers is None else headers)
    told = answer.json() if answer.headers["content-type"] == "application/json" else {}
    return answer.status_code, told.get("state") or told.get("error", {}).get("code", "")


async def stored(app: RunningApp) -> list[tuple[str, str, str]]:
    async with app.application.house.database.reading(single=True) as read:
        rows = await read.fetch("SELECT scene, webhook_id, state FROM scenes_push ORDER BY scene, webhook_id")
    return [(row["scene"], row["webhook_id"], row["state"]) for row in rows]


async def test_what_is_signed_and_in_time_is_stored_once_and_a_repeat_is_acknowledged(app: RunningApp) -> None:
    body = message()
    assert await push(app, body) == (200, "taken")
    assert await stored(app) == [(WATER, "msg_1", "taken")]
    assert await push(app, body) == (200, "known")
    assert await push(app, body, signed(body, ago=200)) == (200, "known")
    assert await stored(app) == [(WATER, "msg_1", "taken")]


async def test_a_foreign_library_signs_as_the_door_wants_it(app: RunningApp) -> None:
    body, now = message(), datetime.now(UTC)
    signature = Webhook(push_secret(SANDBOX_WEBHOOK_SECRET, WATER)).sign("msg_9", now, body.decode())
    headers = {"webhook-id": "msg_9", "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
    assert await push(app, body, headers) == (200, "taken")


async def test_another_message_under_a_used_id_is_refused(app: RunningApp) -> None:
    first, second = message(), message()
    assert await push(app, first, signed(first)) == (200, "taken")
    assert await push(app, second, signed(second)) == (409, "webhook_id_reused")
    assert len(await stored(app)) == 1


async def test_the_same_id_of_two_partners_is_two_messages(app: RunningApp) -> None:
    body = message()
    assert await push(app, body) == (200, "taken")
    assert await push(app, body, signed(body, partner=POWER), POWER) == (200, "taken")
    assert await stored(app) == [(POWER, "msg_1", "taken"), (WATER, "msg_1", "taken")]


@pytest.mark.parametrize("twice", ["webhook-id", "webhook-timestamp", "webhook-signature"])
async def test_a_header_that_came_twice_is_refused_whichever_of_them_was_signed(app: RunningApp, twice: str) -> None:
    body = message()
    for other in ((twice, "other"), (twice, signed(body)[twice])):
        for headers in ([*signed(body).items(), other], [other, *signed(body).items()]):
            answer = await app.http.post(f"/webhooks/partners/{WATER}", content=body, headers=headers)
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "signature_invalid")
    assert await stored(app) == []


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-id": "msg_2"},
        {"webhook-id": ""},
        {"webhook-id": "a.b"},
        {"webhook-timestamp": str(int(time.time()) + 60)},
        {"webhook-timestamp": "soon"},
    ],
)
async def test_what_is_not_signed_as_it_came_is_refused_and_not_stored(app: RunningApp, change: dict[str, str]) -> None:
    body = message()
    assert await push(app, body, signed(body) | change) == (401, "signature_invalid")
    assert await stored(app) == []


async def test_old_and_future_messages_other_bodies_and_other_partners_signatures_are_refused(app: RunningApp) -> None:
    body = message()
    assert await push(app, body, signed(body, ago=301)) == (401, "signature_invalid")
    assert await push(app, body, signed(body, ago=-330)) == (401, "signature_invalid")
    assert await push(app, body + b" ", signed(body)) == (401, "signature_invalid")
    assert await push(app, body, signed(body), POWER) == (401, "signature_invalid")
    assert await push(app, body, {}) == (401, "signature_invalid")
    assert await push(app, body, signed(body), "nobody") == (404, "partner_not_found")
    assert await stored(app) == []


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b"not json", (400, "malformed")),
        (b"[]", (400, "malformed")),
        (b'{"type": "order.changed", "data": {}, "data": {}}', (400, "malformed")),
        (b"[" * 100_000, (400, "malformed")),
        (b'{"type": "order.changed", "data": {"order_id": "\xff"}}', (400, "malformed")),
        (b'{"type": "order.changed", "data": {"order_id": "a\\u0000b"}}', (400, "malformed")),
        (b'{"type": "order.changed", "data": {"a\\u0000b": 1}}', (400, "malformed")),
        (b'{"type": "order.changed", "data": {"n": 1e400}}', (400, "malformed")),
        (b'{"type": "order.changed", "data": {"n": 99999999999999999999}}', (400, "malformed")),
        (b'{"type": "order.changed", "data": []}', (400, "malformed")),
        (b'{"type": 1, "data": {}}', (400, "malformed")),
        (message("invoice.issued"), (422, "type_unknown")),
        (message("consent.granted"), (422, "type_unknown")),
    ],
)
async def test_what_is_signed_and_makes_no_sense_is_refused_and_not_stored(app: RunningApp, body: bytes, answer: tuple[int, str]) -> None:
    assert await push(app, body, signed(body)) == answer
    assert await stored(app) == []


async def test_a_body_of_64_megabytes_is_refused_while_it_comes_whether_or_not_it_says_its_length(app: RunningApp) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b"x" * 1024 * 1024

    assert await status_of(app, b"x" * 64 * 1024 * 1024) in (413, None)
    assert await status_of(app, pieces()) in (413, None)
    assert await stored(app) == []


async def status_of(app: RunningApp, content: Any) -> int | None:
    """None where the connection was closed while the body was on its way."""
    try:
        return (await app.http.post(f"/webhooks/partners/{WATER}", content=content, headers=signed(b""))).status_code
    except httpx.TransportError:
        return None


async def test_ten_at_once_are_one(app: RunningApp) -> None:
    body = message()
    answers = await asyncio.gather(*(push(app, body, signed(body)) for _ in range(10)))
    assert sorted(answers) == [(200, "known")] * 9 + [(200, "taken")]
    assert len(await stored(app)) == 1


async def test_without_a_commit_there_is_no_200(app: RunningApp, fresh_dsn: Dsn) -> None:
    owner = await asyncpg.connect(fresh_dsn("scenebank_owner"))
    await owner.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN IF NEW.webhook_id = 'msg_2' THEN RAISE 'no'; END IF; RETURN NULL; END$$"
    )
    await owner.execute("CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON scenes_push DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()")
    first, second = message(), message()
    assert await push(app, first, signed(first, "msg_1")) == (200, "taken")
    # The insert goes well; its commit does not.
    assert (await push(app, second, signed(second, "msg_2")))[0] >= 500
    await owner.execute("DROP FUNCTION refuse() CASCADE")
    await owner.close()
    assert await stored(app) == [(WATER, "msg_1", "taken")]
    assert await push(app, second, signed(second, "msg_2")) == (200, "taken")


def test_secrets_of_pushes_are_of_one_partner_each_and_long_enough() -> None:
    def settings(secrets: dict[str, str]) -> Settings:
        return Settings(environment="development", sandbox_url="http://127.0.0.1:8790", partner_secrets=SecretStr(orjson.dumps(secrets).decode()))  # type: ignore[arg-type]

    found = push_secrets(settings({}))
    assert len({secret for secrets in found.values() for secret in secrets}) == len(found)
    one, two = push_secret("a", "a"), push_secret("b", "b")
    assert push_secrets(settings({f"{WATER}.webhook": f"{one} {two}"}))[WATER] == (one, two)
    for secrets in ({f"{WATER}.webhook": one, f"{POWER}.webhook": f"{two} {one}"}, {f"{WATER}.webhook": "whsec_c2hvcnQ="}, {f"{WATER}.webhook": "no base64!"}):
        with pytest.raises(PartnersUnusable, match=r"\.webhook") as refused:
            push_secrets(settings(secrets))
        assert one not in str(refused.value)

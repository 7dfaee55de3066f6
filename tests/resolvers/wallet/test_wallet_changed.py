"""`walletChanged` on the real hub: each side hears its own change, with the account as it stands, live and from a cursor."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
import strawberry

from domains import ledger
from domains.kernel import queries
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import ResumeExpired
from domains.kernel.paging import encode_cursor
from domains.kernel.relay import Relay
from gateway.hub import Hub
from resolvers.context import Context
from tests.domains.wallet.people import Person, person, transfer
from tests.patience import patience
from tests.resolvers.wallet.conftest import viewer_of

CHANGED = """
subscription ($since: Cursor) { walletChanged(since: $since) { cursor account { id state balance { amount } }
    movement { kind amount { amount } balanceAfter { amount } note counterparty { maskedPhone } } } }
"""


class Door:
    """A house with a relay that is stepped by hand and a hub that follows it."""

    def __init__(self, database: Database, schema: strawberry.Schema, hub: Hub) -> None:
        self.database, self.schema, self.hub = database, schema, hub
        self._relay = Relay(database, listeners={}, jobs={})
        self.contexts: list[Context] = []

    async def settle(self) -> None:
        """Every fact is numbered, and the hub has read on to the last."""
        while await self._relay.step():
            pass
        async with self.database.reading() as read:
            latest = await queries.latest_position(read)
        async with patience():
            while self.hub._position < latest:
                await asyncio.sleep(0.01)

    async def subscribe(self, someone: Person, since: str | None = None) -> AsyncIterator[Any]:
        context = Context(viewer_of(someone), self.database.read(), self.database.write, self.hub.listen)  # type: ignore[arg-type]
        self.contexts.append(context)
        return await self.schema.subscribe(CHANGED, {"since": since}, context_value=context)  # type: ignore[return-value]


@pytest_asyncio.fixture
async def door(fresh_database: Database, fresh_dsn: Callable[[str], str], schema: strawberry.Schema) -> AsyncIterator[Door]:
    hub = Hub(fresh_database, fresh_dsn("scenebank_app"))
    await hub.start()
    opened = Door(fresh_database, schema, hub)
    yield opened
    await hub.drain()
    for context in opened.contexts:
        await context.read.close()


async def heard(stream: AsyncIterator[Any], count: int = 1) -> list[Any]:
    """The next changes; within five seconds."""
    changes = []
    async with patience():
        for _ in range(count):
            result = await anext(stream)
            assert result.errors is None, result.errors
            changes.append(result.data["walletChanged"])
    return changes


async def begun(door: Door, stream: AsyncIterator[Any], before: int) -> asyncio.Task[list[Any]]:
    """Waiting for the first change, known to the hub."""
    task = asyncio.create_task(heard(stream))
    async with patience():
        while door.hub.subscriber_count == before:
            await asyncio.sleep(0.01)
    return task


async def test_both_sides_hear_a_transfer_as_their_own_and_a_stranger_hears_nothing(door: Door) -> None:
    sender, target, stranger = [await person(door.database, 10_000) for _ in range(3)]
    await door.settle()
    waiting = [await begun(door, await door.subscribe(one), number) for number, one in enumerate((sender, target, stranger))]
    await transfer(door.database, sender, target, 2_500, note="午饭")
    await door.settle()
    (out,), (came,) = await asyncio.gather(*waiting[:2])
    assert out["account"] == {"id": str(sender.account_id), "state": "OPEN", "balance": {"amount": "75.00"}}
    assert out["movement"] == {
        "kind": "transfer",
        "amount": {"amount": "-25.00"},
        "balanceAfter": {"amount": "75.00"},
        "note": "午饭",
        "counterparty": {"maskedPhone": f"136****{target.phone[-4:]}"},
    }
    assert (came["account"]["id"], came["account"]["balance"]["amount"]) == (str(target.account_id), "125.00")
    assert (came["movement"]["amount"]["amount"], came["cursor"]) == ("25.00", out["cursor"])
    await asyncio.sleep(0.2)
    assert not waiting[2].done()
    waiting[2].cancel()


async def test_from_a_cursor_nothing_is_missed_and_the_account_is_shown_as_it_stands_now(door: Door) -> None:
    someone, other = await person(door.database, 10_000), await person(door.database)
    await door.settle()
    live = await door.subscribe(someone)
    waiting = await begun(door, live, 0)
    await transfer(door.database, someone, other, 100)
    await door.settle()
    (first,) = await waiting
    await live.aclose()  # type: ignore[attr-defined]
    for minor in (200, 300):
        await transfer(door.database, someone, other, minor)
    freezing = ledger.SetFrozenCommand(request_id=uuid4(), owner_id=HOUSE_ID, account_id=someone.account_id, frozen=True)
    await door.database.write(ledger.set_frozen, freezing)
    await door.settle()
    second, third, fourth = await heard(await door.subscribe(someone, first["cursor"]), 3)
    assert [one["movement"]["amount"]["amount"] for one in (second, third)] == ["-2.00", "-3.00"]
    assert [one["movement"]["balanceAfter"]["amount"] for one in (second, third)] == ["97.00", "94.00"]
    assert [one["account"]["balance"]["amount"] for one in (second, third, fourth)] == ["94.00"] * 3
    assert (fourth["movement"], fourth["account"]["state"]) == (None, "FROZEN")


async def test_each_change_is_read_from_a_snapshot_of_its_own_and_none_is_held_while_waiting(door: Door) -> None:
    someone, other = await person(door.database, 10_000), await person(door.database)
    await door.settle()
    stream = await door.subscribe(someone)
    waiting, told = await begun(door, stream, 0), []
    for minor in (100, 200, 300):
        await transfer(door.database, someone, other, minor)
        await door.settle()
        (change,) = await waiting
        told.append(change["account"]["balance"]["amount"])
        waiting = asyncio.create_task(heard(stream))
        await asyncio.sleep(0.05)
        assert door.contexts[0].read._connection is None
    assert told == ["99.00", "97.00", "94.00"]
    waiting.cancel()


@pytest.mark.parametrize("since", ["nonsense", encode_cursor("x"), encode_cursor(10**9), encode_cursor(-1)])
async def test_a_cursor_that_is_not_one_of_ours_is_told_as_expired(door: Door, since: str) -> None:
    someone = await person(door.database)
    with pytest.raises(ResumeExpired):
        result = await anext(await door.subscribe(someone, since))
        raise result.errors[0].original_error

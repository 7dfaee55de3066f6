"""`queueTicketChanged` on the real hub: a ticket's holder hears of its place and the wait, and nobody else does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import pytest
import strawberry

from domains import offers
from domains.kernel import queries
from domains.kernel.database import Database
from domains.kernel.errors import ResumeExpired
from domains.kernel.relay import Relay
from domains.offers.branches import Opening, Ticket
from gateway.hub import Hub
from resolvers.context import Context
from tests.domains.offers.visits import a_desk
from tests.domains.wallet.people import Person, person
from tests.patience import patience
from tests.resolvers.wallet.conftest import viewer_of

CHANGED = "subscription ($since: Cursor) { queueTicketChanged(since: $since) { cursor ticket { number state counter standing { ahead waitSeconds } } } }"


async def settle(database: Database, hub: Hub) -> None:
    relay = Relay(database, listeners={}, jobs={})
    while await relay.step():
        pass
    async with database.reading() as read:
        latest = await queries.latest_position(read)
    async with patience():
        while hub._position < latest:
            await asyncio.sleep(0.01)


async def take(database: Database, someone: Person, branch: Any) -> Ticket:
    command = offers.branches.TakeTicketCommand(request_id=uuid4(), owner_id=someone.id, session_id=someone.session_id, branch_id=branch.id)
    return await database.write(offers.branches.take_ticket, command)


async def test_the_holder_hears_the_place_and_the_wait(fresh_database: Database, fresh_dsn: Callable[[str], str], schema: strawberry.Schema) -> None:
    database, hub = fresh_database, Hub(fresh_database, fresh_dsn("scenebank_app"))
    await hub.start()
    desk = await a_desk(database)
    branch = await desk.open(hours=tuple(Opening(weekday, 0, 24 * 60) for weekday in range(1, 8)))
    people = [await person(database) for _ in range(3)]
    await settle(database, hub)
    contexts: list[Context] = []

    async def subscribe(someone: Person, since: str | None = None) -> AsyncIterator[Any]:
        contexts.append(Context(viewer_of(someone), database.read(), database.write, hub.listen))  # type: ignore[arg-type]
        return await schema.subscribe(CHANGED, {"since": since}, context_value=contexts[-1])  # type: ignore[return-value]

    async def heard(stream: AsyncIterator[Any]) -> Any:
        async with patience():
            result = await anext(stream)
        assert result.errors is None, result.errors
        return result.data["queueTicketChanged"]

    stream, stranger = await subscribe(people[1]), await subscribe(await person(database))
    waiting = [asyncio.create_task(heard(one)) for one in (stream, stranger)]
    async with patience():
        while hub.subscriber_count < 2:
            await asyncio.sleep(0.01)
    for someone in people:
        await take(database, someone, branch)
    await settle(database, hub)
    first = await waiting[0]
    assert first["ticket"] == {"number": 2, "state": "WAITING", "counter": None, "standing": {"ahead": 1, "waitSeconds": 300}}
    for ahead in (0, None):
        call = offers.branches.CallNextCommand(request_id=uuid4(), **desk.who, branch_id=branch.id, counter="3")
        await database.write(offers.branches.call_next, call)
        await settle(database, hub)
        told = (await heard(stream))["ticket"]
        assert told["standing"] == (None if ahead is None else {"ahead": 0, "waitSeconds": 0})
    assert (told["state"], told["counter"]) == ("CALLED", "3")
    missed = await subscribe(people[1], first["cursor"])
    assert (await heard(missed))["ticket"]["state"] == "CALLED"
    assert not waiting[1].done()
    waiting[1].cancel()
    with pytest.raises(ResumeExpired):
        expired = await subscribe(people[1], "no cursor")
        result = await anext(expired)
        raise result.errors[0].original_error
    for opened in (stream, missed):
        await opened.aclose()  # type: ignore[attr-defined]
    await hub.drain()
    for context in contexts:
        await context.read.close()

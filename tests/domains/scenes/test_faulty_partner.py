"""Many orders at a partner of which three calls in ten fail: none is paid twice, none is lost, and nothing stays unknown."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from domains import scenes, wallet
from domains.kernel.assets import CNY
from domains.kernel.money import Amount
from domains.scenes.jobs.order import ask_for_orders, place_order
from gateway.embedded import Instance
from integrations.http import Bounds
from tests.domains.scenes.scene_house import Person, SceneHouse, scene_house
from tests.domains.wallet.top_ups import own_database
from tests.integrations.running import Sandbox

IMPATIENT = Bounds(connect=1.0, total=0.5, retry_pause=0.01)
AT_ONCE = 32


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def hasty(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[SceneHouse]:
    """A house that waits for nobody long: its day has many timeouts."""
    with own_database(migrated, "scenes_hasty") as dsn:
        async with scene_house(dsn, sandbox, bounds=IMPATIENT) as opened:
            yield opened


async def ordered(bank: SceneHouse, people: int, bills_each: int) -> list[tuple[Person, scenes.Order]]:
    """Everybody links, finds bills and pays them all: the money is held, and no partner has been told."""
    made: list[tuple[Person, scenes.Order]] = []
    for _ in range(people):
        person = await bank.person()
        least = wallet.FillForDevelopmentCommand(request_id=None, owner_id=person.id, customer_id=person.id, least=Amount(500_000, CNY))
        await bank.database.write(wallet.fill_for_development, least)
        bills = [{"login": person.login, "bill_id": f"{person.login}-{100 + number}", "amount_minor": 1_000 + number} for number in range(bills_each)]
        await bank.at_partner("/bills", bills)
        await bank.linked(person)
        found = {name: bill for name, bill in (await bank.bills(person)).items() if len(name) == 3}
        assert len(found) == bills_each
        made += [(person, order) for order in await asyncio.gather(*(bank.pay(person, bill) for bill in found.values()))]
    return made


async def in_turn(work: list[object], limit: int = AT_ONCE) -> None:
    gate = asyncio.Semaphore(limit)

    async def one(awaitable: object) -> None:
        async with gate:
            await awaitable  # type: ignore[misc]

    await asyncio.gather(*(one(awaitable) for awaitable in work))


@pytest.mark.parametrize(("people", "bills_each"), [pytest.param(10, 20, id="200"), pytest.param(25, 40, id="1000", marks=pytest.mark.prove)])
async def test_no_order_is_paid_twice_none_is_lost_and_every_unknown_is_resolved(hasty: SceneHouse, people: int, bills_each: int) -> None:
    made = await ordered(hasty, people, bills_each)
    owed = await hasty.owed()
    await hasty.at_partner("/faults", {"share_percent": 30, "seed": 7})
    started = time.monotonic()
    payload = [{"order_id": str(order.id), "subject_id": str(person.id)} for person, order in made]
    await in_turn([place_order(hasty.database, one) for one in payload])
    after_first = Counter([(await hasty.find_order(order)).state for _, order in made])
    # Three in ten failed, so there is something to resolve.
    assert after_first["pending"] > len(made) // 10
    for _ in range(120):
        hasty.database.clock.advance(timedelta(minutes=1))
        await ask_for_orders(hasty.database)
        # The queue's own retries, late and doubled.
        await in_turn([place_order(hasty.database, one) for one in payload[::50]])
        ended = [await hasty.find_order(order) for _, order in made]
        if all(order.state == "paid" for order in ended):
            break
    assert Counter(order.state for order in ended) == {"paid": len(made)}
    seconds = time.monotonic() - started
    taken = (await hasty.at_partner("/books"))["payments"]
    mine = [one for one in taken if one["payment_id"] in {str(order.id) for _, order in made}]
    assert (len(mine), len({one["subject"] for one in mine})) == (len(made), len(made))
    assert {one["payment_id"]: one["amount_minor"] for one in mine} == {str(order.id): order.amount.minor for _, order in made}
    paid = sum(order.amount.minor for _, order in made)
    assert await hasty.owed() == owed + paid
    for person in {person.id: person for person, _ in made}.values():
        spent = sum(order.amount.minor for owner, order in made if owner.id == person.id)
        assert await hasty.balance(person) == (500_000 - spent, 500_000 - spent)
    async with hasty.database.reading() as read:
        logged = await scenes.find_calls(read, [order.id for _, order in made])
    assert {(call.state, call.outcome) for call in logged.values()} == {("answered", "done")}
    assert len(logged) == len(made)
    print(f"{len(made)} orders, {after_first['pending']} unknown at first, {sum(call.attempts for call in logged.values())} placings, {seconds:.1f} s")

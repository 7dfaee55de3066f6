"""Scenes by the worker itself: what the customer does is followed by the partner's part, without anybody calling a job by hand."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

from domains import scenes
from domains.kernel.jobs import JOBS, PERIODIC_JOBS
from tests.domains.scenes.booking_house import HOSPITAL, fault, find, guest, hold, pay, search, visit
from tests.domains.scenes.scene_house import SceneHouse, scene_house
from tests.gateway.workers import Dsn, a_worker, until
from tests.integrations.running import running_sandbox


def of_scenes(registered: dict[str, object]) -> dict[str, object]:
    return {name: job for name, job in registered.items() if name.startswith("scenes.")}


def bill_is(bank: SceneHouse, person: object, state: str) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return [bill.state for name, bill in (await bank.bills(person)).items() if name == "2"] == [state]  # type: ignore[arg-type]

    return check


async def test_from_the_link_to_the_receipt(fresh_dsn: Dsn) -> None:
    with running_sandbox() as sandbox:
        async with scene_house(fresh_dsn("scenebank_app"), sandbox) as bank:
            async with a_worker(bank.database, fresh_dsn, of_scenes(JOBS), of_scenes(PERIODIC_JOBS)):  # type: ignore[arg-type]
                person = await bank.person(20_000)
                link = await bank.start(person)
                authorized = await bank.come_back(await bank.allow(await bank.open(link), person.login))
                await bank.confirm(person, link.id, authorized.proof)
                await until(bill_is(bank, person, "open"))
                order = await bank.pay(person, (await bank.bills(person))["2"])
                # The partner takes it and says nothing: the worker asks again by the clock.
                await bank.plan("server_error_after_success", order)
                bank.database.clock.advance(timedelta(seconds=10))
                await until(bill_is(bank, person, "paid"))
                assert (await bank.find_order(order)).state == "paid"
                await bank.database.write(scenes.unlink_partner, scenes.LinkCommand(request_id=uuid4(), owner_id=person.id, link_id=link.id))
                await until(lambda: _is_forgotten(bank, link))
            assert len(await bank.payments_of(person)) == 1


async def test_from_the_search_to_the_settled_visit(fresh_dsn: Dsn) -> None:
    with running_sandbox() as sandbox:
        async with scene_house(fresh_dsn("scenebank_app"), sandbox) as bank:
            async with a_worker(bank.database, fresh_dsn, of_scenes(JOBS), of_scenes(PERIODIC_JOBS)):  # type: ignore[arg-type]
                person = await guest(bank)
                asked = await search(bank, person)
                await until(lambda: _has_slots(bank, asked))
                async with bank.database.reading() as read:
                    (answer,) = await scenes.bookings.find_found_slots(read, [asked.id])
                booking = await hold(bank, person, asked.id, answer.slots[0])
                await until(lambda: _stands(bank, booking, "held"))
                paying = await pay(bank, person, booking)
                # The hospital takes it and says nothing: the worker asks again by the clock.
                await fault(bank, booking, "server_error_after_success", paying.order_id)
                bank.database.clock.advance(timedelta(seconds=10))
                await until(lambda: _stands(bank, booking, "confirmed"))
                await visit(bank, booking, "attended", 3_000)
                bank.database.clock.advance(timedelta(days=4))
                await until(lambda: _stands(bank, booking, "settled"))
            assert await bank.balance(person) == (197_000, 197_000)
            assert len(await bank.payments_of(person, HOSPITAL)) == 1


async def _has_slots(bank: SceneHouse, asked: scenes.bookings.BookingSearch) -> bool:
    async with bank.database.reading() as read:
        (found,) = await scenes.bookings.find_found_slots(read, [asked.id])
    return len(found.slots) > 0


async def _stands(bank: SceneHouse, booking: scenes.bookings.Booking, state: str) -> bool:
    return (await find(bank, booking)).state == state


async def _is_forgotten(bank: SceneHouse, link: scenes.Link) -> bool:
    async with bank.database.reading(single=True) as read:
        return await read.fetchval("SELECT count(*) FROM scenes_partner_credential WHERE link_id = $1", link.id) == 0

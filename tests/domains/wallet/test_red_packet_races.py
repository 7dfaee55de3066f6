"""Many at once: 10,000 people and one packet of 100, two houses, twins, and grabs against openings against the end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest_asyncio

from domains import ledger, wallet
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from tests.conftest import wired_ports
from tests.domains.ledger.conftest import seal
from tests.domains.wallet.crowds import crowd
from tests.domains.wallet.people import Person, balance, person
from tests.domains.wallet.red_packets import grab_of, left_in, open_of, seen, send, sweep


@pytest_asyncio.fixture
async def pair(fresh_dsn: Callable[[str], str]) -> AsyncIterator[tuple[Database, Database]]:
    """The house opened twice, as two gateways do, with one clock."""
    clock = Clock()
    opened = [await Database.open(fresh_dsn("scenebank_app"), clock, ports=wired_ports(), write_connections=8, read_connections=2) for _ in range(2)]
    yield opened[0], opened[1]
    for database in opened:
        await database.close()


async def grabbed(database: Database, someone: Person, packet: wallet.RedPacket) -> wallet.GrabbedPlace | Refusal:
    try:
        return await database.write(wallet.grab_red_packet, grab_of(database, someone, packet))
    except Refusal as refusal:
        return refusal


async def opened(database: Database, someone: Person, packet: wallet.RedPacket) -> wallet.OpenedShare | Refusal:
    try:
        return await database.write(wallet.open_red_packet, open_of(someone, packet.id))
    except Refusal as refusal:
        return refusal


async def test_10_000_people_and_a_packet_of_100_exactly_100_have_a_place_and_the_sum_is_exact(pair: tuple[Database, Database]) -> None:
    sender = await person(pair[0], 20_000)
    people = await crowd(pair[0], 10_000)
    packet = await send(pair[0], sender, 12_345, 100)
    told = await asyncio.gather(*(grabbed(pair[number % 2], one, packet) for number, one in enumerate(people)))
    winners = [one for one, answer in zip(people, told, strict=True) if isinstance(answer, wallet.GrabbedPlace)]
    assert len(winners) == 100
    assert {type(answer) for answer in told} == {wallet.GrabbedPlace, wallet.RedPacketEmpty}
    assert sorted(answer.place for answer in told if isinstance(answer, wallet.GrabbedPlace)) == list(range(1, 101))
    shares = await asyncio.gather(*(opened(pair[number % 2], one, packet) for number, one in enumerate(winners * 2)))
    assert sum(answer.share.minor for answer in shares if isinstance(answer, wallet.OpenedShare)) == 2 * 12_345
    assert (await left_in(pair[0], packet), await balance(pair[0], sender)) == (0, 20_000 - 12_345)
    assert sum([await balance(pair[0], one) for one in winners]) == 12_345
    await seal(pair[0])
    assert (await ledger.verify(pair[0])).is_equal


async def test_one_customer_with_two_phones_has_one_place(pair: tuple[Database, Database]) -> None:
    sender, eager = await person(pair[0], 1_000), await person(pair[0])
    packet = await send(pair[0], sender, 500, 5)
    told = await asyncio.gather(*(grabbed(pair[number % 2], eager, packet) for number in range(16)))
    assert {answer.place for answer in told if isinstance(answer, wallet.GrabbedPlace)} == {1}
    assert (await seen(pair[0], sender, packet)).grabbed == 1
    shares = await asyncio.gather(*(opened(pair[number % 2], eager, packet) for number in range(16)))
    assert shares == [shares[0]] * 16
    assert isinstance(shares[0], wallet.OpenedShare)
    assert await balance(pair[0], eager) == shares[0].share.minor


async def test_openings_meet_the_end_of_the_packet_and_no_fen_is_paid_twice_or_lost(pair: tuple[Database, Database]) -> None:
    sender, *people = [await person(pair[0], 10_000 if number == 0 else 0) for number in range(21)]
    packet = await send(pair[0], sender, 2_000, 20)
    for one in people:
        assert isinstance(await grabbed(pair[0], one, packet), wallet.GrabbedPlace)
    clock = pair[0].clock
    clock.advance(timedelta(hours=24) - timedelta(seconds=1))

    async def expire() -> int:
        clock.advance(timedelta(seconds=2))
        return await sweep(pair[1])

    answers = await asyncio.gather(
        *(opened(pair[number % 2], one, packet) for number, one in enumerate(people[:10])),
        expire(),
        sweep(pair[0]),
        *(opened(pair[number % 2], one, packet) for number, one in enumerate(people[10:])),
    )
    paid = sum(answer.share.minor for answer in answers if isinstance(answer, wallet.OpenedShare))
    assert {type(answer) for answer in answers} <= {wallet.OpenedShare, wallet.RedPacketExpired, int}
    await sweep(pair[0])
    told = await seen(pair[0], sender, packet)
    assert told.returned is not None and told.returned.minor == 2_000 - paid
    assert (await left_in(pair[0], packet), await balance(pair[0], sender)) == (0, 10_000 - paid)
    assert sum([await balance(pair[0], one) for one in people]) == paid

"""Holds: placed, captured in parts, let go, and expired the instant they are due, whoever writes that down."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domains import ledger
from domains.kernel.assets import CNY, USD
from domains.kernel.clock import Clock
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, IdReused, Refusal
from domains.kernel.money import Amount
from domains.ledger.jobs import write_down_expired_holds
from tests.domains.ledger.conftest import OpenAccounts, available, balances, move, open_accounts, post, seal

HOUR = timedelta(hours=1)


@pytest.fixture
def clock(database: Database) -> Iterator[Clock]:
    database.clock.freeze(database.clock.now())
    yield database.clock
    database.clock.run()


def hold(database: Database, source: UUID, target: UUID, minor: int, **options: object) -> ledger.PlannedHold:
    expires_at = database.clock.now() + HOUR
    return ledger.PlannedHold(uuid4(), "test", source, target, Amount(minor, CNY), expires_at, **options)  # type: ignore[arg-type]


def capture(hold_id: UUID, minor: int | None = None, **options: object) -> ledger.PlannedCapture:
    return ledger.PlannedCapture(uuid4(), hold_id, None if minor is None else Amount(minor, CNY), **options)  # type: ignore[arg-type]


async def state(database: Database, hold_id: UUID) -> tuple[str, int, int, int]:
    async with database.reading() as read:
        found = (await ledger.find_holds(read, [hold_id]))[hold_id]
    return found.state, found.captured.minor, found.released.minor, found.left.minor


async def test_a_hold_takes_from_what_is_available_and_moves_nothing(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    placed = hold(database, source, target, 70)
    await post(database, placed)
    assert (await balances(database, source, target), await available(database, source, target)) == ([100, 0], [30, 0])
    assert await state(database, placed.id) == ("open", 0, 0, 70)
    with pytest.raises(ledger.InsufficientFunds) as refused:
        await post(database, move(source, target, 31))
    assert refused.value.available.minor == 30
    with pytest.raises(ledger.InsufficientFunds):
        await post(database, hold(database, source, target, 31))
    async with database.reading() as read:
        ((listed,),) = await ledger.list_open_holds(read, [source], 10)
    assert (listed.id, listed.left.minor) == (placed.id, 70)


async def test_a_hold_is_captured_in_parts_and_the_rest_let_go(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    placed = hold(database, source, target, 70)
    await post(database, placed)
    assert (await post(database, capture(placed.id, 20))).balances_minor == [80, 20]
    assert await available(database, source) == [30]
    assert (await post(database, capture(placed.id, 10, release_rest=True))).balances_minor == [70, 30]
    assert await available(database, source) == [70]
    assert await state(database, placed.id) == ("released", 30, 40, 0)
    with pytest.raises(ledger.HoldEnded) as refused:
        await post(database, capture(placed.id, 1))
    assert refused.value.state == "released"


async def test_a_capture_without_an_amount_takes_all_that_is_left(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    placed = hold(database, source, target, 70)
    await post(database, placed)
    await post(database, capture(placed.id, 20))
    await post(database, capture(placed.id))
    assert (await state(database, placed.id), await balances(database, source, target)) == (("captured", 70, 0, 0), [30, 70])
    with pytest.raises(ledger.HoldEnded):
        await post(database, ledger.PlannedRelease(placed.id))


@pytest.mark.parametrize(("minor", "refusal"), [(71, ledger.CaptureTooLarge), (2**63, ledger.CaptureTooLarge), (0, AmountOutOfRange), (-1, AmountOutOfRange)])
async def test_a_capture_beyond_the_hold_is_refused_and_changes_nothing(database: Database, accounts: OpenAccounts, minor: int, refusal: type[Refusal]) -> None:
    source, target = await accounts(100, 0)
    placed = hold(database, source, target, 70)
    await post(database, placed)
    with pytest.raises(refusal):
        await post(database, capture(placed.id, minor))
    assert (await state(database, placed.id), await available(database, source)) == (("open", 0, 0, 70), [30])


async def test_bad_holds_and_captures_are_refused_by_name(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    placed = hold(database, source, target, 70)
    await post(database, placed)
    with pytest.raises(ledger.HoldNotFound):
        await post(database, capture(uuid4(), 1))
    with pytest.raises(ledger.HoldNotFound):
        await post(database, ledger.PlannedRelease(uuid4()))
    with pytest.raises(AssetMismatch):
        await post(database, ledger.PlannedCapture(uuid4(), placed.id, Amount(1, USD)))
    with pytest.raises(ledger.SameAccount):
        await post(database, hold(database, source, source, 1))
    with pytest.raises(ledger.HoldEnded):
        await post(database, hold(database, source, target, 1)._replace(expires_at=database.clock.now()))
    with pytest.raises(IdReused):
        await post(database, placed._replace(amount=Amount(1, CNY)))
    assert await available(database, source) == [30]


async def test_a_repeated_hold_capture_and_release_do_nothing_twice(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    placed = hold(database, source, target, 70)
    await post(database, placed)
    await post(database, placed)
    assert await available(database, source) == [30]
    captured = capture(placed.id, 20)
    assert (await post(database, captured)).balances_minor == [80, 20]
    await post(database, move(source, target, 1))
    assert (await post(database, captured)).balances_minor == [80, 20]
    for _ in range(2):
        await post(database, ledger.PlannedRelease(placed.id))
    assert (await post(database, captured)).balances_minor == [80, 20]
    assert (await state(database, placed.id), await balances(database, source, target)) == (("released", 20, 50, 0), [79, 21])


async def test_a_hold_expires_at_its_instant_for_every_reader(database: Database, accounts: OpenAccounts, clock: Clock) -> None:
    source, target = await accounts(100, 0)
    placed = hold(database, source, target, 70)
    await post(database, placed)
    await post(database, capture(placed.id, 30))
    clock.advance(HOUR - timedelta(microseconds=1))
    assert (await available(database, source), await state(database, placed.id)) == ([30], ("open", 30, 0, 40))
    clock.advance(timedelta(microseconds=1))
    assert (await available(database, source), await state(database, placed.id)) == ([70], ("expired", 30, 40, 0))
    with pytest.raises(ledger.HoldEnded) as refused:
        await post(database, capture(placed.id, 1))
    assert refused.value.state == "expired"


async def test_the_next_movement_writes_an_expired_hold_down(database: Database, accounts: OpenAccounts, clock: Clock) -> None:
    source, target = await accounts(100, 0)
    placed = hold(database, source, target, 70, limits=(ledger.Limit("day:2026-11-23", 100),))
    await post(database, placed)
    clock.advance(HOUR)
    assert (await post(database, move(source, target, 100, limits=(ledger.Limit("day:2026-11-23", 100),)))).balances_minor == [0, 100]
    async with database.reading() as read:
        row = await read.fetchrow("SELECT state, released_minor FROM ledger_hold WHERE id = $1", placed.id)
        pending = await read.fetchval("SELECT debits_pending_minor FROM ledger_account WHERE id = $1", source)
    assert (tuple(row or ()), pending) == (("expired", 70), 0)


async def test_the_sweep_writes_down_what_nobody_touches(fresh_database: Database) -> None:
    source, target = await open_accounts(fresh_database, 100, 0)
    placed = [hold(fresh_database, source, target, 30), hold(fresh_database, source, target, 20)]
    await post(fresh_database, *placed)
    await write_down_expired_holds(fresh_database)
    assert [await state(fresh_database, one.id) for one in placed] == [("open", 0, 0, 30), ("open", 0, 0, 20)]
    fresh_database.clock.advance(HOUR)
    await write_down_expired_holds(fresh_database)
    async with fresh_database.reading() as read:
        states = [row["state"] for row in await read.fetch("SELECT state FROM ledger_hold")]
        facts = [row["payload"]["state"] for row in await read.fetch("SELECT payload FROM kernel_outbox WHERE name = 'HoldChanged'")]
    assert (states, facts) == (["expired"] * 2, ["expired"] * 2)
    await seal(fresh_database)
    assert (await ledger.verify(fresh_database)).is_equal


async def test_a_hold_counts_in_its_limits_until_it_is_let_go(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    limits = (ledger.Limit("day:2026-11-23", 60),)
    placed = hold(database, source, target, 50, limits=limits)
    await post(database, placed)
    with pytest.raises(ledger.LimitExceeded) as refused:
        await post(database, move(source, target, 11, limits=limits))
    assert refused.value.left.minor == 10
    await post(database, capture(placed.id, 20, release_rest=True))
    await post(database, move(source, target, 40, limits=limits))
    with pytest.raises(ledger.LimitExceeded):
        await post(database, move(source, target, 1, limits=limits))


async def test_a_hold_of_an_account_that_grows_by_debits_is_borne_by_the_credited_one(database: Database, accounts: OpenAccounts) -> None:
    channel, cash = uuid4(), uuid4()
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(id_, HOUSE_ID, str(id_), CNY, ledger.DEBIT) for id_ in (channel, cash)])
    (source,) = await accounts(1)
    await post(database, ledger.PlannedMovement(uuid4(), "test", channel, source, Amount(50, CNY)))
    placed = hold(database, cash, channel, 40)
    await post(database, placed)
    assert (await balances(database, channel, cash), await available(database, channel, cash)) == ([50, 0], [10, 0])
    await post(database, capture(placed.id))
    assert (await balances(database, channel, cash), await available(database, channel, cash)) == ([10, 40], [10, 40])


async def test_a_journal_with_a_hold_that_breaks_a_rule_leaves_no_trace(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    first = hold(database, source, target, 60)
    with pytest.raises(ledger.InsufficientFunds):
        await post(database, first, capture(first.id, 10), move(source, target, 41))
    async with database.reading() as read:
        assert await ledger.find_holds(read, [first.id]) == {}
    assert (await balances(database, source, target), await available(database, source)) == ([100, 0], [100])
    assert (await post(database, first, capture(first.id, 10), move(source, target, 40))).balances_minor == [90, 10, 50, 50]


async def test_a_frozen_account_lets_nothing_be_captured(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    placed = hold(database, source, target, 60)
    await post(database, placed)
    await database.write(ledger.set_frozen, ledger.SetFrozenCommand(request_id=uuid4(), owner_id=HOUSE_ID, account_id=source, frozen=True))
    with pytest.raises(ledger.AccountFrozen):
        await post(database, capture(placed.id, 60))
    await post(database, ledger.PlannedRelease(placed.id))
    assert await available(database, source) == [100]


async def test_sixteen_captures_at_once_take_no_more_than_the_hold(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    placed = hold(database, source, target, 50)
    await post(database, placed)
    answers = await asyncio.gather(*(post(database, capture(placed.id, 7)) for _ in range(16)), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["CaptureTooLarge"] * 9 + ["Posted"] * 7
    assert (await balances(database, source, target), await state(database, placed.id)) == ([51, 49], ("open", 49, 0, 1))


async def test_holds_cost_a_statement_only_where_there_are_any(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    placed = hold(database, source, target, 50)
    with database.counting() as placing:
        await post(database, placed)
    with database.counting() as moving:
        await post(database, move(source, target, 5))
    with database.counting() as capturing:
        await post(database, capture(placed.id))
    with database.counting() as after:
        await post(database, move(source, target, 5))
    assert [len(statements) for statements in (placing, moving, capturing, after)] == [3, 3, 3, 2]

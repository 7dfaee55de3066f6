"""The books across the end of a month: their partitions, and a month that nobody made."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from structlog.testing import capture_logs

from domains import ledger
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.ledger.jobs import tell_of_missing_months
from gateway.cli.doctor import _months
from migrations.partitions import Month, make_partitions, month_of
from tests.domains.ledger.conftest import balances, move, post, seal

NEXT = month_of(datetime.now(UTC)).plus(1)
UNMADE = Month(2039, 7)

PLACES = "SELECT tableoid::regclass::text AS place FROM {} WHERE {} = $1 ORDER BY booked_at"


async def test_a_retry_across_the_end_of_a_month_posts_once(fresh_database: Database) -> None:
    source, target = await _two_accounts(fresh_database)
    request_id, movement = uuid4(), move(source, target, 250)
    fresh_database.clock.freeze(NEXT.start - timedelta(microseconds=1))
    first = await post(fresh_database, movement, request_id=request_id)

    fresh_database.clock.freeze(NEXT.start)
    again = await post(fresh_database, movement, request_id=request_id)
    await post(fresh_database, move(source, target, 50))

    assert (first.balances_minor, again) == ([-250, 250], first)
    assert await balances(fresh_database, source, target) == [-300, 300]
    assert await _places(fresh_database, "ledger_movement", "id", movement.id) == [NEXT.plus(-1).partition_of("ledger_movement")]
    assert await _places(fresh_database, "ledger_entry", "account_id", target) == [
        NEXT.plus(-1).partition_of("ledger_entry"),
        NEXT.partition_of("ledger_entry"),
    ]
    await seal(fresh_database)
    assert (await ledger.verify(fresh_database)).lines()[1:] == []


async def test_a_movement_of_last_month_is_reversed_once_this_month(fresh_database: Database) -> None:
    source, target = await _two_accounts(fresh_database)
    movement = move(source, target, 250)
    await post(fresh_database, movement)
    fresh_database.clock.freeze(NEXT.start + timedelta(days=1))

    await fresh_database.write(ledger.reverse, ledger.ReverseCommand(request_id=uuid4(), owner_id=HOUSE_ID, movement_id=movement.id))
    with pytest.raises(ledger.AlreadyReversed):
        await fresh_database.write(ledger.reverse, ledger.ReverseCommand(request_id=uuid4(), owner_id=HOUSE_ID, movement_id=movement.id))

    assert await balances(fresh_database, source, target) == [0, 0]


async def test_a_month_that_nobody_made_stops_nothing_and_is_made_later(fresh_database: Database, fresh_dsn: Callable[[str], str]) -> None:
    source, target = await _two_accounts(fresh_database)
    fresh_database.clock.freeze(UNMADE.start + timedelta(days=3))
    first = await post(fresh_database, move(source, target, 100))
    assert await _places(fresh_database, "ledger_entry", "account_id", source) == ["ledger_entry_p_default"]
    assert (_doctor_is_well(fresh_dsn), await _alerts(fresh_database)) == (False, 1)

    made = make_partitions(fresh_dsn("scenebank_owner"), UNMADE.start, months=0)

    assert made == [UNMADE.partition_of("ledger_movement"), UNMADE.partition_of("ledger_entry")]
    assert make_partitions(fresh_dsn("scenebank_owner"), UNMADE.start, months=0) == []
    assert await _places(fresh_database, "ledger_entry", "account_id", source) == [UNMADE.partition_of("ledger_entry")]
    assert (_doctor_is_well(fresh_dsn), await _alerts(fresh_database)) == (True, 0)
    second = await post(fresh_database, move(source, target, 100))
    assert (first.sequences, second.sequences) == ([1, 1], [2, 2])
    async with fresh_database.reading() as read:
        (page,) = await ledger.list_entries(read, [target], [2**62], 10)
    assert [(entry.sequence, entry.balance_after.minor) for entry in page] == [(2, 200), (1, 100)]
    await seal(fresh_database)
    assert (await ledger.verify(fresh_database)).lines()[1:] == []


async def test_the_app_may_not_reach_past_the_table_to_its_months(fresh_database: Database, fresh_dsn: Callable[[str], str]) -> None:
    with psycopg.connect(fresh_dsn("scenebank_app"), autocommit=True) as app:
        for table in ("ledger_movement", "ledger_entry"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(f"UPDATE {NEXT.partition_of(table)} SET amount_minor = 1")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(f"DELETE FROM {table}_p_default")


async def _two_accounts(database: Database) -> tuple[UUID, UUID]:
    """One may go below zero, so that nothing need be given to it first."""
    source, target = uuid4(), uuid4()
    async with database.transaction() as tx:
        await ledger.open_accounts(
            tx,
            [
                ledger.NewAccount(source, uuid4(), "payer", CNY, may_go_negative=True),
                ledger.NewAccount(target, uuid4(), "payee", CNY),
            ],
        )
    return source, target


async def _places(database: Database, table: str, column: str, id_: UUID) -> list[str]:
    async with database.reading(single=True) as read:
        return [row["place"] for row in await read.fetch(PLACES.format(table, column), id_)]


def _doctor_is_well(dsn: Callable[[str], str]) -> bool:
    with psycopg.connect(dsn("scenebank_app")) as connection:
        return _months(connection).is_well


async def _alerts(database: Database) -> int:
    """How often the hourly look raises an alert."""
    with capture_logs() as logs:
        await tell_of_missing_months(database)
    return sum(log["log_level"] == "error" for log in logs)

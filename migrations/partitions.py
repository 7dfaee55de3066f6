"""Monthly partitions of the tables that only grow, made ahead under the schema owner's role.

A month is one of Shanghai's, as business days are. Whatever finds no partition of its own goes to the default one, so a month that nobody made stops nothing;
when it is made later, its rows move over."""

from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql

TABLES = ("ledger_movement", "ledger_entry")
"""Ranged by `booked_at`."""

AHEAD_MONTHS = 3
"""Months after the present one that are made: the job may fail for a quarter before anybody's movement lands in the default."""

LOCK_TIMEOUT = "5s"

SHANGHAI = ZoneInfo("Asia/Shanghai")

Connection = psycopg.Connection[tuple[object, ...]]


class Month(NamedTuple):
    year: int
    number: int

    @property
    def start(self) -> datetime:
        """Its first instant."""
        return datetime(self.year, self.number, 1, tzinfo=SHANGHAI).astimezone(UTC)

    def plus(self, months: int) -> "Month":
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)

    def partition_of(self, table: str) -> str:
        return f"{table}_p_{self.year}_{self.number:02}"


def month_of(instant: datetime) -> Month:
    """The month of that instant in Shanghai."""
    local = instant.astimezone(SHANGHAI)
    return Month(local.year, local.month)


def make_partitions(owner_dsn: str, instant: datetime | None = None, months: int = AHEAD_MONTHS) -> list[str]:
    """Make the partitions of the month of `instant` (now) and of so many after it, where they are missing. Their names. Safe to repeat.

    Raises psycopg.errors.LockNotAvailable when the tables were too busy for five seconds: try again. What it made before stays."""
    first = month_of(instant or datetime.now(UTC))
    made: list[str] = []
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        for table in TABLES:
            if _exists(connection, table):
                made += [name for ahead in range(months + 1) if (name := _make(connection, table, first.plus(ahead)))]
    return made


def make_between(owner_dsn: str, first_day: date, last_day: date) -> list[str]:
    """Make the partitions of past months, for books that are brought along."""
    first, last = Month(first_day.year, first_day.month), Month(last_day.year, last_day.month)
    return make_partitions(owner_dsn, first.start, (last.year - first.year) * 12 + last.number - first.number)


def _make(connection: Connection, table: str, month: Month) -> str | None:
    """One month of one table. Beside the table first, then attached: whoever writes meanwhile waits for the attaching alone."""
    name = month.partition_of(table)
    if _exists(connection, name):
        return None
    names = {"table": sql.Identifier(table), "name": sql.Identifier(name), "default": sql.Identifier(f"{table}_p_default")}
    bounds = {"start": sql.Literal(month.start), "end": sql.Literal(month.plus(1).start)}
    with connection.transaction():
        connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(LOCK_TIMEOUT))
        connection.execute(sql.SQL("CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)").format(**names))
        if _is_astray(connection, names, bounds):
            # They are read and written by nobody else until they stand in their month.
            connection.execute(sql.SQL("LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE").format(**names))
            connection.execute(
                sql.SQL(
                    "WITH astray AS (DELETE FROM {default} WHERE booked_at >= {start} AND booked_at < {end} RETURNING *) "
                    "INSERT INTO {name} SELECT * FROM astray"
                ).format(**names, **bounds)
            )
        connection.execute(sql.SQL("ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({start}) TO ({end})").format(**names, **bounds))
    return name


def _is_astray(connection: Connection, names: dict[str, sql.Identifier], bounds: dict[str, sql.Literal]) -> bool:
    found = connection.execute(
        sql.SQL("SELECT EXISTS (SELECT FROM {default} WHERE booked_at >= {start} AND booked_at < {end})").format(**names, **bounds)
    ).fetchone()
    return found == (True,)


def _exists(connection: Connection, table: str) -> bool:
    return connection.execute("SELECT to_regclass(%s) IS NOT NULL", (table,)).fetchone() == (True,)

"""Statements on the statement's index: writing, searching, summing; and on budgets."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.errors import InvalidInput
from domains.kernel.money import MINOR_MAX, Amount
from domains.kernel.paging import Page, check_first, decode_cursor, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.wallet.rules.insight import Category, grams_sought, month_bounds, normal_words, starts_of

INSERT_LINES = """
INSERT INTO wallet_line AS line (customer_id, movement_id, booked_at, day, asset, amount_minor, kind, category, words, grams, counterparty_id)
SELECT customer_id, movement_id, booked_at, day, asset, amount_minor, kind, category, words, string_to_array(grams, chr(31)), counterparty_id
FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::date[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::uuid[])
    AS new (customer_id, movement_id, booked_at, day, asset, amount_minor, kind, category, words, grams, counterparty_id)
ON CONFLICT (customer_id, movement_id) DO UPDATE SET counterparty_id = excluded.counterparty_id
    WHERE line.counterparty_id IS NULL AND excluded.counterparty_id IS NOT NULL
"""

SET_CATEGORY = "UPDATE wallet_line SET category = $3 WHERE customer_id = $1 AND movement_id = $2 RETURNING day, asset, amount_minor"

COLUMNS = "customer_id, movement_id, booked_at, asset, amount_minor, kind, category"

FILTER = """booked_at >= $2 AND booked_at < $3 AND abs(amount_minor) BETWEEN $4 AND $5
    AND (wanted.known IS NULL OR counterparty_id = ANY(string_to_array(wanted.known, chr(31))::uuid[])) AND (booked_at, movement_id) < ($6, $7)
    ORDER BY booked_at DESC, movement_id DESC LIMIT $8"""

LIST_LINES = f"""
SELECT wanted.place, line.* FROM unnest($1::uuid[], $9::text[]) WITH ORDINALITY AS wanted (customer_id, known, place)
CROSS JOIN LATERAL (SELECT {COLUMNS} FROM wallet_line AS one WHERE one.customer_id = wanted.customer_id AND {FILTER}) AS line
ORDER BY wanted.place, line.booked_at DESC, line.movement_id DESC
"""

SEARCH_LINES = f"""
SELECT wanted.place, line.* FROM unnest($1::uuid[], $9::text[], $10::text[]) WITH ORDINALITY AS wanted (customer_id, known, grams, place)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM wallet_line AS one
    WHERE one.grams @> string_to_array(wanted.grams, chr(31)) AND one.customer_id = wanted.customer_id AND strpos(one.words, $11) > 0 AND {FILTER}
) AS line
ORDER BY wanted.place, line.booked_at DESC, line.movement_id DESC
"""

LIST_COUNTERPARTIES = """
SELECT wanted.customer_id, known.counterparty_id FROM unnest($1::uuid[]) AS wanted (customer_id)
CROSS JOIN LATERAL (
    SELECT counterparty_id FROM wallet_line AS one WHERE one.customer_id = wanted.customer_id AND counterparty_id IS NOT NULL
    GROUP BY counterparty_id ORDER BY max(booked_at) DESC LIMIT $2
) AS known
"""

SUM_LINES = """
SELECT wanted.place, line.category, line.start, line.income, line.spending, line.count
FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (customer_id, place)
CROSS JOIN LATERAL (
    SELECT category, CASE WHEN $5 THEN date_trunc('month', day::timestamp)::date ELSE day END AS start,
        coalesce(sum(amount_minor) FILTER (WHERE amount_minor > 0), 0)::bigint AS income,
        coalesce(-sum(amount_minor) FILTER (WHERE amount_minor < 0), 0)::bigint AS spending, count(*) AS count
    FROM wallet_line AS one WHERE one.customer_id = wanted.customer_id AND asset = $2 AND day >= $3 AND day < $4 AND category <> 'own_money'
    GROUP BY 1, 2
) AS line
ORDER BY wanted.place, line.start, line.category
"""

PUT_BUDGET = """
INSERT INTO wallet_budget (customer_id, category, asset, most_minor, nudged_month, nudged_percent) VALUES ($1, $2, $3, $4, NULL, 0)
ON CONFLICT (customer_id, category, asset) DO UPDATE SET most_minor = excluded.most_minor, nudged_month = NULL, nudged_percent = 0
"""

REMOVE_BUDGET = "DELETE FROM wallet_budget WHERE customer_id = $1 AND category = $2 AND asset = $3"

LOCK_BUDGETS = """
SELECT budget.customer_id, budget.category, budget.asset, budget.most_minor, budget.nudged_month, budget.nudged_percent
FROM wallet_budget AS budget WHERE (customer_id, category, asset) IN (SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]))
ORDER BY customer_id, category, asset FOR NO KEY UPDATE
"""

SUM_SPENT = """
SELECT wanted.place, coalesce(-sum(line.amount_minor), 0)::bigint AS spent
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::date[]) WITH ORDINALITY AS wanted (customer_id, category, asset, first_day, end_day, place)
LEFT JOIN wallet_line AS line ON line.customer_id = wanted.customer_id AND line.asset = wanted.asset AND line.category = wanted.category
    AND line.day >= wanted.first_day AND line.day < wanted.end_day AND line.amount_minor < 0
GROUP BY wanted.place ORDER BY wanted.place
"""

NOTE_NUDGE = "UPDATE wallet_budget SET nudged_month = $4, nudged_percent = $5 WHERE customer_id = $1 AND category = $2 AND asset = $3"

LIST_BUDGETS = "SELECT customer_id, category, asset, most_minor FROM wallet_budget WHERE customer_id = ANY($1::uuid[]) ORDER BY customer_id, category, asset"

EARLIEST, LATEST = datetime.fromisoformat("1970-01-01T00:00:00+00:00"), datetime.fromisoformat("9999-01-01T00:00:00+00:00")
LAST = UUID(int=2**128 - 1)
SEPARATOR = "\x1f"


class Line(NamedTuple):
    """A movement as its customer thinks of it: positive for what came in."""

    customer_id: UUID
    movement_id: UUID
    booked_at: datetime
    amount: Amount
    kind: str
    category: Category


class NewLine(NamedTuple):
    """A line to be written."""

    customer_id: UUID
    movement_id: UUID
    booked_at: datetime
    day: date
    asset: str
    amount_minor: int
    kind: str
    category: str
    words: str
    grams: str
    counterparty_id: UUID | None


class Search(NamedTuple):
    """What is sought: words of the note, who is on the other side (as the customer calls or sees them), an amount between two (minor units, either
    direction), a time from and before."""

    words: str = ""
    counterparty: str = ""
    least_minor: int = 0
    most_minor: int = MINOR_MAX
    since: datetime = EARLIEST
    before: datetime = LATEST


class Sums(NamedTuple):
    """What came in and went out from a day on (a day's or a month's), or in a category."""

    start: date
    category: Category | None
    income: Amount
    spending: Amount
    movements: int


class Budget(NamedTuple):
    """What a customer means to spend in a category this month, and what they have."""

    customer_id: UUID
    category: Category
    most: Amount
    spent: Amount


class LockedBudget(NamedTuple):
    """A budget under lock."""

    customer_id: UUID
    category: str
    asset: str
    most_minor: int
    nudged_month: str | None
    nudged_percent: int


async def insert_lines(tx: Tx, lines: Sequence[NewLine]) -> None:
    await tx.execute(INSERT_LINES, *map(list, zip(*lines, strict=True)))


async def set_category(tx: Tx, customer_id: UUID, movement_id: UUID, category: Category) -> Record | None:
    return await tx.fetchrow(SET_CATEGORY, customer_id, movement_id, category)


async def list_lines(
    source: Queryable, customer_ids: Sequence[UUID], search: Search, first: int, after: str | None, known: Sequence[Sequence[UUID] | None]
) -> list[Page[Line]]:
    """A page of each customer's lines that fit, newest first; of each customer's lines with one of those `known` to them, where that is not None.

    Raises InvalidInput."""
    check_first(first)
    words = normal_words(search.words)
    place = (LATEST, LAST) if after is None else _place(after)
    arguments = (
        list(customer_ids),
        search.since,
        search.before,
        search.least_minor,
        search.most_minor,
        *place,
        first + 1,
        [None if ids is None else SEPARATOR.join(map(str, ids)) for ids in known],
    )
    if words:
        grams = [SEPARATOR.join(grams_sought(customer_id, words)) for customer_id in customer_ids]
        rows = await source.fetch(SEARCH_LINES, *arguments, grams, words)
    else:
        rows = await source.fetch(LIST_LINES, *arguments)
    pages: list[list[Line]] = [[] for _ in customer_ids]
    for row in rows:
        amount = Amount(row["amount_minor"], asset_of(row["asset"]))
        pages[row["place"] - 1].append(Line(row["customer_id"], row["movement_id"], row["booked_at"], amount, row["kind"], Category(row["category"])))
    return [page_of(lines, first, lambda line: f"{line.booked_at.isoformat()} {line.movement_id}") for lines in pages]


async def list_counterparties(source: Queryable, customer_ids: Sequence[UUID], limit: int) -> dict[UUID, list[UUID]]:
    """Whom each customer's money went to and came from, those of the latest lines first, `limit` at most."""
    found: dict[UUID, list[UUID]] = {customer_id: [] for customer_id in customer_ids}
    for row in await source.fetch(LIST_COUNTERPARTIES, list(found), limit):
        found[row["customer_id"]].append(row["counterparty_id"])
    return found


async def lock_backfill(tx: Tx) -> Record:
    """Where the making up of older lines has come to; held until commit."""
    await tx.execute("INSERT INTO wallet_line_backfill (name, account_id, before) VALUES ('lines', $1, 0) ON CONFLICT DO NOTHING", UUID(int=0))
    row = await tx.fetchrow("SELECT account_id, before, done_at FROM wallet_line_backfill WHERE name = 'lines' FOR UPDATE")
    assert row is not None
    return row


async def note_backfill(tx: Tx, account_id: UUID, before: int, done_at: datetime | None) -> None:
    await tx.execute("UPDATE wallet_line_backfill SET account_id = $1, before = $2, done_at = $3 WHERE name = 'lines'", account_id, before, done_at)


async def sum_by_category(source: Queryable, customer_ids: Sequence[UUID], asset: Asset, month: date) -> list[list[Sums]]:
    """A month's income and spending of each customer by category, the largest spending first."""
    first, end = month_bounds(month)
    found: list[list[Sums]] = [[] for _ in customer_ids]
    for row in await source.fetch(SUM_LINES, list(customer_ids), asset.code, first, end, True):
        found[row["place"] - 1].append(_sums(row, asset))
    return [sorted(sums, key=lambda one: (-one.spending.minor, -one.income.minor, str(one.category))) for sums in found]


async def sum_series(
    source: Queryable, customer_ids: Sequence[UUID], asset: Asset, from_day: date, to_day: date, *, by_month: bool, category: Category | None = None
) -> list[list[Sums]]:
    """A chart's points: income and spending of each customer, in one category or in all, for every day or month of a span, with zeros where nothing moved."""
    starts = starts_of(from_day, to_day, by_month=by_month)
    end = month_bounds(to_day)[1] if by_month else date.fromordinal(to_day.toordinal() + 1)
    found = [{start: [0, 0, 0] for start in starts} for _ in customer_ids]
    for row in await source.fetch(SUM_LINES, list(customer_ids), asset.code, starts[0], end, by_month):
        if category in (None, row["category"]):
            point = found[row["place"] - 1][row["start"]]
            point[0], point[1], point[2] = point[0] + row["income"], point[1] + row["spending"], point[2] + row["count"]
    return [[Sums(start, category, Amount(one[0], asset), Amount(one[1], asset), one[2]) for start, one in points.items()] for points in found]


async def put_budget(tx: Tx, customer_id: UUID, category: Category, most: Amount) -> None:
    await tx.execute(PUT_BUDGET, customer_id, category, most.asset.code, most.minor)


async def remove_budget(tx: Tx, customer_id: UUID, category: Category, asset: Asset) -> None:
    await tx.execute(REMOVE_BUDGET, customer_id, category, asset.code)


async def lock_budgets(tx: Tx, keys: Sequence[tuple[UUID, str, str]]) -> list[LockedBudget]:
    """Rows held until commit, in the order of their keys."""
    return [LockedBudget(*row) for row in await tx.fetch(LOCK_BUDGETS, *map(list, zip(*keys, strict=True)))]


async def sum_spent(source: Queryable, keys: Sequence[tuple[UUID, str, str]], month: date) -> list[int]:
    """What was spent in a month by customer, category and asset: one per key, in order."""
    first, end = month_bounds(month)
    columns = [list(column) for column in zip(*keys, strict=True)]
    return [row["spent"] for row in await source.fetch(SUM_SPENT, *columns, [first] * len(keys), [end] * len(keys))]


async def note_nudge(tx: Tx, budget: LockedBudget, month: str, percent: int) -> None:
    await tx.execute(NOTE_NUDGE, budget.customer_id, budget.category, budget.asset, month, percent)


async def list_budgets(source: Queryable, customer_ids: Sequence[UUID], today: date) -> list[list[Budget]]:
    """Each customer's budgets with what was spent this month. Two statements."""
    rows = await source.fetch(LIST_BUDGETS, list(set(customer_ids)))
    spent = await sum_spent(source, [(row["customer_id"], row["category"], row["asset"]) for row in rows], today) if rows else []
    found: dict[UUID, list[Budget]] = {customer_id: [] for customer_id in customer_ids}
    for row, minor in zip(rows, spent, strict=True):
        asset = asset_of(row["asset"])
        budget = Budget(row["customer_id"], Category(row["category"]), Amount(row["most_minor"], asset), Amount(minor, asset))
        found[row["customer_id"]].append(budget)
    return [found[customer_id] for customer_id in customer_ids]


def _sums(row: Record, asset: Asset) -> Sums:
    return Sums(row["start"], Category(row["category"]), Amount(row["income"], asset), Amount(row["spending"], asset), row["count"])


def _place(cursor: str) -> tuple[datetime, UUID]:
    at, _, id_ = decode_cursor(cursor).partition(" ")
    try:
        instant, movement_id = datetime.fromisoformat(at), UUID(id_)
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error
    if instant.tzinfo is None:
        raise InvalidInput("after", "a cursor from an earlier page")
    return instant, movement_id

"""Statements on points: holders, lots, and what was done to them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains import ledger
from domains.kernel.assets import POINTS
from domains.kernel.clock import business_date, day_start
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_cursor, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.accounts import points_account_id, points_accounts
from domains.wallet.rules.points import Holding, Lot, Part

OPEN_HOLDERS = """
INSERT INTO wallet_points_holder (customer_id, owed_minor) SELECT new.customer_id, 0 FROM unnest($1::uuid[]) AS new (customer_id) ON CONFLICT DO NOTHING
"""

LOCK_HOLDERS = "SELECT customer_id, owed_minor FROM wallet_points_holder WHERE customer_id = ANY($1::uuid[]) ORDER BY customer_id FOR NO KEY UPDATE"

# Live lots in the order of their expiry, no more of them than hold what is wanted; those that have expired; those that the acts named have touched.
LIST_LOTS = """
SELECT lot.customer_id, lot.id, lot.earned_minor, lot.remaining_minor, lot.expired_minor, lot.expires_at
FROM unnest($1::uuid[], $2::bigint[]) AS wanted (customer_id, points)
CROSS JOIN LATERAL (
    SELECT live.*, coalesce(sum(remaining_minor) FILTER (WHERE expires_at > $5)
        OVER (ORDER BY expires_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS points_before
    FROM wallet_points_lot AS live WHERE live.customer_id = wanted.customer_id AND remaining_minor > 0
) AS lot
WHERE lot.points_before < wanted.points OR lot.expires_at <= $5
UNION ALL
SELECT lot.customer_id, lot.id, lot.earned_minor, lot.remaining_minor, lot.expired_minor, lot.expires_at
FROM unnest($3::uuid[], $4::uuid[]) AS act (customer_id, id)
JOIN wallet_points_part AS part ON part.customer_id = act.customer_id AND part.act_id = act.id
JOIN wallet_points_lot AS lot ON lot.customer_id = part.customer_id AND lot.id = part.lot_id
"""

LIST_PARTS = """
SELECT part.customer_id, part.act_id, part.lot_id, part.kind, part.of_id, part.change_minor, part.owed_minor
FROM unnest($1::uuid[], $2::uuid[]) AS act (customer_id, id) JOIN wallet_points_part AS part ON part.customer_id = act.customer_id AND part.act_id = act.id
UNION ALL
SELECT part.customer_id, part.act_id, part.lot_id, part.kind, part.of_id, part.change_minor, part.owed_minor
FROM unnest($1::uuid[], $2::uuid[]) AS act (customer_id, id) JOIN wallet_points_part AS part ON part.customer_id = act.customer_id AND part.of_id = act.id
"""

NEW_LOTS = Writing(
    "points_lot",
    ("uuid", "uuid", "bigint", "bigint", "bigint", "timestamptz"),
    "INSERT INTO wallet_points_lot (customer_id, id, earned_minor, remaining_minor, expired_minor, expires_at, earned_at) SELECT told.*, $1 FROM {} AS told",
)

CHANGED_LOTS = Writing(
    "changed_points_lot",
    ("uuid", "uuid", "bigint", "bigint"),
    "UPDATE wallet_points_lot SET remaining_minor = told.remaining, expired_minor = told.expired FROM {} AS told (customer_id, id, remaining, expired) "
    "WHERE wallet_points_lot.customer_id = told.customer_id AND wallet_points_lot.id = told.id",
)

PARTS = Writing(
    "points_part",
    ("uuid", "uuid", "uuid", "text", "uuid", "bigint", "bigint"),
    "INSERT INTO wallet_points_part (customer_id, act_id, lot_id, kind, of_id, change_minor, owed_minor, at) SELECT told.*, $1 FROM {} AS told",
)

OWED = Writing(
    "points_owed",
    ("uuid", "bigint"),
    "UPDATE wallet_points_holder SET owed_minor = told.owed FROM {} AS told (customer_id, owed) WHERE wallet_points_holder.customer_id = told.customer_id",
)

LIST_DUE = """
SELECT expires_at, customer_id FROM wallet_points_lot
WHERE remaining_minor > 0 AND expires_at <= $1 AND (expires_at, customer_id) > ($2, $3) ORDER BY expires_at, customer_id LIMIT $4
"""

SUM_LIVE = """
SELECT wanted.customer_id, coalesce(lot.points, 0) AS points, coalesce(holder.owed_minor, 0) AS owed
FROM unnest($1::uuid[]) AS wanted (customer_id)
LEFT JOIN wallet_points_holder AS holder ON holder.customer_id = wanted.customer_id
LEFT JOIN LATERAL (
    SELECT sum(remaining_minor)::bigint AS points FROM wallet_points_lot AS live
    WHERE live.customer_id = wanted.customer_id AND remaining_minor > 0 AND expires_at > $2 AND expires_at <= $3
) AS lot ON true
"""

LIST_LIVE = """
SELECT wanted.place, lot.id, lot.earned_minor, lot.remaining_minor, lot.expired_minor, lot.expires_at
FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (customer_id, place)
CROSS JOIN LATERAL (
    SELECT * FROM wallet_points_lot AS live
    WHERE live.customer_id = wanted.customer_id AND remaining_minor > 0 AND (expires_at, id) > ($2, $3) ORDER BY expires_at, id LIMIT $4
) AS lot
ORDER BY wanted.place, lot.expires_at, lot.id
"""

EARLIEST, LATEST = datetime.fromisoformat("1970-01-01T00:00:00+00:00"), datetime.fromisoformat("9999-01-01T00:00:00+00:00")
FIRST, LAST = UUID(int=0), UUID(int=2**128 - 1)


class PointsBalance(NamedTuple):
    """What of a customer's points has not expired, and what they owe of points taken back."""

    available: Amount
    owed: Amount


class PointsLot(NamedTuple):
    """Points that expire together."""

    id: UUID
    earned: Amount
    remaining: Amount
    expires_at: datetime

    @property
    def last_day(self) -> date:
        """The last day in Shanghai on which they are good."""
        return business_date(self.expires_at) - timedelta(days=1)


async def open_holders(tx: Tx, customer_ids: Sequence[UUID]) -> None:
    await tx.execute(OPEN_HOLDERS, sorted(customer_ids))
    await ledger.open_accounts(tx, list({account.id: account for customer_id in customer_ids for account in points_accounts(customer_id)}.values()))


async def lock_holders(tx: Tx, customer_ids: Sequence[UUID]) -> dict[UUID, Holding]:
    """Rows held until commit, in id order, as they are once the lock is ours."""
    return {row[0]: Holding(row[0], row[1]) for row in await tx.fetch(LOCK_HOLDERS, sorted(customer_ids))}


async def look(tx: Tx, holdings: dict[UUID, Holding], wanted: dict[UUID, int], acts: Sequence[tuple[UUID, UUID]]) -> None:
    """Read lots and earlier acts into the holdings. `acts` are (customer, act)."""
    owners, ids = [customer_id for customer_id, _ in acts], [id_ for _, id_ in acts]
    for row in await tx.fetch(LIST_LOTS, list(holdings), [wanted.get(customer_id, 0) for customer_id in holdings], owners, ids, tx.now):
        holdings[row[0]].lots[row[1]] = Lot(*row[1:])
    if acts:
        for row in await tx.fetch(LIST_PARTS, owners, ids):
            holdings[row[0]].before.append(Part(*row[1:]))


def write(tx: Tx, holdings: Sequence[Holding]) -> None:
    """Write what was done, with the transaction's next statement."""
    new, changed, parts, owed = [], [], [], []
    for holding in holdings:
        id_, touched = holding.customer_id, {part.lot_id for part in holding.parts}
        lots = [lot for lot in holding.lots.values() if lot.id in touched]
        new += [(id_, lot.id, lot.earned, lot.remaining, lot.expired, lot.expires_at) for lot in lots if lot.is_new]
        changed += [(id_, lot.id, lot.remaining, lot.expired) for lot in lots if not lot.is_new]
        parts += [(id_, *part) for part in holding.parts]
        owed += [(id_, holding.owed)] if any(part.owed for part in holding.parts) else []
    for writing, rows in ((NEW_LOTS, new), (CHANGED_LOTS, changed), (PARTS, parts), (OWED, owed)):
        tx.write_later(writing, rows)


async def list_due(source: Queryable, now: datetime, after: tuple[datetime, UUID], limit: int) -> list[tuple[datetime, UUID]]:
    """When and whose: lots that have expired and are not written down, after that place, longest expired first."""
    return [(row["expires_at"], row["customer_id"]) for row in await source.fetch(LIST_DUE, now, *after, limit)]


async def find_points(source: Queryable, customer_ids: Sequence[UUID]) -> list[PointsBalance]:
    """What each customer has now, whether or not what has expired is written down: one per customer, in order."""
    found = {row["customer_id"]: row for row in await source.fetch(SUM_LIVE, list(set(customer_ids)), source.now, LATEST)}
    return [PointsBalance(Amount(found[id_]["points"], POINTS), Amount(found[id_]["owed"], POINTS)) for id_ in customer_ids]


async def sum_expiring(source: Queryable, customer_ids: Sequence[UUID], today: date, days: int) -> list[Amount]:
    """Points of each customer that are still good, and expire at one of the next `days` midnights."""
    until = day_start(today + timedelta(days=days))
    found = {row["customer_id"]: row["points"] for row in await source.fetch(SUM_LIVE, list(set(customer_ids)), source.now, until)}
    return [Amount(found[id_], POINTS) for id_ in customer_ids]


async def list_points_lots(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[PointsLot]]:
    """A page of each customer's lots that are good and hold something, those first that expire first. Raises InvalidInput for a bad `first` or `after`."""
    check_first(first)
    # Live lots begin right after the last that has expired by now.
    place = (source.now, LAST) if after is None else max(_place(after), (source.now, LAST))
    pages: list[list[PointsLot]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_LIVE, list(customer_ids), *place, first + 1):
        pages[row["place"] - 1].append(_lot(row))
    return [page_of(lots, first, lambda lot: f"{lot.expires_at.isoformat()} {lot.id}") for lots in pages]


async def list_points_history(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[ledger.Entry]]:
    """A page of what happened to each customer's points, newest first."""
    return await ledger.list_pages(source, [points_account_id(customer_id) for customer_id in customer_ids], first, after)


def _place(cursor: str) -> tuple[datetime, UUID]:
    at, _, id_ = decode_cursor(cursor).partition(" ")
    try:
        instant, lot_id = datetime.fromisoformat(at), UUID(id_)
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error
    if instant.tzinfo is None:
        raise InvalidInput("after", "a cursor from an earlier page")
    return instant, lot_id


def _lot(row: Record) -> PointsLot:
    return PointsLot(row["id"], Amount(row["earned_minor"], POINTS), Amount(row["remaining_minor"], POINTS), row["expires_at"])

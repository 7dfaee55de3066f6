"""Statements on what bills and books say of each other, as the verbs of reconciliation need them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.rules.reconciliation import Difference, Item, ItemState, Ours

TABLES = {"in": "wallet_top_up", "out": "wallet_withdrawal"}

# One verb after the other for a channel: an item may be of one bill today and of another tomorrow.
LOCK_CHANNEL = "SELECT pg_advisory_xact_lock(hashtextextended('wallet_reconciliation:' || $1, 0))"

ORDER = "id, reference, asset, amount_minor, CASE state WHEN 'posted' THEN settled_at END AS settled_at"

FIND_ORDERS = {
    direction: f"SELECT {ORDER} FROM {table} WHERE channel = $1 AND (id = ANY($2::uuid[]) OR reference = ANY($3::text[]))"
    for direction, table in TABLES.items()
}

LIST_POSTED = {
    direction: f"""
SELECT {ORDER} FROM {table} WHERE channel = $1 AND state = 'posted' AND settled_at >= $2 AND settled_at < $3 AND (settled_at, id) > ($4, $5)
ORDER BY settled_at, id LIMIT $6
"""
    for direction, table in TABLES.items()
}

ITEM = "channel, id, direction, day, state, difference, order_id, reference, asset, ours_minor, theirs_minor, bill_day, suspended_minor, postings, explained_by"

FIND_ITEMS = f"SELECT {ITEM} FROM wallet_bill_item WHERE channel = $1 AND id = ANY($2::uuid[])"

LIST_OPEN = f"SELECT {ITEM} FROM wallet_bill_item WHERE channel = $1 AND state <> 'matched' AND id > $2 ORDER BY id LIMIT $3"

LIST_OF_BILL = """
SELECT id, reference FROM wallet_bill_item
WHERE channel = $1 AND bill_day = $2 AND direction = $3 AND theirs_minor IS NOT NULL AND id > $4 ORDER BY id LIMIT $5
"""

LIST_CHANNELS_WITH_OPEN = "SELECT DISTINCT channel FROM wallet_bill_item WHERE state <> 'matched'"

ITEMS = Writing(
    "bill_item",
    ("text", "uuid", "text", "date", "text", "text", "uuid", "text", "text", "bigint", "bigint", "date", "bigint", "integer", "uuid"),
    f"INSERT INTO wallet_bill_item ({ITEM}, found_at, changed_at) SELECT told.*, $1, $1 FROM {{}} AS told "
    "ON CONFLICT (channel, id) DO UPDATE SET day = excluded.day, state = excluded.state, difference = excluded.difference, reference = excluded.reference,"
    " ours_minor = excluded.ours_minor, theirs_minor = excluded.theirs_minor,"
    " bill_day = excluded.bill_day, suspended_minor = excluded.suspended_minor, postings = excluded.postings,"
    " explained_by = excluded.explained_by, changed_at = excluded.changed_at",
)

WRITE_BILL = """
INSERT INTO wallet_bill (channel, direction, day, lines, broken, broken_lines, first_read_at, read_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
ON CONFLICT (channel, direction, day) DO UPDATE SET lines = excluded.lines, broken = excluded.broken, broken_lines = excluded.broken_lines,
    read_at = excluded.read_at
"""

LIST_READ = "SELECT channel, direction, day FROM wallet_bill WHERE day >= $1"


async def lock_channel(tx: Tx, channel: str) -> None:
    await tx.execute(LOCK_CHANNEL, channel)


async def find_orders(source: Queryable, channel: str, direction: str, ids: Sequence[UUID], references: Sequence[str]) -> list[Ours]:
    """Top-ups, or withdrawals, of a channel by our id or by the channel's reference."""
    return [_ours(row) for row in await source.fetch(FIND_ORDERS[direction], channel, ids, references)]


async def list_posted(source: Queryable, channel: str, direction: str, start: datetime, end: datetime, after: tuple[datetime, UUID], limit: int) -> list[Ours]:
    """What the books have of a day, in order of when it was settled."""
    return [_ours(row) for row in await source.fetch(LIST_POSTED[direction], channel, start, end, *after, limit)]


async def find_items(source: Queryable, channel: str, ids: Sequence[UUID]) -> dict[UUID, Item]:
    return {row["id"]: read_item(row) for row in await source.fetch(FIND_ITEMS, channel, ids)}


async def list_open_items(source: Queryable, channel: str, after: UUID, limit: int) -> list[Item]:
    """Differences of a channel that are not explained, in order of id."""
    return [read_item(row) for row in await source.fetch(LIST_OPEN, channel, after, limit)]


async def list_of_bill(source: Queryable, channel: str, direction: str, day: date, after: UUID, limit: int) -> list[tuple[UUID, str]]:
    """The items that are said by a bill, with their references, in order of id."""
    return [(row["id"], row["reference"]) for row in await source.fetch(LIST_OF_BILL, channel, day, direction, after, limit)]


async def list_channels_with_open(source: Queryable) -> list[str]:
    return [row["channel"] for row in await source.fetch(LIST_CHANNELS_WITH_OPEN)]


def write_items(tx: Tx, items: Sequence[Item]) -> None:
    """Written with the transaction's other writings: new ones, and those that changed."""
    tx.write_later(
        ITEMS,
        [
            (
                *(one.channel, one.id, one.direction, one.day, one.state.value, one.difference.value if one.difference else None, one.order_id),
                *(one.reference, one.asset.code, one.ours_minor, one.theirs_minor, one.bill_day, one.suspended_minor, one.postings, one.explained_by),
            )
            for one in items
        ],
    )


async def write_bill(tx: Tx, channel: str, direction: str, day: date, lines: int, broken: Sequence[tuple[int, str]], broken_kept: int) -> None:
    """That a bill was read, and which of its lines are broken. One row for a bill, of when it was read last."""
    kept = [[number, why] for number, why in broken[:broken_kept]]
    await tx.execute(WRITE_BILL, channel, direction, day, lines, len(broken), kept, tx.now)


async def list_read_bills(source: Queryable, since: date) -> set[tuple[str, str, date]]:
    """The bills that were read, by channel, direction and day."""
    return {(row["channel"], row["direction"], row["day"]) for row in await source.fetch(LIST_READ, since)}


def read_item(row: Record) -> Item:
    """An item from its row."""
    return Item(
        row["channel"],
        row["id"],
        row["direction"],
        row["day"],
        ItemState(row["state"]),
        None if row["difference"] is None else Difference(row["difference"]),
        row["order_id"],
        row["reference"],
        asset_of(row["asset"]),
        row["ours_minor"],
        row["theirs_minor"],
        row["bill_day"],
        row["suspended_minor"],
        row["postings"],
        row["explained_by"],
    )


def _ours(row: Record) -> Ours:
    return Ours(row["id"], row["reference"], Amount(row["amount_minor"], asset_of(row["asset"])), row["settled_at"])

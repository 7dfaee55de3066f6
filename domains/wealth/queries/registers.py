"""Statements on files of feeds and registrars, and on what a registrar and our books say of each other."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.clock import business_date
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_cursor, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wealth.queries.orders import COLUMNS as ORDER
from domains.wealth.queries.orders import FundOrder, read_order
from domains.wealth.rules.registers import BROKEN_KEPT, Difference, FileKind, ItemState, LineKind, LineState, state_of

FILE = "source, kind, day, readings, sha256, lines, broken, broken_lines, first_at, last_at"
FIND_FILE = f"SELECT {FILE} FROM wealth_file WHERE source = $1 AND kind = $2 AND day = $3"
SAVE_FILE = """
INSERT INTO wealth_file AS one (source, kind, day, readings, sha256, lines, broken, broken_lines, first_at, last_at)
VALUES ($1, $2, $3, 1, $4, $5, $6, $7::text::jsonb, $8, $8)
ON CONFLICT (source, kind, day) DO UPDATE SET readings = one.readings + 1, sha256 = excluded.sha256, lines = excluded.lines, broken = excluded.broken,
    broken_lines = excluded.broken_lines, last_at = excluded.last_at
"""
LIST_FILES = f"SELECT {FILE} FROM wealth_file WHERE day BETWEEN $1 AND $2 ORDER BY day DESC, kind, source"

_OF_REGISTRAR = """
FROM wealth_order AS one JOIN wealth_product AS fund ON fund.id = one.product_id
JOIN wealth_product_version AS told ON told.product_id = fund.id AND told.version = fund.version AND told.terms ->> 'registrar' = $1
"""
# Days whose cut-off has passed for every order, with one that is not told yet.
LIST_UNSENT = f"""
SELECT one.trade_date {_OF_REGISTRAR} WHERE one.state IN ('placed', 'accepted', 'priced')
GROUP BY one.trade_date HAVING bool_and(one.state <> 'placed')
    AND NOT EXISTS (SELECT FROM wealth_file AS file WHERE file.source = $1 AND file.kind = 'applications' AND file.day = one.trade_date)
ORDER BY one.trade_date
"""
LIST_SENT = "SELECT day FROM wealth_file WHERE source = $1 AND kind = 'applications' AND day >= $2 ORDER BY day"
LIST_ORDERS_OF_DAY = f"""
SELECT {", ".join("one." + name for name in ORDER.split(", "))}, fund.code {_OF_REGISTRAR}
WHERE one.trade_date = $2 AND one.state NOT IN ('placed', 'cancelled') ORDER BY one.customer_id, one.id
"""
SAVE_ACCOUNTS = """
INSERT INTO wealth_register_account (registrar, account, customer_id) SELECT $1, told.* FROM unnest($2::uuid[], $3::uuid[]) AS told ON CONFLICT DO NOTHING
"""
FIND_REFUSED = f"""
SELECT {ORDER} FROM wealth_order WHERE product_id = ANY($1::uuid[]) AND trade_date = $2 AND id = ANY($3::uuid[]) AND state IN ('accepted', 'priced')
ORDER BY customer_id, id FOR NO KEY UPDATE
"""
NEW_LINES = Writing(
    "register_line",
    ("text", "date", "uuid", "text", "uuid", "uuid", "date", "text", "text", "text", "bigint", "bigint", "bigint"),
    "INSERT INTO wealth_register_line (registrar, day, file_id, kind, product_id, id, as_of, state, reference, reason, amount_minor, shares_minor, line) "
    "SELECT told.* FROM {} AS told ON CONFLICT DO NOTHING",
)

# Orders count once the registrar was told of them, holdings and cash once it has said something. A redemption's worth is told before the house's fee.
_ITEMS = """
WITH file AS (
    SELECT kind, day, left(sha256, 32)::uuid AS file_id FROM wealth_file
    WHERE source = $1 AND kind IN ('applications', 'confirmations') AND day BETWEEN $2 AND $3
),
line AS (
    SELECT one.* FROM wealth_register_line AS one JOIN file ON file.kind = 'confirmations' AND file.day = one.day AND file.file_id = one.file_id
    WHERE one.registrar = $1
),
fund AS (
    SELECT one.id, one.code, one.asset FROM wealth_product AS one
    JOIN wealth_product_version AS told ON told.product_id = one.id AND told.version = one.version WHERE told.terms ->> 'registrar' = $1
),
traded AS (
    SELECT one.trade_date, one.id, one.product_id, one.state, one.done_shares_minor, one.customer_id,
        CASE one.side WHEN 'subscribe' THEN one.net_minor ELSE one.gross_minor END AS worth_minor,
        CASE one.side WHEN 'subscribe' THEN one.net_minor ELSE -one.gross_minor END AS cash_minor
    FROM wealth_order AS one JOIN fund ON fund.id = one.product_id
    WHERE one.trade_date IN (SELECT day FROM file WHERE kind = 'applications') AND one.state IN ('accepted', 'priced', 'confirmed', 'settled')
),
ours AS (
    SELECT trade_date AS day, 'order' AS kind, product_id, id, done_shares_minor AS shares_minor, worth_minor AS amount_minor, customer_id FROM traded
    UNION ALL
    SELECT trade_date, 'cash', product_id, product_id, NULL, sum(cash_minor)::bigint, NULL FROM traded
    WHERE trade_date IN (SELECT day FROM line) AND cash_minor IS NOT NULL GROUP BY trade_date, product_id
    UNION ALL
    SELECT asked.day, 'holding', held.product_id, known.account, held.shares_minor - coalesce(later.shares_minor, 0), NULL, held.customer_id
    FROM (SELECT day, max(as_of) AS as_of FROM line WHERE kind = 'holding' GROUP BY day) AS asked
    CROSS JOIN wealth_register_account AS known
    JOIN wealth_position AS held ON held.customer_id = known.customer_id AND held.product_id IN (SELECT id FROM fund)
    LEFT JOIN LATERAL (
        SELECT sum(shares_minor)::bigint AS shares_minor FROM wealth_change AS made
        WHERE made.customer_id = held.customer_id AND made.product_id = held.product_id AND made.day > asked.as_of
    ) AS later ON true
    WHERE known.registrar = $1 AND held.shares_minor <> coalesce(later.shares_minor, 0)
),
item AS (
    SELECT day, kind, product_id, id, md5(kind || product_id || id)::uuid AS place, ours.customer_id, line.reference, line.reason,
        ours.shares_minor AS ours_shares_minor, line.shares_minor AS theirs_shares_minor,
        ours.amount_minor AS ours_amount_minor, line.amount_minor AS theirs_amount_minor,
        CASE
            WHEN line.state = 'rejected' THEN CASE WHEN ours.day IS NOT NULL THEN 'refused_theirs' END
            WHEN line.day IS NULL THEN 'missing_theirs'
            WHEN ours.day IS NULL OR kind = 'order' AND ours.shares_minor IS NULL THEN 'missing_ours'
            WHEN kind <> 'cash' AND ours.shares_minor IS DISTINCT FROM line.shares_minor THEN 'shares_differ'
            WHEN kind <> 'holding' AND ours.amount_minor IS DISTINCT FROM line.amount_minor THEN 'amount_differs'
        END AS difference
    FROM ours FULL JOIN line USING (day, kind, product_id, id)
    WHERE (kind <> 'holding' OR coalesce(line.shares_minor, 1) <> 0 OR ours.day IS NOT NULL)
)
"""
LIST_ITEMS = f"""{_ITEMS}
SELECT item.*, product.code, product.asset FROM item JOIN wealth_product AS product ON product.id = item.product_id
WHERE ($4::text IS NULL OR coalesce(item.difference, 'matched') = $4) AND (item.day, item.place) < ($5, $6)
ORDER BY item.day DESC, item.place DESC LIMIT $7
"""
SUM_ITEMS = f"{_ITEMS} SELECT day, kind, difference, count(*) AS items FROM item GROUP BY day, kind, difference ORDER BY day DESC, kind, difference NULLS FIRST"

LAST_DAY, LAST_ID = date(9999, 1, 1), UUID(int=2**128 - 1)
DAYS_MOST = 31


class BrokenLine(NamedTuple):
    """A line that could not be taken, and why."""

    number: int
    why: str


class OutsideFile(NamedTuple):
    """A file of a day as it was read, or sent, last."""

    source: str
    kind: FileKind
    day: date
    readings: int
    sha256: str
    lines: int
    broken: int
    broken_lines: list[BrokenLine]
    first_at: datetime
    last_at: datetime


class TakenLine(NamedTuple):
    """A line of a registrar as it is kept."""

    registrar: str
    day: date
    file_id: UUID
    kind: LineKind
    product_id: UUID
    id: UUID
    as_of: date
    state: LineState
    reference: str
    reason: str
    amount_minor: int | None
    shares_minor: int | None
    line: int


class RegisterItem(NamedTuple):
    """An order, a holding or a product's cash of a day, as the registrar and our books have it."""

    id: UUID
    kind: LineKind
    day: date
    code: str
    asset: Asset
    order_id: UUID | None
    customer_id: UUID | None
    reference: str | None
    reason: str | None
    state: ItemState
    difference: Difference | None
    ours_shares_minor: int | None
    theirs_shares_minor: int | None
    ours: Amount | None
    theirs: Amount | None


class ItemCount(NamedTuple):
    """How many items of a day stand so."""

    day: date
    kind: LineKind
    state: ItemState
    items: int


async def find_file(source: Queryable, name: str, kind: FileKind, day: date) -> OutsideFile | None:
    row = await source.fetchrow(FIND_FILE, name, kind.value, day)
    return None if row is None else _file(row)


async def save_file(tx: Tx, name: str, kind: FileKind, day: date, sha256: str, lines: int, broken: Sequence[BrokenLine]) -> None:
    """Write down that the file was read, or sent, to its end: from now on it counts, and what was read before does not."""
    kept = orjson.dumps([list(one) for one in broken[:BROKEN_KEPT]]).decode()
    await tx.execute(SAVE_FILE, name, kind.value, day, sha256, lines, len(broken), kept, tx.now)


async def list_files(source: Queryable, first_day: date, last_day: date) -> list[OutsideFile]:
    """The files of a period, newest day first. Raises InvalidInput for one of more than DAYS_MOST days."""
    check_days(first_day, last_day)
    return [_file(row) for row in await source.fetch(LIST_FILES, first_day, last_day)]


async def list_unsent(source: Queryable, registrar: str) -> list[date]:
    """Trade dates of which the registrar is to be told."""
    return [row["trade_date"] for row in await source.fetch(LIST_UNSENT, registrar)]


async def list_sent(source: Queryable, registrar: str, since: date) -> list[date]:
    """Trade dates of which it was told."""
    return [row["day"] for row in await source.fetch(LIST_SENT, registrar, since)]


async def list_orders_of_day(source: Queryable, registrar: str, day: date) -> list[tuple[FundOrder, str]]:
    """The orders of a trade date that the registrar has to know, each with its product's code."""
    return [(read_order(row[:-1]), row["code"]) for row in await source.fetch(LIST_ORDERS_OF_DAY, registrar, day)]


async def save_accounts(tx: Tx, registrar: str, accounts: Iterable[tuple[UUID, UUID]]) -> None:
    """(account, customer): under which name the registrar knows whom."""
    told = sorted(set(accounts))
    await tx.execute(SAVE_ACCOUNTS, registrar, [account for account, _ in told], [customer for _, customer in told])


async def lock_refused(tx: Tx, product_ids: Iterable[UUID], day: date, order_ids: Iterable[UUID]) -> list[FundOrder]:
    """Those of these orders that a refusal can still stop."""
    rows = await tx.fetch(FIND_REFUSED, sorted(set(product_ids)), day, sorted(set(order_ids)))
    return [read_order(tuple(row)) for row in rows]


def write_lines(tx: Tx, lines: Sequence[TakenLine]) -> None:
    """Keep lines, with the transaction's next statement. A line that is kept already stays."""
    tx.write_later(NEW_LINES, [one._replace(kind=one.kind.value, state=one.state.value) for one in lines])  # type: ignore[arg-type]


async def list_items(
    source: Queryable, registrar: str, days: tuple[date, date], difference: Difference | ItemState | None, first: int, after: str | None
) -> Page[RegisterItem]:
    """A page of what the registrar and our books say of each other, newest day first; all, or what differs so, or with `MATCHED` what does not.
    Raises InvalidInput."""
    check_days(*days)
    place = (LAST_DAY, LAST_ID) if after is None else _place(after)
    asked = None if difference is None else difference.value
    rows = await source.fetch(LIST_ITEMS, registrar, *days, asked, *place, check_first(first) + 1)
    today = business_date(source.now)
    return page_of([_item(row, today) for row in rows], first, lambda one: f"{one.day.isoformat()}:{one.id.hex}")


async def sum_items(source: Queryable, registrar: str, first_day: date, last_day: date) -> list[ItemCount]:
    """The days of a period, newest first. Raises InvalidInput for one of more than DAYS_MOST days."""
    check_days(first_day, last_day)
    found: dict[tuple[date, LineKind, ItemState], int] = {}
    today = business_date(source.now)
    for row in await source.fetch(SUM_ITEMS, registrar, first_day, last_day):
        key = (row["day"], LineKind(row["kind"]), state_of(row["difference"] and Difference(row["difference"]), row["day"], today))
        found[key] = found.get(key, 0) + row["items"]
    return [ItemCount(*key, items) for key, items in found.items()]


def check_days(first_day: date, last_day: date) -> None:
    """Raise InvalidInput unless the period has a day, and a month at most."""
    if not 0 <= (last_day - first_day).days < DAYS_MOST:
        raise InvalidInput("lastDay", f"a day that is not before `firstDay`, {DAYS_MOST} days in all at most")


def _place(cursor: str) -> tuple[date, UUID]:
    day, _, hexadecimal = decode_cursor(cursor).partition(":")
    try:
        return date.fromisoformat(day), UUID(hex=hexadecimal)
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error


def _file(row: Record) -> OutsideFile:
    told = row["broken_lines"]
    broken = [BrokenLine(number, why) for number, why in (orjson.loads(told) if isinstance(told, str) else told)]
    return OutsideFile(**{**row, "kind": FileKind(row["kind"]), "broken_lines": broken})


def _item(row: Record, today: date) -> RegisterItem:
    kind, asset = LineKind(row["kind"]), asset_of(row["asset"])
    difference = None if row["difference"] is None else Difference(row["difference"])
    ours, theirs = (None if row[name] is None else Amount(row[name], asset) for name in ("ours_amount_minor", "theirs_amount_minor"))
    order_id = row["id"] if kind is LineKind.ORDER else None
    about = (row["place"], kind, row["day"], row["code"], asset, order_id, row["customer_id"], row["reference"], row["reason"])
    shares = (row["ours_shares_minor"], row["theirs_shares_minor"])
    return RegisterItem(*about, state_of(difference, row["day"], today), difference, *shares, ours, theirs)

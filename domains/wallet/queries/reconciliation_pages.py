"""What operators look at: a channel's items page by page, its days summed up, its bills."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import ASSETS
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_cursor, page_of
from domains.kernel.transactions import Queryable
from domains.ledger import find_accounts
from domains.wallet.accounts import suspense_account_id
from domains.wallet.queries.reconciliation import ITEM, read_item
from domains.wallet.rules.reconciliation import Item, ItemState

LIST_ITEMS = f"""
SELECT {ITEM} FROM wallet_bill_item WHERE channel = $1 AND (day, id) < ($2, $3) ORDER BY day DESC, id DESC LIMIT $4
"""

LIST_ITEMS_IN_STATE = f"""
SELECT {ITEM} FROM wallet_bill_item WHERE channel = $1 AND state = $5 AND (day, id) < ($2, $3) ORDER BY day DESC, id DESC LIMIT $4
"""

# A line that was withdrawn, or turned out to be an order's, says nothing of its own.
SUM_DAYS = """
SELECT day, direction, asset, state, count(*) AS items, sum(suspended_minor)::bigint AS suspended_minor
FROM wallet_bill_item WHERE channel = $1 AND day >= $2 AND day <= $3 AND (ours_minor IS NOT NULL OR theirs_minor IS NOT NULL)
GROUP BY day, direction, asset, state ORDER BY day DESC, direction, asset, state
"""

LIST_BILLS = """
SELECT channel, direction, day, lines, broken, broken_lines, first_read_at, read_at FROM wallet_bill
WHERE channel = $1 AND day >= $2 AND day <= $3 ORDER BY day DESC, direction
"""

LAST_DAY, LAST_ID = date(9999, 1, 1), UUID(int=2**128 - 1)

DAYS_MOST = 31


class DayCount(NamedTuple):
    """How many items of a day, direction and asset stand in a state, and what stands in suspense for them."""

    day: date
    direction: str
    state: ItemState
    items: int
    suspended: Amount


class ReadBill(NamedTuple):
    """A bill as it was read last. `broken_lines` are the first of the broken ones: number, and why."""

    channel: str
    direction: str
    day: date
    lines: int
    broken: int
    broken_lines: list[tuple[int, str]]
    first_read_at: datetime
    read_at: datetime


async def list_items(source: Queryable, channel: str, state: ItemState | None, first: int, after: str | None) -> Page[Item]:
    """A page of what bills and books say of each other, newest day first. Raises InvalidInput."""
    check_first(first)
    place = (LAST_DAY, LAST_ID) if after is None else _place(after)
    if state is None:
        rows = await source.fetch(LIST_ITEMS, channel, *place, first + 1)
    else:
        rows = await source.fetch(LIST_ITEMS_IN_STATE, channel, *place, first + 1, state.value)
    return page_of([read_item(row) for row in rows], first, lambda item: f"{item.day.isoformat()}:{item.id.hex}")


async def sum_days(source: Queryable, channel: str, first_day: date, last_day: date) -> list[DayCount]:
    """The days of a period, newest first. Raises InvalidInput for one of more than DAYS_MOST days."""
    _check_days(first_day, last_day)
    return [
        DayCount(row["day"], row["direction"], ItemState(row["state"]), row["items"], Amount(row["suspended_minor"], ASSETS[row["asset"]]))
        for row in await source.fetch(SUM_DAYS, channel, first_day, last_day)
    ]


async def list_bills(source: Queryable, channel: str, first_day: date, last_day: date) -> list[ReadBill]:
    """The bills of a period that were read, newest day first. Raises InvalidInput for one of more than DAYS_MOST days."""
    _check_days(first_day, last_day)
    return [
        ReadBill(
            *(row["channel"], row["direction"], row["day"], row["lines"], row["broken"]),
            [(number, why) for number, why in row["broken_lines"]],
            row["first_read_at"],
            row["read_at"],
        )
        for row in await source.fetch(LIST_BILLS, channel, first_day, last_day)
    ]


async def list_suspense(source: Queryable, channel: str) -> list[Amount]:
    """What stands in suspense for a channel, in each asset that ever did. Above zero: the bills say more came in, or less went out, than the books."""
    found = await find_accounts(source, [suspense_account_id(channel, asset) for asset in ASSETS.values()])
    return [account.posted for account in sorted(found.values(), key=lambda one: one.asset.code)]


def _check_days(first_day: date, last_day: date) -> None:
    if not 0 <= (last_day - first_day).days < DAYS_MOST:
        raise InvalidInput("lastDay", f"a day that is not before `firstDay`, {DAYS_MOST} days in all at most")


def _place(cursor: str) -> tuple[date, UUID]:
    day, _, hexadecimal = decode_cursor(cursor).partition(":")
    try:
        return date.fromisoformat(day), UUID(hex=hexadecimal)
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error

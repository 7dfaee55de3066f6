"""What merchants and their payers leaf through, as keyset pages."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID

from domains.kernel.errors import InvalidInput
from domains.kernel.paging import Page, check_first, decode_cursor, page_of
from domains.kernel.transactions import Queryable
from domains.wallet.queries import merchant_orders, payments, settlements
from domains.wallet.queries.merchant_orders import MerchantOrder
from domains.wallet.queries.payments import Payment, Taking
from domains.wallet.queries.settlements import Settlement

K = TypeVar("K")

LAST_ID = UUID(int=2**128 - 1)
LAST_INSTANT = datetime.max.replace(tzinfo=UTC)


async def list_payment_pages(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Payment]]:
    """A page of each customer's payments, newest first: one per customer, in order. Raises InvalidInput for a bad `first` or `after`."""
    check_first(first)
    found = await payments.list_payments(source, customer_ids, _instant(after), first + 1)
    return [page_of(rows, first, lambda row: f"{row.paid_at.isoformat()} {row.id}") for rows in found]


async def list_order_pages(source: Queryable, merchant_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[MerchantOrder]]:
    """A page of each merchant's orders, newest first. Raises InvalidInput."""
    check_first(first)
    found = await merchant_orders.list_orders(source, merchant_ids, _instant(after), first + 1)
    return [page_of(rows, first, lambda row: f"{row.placed_at.isoformat()} {row.id}") for rows in found]


async def list_taking_pages(source: Queryable, merchant_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Taking]]:
    """A page of each merchant's parts of payments, newest days first. Raises InvalidInput."""
    check_first(first)
    before = (date.max, LAST_ID) if after is None else _read(after, lambda key: _pair(key, date.fromisoformat))
    found = await payments.list_takings(source, merchant_ids, before, first + 1)
    return [page_of(rows, first, lambda row: f"{row.payment.day} {row.payment.id}") for rows in found]


async def list_settlement_pages(source: Queryable, merchant_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Settlement]]:
    """A page of each merchant's settlements, newest first. Raises InvalidInput."""
    check_first(first)
    before = date.max if after is None else _read(after, date.fromisoformat)
    found = await settlements.list_settlements(source, merchant_ids, before, first + 1)
    return [page_of(rows, first, lambda row: row.day) for rows in found]


def _instant(after: str | None) -> tuple[datetime, UUID]:
    return (LAST_INSTANT, LAST_ID) if after is None else _read(after, lambda key: _pair(key, _aware))


def _aware(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant


def _pair(key: str, read: Callable[[str], K]) -> tuple[K, UUID]:
    first, _, second = key.partition(" ")
    return read(first), UUID(second)


def _read(after: str, read: Callable[[str], K]) -> K:
    """The place behind a cursor. Raises InvalidInput."""
    try:
        return read(decode_cursor(after))
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error

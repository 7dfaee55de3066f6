"""Read a merchant's settled day as a bill file, page by page: memory does not grow with the day."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from domains.wallet.queries import merchants, settlements
from domains.wallet.rules import bill_file
from domains.wallet.rules.bill_file import BillLine, BillTotals
from domains.wallet.rules.payments import SETTLED_AFTER

PAGE = 1_000

FIRST = UUID(int=0)

ListLines = Callable[[Read, UUID, date, UUID, int], Awaitable[list[BillLine]]]


async def find_bill_file(database: Database, customer_id: UUID, merchant_id: UUID, day: date) -> AsyncIterator[str] | None:
    """The lines of the file, for one who acts for the merchant; None for others, and for a day that is not settled yet."""
    async with database.reading() as read:
        (desk,) = await merchants.find_desks(read, [customer_id], [merchant_id])
        (settlement,) = await settlements.find_settlements(read, [merchant_id], [day])
        if desk is None:
            return None
        if settlement is None:
            is_over = day < business_date(read.now - SETTLED_AFTER)
            if not is_over or await settlements.list_payment_lines(read, merchant_id, day, FIRST, 1):
                return None
            # Nobody paid on that day; what was given back from the balance is told all the same.
            return _lines(database, merchant_id, day, BillTotals(0, 0, 0, 0), Amount(0, desk.merchant.asset))
    told = BillTotals(settlement.payments, settlement.gross.minor, settlement.refunded.minor, settlement.fee.minor)
    return _lines(database, merchant_id, day, told, Amount(0, settlement.gross.asset))


async def _lines(database: Database, merchant_id: UUID, day: date, told: BillTotals, zero: Amount) -> AsyncIterator[str]:
    """Header, payments, refunds, total. Raises RuntimeError instead of a total that the lines do not come to."""
    yield bill_file.header()
    summed = BillTotals(0, 0, 0, 0)
    # Each page is a snapshot of its own: a settled day's lines change no more, save that refunds from the balance are added at its end.
    for list_lines in (settlements.list_payment_lines, settlements.list_refund_lines):
        async for page in _pages(database, list_lines, merchant_id, day):
            summed = BillTotals(*(one + other for one, other in zip(summed, bill_file.totals(page), strict=True)))
            for line in page:
                yield bill_file.written(line)
    if summed != told:
        raise RuntimeError(f"the bill of {merchant_id} on {day} does not come to its settlement")
    yield bill_file.footer(day, told, zero)


async def _pages(database: Database, list_lines: ListLines, merchant_id: UUID, day: date) -> AsyncIterator[list[BillLine]]:
    after = FIRST
    while True:
        async with database.reading() as read:
            page = await list_lines(read, merchant_id, day, after, PAGE)
        if not page:
            return
        yield page
        after = page[-1].refund_id or page[-1].payment_id

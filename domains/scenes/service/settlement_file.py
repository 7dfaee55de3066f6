"""The settlement file: a party's month as text that a program reads, a line for each order and refund, and a last line that adds them up.

It is read page by page: memory does not grow with the month."""

import csv
import io
from collections.abc import AsyncIterator
from uuid import UUID

from domains.kernel.database import Database
from domains.kernel.money import Amount, to_decimal
from domains.scenes.queries.accrual import AgreementSettlement, SettlementLine, find_agreement_settlements, list_settlement_lines
from domains.scenes.queries.agreement_pages import parties_of_clients

COLUMNS = ("kind", "id", "order_id", "at", "currency", "amount", "commission", "part")
ORDER, REFUND, BROUGHT, CARRIED, TOTAL = "order", "refund", "brought", "carried", "total"

PAGE = 1_000


async def find_settlement_file(database: Database, client_id: UUID, settlement_id: UUID) -> AsyncIterator[str] | None:
    """The lines of the file for a partner's client; None for another party's settlement, and for a client that may see none."""
    async with database.reading() as read:
        (party_id,) = await parties_of_clients(read, [client_id])
        settlement = (await find_agreement_settlements(read, [settlement_id])).get(settlement_id)
    return settlement_file(database, settlement) if settlement is not None and settlement.party_id == party_id else None


async def settlement_file(database: Database, settlement: AgreementSettlement) -> AsyncIterator[str]:
    """The file of one settlement. Parts of orders, less those of refunds, with what was brought and without what is carried, add up to what was paid. Raises
    RuntimeError instead of a total that the lines do not come to."""
    yield _written(COLUMNS)
    summed = settlement.brought_minor - settlement.carried_minor
    after = UUID(int=0)
    # Each page is a snapshot of its own: a settled month's lines change no more.
    while lines := await _page(database, settlement, after):
        summed += sum(-line.part_minor if line.is_refund else line.part_minor for line in lines)
        for line in lines:
            yield _written(_line(line, settlement))
        after = lines[-1].entry_id
    if summed != settlement.paid.minor:
        raise RuntimeError(f"the file of settlement {settlement.id} does not come to what was paid")
    at, asset = settlement.month.isoformat(), settlement.paid.asset
    for kind, minor in ((BROUGHT, settlement.brought_minor), (CARRIED, -settlement.carried_minor), (TOTAL, settlement.paid.minor)):
        if minor or kind == TOTAL:
            yield _written((kind, str(settlement.id), "", at, asset.code, "", "", to_decimal(Amount(minor, asset))))


async def _page(database: Database, settlement: AgreementSettlement, after: UUID) -> list[SettlementLine]:
    async with database.reading() as read:
        return await list_settlement_lines(read, settlement, after, PAGE)


def _line(line: SettlementLine, settlement: AgreementSettlement) -> tuple[str, ...]:
    """Amounts are signed as the party sees them."""
    sign = -1 if line.is_refund else 1
    amounts = (to_decimal(Amount(sign * minor, settlement.paid.asset)) for minor in (line.amount_minor, line.commission_minor, line.part_minor))
    at = line.accrued_at.isoformat(timespec="microseconds").replace("+00:00", "Z")
    return (REFUND if line.is_refund else ORDER, str(line.entry_id), str(line.order_id), at, settlement.paid.asset.code, *amounts)


def _written(row: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(row)
    return line.getvalue()

"""The settlement file: a party's month as text that a program reads, a line for each order and refund, and a last line that adds them up."""

import csv
import io
from collections.abc import Iterable
from uuid import UUID

from domains.kernel.money import Amount, to_decimal
from domains.kernel.transactions import Queryable
from domains.scenes.queries.accrual import AgreementSettlement, SettlementLine, list_settlement_lines

COLUMNS = ("kind", "id", "order_id", "at", "currency", "amount", "commission", "part")
ORDER, REFUND, BROUGHT, CARRIED, TOTAL = "order", "refund", "brought", "carried", "total"

PAGE = 1_000


async def settlement_csv(source: Queryable, settlement: AgreementSettlement) -> str:
    """The file of one settlement. Parts of orders, less those of refunds, with what was brought and without what is carried, add up to what was paid."""
    rows: list[tuple[str, ...]] = [COLUMNS]
    asset = settlement.paid.asset
    after = UUID(int=0)
    while lines := await list_settlement_lines(source, settlement, after, PAGE):
        rows += [_line(line, settlement) for line in lines]
        after = lines[-1].entry_id
    at = settlement.month.isoformat()
    for kind, minor in ((BROUGHT, settlement.brought_minor), (CARRIED, -settlement.carried_minor), (TOTAL, settlement.paid.minor)):
        if minor or kind == TOTAL:
            rows.append((kind, str(settlement.id), "", at, asset.code, "", "", to_decimal(Amount(minor, asset))))
    return _written(rows)


def _line(line: SettlementLine, settlement: AgreementSettlement) -> tuple[str, ...]:
    """Amounts are signed as the party sees them."""
    sign = -1 if line.is_refund else 1
    amounts = (to_decimal(Amount(sign * minor, settlement.paid.asset)) for minor in (line.amount_minor, line.commission_minor, line.part_minor))
    at = line.accrued_at.isoformat(timespec="microseconds").replace("+00:00", "Z")
    return (REFUND if line.is_refund else ORDER, str(line.entry_id), str(line.order_id), at, settlement.paid.asset.code, *amounts)


def _written(rows: Iterable[tuple[str, ...]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(rows)
    return file.getvalue()

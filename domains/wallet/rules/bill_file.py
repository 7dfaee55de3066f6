"""The bill file: a merchant's day as text that a program reads, a line for each payment and refund, and a last line that adds them up.

docs/partners/bill-file.md describes it. The lines that count in the settlement add up to its figures, which `totals` proves."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.money import Amount, to_decimal

COLUMNS = ("kind", "id", "payment_id", "at", "shop_id", "reference", "method", "currency", "amount", "fee", "net", "counted")
PAYMENT, REFUND, TOTAL = "payment", "refund", "total"
SETTLED, FROM_BALANCE = "settlement", "balance"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class BillLine(NamedTuple):
    """A payment, or with a refund's id what went back of one. `fee` is the house's, or for a refund what the house gave back of it."""

    payment_id: UUID
    refund_id: UUID | None
    at: datetime
    shop_id: UUID
    reference: str
    method: str
    amount: Amount
    fee: Amount
    is_from_balance: bool

    @property
    def sign(self) -> int:
        return 1 if self.refund_id is None else -1


class BillTotals(NamedTuple):
    """What the lines come to that count in the day's settlement."""

    payments: int
    gross_minor: int
    refunded_minor: int
    fee_minor: int

    @property
    def net_minor(self) -> int:
        return self.gross_minor - self.refunded_minor - self.fee_minor


def totals(lines: Iterable[BillLine]) -> BillTotals:
    """Add up what counts in the settlement."""
    counted = [line for line in lines if not line.is_from_balance]
    paid, back = [line for line in counted if line.sign > 0], [line for line in counted if line.sign < 0]
    fee_minor = sum(line.sign * line.fee.minor for line in counted)
    return BillTotals(len(paid), sum(line.amount.minor for line in paid), sum(line.amount.minor for line in back), fee_minor)


def header() -> str:
    """The first line."""
    return _written(COLUMNS)


def written(line: BillLine) -> str:
    """A line of the file. Amounts are signed as the merchant sees them."""
    asset = line.amount.asset
    amount, fee = Amount(line.sign * line.amount.minor, asset), Amount(-line.sign * line.fee.minor, asset)
    kind, id_ = (PAYMENT, line.payment_id) if line.refund_id is None else (REFUND, line.refund_id)
    counted = FROM_BALANCE if line.is_from_balance else SETTLED
    at = line.at.isoformat(timespec="microseconds").replace("+00:00", "Z")
    return _written(
        (
            *(kind, str(id_), str(line.payment_id), at, str(line.shop_id), _harmless(line.reference), line.method, asset.code),
            *(to_decimal(amount), to_decimal(fee), to_decimal(amount + fee), counted),
        )
    )


def footer(day: date, settled: BillTotals, zero: Amount) -> str:
    """The last line: how many payments in `id`, the day in `at`, and what was settled."""
    amount, fee, net = (
        to_decimal(Amount(minor, zero.asset)) for minor in (settled.gross_minor - settled.refunded_minor, -settled.fee_minor, settled.net_minor)
    )
    return _written((TOTAL, str(settled.payments), "", day.isoformat(), "", "", "", zero.asset.code, amount, fee, net, SETTLED))


def _written(values: Iterable[str]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow(values)
    return file.getvalue()


def _harmless(text: str) -> str:
    """A merchant's own words, which a spreadsheet must not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text

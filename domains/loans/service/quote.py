"""Quote a schedule: amounts in a currency instead of minor units. Nothing is read or written."""

from datetime import date
from typing import NamedTuple

from domains.kernel.assets import Asset, AssetKind
from domains.kernel.errors import UnknownAsset
from domains.kernel.money import Amount
from domains.loans.rules.schedules import make_schedule
from domains.loans.rules.terms import LoanTerms


class QuotedRow(NamedTuple):
    """One instalment."""

    number: int
    begin: date
    due: date
    principal: Amount
    interest: Amount
    instalment: Amount
    balance: Amount


class QuotedSchedule(NamedTuple):
    """How a loan would be repaid."""

    down_payment: Amount
    rows: tuple[QuotedRow, ...]
    interest: Amount
    total: Amount


def quote_schedule(terms: LoanTerms, asset: Asset) -> QuotedSchedule:
    """The schedule of a loan in that currency. Raises UnknownAsset for what is no currency, LoanTermsMalformed."""
    if asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(asset.code)
    schedule = make_schedule(terms)
    rows = tuple(
        QuotedRow(*row[:3], *(Amount(minor, asset) for minor in (row.principal_minor, row.interest_minor, row.instalment_minor, row.balance_minor)))
        for row in schedule.rows
    )
    lent = schedule.down_payment_minor + sum(row.principal_minor for row in schedule.rows)
    return QuotedSchedule(
        Amount(schedule.down_payment_minor, asset), rows, Amount(schedule.interest_minor, asset), Amount(lent + schedule.interest_minor, asset)
    )

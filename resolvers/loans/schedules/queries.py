"""The root query on schedules."""

from datetime import date
from decimal import Decimal, InvalidOperation

import strawberry

from domains import loans
from domains.kernel.errors import InvalidInput, Refusal
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.loans.types import DayCount, LoanSchedule, PeriodUnit, Repayment
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.scalars import DecimalText


@strawberry.input(description="The terms of a loan.")
class LoanTermsInput:
    principal: MoneyInput = strawberry.field(description="How much.")
    annual_rate_percent: DecimalText = strawberry.field(description='The yearly rate in percent: "9.4822".')
    count: int = strawberry.field(description="How many instalments, 600 at most.")
    every: int = strawberry.field(default=1, description="How many units a period has.")
    unit: PeriodUnit = strawberry.field(default=PeriodUnit.MONTHS, description="What a period is counted in.")
    start: date = strawberry.field(description="When the first period begins.")
    disbursed_on: date | None = strawberry.field(default=None, description="When the money is paid out, if later than that.")
    first_due_on: date | None = strawberry.field(default=None, description="When the first instalment is due, if on another day than the rhythm says.")
    repayment: Repayment = strawberry.field(default=Repayment.EQUAL_INSTALMENT, description="In which manner it is repaid.")
    day_count: DayCount = strawberry.field(default=DayCount.ACTUAL_365, description="What part of a year a period is.")
    balloon: MoneyInput | None = strawberry.field(default=None, description="What is left for the last instalment.")
    down_payment_percent: DecimalText | None = strawberry.field(default=None, description="What is paid at once, in percent, with at most four decimals.")
    grace_rows: int = strawberry.field(default=0, description="How many instalments pay interest alone.")
    deferred_rows: int = strawberry.field(default=0, description="How many pay no interest and leave it to the first one after them.")
    free_rows: int = strawberry.field(default=0, description="How many bear no interest.")
    multiple: MoneyInput | None = strawberry.field(default=None, description="Instalments are rounded to whole multiples of so much.")


@batched(LoanSchedule, "How a loan by those terms would be repaid, to the minor unit.", permission=Permission.PUBLIC)
async def loan_schedule(read: Read, roots: list[None], viewers: list[Viewer], *, terms: LoanTermsInput) -> list[loans.QuotedSchedule]:
    try:
        quoted = loans.quote_schedule(_terms(terms), amount_of(terms.principal).asset)
    except loans.LoanTermsMalformed as refusal:
        raise InvalidInput(f"terms.{refusal.what}", "what a loan can have") from refusal
    except Refusal as refusal:
        raise InvalidInput("terms", "exact amounts of the principal's currency") from refusal
    return [quoted for _ in roots]


def _terms(told: LoanTermsInput) -> loans.LoanTerms:
    principal = amount_of(told.principal)
    balloon, multiple = (None if money is None else amount_of(money) for money in (told.balloon, told.multiple))
    if any(amount is not None and amount.asset != principal.asset for amount in (balloon, multiple)):
        raise InvalidInput("terms", "amounts of the principal's currency")
    return loans.LoanTerms(
        principal_minor=principal.minor,
        annual_rate=_part("annualRatePercent", told.annual_rate_percent),
        count=told.count,
        every=told.every,
        unit=loans.PeriodUnit[told.unit.name],
        start=told.start,
        repayment=loans.Repayment[told.repayment.name],
        day_count=loans.DayCount[told.day_count.name],
        disbursed_on=told.disbursed_on,
        first_due_on=told.first_due_on,
        balloon_minor=0 if balloon is None else balloon.minor,
        down_payment_ppm=_ppm("downPaymentPercent", told.down_payment_percent),
        principal_grace=told.grace_rows,
        interest_grace=told.deferred_rows,
        interest_free=told.free_rows,
        multiple_minor=1 if multiple is None else multiple.minor,
    )


def _part(name: str, text: DecimalText) -> Decimal:
    """Percent as a part of one."""
    try:
        part = Decimal(text) / 100
    except InvalidOperation:
        raise InvalidInput(f"terms.{name}", "a decimal number") from None
    if not part.is_finite():
        raise InvalidInput(f"terms.{name}", "a decimal number")
    return part


def _ppm(name: str, text: DecimalText | None) -> int:
    """Percent in millionths."""
    millionths = Decimal() if text is None else _part(name, text) * 1_000_000
    if abs(millionths) >= 1_000_000 or millionths != int(millionths):
        raise InvalidInput(f"terms.{name}", "less than 100, with at most four decimals")
    return int(millionths)


@strawberry.type
class Query:
    loan_schedule = loan_schedule

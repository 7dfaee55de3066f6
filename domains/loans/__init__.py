"""Loans: what a loan is agreed to be, and the schedule by which it is repaid."""

from domains.loans.errors.terms import LoanTermsMalformed
from domains.loans.rules.periods import Period, due_dates, periods_of
from domains.loans.rules.schedules import Row, Schedule, interest_minor, make_schedule
from domains.loans.rules.terms import DayCount, Disbursement, LoanTerms, PeriodUnit, RateChange, Repayment
from domains.loans.service.quote import QuotedRow, QuotedSchedule, quote_schedule

__all__ = [
    "DayCount",
    "Disbursement",
    "LoanTerms",
    "LoanTermsMalformed",
    "Period",
    "PeriodUnit",
    "QuotedRow",
    "QuotedSchedule",
    "RateChange",
    "Repayment",
    "Row",
    "Schedule",
    "due_dates",
    "interest_minor",
    "make_schedule",
    "periods_of",
    "quote_schedule",
]

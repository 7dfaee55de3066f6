"""Schedules, as the app sees them."""

from datetime import date
from enum import Enum

import strawberry

from domains import loans
from resolvers.fields import field, type_of
from resolvers.money import Money

ROWS_MOST = 600


@strawberry.enum(description="What a period is counted in.")
class PeriodUnit(Enum):
    MONTHS = strawberry.enum_value("months", description="Months, with the day of the first, or the last day where a month has it not.")
    WEEKS = strawberry.enum_value("weeks", description="Weeks.")
    DAYS = strawberry.enum_value("days", description="Days.")


@strawberry.enum(description="In which manner a loan is repaid.")
class Repayment(Enum):
    EQUAL_INSTALMENT = strawberry.enum_value("equal_instalment", description="The same amount each time.")
    EQUAL_PRINCIPAL = strawberry.enum_value("equal_principal", description="The same principal each time, and less and less interest.")
    INTEREST_FIRST = strawberry.enum_value("interest_first", description="Interest each time, the principal with the last instalment.")
    BULLET = strawberry.enum_value("bullet", description="All with the last instalment.")


@strawberry.enum(description="What part of a year a period is.")
class DayCount(Enum):
    THIRTY_360 = strawberry.enum_value("30/360", description="A month is 30 days of 360.")
    ACTUAL_360 = strawberry.enum_value("actual/360", description="Days of 360.")
    ACTUAL_364 = strawberry.enum_value("actual/364", description="Days of 364.")
    ACTUAL_365 = strawberry.enum_value("actual/365", description="Days of 365.")
    ACTUAL_ACTUAL = strawberry.enum_value("actual/actual", description="Each day by the length of its year.")


@type_of(loans.QuotedRow, "One instalment.")
class LoanInstalment:
    number: int = field("From 1 on.")
    begin: date = field("When its period begins.")
    due: date = field("When it is due.")
    principal: Money = field("What it repays.")
    interest: Money = field("What it pays for what was owed.")
    instalment: Money = field("Both together.")
    balance: Money = field("What is owed after it.")


@type_of(loans.QuotedSchedule, "How a loan by those terms would be repaid. Nothing is promised.")
class LoanSchedule:
    down_payment: Money = field("Due on the day of the disbursement.")
    rows: list[LoanInstalment] = field("The instalments, in order.", list_size=ROWS_MOST)
    interest: Money = field("All interest together.")
    total: Money = field("All that is paid: principal, interest and down payment.")

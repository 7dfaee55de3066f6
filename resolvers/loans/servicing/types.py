"""A loan that is being repaid, as the app and staff see it."""

from datetime import date
from enum import Enum

import strawberry

from domains import loans
from domains.kernel.data_classes import C2
from domains.kernel.money import Amount
from resolvers.fields import computed, field, type_of
from resolvers.loans.applications.types import Loan, LoanStanding
from resolvers.money import Money
from resolvers.scalars import Instant

INSTALMENTS_MOST, FACTS_MOST = 600, 100


@strawberry.enum(description="What an early payment in part does.")
class EarlyChoice(Enum):
    SHORTER = strawberry.enum_value("shorter", description="Instalments as high as before, and fewer of them.")
    LOWER = strawberry.enum_value("lower", description="As many instalments as before, and lower ones.")


@strawberry.enum(description="What became of a promise to pay.")
class LoanPromiseState(Enum):
    OPEN = strawberry.enum_value("open", description="Its day has not passed.")
    KEPT = strawberry.enum_value("kept", description="Nothing is due any more.")
    BROKEN = strawberry.enum_value("broken", description="Its day has passed.")


@type_of(loans.servicing.ShownParts, "An amount of each part of a debt.")
class LoanParts:
    principal: Money = field("Of the principal.", C2)
    interest: Money = field("Of the interest.", C2)
    fee: Money = field("Of the fees.", C2)
    penalty: Money = field("Of the penalty.", C2)
    total: Money = field("All together.", C2)


@type_of(loans.servicing.ShownInstalment, "One instalment as it stands. What is paid early makes instalments of its own.")
class ServicedInstalment:
    number: int = field("From 1 on, through the loan's life.")
    begin: date = field("When its period begins.")
    due: date = field("When it is due.")
    owed: LoanParts = field("What it consists of.", C2)
    paid: LoanParts = field("What of it was paid.", C2)


@type_of(loans.servicing.ShownFact, "Something that happened to a loan, or that was said of it.")
class LoanFact:
    sequence: int = field("Its number in the loan, in the order in which it was told.")
    kind: str = field("What kind: repaid, repayment_reversed, charged, paused and so on.")
    effective_on: date = field("From which day it counts.")
    booked_at: Instant = field("When it was told.")
    amount: Money = field("How much.", C2)


@type_of(loans.servicing.QuotedPayOff, "What ends a loan today.")
class LoanPayOff:
    total: Money = field("All that is to be paid: the payment names it.", C2)
    fee: Money = field("What of it is the fee for paying early.", C2)
    saved: Money = field("Interest that was agreed and will not be owed.", C2)
    quoted_on: date = field("The day: the payment names it.")
    expires_at: Instant = field("Until when it holds.")


@type_of(loans.servicing.ShownEarly, "What a loan would be after an early payment in part.")
class EarlyOption:
    instalments: int = field("How many instalments are then to come.")
    instalment: Money = field("What each of them comes to.", C2)
    last_due_on: date | None = field("When the last of them is due.")
    saved: Money = field("Interest that is saved.", C2)


@computed("Fewer instalments, as high as before.", C2)
def shorter(row: loans.servicing.QuotedEarly) -> EarlyOption:
    return loans.servicing.shown_early(row, row.parts.shorter)  # type: ignore[return-value]


@computed("As many instalments, and lower ones.", C2)
def lower(row: loans.servicing.QuotedEarly) -> EarlyOption:
    return loans.servicing.shown_early(row, row.parts.lower)  # type: ignore[return-value]


@type_of(loans.servicing.QuotedEarly, "Both ways to pay an amount early, side by side.")
class EarlyQuote:
    amount: Money = field("What is paid early.", C2)
    fee: Money = field("The fee for it, which is taken on top.", C2)
    shorter = shorter
    lower = lower
    expires_at: Instant = field("Until when it holds.")


@computed("The loan, as it was agreed.", C2, name="loan")
def loan_of_account(row: loans.servicing.LoanAccount) -> Loan:
    return row.loan  # type: ignore[return-value]


@computed("Where it stands.", name="state")
def state_of_account(row: loans.servicing.LoanAccount) -> LoanStanding:
    return LoanStanding(row.state.standing.value)


@computed("What is owed today.", C2, name="owed")
def owed_of_account(row: loans.servicing.LoanAccount) -> LoanParts:
    return loans.servicing.shown_parts(row.state.owed, row.loan.asset)  # type: ignore[return-value]


@computed("What should have been paid by now.", C2)
def due_now(row: loans.servicing.LoanAccount) -> Money:
    return Amount(row.state.due_minor, row.loan.asset)  # type: ignore[return-value]


@computed("The instalments of its life, in order.", C2, name="instalments")
def instalments_of_account(row: loans.servicing.LoanAccount) -> list[ServicedInstalment]:
    return [loans.servicing.shown_instalment(one, row.loan.asset) for one in row.state.instalments]  # type: ignore[misc]


@computed("When the next instalment is due; null where none is.")
def next_due_on(row: loans.servicing.LoanAccount) -> date | None:
    return row.state.next_due_on


@computed("How many days it is late, without pauses.", C2)
def days_past_due(row: loans.servicing.LoanAccount) -> int:
    return row.state.days_past_due


@computed("M0 where nothing is late, M1 to 30 days, M6 to 180, M7 more.", C2)
def stage(row: loans.servicing.LoanAccount) -> str:
    return row.state.stage


@computed("Whether nothing becomes later for now.")
def is_paused(row: loans.servicing.LoanAccount) -> bool:
    return row.state.is_paused


@computed("What ends it today; null where it has ended.", C2)
def pay_off(row: loans.servicing.LoanAccount) -> LoanPayOff | None:
    return loans.servicing.pay_off_of(row)  # type: ignore[return-value]


@computed("Whether what is due is taken out of the wallet.")
def is_auto_debit(row: loans.servicing.LoanAccount) -> bool:
    return row.collection.is_auto_debit


@computed("By when something was promised; null for no promise.")
def promised_on(row: loans.servicing.LoanAccount) -> date | None:
    return row.collection.promised_on


@computed("What became of the last promise; null for none.")
def promise_state(row: loans.servicing.LoanAccount) -> LoanPromiseState | None:
    return None if row.collection.promise_state is None else LoanPromiseState(row.collection.promise_state)


@type_of(loans.servicing.LoanAccount, "A loan as it stands today.")
class LoanAccount:
    loan = loan_of_account
    state = state_of_account
    owed = owed_of_account
    due_now = due_now
    instalments = instalments_of_account
    next_due_on = next_due_on
    days_past_due = days_past_due
    stage = stage
    is_paused = is_paused
    pay_off = pay_off
    is_auto_debit = is_auto_debit
    promised_on = promised_on
    promise_state = promise_state


@computed("The class of the asset, 1 (normal) to 5 (loss).", C2)
def five_class(row: loans.servicing.StaffAccount) -> int:
    return int(row.account.state.five_class)


@computed("What happened to it, in the order in which it was told.", C2, name="facts")
def facts_of_account(row: loans.servicing.StaffAccount) -> list[LoanFact]:
    return [loans.servicing.shown_fact(one, row.account.loan.asset) for one in row.account.facts]  # type: ignore[misc]


@computed("The loan as its customer sees it.", C2, name="account")
def account_of_staff(row: loans.servicing.StaffAccount) -> LoanAccount:
    return row.account  # type: ignore[return-value]


@type_of(loans.servicing.StaffAccount, "A loan as staff see it.")
class CustomersLoan:
    account = account_of_staff
    five_class = five_class
    facts = facts_of_account


@computed("Where the loan stands.", name="state")
def state_of_serviced(row: loans.servicing.Serviced) -> LoanStanding:
    return LoanStanding(row.state.value)


@type_of(loans.servicing.Serviced, "What was done, and how the loan then stands.")
class LoanServiced:
    loan_id: strawberry.ID = field("The loan.")
    sequence: int = field("The number of what was done: a payment is taken back by it.")
    amount: Money = field("How much.", C2)
    owed: Money = field("What is then owed in all.", C2)
    state = state_of_serviced


@computed("What became of the last promise; null for none.", name="promiseState")
def promise_of_collection(row: loans.servicing.Collection) -> LoanPromiseState | None:
    return None if row.promise_state is None else LoanPromiseState(row.promise_state)


@type_of(loans.servicing.Collection, "What is done about what is due.")
class LoanCollection:
    loan_id: strawberry.ID = field("The loan.")
    is_auto_debit: bool = field("Whether what is due is taken out of the wallet.")
    promised_on: date | None = field("By when something was promised; null for no promise.")
    promise_state = promise_of_collection

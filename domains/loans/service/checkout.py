"""Instalments at the checkout: a purchase becomes a loan out of the customer's line, and the merchant is paid at once.

For whoever sells: `finance` inside their own transaction plans what is to be posted with the sale, `write_financed` writes the loans once it has been.
For the wallet's till the same stands behind a source of money for each number of instalments. Where the merchant pays for it, the customer pays nothing
beside the price; what the merchant owes for that is taken from its balance by and by, so that a till waits for no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from domains import ledger, wallet
from domains.kernel.clock import business_date
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.loans.accounts import (
    funding_id,
    given_back_account,
    given_back_id,
    loan_accounts,
    subsidy_income_id,
    subsidy_owed_account,
    subsidy_owed_id,
)
from domains.loans.errors.applications import BorrowerUnfit
from domains.loans.errors.lines import CreditLineInsufficient, CreditLineNotFound
from domains.loans.errors.products import CountNotOffered
from domains.loans.queries import decisions, lines, loans
from domains.loans.queries.lines import Line
from domains.loans.rules.approval import Reason
from domains.loans.rules.lines import check_drawable
from domains.loans.rules.products import LoanKind, LoanProductTerms
from domains.loans.service.disburse import Agreed, plan_loan, write_loan
from domains.loans.service.lines import find_left, line_terms, plan_occupy, terms_agreed

SUBSIDY, SUBSIDY_TAKEN = "loan_subsidy", "loan_subsidy_taken"
"""The kinds of its movements."""

COUNTS = (3, 6, 9, 12, 18, 24)
"""Numbers of instalments that a till can offer; which of them a product has is its own."""


class Purchase(NamedTuple):
    """What is to be paid in instalments. `id` is derived from the sale: the same in every attempt; the loan's follows from it."""

    id: UUID
    customer_id: UUID
    payment_id: UUID
    merchant_id: UUID
    amount: Amount
    instalments: int


class Financed(NamedTuple):
    """A purchase that can be financed. To be posted with the sale: `planned`, then the price from `account_id` to whoever is paid."""

    agreed: Agreed
    planned: tuple[ledger.Planned, ...]
    subsidy_minor: int

    @property
    def account_id(self) -> UUID:
        return funding_id(self.agreed.asset)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSubsidyCommand(Command):
    """The house takes what the merchant `owner_id` owes for plans that cost its customers nothing, by the account that says so."""

    account_id: UUID


async def finance(tx: Tx, purchases: Sequence[Purchase]) -> list[Financed | Refusal]:
    """One answer for each purchase, in order; their customers are held by the caller, nothing is written.

    CreditLineNotFound, CreditLineFrozen, CreditLineExpired, AssetMismatch, CountNotOffered, AmountOutOfRange, BorrowerUnfit, CreditLineInsufficient."""
    customer_ids = [one.customer_id for one in purchases]
    of_customer = await lines.lock_of_kind(tx, customer_ids, LoanKind.INSTALMENT)
    found = [line for of_one in of_customer.values() for line in of_one]
    terms = await line_terms(tx, found)
    left = dict(zip((line.id for line in found), [one.minor for one in await find_left(tx, found)], strict=True)) if found else {}
    late = {id_ for id_, debts in (await decisions.list_debts(tx, customer_ids)).items() if debts.days_past_due}
    answers: list[Financed | Refusal] = []
    for one in purchases:
        try:
            line = _line_for(tx, of_customer.get(one.customer_id, []), terms, one)
            if one.customer_id in late:
                raise BorrowerUnfit((Reason.OVERDUE.value,))
            financed = _financed(tx, line, terms[line.id], one, left[line.id])
        except Refusal as refusal:
            answers.append(refusal)
            continue
        left[line.id] -= one.amount.minor
        answers.append(financed)
    return answers


async def write_financed(tx: Tx, financed: Sequence[Financed]) -> None:
    """The sale has been posted: open and write the loans, and what the merchants owe for them."""
    for one in financed:
        agreed = one.agreed
        assert agreed.merchant_id is not None
        planned = plan_loan(agreed)
        opened = [*loan_accounts(agreed.loan_id, agreed.asset), given_back_account(agreed.loan_id, agreed.asset)]
        if one.subsidy_minor:
            opened.append(subsidy_owed_account(agreed.merchant_id, agreed.asset))
            accounts = (subsidy_owed_id(agreed.merchant_id, agreed.asset), subsidy_income_id(agreed.asset))
            amount = Amount(one.subsidy_minor, agreed.asset)
            planned.append(ledger.PlannedMovement(derived_id(agreed.loan_id, SUBSIDY), SUBSIDY, *accounts, amount))
        await ledger.open_accounts(tx, opened)
        (verdict,) = await ledger.post(tx, [(derived_id(agreed.loan_id, "journal"), planned)])
        if isinstance(verdict, Refusal):
            raise verdict
        await write_loan(tx, agreed)


class LoanSource:
    """A number of instalments as a source of money at the till. What a refund returns goes into the loan, by a job, and beyond it to the customer."""

    def __init__(self, count: int) -> None:
        self.name, self.count = f"instalments-{count}", count

    async def draw(self, tx: Tx, draws: Sequence[wallet.Draw]) -> list[wallet.Drawn | Refusal]:
        """Plan the loans. Refuses FundingChanged with what the line still gives, which is nothing where there is none that may be drawn from."""
        answers = await finance(tx, [Purchase(one.id, one.customer_id, one.payment_id, one.merchant_id, one.amount, self.count) for one in draws])
        return [self._drawn(one, answer) for one, answer in zip(draws, answers, strict=True)]

    async def took(self, tx: Tx, taken: Sequence[tuple[wallet.Draw, wallet.Drawn]]) -> None:
        """The loans are there."""
        financed = [drawn.noted for _, drawn in taken]
        await write_financed(tx, [one for one in financed if isinstance(one, Financed)])

    async def give_back(self, tx: Tx, draws: Sequence[wallet.Draw]) -> list[wallet.Drawn | Refusal]:
        """The loan's own account for what comes back."""
        paid = {(one.payment_id, one.terms.count): one.id for one in await loans.list_of_payments(tx, [one.payment_id for one in draws])}
        return [wallet.Drawn(given_back_id(paid[one.payment_id, self.count])) for one in draws]

    async def keep(self, tx: Tx, customer_id: UUID, payment_id: UUID, kept_minor: int) -> int | None:
        """In proportion."""
        return None

    def _drawn(self, draw: wallet.Draw, answer: Financed | Refusal) -> wallet.Drawn | Refusal:
        if isinstance(answer, Financed):
            return wallet.Drawn(answer.account_id, beside=answer.planned, noted=answer)
        gives = Amount(answer.available_minor, draw.amount.asset) if isinstance(answer, CreditLineInsufficient) else None
        return wallet.FundingChanged(self.name, gives)


@composite_verb(Amount)
async def take_subsidy(tx: Tx, command: TakeSubsidyCommand) -> Amount | Refusal:
    """As much of it as the merchant's balance has now."""
    balance_id = wallet.merchant_balance_id(command.owner_id)
    await ledger.lock_for_posts(tx, [command.account_id, balance_id])
    found = await ledger.find_accounts(tx, [command.account_id, balance_id])
    owed, balance = found[command.account_id], found.get(balance_id)
    if balance is None or balance.asset != owed.asset:
        return Amount(0, owed.asset)
    amount = Amount(max(0, min(balance.available.minor, owed.posted.minor)), owed.asset)
    if amount.minor:
        id_ = derived_id(owed.id, f"taken:{owed.last_sequence}")
        (verdict,) = await ledger.post(tx, [(id_, [ledger.PlannedMovement(derived_id(id_, SUBSIDY_TAKEN), SUBSIDY_TAKEN, balance_id, owed.id, amount)])])
        if isinstance(verdict, Refusal):
            raise verdict
    return amount


def _line_for(tx: Tx, of_customer: Sequence[Line], terms: dict[UUID, LoanProductTerms], one: Purchase) -> Line:
    """The customer's line that pays in so many instalments. Raises CreditLineNotFound, AssetMismatch, CountNotOffered, CreditLineFrozen, CreditLineExpired."""
    if not of_customer:
        raise CreditLineNotFound
    in_asset = [line for line in of_customer if line.asset == one.amount.asset]
    if not in_asset:
        raise AssetMismatch(one.amount.asset.code, of_customer[0].asset.code)
    line = next((line for line in in_asset if one.instalments in terms[line.id].counts), None)
    if line is None:
        raise CountNotOffered(one.instalments, terms[in_asset[0].id].counts)
    check_drawable(line.state, line.expires_on, business_date(tx.now))
    return line


def _financed(tx: Tx, line: Line, terms: LoanProductTerms, one: Purchase, left_minor: int) -> Financed:
    if not terms.least_minor <= one.amount.minor <= line.limit_minor:
        raise AmountOutOfRange(one.amount.minor, line.asset.code, terms.least_minor, line.limit_minor)
    if one.amount.minor > left_minor:
        raise CreditLineInsufficient(left_minor, line.asset.code)
    agreed = terms_agreed(tx, line, terms, derived_id(one.id, "loan"), one.amount.minor, one.instalments)
    agreed = agreed._replace(payment_id=one.payment_id, merchant_id=one.merchant_id)
    subsidy_ppm = terms.subsidy_ppm(one.instalments) or 0
    return Financed(agreed, (plan_occupy(agreed, tx),), one.amount.minor * subsidy_ppm // 1_000_000)

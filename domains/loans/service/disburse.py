"""Open a loan from agreed terms and pay it out: the accounts, the movements, the row and its first facts.

The parts are for other verbs too, which post what they plan together with their own: `plan_loan` plans, `write_loan` writes once it is posted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domains import ledger, wallet
from domains.kernel.assets import Asset
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import IdReused, Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.loans.accounts import fee_income_id, funding_id, loan_accounts, owed_id
from domains.loans.errors.products import LoanProductNotFound
from domains.loans.events.loans import LoanOpened
from domains.loans.queries import facts, loans, products
from domains.loans.queries.loans import Loan
from domains.loans.rules.facts import Fact, FactKind, LoanStanding
from domains.loans.rules.parts import Part
from domains.loans.rules.schedules import make_schedule
from domains.loans.rules.terms import LoanTerms

LENT, PAID_OUT, FEE = "loan_lent", "loan_paid_out", "loan_fee"
"""The kinds of its movements."""

PERFORMING = "M0"
NORMAL_CLASS = 1


class Agreed(NamedTuple):
    """What a customer has signed. `fee_minor` is charged as it begins and due with the first instalment."""

    customer_id: UUID
    loan_id: UUID
    product_code: str
    product_version: int
    terms: LoanTerms
    asset: Asset
    fee_minor: int = 0
    line_id: UUID | None = None
    payment_id: UUID | None = None
    merchant_id: UUID | None = None
    contract_sha256: str = ""
    """Of what was signed. The movement that lends has an id derived from it, so that the ledger's chain seals it."""

    @property
    def begins_on(self) -> date:
        return self.terms.disbursed_on or self.terms.start

    @property
    def line_hold_id(self) -> UUID | None:
        """The hold in the line, where it is drawn from one."""
        return derived_id(self.loan_id, "limit") if self.line_id else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLoanCommand(Command):
    """The house opens a loan that `owner_id` has agreed to and pays it into their wallet. `request_id` becomes the loan's id."""

    product_code: str
    product_version: int
    terms: LoanTerms
    fee_minor: int = 0


@composite_verb(Loan)
async def open_loan(tx: Tx, command: OpenLoanCommand) -> Loan | Refusal:
    """Lend and pay out in one act. Refuses LoanProductNotFound, LoanTermsMalformed, and what the ledger refuses."""
    product = await products.lock_product(tx, command.product_code)
    if product is None:
        raise LoanProductNotFound
    assert command.request_id is not None
    named = (command.owner_id, command.request_id, product.code, command.product_version)
    agreed = Agreed(*named, command.terms, product.asset, command.fee_minor)
    return await disburse(tx, agreed, wallet.wallet_account_id(command.owner_id, product.asset))


async def disburse(tx: Tx, agreed: Agreed, target_id: UUID) -> Loan:
    """Open the loan and pay it into that account. Raises LoanTermsMalformed, and what the ledger refuses."""
    planned = [*plan_loan(agreed), plan_pay_out(agreed, target_id)]
    await ledger.open_accounts(tx, loan_accounts(agreed.loan_id, agreed.asset))
    (verdict,) = await ledger.post(tx, [(derived_id(agreed.loan_id, "journal"), planned)])
    if isinstance(verdict, Refusal):
        raise verdict
    return await write_loan(tx, agreed)


def plan_loan(agreed: Agreed) -> list[ledger.PlannedMovement]:
    """The debt: principal out of the house's funding, and the fee. The accounts of the loan must be open. Raises LoanTermsMalformed."""
    lent = Amount(lent_minor(agreed.terms), agreed.asset)
    planned = [plan_lent(lending_id(agreed.loan_id, agreed.contract_sha256), agreed.loan_id, lent)]
    if agreed.fee_minor:
        accounts = (owed_id(agreed.loan_id, Part.FEE), fee_income_id(agreed.asset))
        planned.append(ledger.PlannedMovement(derived_id(agreed.loan_id, FEE), FEE, *accounts, Amount(agreed.fee_minor, agreed.asset)))
    return planned


def lending_id(loan_id: UUID, contract_sha256: str) -> UUID:
    """The movement that lends by that contract: the ledger's chain covers ids, so that no other contract can be put in its place."""
    return derived_id(loan_id, f"{LENT}:{contract_sha256}")


def plan_pay_out(agreed: Agreed, target_id: UUID) -> ledger.PlannedMovement:
    """The money: out of the house's funding to where it was lent for."""
    return plan_paid_out(derived_id(agreed.loan_id, PAID_OUT), target_id, Amount(lent_minor(agreed.terms), agreed.asset))


def plan_lent(id_: UUID, loan_id: UUID, amount: Amount) -> ledger.PlannedMovement:
    """So much more is owed on a loan, out of the house's funding."""
    return ledger.PlannedMovement(id_, LENT, owed_id(loan_id, Part.PRINCIPAL), funding_id(amount.asset), amount)


def plan_paid_out(id_: UUID, target_id: UUID, amount: Amount) -> ledger.PlannedMovement:
    """And it is where it was lent for."""
    return ledger.PlannedMovement(id_, PAID_OUT, funding_id(amount.asset), target_id, amount)


async def write_loan(tx: Tx, agreed: Agreed) -> Loan:
    """Write down a loan whose movements have been posted. Raises IdReused."""
    loan = _opened(tx, agreed)
    if not await loans.insert_loan(tx, loan):
        raise IdReused(agreed.loan_id)
    assert loan.next_due_on is not None
    told: list[tuple[FactKind, int, Mapping[str, Any]]] = [(FactKind.DISBURSED, loan.principal_minor, {})]
    if agreed.fee_minor:
        told.append((FactKind.CHARGED, agreed.fee_minor, {"due_on": loan.next_due_on.isoformat()}))
    facts.append_facts(
        tx,
        [
            Fact(agreed.customer_id, agreed.loan_id, sequence, kind, agreed.begins_on, tx.now, minor, agreed.loan_id, details)
            for sequence, (kind, minor, details) in enumerate(told, 1)
        ],
    )
    tx.publish(LoanOpened(agreed.customer_id, None, agreed.loan_id))
    return loan


def lent_minor(terms: LoanTerms) -> int:
    """What is paid out first: the principal less what is paid down at once. Raises LoanTermsMalformed."""
    return terms.principal_minor - make_schedule(terms).down_payment_minor


def _opened(tx: Tx, agreed: Agreed) -> Loan:
    first_due_on = make_schedule(agreed.terms).rows[0].due
    named = (agreed.customer_id, agreed.loan_id, agreed.product_code, agreed.product_version, agreed.terms, agreed.asset, LoanStanding.ACTIVE)
    of = (agreed.line_id, agreed.payment_id, agreed.merchant_id, agreed.line_hold_id, agreed.terms.principal_minor if agreed.line_id else 0)
    owed = (lent_minor(agreed.terms), 0, agreed.fee_minor, 0)
    return Loan(*named, agreed.begins_on, tx.now, *of, first_due_on, 0, PERFORMING, NORMAL_CLASS, *owed, agreed.begins_on)

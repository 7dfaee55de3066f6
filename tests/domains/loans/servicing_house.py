"""What a LoanHouse does while loans are repaid: each act by the house's own verb, and the check that everything agrees."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from domains import ledger, loans
from domains.kernel.assets import CNY, Asset
from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.loans import Part, ServicingTerms, servicing
from domains.loans.rules.fold import fold
from domains.loans.rules.states import Flows, LoanState
from domains.loans.service.pay_early import early_quoted
from tests.domains.loans.loan_house import CASH, PROVED, LoanHouse
from tests.domains.wallet.people import Person

TERMS = ServicingTerms()


class ServicingHouse(LoanHouse):
    """The same house. What it lent with `borrow` is serviced by the terms it was told."""

    def of(self, loan: loans.Loan, someone: Person) -> dict[str, Any]:
        return {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "loan_id": loan.id}

    def by_staff(self, loan: loans.Loan) -> dict[str, Any]:
        return {"request_id": uuid4(), "customer_id": loan.customer_id, "loan_id": loan.id, **self.who}

    async def borrow(self, minor: int = 1_200_000, terms: ServicingTerms = TERMS, money: int = 10_000_000, **more: Any) -> tuple[Person, loans.Loan]:
        """Somebody with that much money, and a new loan beside it."""
        product = await self.product(code=f"p{uuid4().hex[:12]}", terms=replace(CASH, servicing=terms))
        someone = await self.customer(money)
        await self.stay_signed_in()
        return someone, await self.loan(someone, product, self.terms(minor, **more))

    def repaying(self, someone: Person, loan: loans.Loan, minor: int, asset: Asset = CNY, **more: Any) -> servicing.RepayCommand:
        return servicing.RepayCommand(**{**self.of(loan, someone), "amount": Amount(minor, asset), "pin": PROVED, **more})

    async def repay(self, someone: Person, loan: loans.Loan, minor: int, **more: Any) -> servicing.Serviced:
        return await self.database.write(servicing.repay, self.repaying(someone, loan, minor, **more))

    async def book_back(self, loan: loans.Loan, minor: int, on: str) -> servicing.Serviced:
        command = servicing.BookRepaymentCommand(**self.by_staff(loan), amount=Amount(minor, CNY), effective_on=date.fromisoformat(on))
        return await self.database.write(servicing.book_repayment, command)

    async def reverse(self, loan: loans.Loan, sequence: int) -> servicing.Serviced:
        return await self.database.write(servicing.reverse_repayment, servicing.ReverseRepaymentCommand(**self.by_staff(loan), sequence=sequence))

    async def pay_off(self, someone: Person, loan: loans.Loan) -> servicing.Serviced:
        quoted = await self.quote(loan)
        assert quoted is not None
        named = {"total": quoted.total, "quoted_on": quoted.quoted_on, "pin": PROVED}
        return await self.database.write(servicing.pay_loan_off, servicing.PayOffCommand(**self.of(loan, someone), **named))

    async def quote(self, loan: loans.Loan) -> servicing.QuotedPayOff | None:
        return servicing.pay_off_of(await self.account(loan))

    async def quote_early(self, loan: loans.Loan, minor: int, asset: Asset = CNY) -> servicing.QuotedEarly:
        account = await self.account(loan)
        return early_quoted(account.loan, account.servicing, account.facts, account.state, Amount(minor, asset))

    async def account(self, loan: loans.Loan) -> servicing.LoanAccount:
        """As it is shown today."""
        async with self.database.reading() as read:
            return (await servicing.find_loan_accounts(read, [(loan.customer_id, loan.id)]))[loan.customer_id, loan.id]

    async def pay_early(self, someone: Person, loan: loans.Loan, minor: int, choice: str) -> servicing.Serviced:
        named = {"amount": Amount(minor, CNY), "choice": choice, "pin": PROVED}
        return await self.database.write(servicing.pay_early, servicing.PayEarlyCommand(**self.of(loan, someone), **named))

    async def charge(self, loan: loans.Loan, minor: int, due_on: date | None = None) -> servicing.Serviced:
        command = servicing.ChargeLoanFeeCommand(**self.by_staff(loan), amount=Amount(minor, CNY), due_on=due_on or self.today)
        return await self.database.write(servicing.charge_loan_fee, command)

    async def change_rate(self, loan: loans.Loan, rate: Decimal, on: date | None = None) -> servicing.Serviced:
        command = servicing.ChangeLoanRateCommand(**self.by_staff(loan), annual_rate=rate, effective_on=on or self.today)
        return await self.database.write(servicing.change_loan_rate, command)

    async def disburse_further(self, loan: loans.Loan, minor: int, asset: Asset = CNY) -> servicing.Serviced:
        command = servicing.DisburseFurtherCommand(**self.by_staff(loan), amount=Amount(minor, asset))
        return await self.database.write(servicing.disburse_further, command)

    async def pause(self, loan: loans.Loan, until: date | None) -> servicing.Serviced:
        return await self.database.write(servicing.pause_loan, servicing.PauseLoanCommand(**self.by_staff(loan), until=until))

    async def give(self, source: Person, target: Person, minor: int) -> None:
        """Money from one wallet to another."""
        async with self.database.transaction() as tx:
            planned = ledger.PlannedMovement(uuid4(), "given", source.account_id, target.account_id, Amount(minor, CNY))
            (verdict,) = await ledger.post(tx, [(uuid4(), [planned])])
            assert isinstance(verdict, ledger.Posting), verdict

    async def close_day(self) -> list[servicing.LoansGroupClosed]:
        """All loans, to today."""
        closed: list[servicing.LoansGroupClosed] = []
        while not closed or not closed[-1].is_done:
            command = servicing.CloseLoansDayCommand(request_id=None, owner_id=HOUSE_ID, day=self.today)
            closed.append(await self.database.write(servicing.close_loans_day, command))
        return closed

    async def write_off(self, loan: loans.Loan) -> servicing.Serviced:
        return await self.database.write(servicing.write_off_loan, servicing.WriteOffLoanCommand(**self.by_staff(loan)))

    async def recover(self, loan: loans.Loan, minor: int) -> servicing.Serviced:
        return await self.database.write(servicing.recover_loan, servicing.RecoverLoanCommand(**self.by_staff(loan), amount=Amount(minor, CNY)))

    async def refund(self, loan: loans.Loan, minor: int, source_id: UUID) -> servicing.Serviced:
        named = {"owner_id": loan.customer_id, "loan_id": loan.id, "amount": Amount(minor, CNY), "source_id": source_id}
        return await self.database.write(servicing.refund_financed, servicing.RefundFinancedCommand(request_id=uuid4(), **named))

    async def merchant(self) -> UUID:
        """An account of the ledger that may pay refunds."""
        id_ = derived_id(UUID(int=7), "refunds of merchants")
        async with self.database.transaction() as tx:
            await ledger.open_accounts(tx, [ledger.NewAccount(id_, UUID(int=7), "merchant_refunds", CNY, may_go_negative=True)])
        return id_

    async def state(self, loan: loans.Loan, on: date | None = None) -> LoanState:
        """Folded from the facts, today where nothing else is said."""
        async with self.database.reading() as read:
            terms = await loans.find_terms(read, [(loan.product_code, loan.product_version)])
        return fold(loan.terms, terms[loan.product_code, loan.product_version].servicing, await self.facts(loan), on or self.today)

    async def agrees(self, loan: loans.Loan) -> LoanState:
        """The row is the fold through its day, and the loan's accounts of the ledger hold exactly what the fold says is owed of each part."""
        row = await self.look(loan)
        state = await self.state(loan, row.folded_through)
        kept = (row.principal_minor, row.interest_minor, row.fee_minor, row.penalty_minor)
        assert kept == tuple(state.owed)
        assert (row.state, row.next_due_on, row.days_past_due, row.bucket, row.class5) == (
            *(state.standing, state.next_due_on, state.days_past_due, state.stage),
            int(state.five_class),
        )
        assert await self.owed(loan) == {part.value: state.owed.of(part) for part in Part}
        assert await self.flows(loan) == flows_of(state.flows)
        return state

    async def flows(self, loan: loans.Loan) -> dict[str, int]:
        """What the ledger's movements of the loan's accounts sum to, by what they are for."""
        ids = [loans.owed_id(loan.id, part) for part in Part]
        async with self.database.reading() as read:
            rows = await read.fetch(MOVED, ids)
        return {row["what"]: row["minor"] for row in rows if row["minor"]}


MOVED = """
SELECT what, sum(minor)::bigint AS minor FROM (
    SELECT CASE
        WHEN other.code = 'loan_funding' THEN 'lent'
        WHEN other.code = 'loan_loss' THEN 'written_off'
        WHEN other.code LIKE 'loan_%_income' THEN 'earned_' || split_part(other.code, '_', 2)
        WHEN other.owner_id = own.owner_id THEN 'nothing'
        ELSE 'paid_or_refunded' END AS what,
        CASE WHEN (one.debit_account_id = own.id) = (other.code IN ('loan_funding') OR other.code LIKE 'loan_%_income') THEN one.amount_minor
            ELSE -one.amount_minor END AS minor
    FROM ledger_account AS own
    JOIN ledger_movement AS one ON one.debit_account_id = own.id OR one.credit_account_id = own.id
    JOIN ledger_account AS other ON other.id IN (one.debit_account_id, one.credit_account_id) AND other.id <> own.id
    WHERE own.id = ANY($1::uuid[])
) AS moved WHERE what <> 'nothing' GROUP BY what
"""


def flows_of(flows: Flows) -> dict[str, int]:
    """The same, as the fold has it."""
    told = {
        "lent": flows.lent_minor,
        "earned_interest": flows.earned.interest,
        "earned_fee": flows.earned.fee,
        "earned_penalty": flows.earned.penalty,
        "paid_or_refunded": flows.paid.total + flows.refunded.total,
        "written_off": flows.written_off.total,
    }
    return {what: minor for what, minor in told.items() if minor}

"""What loans do when a lower domain's fact arrives."""

from uuid import UUID

from domains import credit, customers
from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx
from domains.loans.events.collections import LoanReminderSent
from domains.loans.events.servicing import LoanAmended, LoanFinished, LoanPaymentTaken, LoanRepaymentReversed, LoanStageReached
from domains.loans.queries import preapprovals
from domains.loans.rules.approval import Reason
from domains.loans.service.tell_credit import tell_of_loans


@listener(customers.ConsentWithdrawn)
async def withdraw_offers(tx: Tx, events: list[PublishedEvent]) -> None:
    """Who no longer consents to be scored has no standing offer."""
    gone = [event.subject_id for event in events if event.payload["purpose"] == credit.PURPOSE]
    if gone:
        await preapprovals.withdraw_offers(tx, gone, Reason.CONSENT_WITHDRAWN.value)


@listener(LoanPaymentTaken, LoanRepaymentReversed, LoanStageReached, LoanReminderSent, LoanAmended, LoanFinished)
async def tell_credit(tx: Tx, events: list[PublishedEvent]) -> None:
    """What was paid on time, what is overdue, and what was made good counts for the borrower's credit; what was reversed does not."""
    await tell_of_loans(tx, {(event.subject_id, UUID(event.payload["loan_id"])) for event in events})

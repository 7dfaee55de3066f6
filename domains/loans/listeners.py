"""What loans do when a lower domain's fact arrives."""

from domains import credit, customers
from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx
from domains.loans.queries import preapprovals
from domains.loans.rules.approval import Reason


@listener(customers.ConsentWithdrawn)
async def withdraw_offers(tx: Tx, events: list[PublishedEvent]) -> None:
    """Who no longer consents to be scored has no standing offer."""
    gone = [event.subject_id for event in events if event.payload["purpose"] == credit.PURPOSE]
    if gone:
        await preapprovals.withdraw_offers(tx, gone, Reason.CONSENT_WITHDRAWN.value)

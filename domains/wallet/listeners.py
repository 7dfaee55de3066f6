"""What the wallet does when facts of customers and of the ledger arrive."""

from uuid import UUID

from domains import customers
from domains.customers import CustomerRegistered
from domains.kernel.assets import CNY
from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx
from domains.ledger import MovementPosted
from domains.wallet.events.payments import MerchantPaid, PaymentRefunded
from domains.wallet.service.insight import note_lines
from domains.wallet.service.keep_promises import address
from domains.wallet.service.open import open_wallets
from domains.wallet.service.tell_credit import tell_of_payments


@listener(CustomerRegistered)
async def open_first_wallet(tx: Tx, events: list[PublishedEvent]) -> None:
    """Every customer has a wallet in yuan from the start."""
    await open_wallets(tx, [(event.subject_id, CNY) for event in events])


@listener(MovementPosted)
async def index_statement(tx: Tx, events: list[PublishedEvent]) -> None:
    """Each movement of a wallet stands in its owner's statement as a line that can be searched and summed."""
    owners = {
        (UUID(event.payload["movement_id"]), owner_id) for event in events for owner_id in (event.subject_id, event.counterpart_id) if owner_id is not None
    }
    await note_lines(tx, sorted(owners))


@listener(CustomerRegistered)
async def address_promises_to(tx: Tx, events: list[PublishedEvent]) -> None:
    """What was promised to a phone waits for its owner from now on."""
    marks = await customers.list_marks(tx, [event.subject_id for event in events])
    await address(tx, {index: customer_id for customer_id, index in marks.items()})


@listener(MerchantPaid, PaymentRefunded)
async def tell_credit(tx: Tx, events: list[PublishedEvent]) -> None:
    """What was paid counts for the payer's credit, and what went back does not."""
    await tell_of_payments(tx, [(event.subject_id, UUID(event.payload["payment_id"])) for event in events])

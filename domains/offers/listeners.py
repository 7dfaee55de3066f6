"""What offers do when facts of the wallet arrive."""

from uuid import UUID

from domains import wallet
from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx
from domains.offers.events.branches import AppointmentExpired
from domains.offers.events.codes import CodeScanned, ScanClaimed
from domains.offers.events.visits import TicketEnded
from domains.offers.queries.products import NewProduct
from domains.offers.queries.scans import PaidPurchase, note_refunds
from domains.offers.rules.products import Kind
from domains.offers.service.attribution import attribute_purchases
from domains.offers.service.later_benefits import redeem_later, reprice_later
from domains.offers.service.products import register_products
from domains.offers.service.referral import decide_rewards
from domains.offers.service.stamps import stamp_purchases, stamp_scans, take_stamps_back
from domains.offers.service.tell_credit import tell_of_missed_appointments, tell_of_tickets
from domains.wallet import MerchantOpened, MerchantPaid, PaymentRefunded


@listener(MerchantOpened)
async def register_merchants(tx: Tx, events: list[PublishedEvent]) -> None:
    """Every merchant has its place among the products from the start."""
    found = await wallet.find_merchants(tx, [event.subject_id for event in events])
    await register_products(tx, [NewProduct(Kind.MERCHANT, one.id, one.name, one.latin_name, one.id) for one in found.values()])


@listener(MerchantPaid)
async def attribute_payments(tx: Tx, events: list[PublishedEvent]) -> None:
    """A payment is led back to the payer's scans of what the merchant sells."""
    paid = [(UUID(event.payload["payment_id"]), event.subject_id) for event in events]
    found = await wallet.find_payments(tx, [payment_id for payment_id, _ in paid], [customer_id for _, customer_id in paid])
    purchases = [
        PaidPurchase(one.customer_id, one.id, one.merchant_id, one.amount.asset.code, one.amount.minor, one.paid_at) for one in found if one is not None
    ]
    await attribute_purchases(tx, purchases)
    await decide_rewards(tx, purchases)
    await stamp_purchases(tx, [one for one in found if one is not None])
    await redeem_later(tx, [one for one in found if one is not None])


@listener(PaymentRefunded)
async def take_back_refunds(tx: Tx, events: list[PublishedEvent]) -> None:
    """What went back was not bought, and earns nothing."""
    await note_refunds(tx, [(event.subject_id, UUID(event.payload["payment_id"]), event.payload["amount_minor"]) for event in events])
    paid = sorted({(event.subject_id, UUID(event.payload["payment_id"])) for event in events})
    found = await wallet.find_payments(tx, [payment_id for _, payment_id in paid], [customer_id for customer_id, _ in paid])
    kept = [(one.customer_id, one.id, one.held.left_minor) for one in found if one is not None]
    await take_stamps_back(tx, kept)
    await reprice_later(tx, kept)


@listener(CodeScanned)
async def stamp_scanned(tx: Tx, events: list[PublishedEvent]) -> None:
    """A card that is stamped by scans is, when its holder scans."""
    await stamp_scans(tx, [(event.subject_id, UUID(event.payload["scan_id"])) for event in events])


@listener(ScanClaimed)
async def stamp_claimed(tx: Tx, events: list[PublishedEvent]) -> None:
    """Also when its holder signed up after the scan."""
    await stamp_scans(tx, [(UUID(event.payload["code_id"]), UUID(event.payload["scan_id"])) for event in events])


@listener(TicketEnded, AppointmentExpired)
async def tell_credit(tx: Tx, events: list[PublishedEvent]) -> None:
    """Who came when called kept their word, and who did not come did not."""
    await tell_of_tickets(tx, [UUID(event.payload["ticket_id"]) for event in events if event.name == TicketEnded.__name__])
    missed = [(event.subject_id, UUID(event.payload["appointment_id"])) for event in events if event.name == AppointmentExpired.__name__]
    await tell_of_missed_appointments(tx, missed)

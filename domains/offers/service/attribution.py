"""Claim a scan after signing up, and lead purchases back to the scans that were claimed."""

from dataclasses import dataclass, field
from uuid import UUID

from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.transactions import Tx
from domains.offers.errors.codes import AttributionUnknown
from domains.offers.events.codes import PurchaseAttributed, ScanClaimed
from domains.offers.queries import scans
from domains.offers.queries.scans import PaidPurchase
from domains.offers.rules.attribution import KEY_PURPOSE, read_attribution
from domains.offers.service.sessions import is_signed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAttributionCommand(Command):
    """`owner_id` scanned before signing up or in, and brings the token of that scan."""

    session_id: UUID = field(metadata=UNHASHED)
    token: str


@dataclass(frozen=True, slots=True)
class AttributionClaimed:
    scan_id: UUID


@composite_verb(AttributionClaimed)
async def claim_attribution(tx: Tx, command: ClaimAttributionCommand) -> AttributionClaimed | Refusal | Unauthenticated:
    """The scan is this customer's from now on; claimed again by the same customer, nothing changes. Refuses AttributionUnknown, AttributionExpired."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    touch = read_attribution(tx.port(Keyring).derive(KEY_PURPOSE), command.token, tx.now)
    found = await scans.lock_scan(tx, touch)
    if found is None or found.customer_id not in (None, command.owner_id):
        raise AttributionUnknown
    if found.customer_id is None:
        await scans.claim_scan(tx, touch, command.owner_id)
        tx.publish(ScanClaimed(command.owner_id, None, touch.code_id, touch.scan_id))
    return AttributionClaimed(touch.scan_id)


async def attribute_purchases(tx: Tx, purchases: list[PaidPurchase]) -> None:
    """Lead those payments back to scans, once each."""
    if purchases:
        for one in await scans.attribute(tx, purchases):
            tx.publish(PurchaseAttributed(one.customer_id, None, one.payment_id, one.first_scan_id, one.last_scan_id))

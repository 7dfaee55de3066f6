"""What credit does when facts of customers arrive."""

from domains.credit.queries.standings import mark_stale
from domains.credit.rules.kinds import EventKind, NewEvent, event_id
from domains.credit.service.recompute import PURPOSE
from domains.credit.service.record import record_events
from domains.customers import ConsentGranted, ConsentWithdrawn, IdentityVerified
from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx


@listener(IdentityVerified)
async def record_verified(tx: Tx, events: list[PublishedEvent]) -> None:
    """Who proved their real name has done so for good."""
    at = tx.now
    await record_events(tx, [NewEvent(one.subject_id, event_id(one.subject_id, EventKind.VERIFIED), EventKind.VERIFIED, "identity", at) for one in events])


@listener(ConsentGranted, ConsentWithdrawn)
async def follow_consent(tx: Tx, events: list[PublishedEvent]) -> None:
    """A consent to be scored that is given or withdrawn changes what is kept; what is shown followed it at once."""
    await mark_stale(tx, {one.subject_id for one in events if one.payload["purpose"] == PURPOSE})

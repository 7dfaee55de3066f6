"""A customer who no longer wants to be known as a partner's has no link to it either."""

from domains import customers
from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx
from domains.scenes.service.link import end_links_of_identities


@listener(customers.identities.IdentityUnlinked)
async def end_links(tx: Tx, events: list[PublishedEvent]) -> None:
    """Of what the customers themselves let go. Where the link ended first there is none to end."""
    kind = customers.identities.IdentityKind.PARTNER
    await end_links_of_identities(tx, [(event.subject_id, event.payload["issuer"]) for event in events if event.payload["kind"] == kind])

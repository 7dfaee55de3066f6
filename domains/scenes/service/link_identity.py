"""What a customer is known by at a partner, among what the customer is known by: for as long as the link stands.

An identity belongs to one customer. Where two have linked one account (a household's electricity), both links stand, and the first is known by it."""

from domains import customers
from domains.kernel.crypto import Keyring, Place, unseal
from domains.kernel.keys import find_data_keys
from domains.kernel.transactions import Tx
from domains.scenes.queries import partner_credential as credentials
from domains.scenes.queries.link import Link

KIND = customers.identities.IdentityKind.PARTNER


async def note_identity(tx: Tx, link: Link) -> None:
    """The partner's word for its customer leads to ours from now on, with the partner's word as its only proof."""
    kept = await credentials.find_credential(tx, link.id)
    key = (await find_data_keys(tx, tx.port(Keyring), [link.customer_id])).get(link.customer_id)
    if kept is None or key is None:
        return
    subject = unseal(key, Place("scenes_partner_credential", "subject_sealed", link.id), kept.subject_sealed)
    new = customers.identities.NewIdentity(KIND, link.scene, subject)
    try:
        await customers.identities.attach_identity(tx, link.customer_id, new, customers.identities.IdentityProof.PROVIDER, link.customer_id)
    except (customers.identities.IdentityTaken, customers.identities.TooManyIdentities):
        # The link is for what the partner does; whose identity it is stays as it was.
        return


async def forget_identity(tx: Tx, link: Link) -> None:
    """It no longer does."""
    await customers.identities.detach_identity(tx, link.customer_id, KIND, link.scene, link.customer_id)

"""Payees, as the app sees them."""

import strawberry

from domains import customers, wallet
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.customers.types import Party
from resolvers.fields import computed, field, type_of
from resolvers.scalars import Instant


@batched(Party | None, "The payee, masked; null for a customer who was erased.", name="party")
async def party_of_payee(read: Read, payees: list[wallet.Payee], viewers: list[Viewer]) -> list[customers.PartyRow | None]:
    return await customers.list_parties(read, [payee.target_id for payee in payees])


@computed("From when on the limit for new payees does not hold; null while the payee was never paid.")
def known_from(payee: wallet.Payee) -> Instant | None:
    return payee.known_from  # type: ignore[return-value]


@type_of(wallet.Payee, "Somebody whom the viewer keeps to pay again.")
class Payee:
    target_id: strawberry.ID = field("The payee's customer id: what a transfer names.")
    alias: str = field("What the viewer calls the payee; empty where nothing was given.", C2)
    saved_at: Instant | None = field("Since when the payee is kept; null once removed.")
    first_paid_at: Instant | None = field("When the viewer first paid the payee; null if never.")
    known_from = known_from
    party = party_of_payee

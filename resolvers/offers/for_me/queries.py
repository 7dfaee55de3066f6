"""The root query on offers for the viewer."""

import strawberry

from domains import offers
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.offers.for_me.types import OfferForMe
from resolvers.permissions import Permission

OFFERS_MOST = 20


@batched(
    list[OfferForMe],
    "What the viewer can claim, ranked with a reason. Without consent to `personal_offers` everybody sees the same order.",
    permission=Permission.CUSTOMER,
    list_size=OFFERS_MOST,
)
async def offers_for_me(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[offers.OfferForMe]]:
    return await offers.list_offers_for_me(read, [(viewer.id, viewer.session_id) for viewer in viewers], OFFERS_MOST)


@strawberry.type
class Query:
    offers_for_me = offers_for_me

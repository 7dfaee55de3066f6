"""The consents' root queries, for the customer who gave them."""

import strawberry

from domains import scenes
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.scenes.consent.types import PartnerConsent


@batched(
    PartnerConsent | None,
    "A consent of the viewer to a partner; null when there is none of that id, or it is somebody else's.",
    permission=Permission.CUSTOMER,
)
async def consent(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[scenes.PartnerConsent | None]:
    consent_id = read_id(id)
    if consent_id is None:
        return [None] * len(roots)
    return await scenes.find_consents(read, [consent_id] * len(roots), [viewer.id for viewer in viewers])


@batched(Connection[PartnerConsent], "The viewer's consents to partners, newest first, also those that have ended.", permission=Permission.CUSTOMER)
async def consents(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[scenes.PartnerConsent]]:
    return await scenes.list_consents(read, [viewer.id for viewer in viewers], first, after)


@strawberry.type
class Query:
    consent = consent
    consents = consents

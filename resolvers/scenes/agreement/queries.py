"""The agreements' root queries: all of them for staff, and for a partner what it was settled itself."""

from uuid import UUID

import strawberry

from domains import scenes
from domains.kernel.data_classes import C1
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.scenes.agreement.types import Agreement, AgreementSettlement

agreed = scenes.agreements


@batched(Agreement | None, "An agreement; null when there is none of that id.", permission=Permission.OPERATOR_PARTNERS, data_class=C1)
async def agreement(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[agreed.Agreement | None]:
    agreement_id = read_id(id)
    found = None if agreement_id is None else (await agreed.find_agreements(read, [agreement_id])).get(agreement_id)
    return [found] * len(roots)


@batched(Connection[Agreement], "The agreements with partners, newest first.", permission=Permission.OPERATOR_PARTNERS, data_class=C1)
async def agreements(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[agreed.Agreement]]:
    return [await agreed.list_agreements(read, first, after)] * len(roots)


@batched(
    AgreementSettlement | None,
    "What a month came to for the partner that asks; null when there is none of that id, for another party's, and for a public client.",
    permission=Permission.PARTNER,
    data_class=C1,
)
async def agreement_settlement(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[agreed.AgreementSettlement | None]:
    settlement_id = read_id(id)
    found = None if settlement_id is None else (await agreed.find_agreement_settlements(read, [settlement_id])).get(settlement_id)
    if found is None:
        return [None] * len(roots)
    return [found if party == found.party_id else None for party in await _parties(read, viewers)]


@batched(
    Connection[AgreementSettlement],
    "What the partner that asks was settled, newest month first; nothing for a public client.",
    permission=Permission.PARTNER,
    data_class=C1,
)
async def agreement_settlements(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[agreed.AgreementSettlement]]:
    return await agreed.list_settlement_pages_of_parties(read, [party or NOBODY for party in await _parties(read, viewers)], first, after)


async def _parties(read: Read, viewers: list[Viewer]) -> list[UUID | None]:
    return await agreed.parties_of_clients(read, [NOBODY if viewer.partner is None else viewer.partner.client_id for viewer in viewers])


@strawberry.type
class Query:
    agreement_settlement = agreement_settlement
    agreement_settlements = agreement_settlements
    agreement = agreement
    agreements = agreements

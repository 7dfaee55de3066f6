"""The payouts' root queries: accounts and payouts of a partner for staff, and for a partner its own payouts."""

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
from resolvers.scenes.payout.types import PartnerPayout, PayoutAccount

paid = scenes.payouts


@batched(
    Connection[PayoutAccount],
    "The accounts that a partner is, was or may be paid out to, newest first.",
    permission=Permission.OPERATOR_PARTNERS,
    data_class=C1,
)
async def payout_accounts(
    read: Read, roots: list[None], viewers: list[Viewer], *, partner_id: strawberry.ID, first: int = 20, after: Cursor | None = None
) -> list[Page[paid.PayoutAccount]]:
    return (await paid.list_account_pages(read, [read_id(partner_id) or NOBODY], first, after)) * len(roots)


@batched(Connection[PartnerPayout], "A partner's payouts, newest first.", permission=Permission.OPERATOR_PARTNERS, data_class=C1)
async def partner_payouts(
    read: Read, roots: list[None], viewers: list[Viewer], *, partner_id: strawberry.ID, first: int = 20, after: Cursor | None = None
) -> list[Page[paid.PartnerPayout]]:
    return (await paid.list_payout_pages(read, [read_id(partner_id) or NOBODY], first, after)) * len(roots)


@batched(
    Connection[PartnerPayout],
    "What the partner that asks was paid out to its bank account, newest first; nothing for a public client.",
    permission=Permission.PARTNER,
    data_class=C1,
)
async def payouts(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[paid.PartnerPayout]]:
    clients = [NOBODY if viewer.partner is None else viewer.partner.client_id for viewer in viewers]
    parties = await scenes.agreements.parties_of_clients(read, clients)
    return await paid.list_payout_pages(read, [party or NOBODY for party in parties], first, after)


@strawberry.type
class Query:
    payout_accounts = payout_accounts
    partner_payouts = partner_payouts
    payouts = payouts

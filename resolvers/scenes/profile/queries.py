"""The partners' look at the customer of their token."""

import strawberry

from domains import scenes, wallet
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.permissions import Permission
from resolvers.scenes.profile.rows import AccountRow, ProfileRow
from resolvers.scenes.profile.types import PartnerAccount, PartnerProfile


@batched(PartnerProfile | None, "The customer of the token; null for a token without one.", permission=Permission.PARTNER, data_class=C2)
async def profile(read: Read, roots: list[None], viewers: list[Viewer]) -> list[ProfileRow | None]:
    return [
        None
        if (partner := viewer.partner) is None or partner.customer_id is None
        else ProfileRow(scenes.pairwise_id(partner.partner_id, partner.customer_id), partner.customer_id, partner.open_claims)
        for viewer in viewers
    ]


@batched(
    list[PartnerAccount],
    "The accounts that the customer's consent covers; none for a token without a customer.",
    permission=Permission.PARTNER,
    list_size=5,
)
async def consented_accounts(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[AccountRow]]:
    wanted = [(viewer.partner, account_id) for viewer in viewers if viewer.partner is not None for account_id in viewer.partner.account_ids]
    owners = [partner.customer_id or NOBODY for partner, _ in wanted]
    accounts = iter(await wallet.find_wallets(read, [id_ for _, id_ in wanted], owners) if wanted else ())
    return [
        [
            AccountRow(scenes.pairwise_id(viewer.partner.partner_id, account.id), account)
            for _ in viewer.partner.account_ids
            if (account := next(accounts)) is not None
        ]
        if viewer.partner is not None
        else []
        for viewer in viewers
    ]


@strawberry.type
class Query:
    profile = profile
    consented_accounts = consented_accounts

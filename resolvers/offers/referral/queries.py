"""The root queries on referral."""

import strawberry

from domains import offers
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.offers.referral.types import FraudRules, ReferralLeader, ReferralReward, RefusedReward
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id


@batched(Connection[ReferralLeader], "Who was rewarded for most friends in a campaign, masked.", permission=Permission.CUSTOMER)
async def referral_leaders(
    read: Read, roots: list[None], viewers: list[Viewer], *, campaign_id: strawberry.ID, first: int = 20, after: Cursor | None = None
) -> list[Page[offers.branches.Leader]]:
    return [await offers.branches.list_leaders(read, read_id(campaign_id) or NOBODY, first, after)] * len(roots)


@batched(Connection[ReferralReward], "What the viewer earned by sharing, newest first.", permission=Permission.CUSTOMER)
async def referral_rewards(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[offers.branches.OwnReward]]:
    return await offers.branches.list_own_rewards(read, [viewer.id for viewer in viewers], first, after)


@batched(Connection[RefusedReward], "Rewards of a campaign that were refused, newest first.", permission=Permission.OPERATOR_OFFERS)
async def refused_rewards(
    read: Read, roots: list[None], viewers: list[Viewer], *, campaign_id: strawberry.ID, first: int = 20, after: Cursor | None = None
) -> list[Page[offers.branches.Reward]]:
    return [await offers.branches.list_refused(read, read_id(campaign_id) or NOBODY, first, after)] * len(roots)


@batched(FraudRules, "The rules against fraud that hold.", permission=Permission.OPERATOR_OFFERS)
async def fraud_rules(read: Read, roots: list[None], viewers: list[Viewer]) -> list[offers.branches.FraudRules]:
    return [await offers.branches.newest_rules(read)] * len(roots)


@strawberry.type
class Query:
    referral_leaders = referral_leaders
    referral_rewards = referral_rewards
    refused_rewards = refused_rewards
    fraud_rules = fraud_rules

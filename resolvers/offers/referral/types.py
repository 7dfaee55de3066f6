"""Rewards for sharing, as customers and members of staff see them."""

from enum import Enum

import strawberry

from domains import customers, offers
from domains.kernel.data_classes import C1, C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.customers.types import Party
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant


@strawberry.enum(description="Why a reward was refused.")
class RewardRefusedReason(Enum):
    SELF = strawberry.enum_value("self", description="The customer shared with themselves.")
    SAME_DEVICE = strawberry.enum_value("same_device", description="Both signed in on one device.")
    SAME_HOUSEHOLD = strawberry.enum_value("same_household", description="Both share a device with a third.")
    LOOP = strawberry.enum_value("loop", description="Who bought had shared with who shared.")
    NOT_NEW = strawberry.enum_value("not_new", description="Who bought was no newcomer.")
    TOO_MANY_TODAY = strawberry.enum_value("too_many_today", description="Who shared had earned as often that day as one may.")
    BUDGET_SPENT = strawberry.enum_value("budget_spent", description="The campaign's budget was spent.")
    RETURNED = strawberry.enum_value("returned", description="The purchase was returned.")
    NOT_PAYABLE = strawberry.enum_value("not_payable", description="Who shared has no wallet in that currency, or is no customer any more.")


@batched(Party | None, "Who it is, masked.", name="party")
async def party_of_leader(read: Read, leaders: list[offers.branches.Leader], viewers: list[Viewer]) -> list[customers.PartyRow | None]:
    return await customers.list_parties(read, [leader.sharer_id for leader in leaders])


@type_of(offers.branches.Leader, "Who shared, on a campaign's board.")
class ReferralLeader:
    party = party_of_leader
    friends: int = field("Friends they were rewarded for.")


@computed("Why, in the order of the rules.", name="reasons")
def reasons_of_reward(row: offers.branches.Reward) -> list[RewardRefusedReason]:
    return [RewardRefusedReason[reason.name] for reason in row.reasons]


@type_of(offers.branches.Reward, "A reward that was refused.")
class RefusedReward:
    id: strawberry.ID = field("The reward.")
    customer_id: strawberry.ID = field("Who bought.")
    first_sharer_id: strawberry.ID = field("Whose code was scanned first.")
    sharer_id: strawberry.ID = field("Whose code was scanned last.")
    payment_id: strawberry.ID = field("The purchase.")
    reasons = reasons_of_reward
    version: int = field("The version of the rules.")
    bought_at: Instant = field("When it was bought.")


@type_of(offers.branches.Referral, "A campaign that rewards sharing.")
class Referral:
    campaign_id: strawberry.ID = field("The campaign.")
    opened_at: Instant = field("Since when.")


@type_of(offers.branches.FraudRules, "The rules against fraud; oneself and loops are refused by every version.")
class FraudRules:
    version: int = field("Their version.", C1)
    refuses_same_device: bool = field("Whether who signs in on one device is one.")
    refuses_same_household: bool = field("Whether who shares a device with a third is one.")
    newcomer_days: int | None = field("How new who buys must be, in days; null: anybody.")
    most_a_day: int | None = field("How often one may earn a day; null: any number.")


@strawberry.enum(description="How a reward stands.")
class RewardState(Enum):
    WAITING = strawberry.enum_value("waiting", description="It is paid once the time for returns is over.")
    PAID = strawberry.enum_value("paid", description="It is in the wallet.")
    REFUSED = strawberry.enum_value("refused", description="There is none for this purchase.")


@computed("How it stands.", name="state")
def state_of_reward(row: offers.branches.OwnReward) -> RewardState:
    return RewardState[row.state.upper()]


@type_of(offers.branches.OwnReward, "A reward of the viewer for sharing. Who bought, and what, is not told.")
class ReferralReward:
    id: strawberry.ID = field("The reward.")
    campaign_id: strawberry.ID = field("The campaign that pays it.")
    state = state_of_reward
    reward: Money = field("How much.", C2)
    bought_at: Instant = field("When somebody bought.")
    due_at: Instant = field("From when on it is paid.")
    paid_at: Instant | None = field("When it was paid.")

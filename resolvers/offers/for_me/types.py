"""Offers for the viewer, as the app sees them."""

from enum import Enum

import strawberry

from domains import offers
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.offers.campaigns.types import Campaign


@strawberry.enum(description="Why an offer stands where it does. Without consent to `personal_offers`: one of the last two.")
class OfferReason(Enum):
    BOUGHT_THERE = strawberry.enum_value("bought_there", description="The viewer bought from its merchant.")
    SCANNED_THERE = strawberry.enum_value("scanned_there", description="The viewer scanned a code of its merchant.")
    FOR_NEWCOMERS = strawberry.enum_value("for_newcomers", description="It is for newcomers.")
    FOR_YOUR_TIER = strawberry.enum_value("for_your_tier", description="It is for the viewer's tier.")
    ENDS_SOON = strawberry.enum_value("ends_soon", description="It ends within three days.")
    FOR_EVERYBODY = strawberry.enum_value("for_everybody", description="It is for everybody.")


@strawberry.enum(description="How a customer is contacted.")
class ContactChannel(Enum):
    IN_APP = strawberry.enum_value("in_app", description="Shown unasked in the app.")
    PUSH = strawberry.enum_value("push", description="Pushed to the phone; needs consent to messages.")
    MESSAGE = strawberry.enum_value("message", description="Sent as a message; needs consent to messages.")


WORDS = {
    offers.Why.BOUGHT_THERE: ("您在该商户消费过", "You bought there"),
    offers.Why.SCANNED_THERE: ("您扫过该商户的码", "You scanned its code"),
    offers.Why.FOR_NEWCOMERS: ("新客专享", "For newcomers"),
    offers.Why.FOR_YOUR_TIER: ("您的等级专享", "For customers like you"),
    offers.Why.ENDS_SOON: ("即将结束", "Ends soon"),
    offers.Why.FOR_EVERYBODY: ("人人可领", "For everybody"),
}


@computed("Why it stands where it does.")
def reason(row: offers.OfferForMe) -> OfferReason:
    return OfferReason[row.why.name]


@batched(str, "The reason in words.")
async def words(read: Read, rows: list[offers.OfferForMe], viewers: list[Viewer]) -> list[str]:
    return [WORDS[row.why][0 if viewer.language == "zh" else 1] for row, viewer in zip(rows, viewers, strict=True)]


@type_of(offers.OfferForMe, "An offer that the viewer can have.")
class OfferForMe:
    campaign: Campaign = field("What can be claimed.")
    reason = reason
    words = words


@computed("How.", name="channel")
def channel_of_contact(row: offers.ContactRecorded) -> ContactChannel:
    return ContactChannel[row.channel.name]


@type_of(offers.ContactRecorded, "The offer may be shown, and counts as shown.")
class ContactRecorded:
    contact_id: strawberry.ID = field("The contact.")
    campaign_id: strawberry.ID = field("The campaign.")
    channel = channel_of_contact


@computed("Of which channel.", name="channel")
def channel_of_cap(row: offers.ContactCapSet) -> ContactChannel:
    return ContactChannel[row.channel.name]


@type_of(offers.ContactCapSet, "The cap holds from now on.")
class ContactCapSet:
    channel = channel_of_cap
    per_day: int = field("Contacts of a customer in a business day.")
    per_week: int = field("Contacts of a customer in a week.")


@type_of(offers.CampaignBudgetReturned, "What was left went back to where the budget came from.")
class CampaignBudgetReturned:
    campaign_id: strawberry.ID = field("The campaign.")
    returned: Money = field("How much.")

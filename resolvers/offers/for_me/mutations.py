"""Show an offer within the caps; members of staff set caps, and give ended budgets back."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import offers
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.offers.campaigns.problems import BudgetReserved, CampaignEnded, CampaignNotFound, CampaignStillRuns
from resolvers.offers.for_me.problems import ContactCapMalformed, ContactCapReached, ContactNotAgreed
from resolvers.offers.for_me.types import CampaignBudgetReturned, ContactCapSet, ContactChannel, ContactRecorded
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id


@strawberry.input(description="Ask whether an offer may be shown unasked, and count it as shown.")
class ShowOfferInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    campaign_id: strawberry.ID = strawberry.field(description="The campaign.")


@strawberry.input(description="Set how often customers may be contacted.")
class SetContactCapInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    channel: ContactChannel = strawberry.field(description="Of which channel.")
    per_day: int = strawberry.field(description="Contacts of a customer in a business day, 0 to 100.")
    per_week: int = strawberry.field(description="Contacts of a customer in a week, 0 to 100.")


@strawberry.input(description="Give back what an ended campaign has left.")
class ReturnBudgetInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    campaign_id: strawberry.ID = strawberry.field(description="The campaign.")


ShowOfferResult = Annotated[
    ContactRecorded | CampaignNotFound | CampaignEnded | ContactNotAgreed | ContactCapReached | IdReused,
    strawberry.union("ShowOfferResult", description="The offer may be shown, or why not."),
]
SetContactCapResult = Annotated[
    ContactCapSet | ContactCapMalformed | IdReused, strawberry.union("SetContactCapResult", description="The cap, or why it was refused.")
]
ReturnBudgetResult = Annotated[
    CampaignBudgetReturned | CampaignNotFound | CampaignStillRuns | BudgetReserved | IdReused,
    strawberry.union("ReturnBudgetResult", description="What went back, or why it was refused."),
]


@mutation("Ask whether an offer may be shown unasked in the app; it counts as shown.", permission=Permission.CUSTOMER)
async def show_offer(info: Info, input: ShowOfferInput) -> ShowOfferResult:
    told = {"campaign_id": read_id(input.campaign_id) or NOBODY, "channel": offers.Channel.IN_APP}
    return await info.context.write(offers.contact_customer, offers.ContactCustomerCommand(**command_of(info, input.request_id), **told))  # type: ignore


@mutation("Set how often customers may be contacted about offers. Written to the audit log.", permission=Permission.OPERATOR_OFFERS)
async def set_contact_cap(info: Info, input: SetContactCapInput) -> SetContactCapResult:
    cap = offers.ContactCap(offers.Channel[input.channel.name], input.per_day, input.per_week)
    command = offers.SetContactCapCommand(**command_of(info, input.request_id), cap=cap)
    return await info.context.write(offers.set_contact_cap, command)  # type: ignore[arg-type]


@mutation("Give back what an ended campaign has left, once nothing of it is set aside. Written to the audit log.", permission=Permission.OPERATOR_OFFERS)
async def return_budget(info: Info, input: ReturnBudgetInput) -> ReturnBudgetResult:
    command = offers.ReturnBudgetCommand(**command_of(info, input.request_id), campaign_id=read_id(input.campaign_id) or NOBODY)
    return await info.context.write(offers.return_budget, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    show_offer = show_offer
    set_contact_cap = set_contact_cap
    return_budget = return_budget

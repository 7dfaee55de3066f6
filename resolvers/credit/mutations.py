"""Ask that a person look; for staff, answer, and void what should not have counted."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from domains import credit
from domains.kernel.data_classes import C2
from resolvers.context import NOBODY, Info, command_of
from resolvers.credit.problems import CreditEventNotFound, CreditReviewEnded, CreditReviewNotFound, CreditReviewOpen
from resolvers.credit.reviews import CreditReviewTask
from resolvers.credit.types import CreditReview
from resolvers.fields import field, mutation, type_of
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id


@strawberry.enum(description="Why an event counts no more.")
class CreditVoidReason(Enum):
    WRONG_CUSTOMER = strawberry.enum_value("wrong_customer", description="It happened to somebody else.")
    DID_NOT_HAPPEN = strawberry.enum_value("did_not_happen", description="It did not happen.")
    PARTNER_CORRECTED = strawberry.enum_value("partner_corrected", description="Who told of it took it back.")
    HARDSHIP = strawberry.enum_value("hardship", description="It is forgiven: an illness, a disaster.")


@strawberry.enum(description="What a person found.")
class CreditReviewAnswer(Enum):
    CONFIRMED = strawberry.enum_value("confirmed", description="The band is right.")
    CORRECTED = strawberry.enum_value("corrected", description="Something was wrong, and was voided.")


@strawberry.input(description="Have a person look at one's band.")
class RequestCreditReviewInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the review's id.")
    words: str = strawberry.field(description="What seems wrong, in 1 to 500 characters.", metadata={"data_class": C2})


@strawberry.input(description="Answer a review.")
class AnswerCreditReviewInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    customer_id: strawberry.ID = strawberry.field(description="Who asked.")
    review_id: strawberry.ID = strawberry.field(description="Which review.")
    found: CreditReviewAnswer = strawberry.field(description="What was found.")
    answer: str = strawberry.field(description="For the customer, in 1 to 500 characters.", metadata={"data_class": C2})


@strawberry.input(description="Let an event count no more.")
class VoidCreditEventInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    customer_id: strawberry.ID = strawberry.field(description="Whose.")
    event_id: strawberry.ID = strawberry.field(description="Which.")
    reason: CreditVoidReason = strawberry.field(description="Why.")


@type_of(credit.EventVoided, "The event counts no more; the band follows within a minute.")
class CreditEventVoided:
    customer_id: strawberry.ID = field("Whose.")
    event_id: strawberry.ID = field("Which.")


RequestCreditReviewResult = Annotated[
    CreditReview | CreditReviewOpen | IdReused, strawberry.union("RequestCreditReviewResult", description="The review, or why it was refused.")
]
AnswerCreditReviewResult = Annotated[
    CreditReviewTask | CreditReviewNotFound | CreditReviewEnded | IdReused,
    strawberry.union("AnswerCreditReviewResult", description="The review as answered, or why it was refused."),
]
VoidCreditEventResult = Annotated[
    CreditEventVoided | CreditEventNotFound | IdReused, strawberry.union("VoidCreditEventResult", description="What was voided, or why it was refused.")
]


@mutation("Ask that a person look at one's band. One at a time.", permission=Permission.CUSTOMER)
async def request_credit_review(info: Info, input: RequestCreditReviewInput) -> RequestCreditReviewResult:
    command = credit.RequestReviewCommand(**command_of(info, input.request_id), words=input.words)
    return await info.context.write(credit.request_review, command)  # type: ignore[arg-type]


@mutation("Answer a review, once. Written to the audit log.", permission=Permission.OPERATOR_CREDIT)
async def answer_credit_review(info: Info, input: AnswerCreditReviewInput) -> AnswerCreditReviewResult:
    command = credit.AnswerReviewCommand(
        **command_of(info, input.request_id),
        customer_id=read_id(input.customer_id) or NOBODY,
        review_id=read_id(input.review_id) or NOBODY,
        state=input.found.name.lower(),
        answer=input.answer,
    )
    return await info.context.write(credit.answer_review, command)  # type: ignore[arg-type]


@mutation("Void an event: the band becomes what it were without it. Written to the audit log.", permission=Permission.OPERATOR_CREDIT)
async def void_credit_event(info: Info, input: VoidCreditEventInput) -> VoidCreditEventResult:
    command = credit.VoidEventCommand(
        **command_of(info, input.request_id),
        customer_id=read_id(input.customer_id) or NOBODY,
        event_id=read_id(input.event_id) or NOBODY,
        reason=input.reason.name.lower(),
    )
    return await info.context.write(credit.void_event, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    request_credit_review = request_credit_review
    answer_credit_review = answer_credit_review
    void_credit_event = void_credit_event

"""The refusals of contacts about offers, worded."""

from domains import offers
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(offers.ContactCapMalformed, zh="触达上限须为0至100。", en="A cap is 0 to 100.", description="A cap is out of range.")
class ContactCapMalformed(Problem):
    what: str = field("`per_day` or `per_week`.", C1)


@problem(
    offers.ContactCapReached,
    zh="近期已多次提醒，不再打扰。",
    en="This customer was contacted often enough.",
    description="As many contacts of this channel as there may be. The offer can be found as before.",
)
class ContactCapReached(Problem):
    scope: str = field("`day` or `week`.", C1)


@problem(
    offers.ContactNotAgreed,
    zh="未同意接收营销信息。",
    en="There is no consent to messages about offers.",
    description="Consent to `marketing_messages` was not given, or was withdrawn.",
)
class ContactNotAgreed(Problem):
    pass

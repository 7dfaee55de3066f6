"""Ideas, as the app sees them: a product with a reason, and how a goal could be reached."""

from enum import Enum

import strawberry

from domains import wealth
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.wealth.products.types import Fund, RiskRating


@strawberry.enum(description="What money is to be for.")
class InvestmentGoal(Enum):
    RESERVE = strawberry.enum_value("reserve", description="A reserve: never at risk.")
    TRAVEL = strawberry.enum_value("travel", description="A journey.")
    HOME = strawberry.enum_value("home", description="A home.")
    EDUCATION = strawberry.enum_value("education", description="Education.")
    RETIREMENT = strawberry.enum_value("retirement", description="Retirement.")
    GROWTH = strawberry.enum_value("growth", description="Growth.")


@strawberry.enum(description="Why a product is thought of: what speaks for it most.")
class FundIdeaReason(Enum):
    SUITS_YOU = strawberry.enum_value("suits_you", description="It is as bold as the viewer's class and time allow.")
    ENDORSED = strawberry.enum_value("endorsed", description="Other customers think well of it.")
    ANOTHER_KIND = strawberry.enum_value("another_kind", description="The viewer holds nothing of its kind.")
    GREW_STEADILY = strawberry.enum_value("grew_steadily", description="What it did in a year.")
    ALWAYS_AT_HAND = strawberry.enum_value("always_at_hand", description="It earns every day and can be redeemed at once.")


WORDS = {
    wealth.IdeaReason.SUITS_YOU: ("与您的风险承受能力相符", "Fits what you can bear"),
    wealth.IdeaReason.ENDORSED: ("其他客户评价较高", "Other customers think well of it"),
    wealth.IdeaReason.ANOTHER_KIND: ("您尚未持有该类产品", "A kind that you do not hold"),
    wealth.IdeaReason.GREW_STEADILY: ("近一年表现较好；过往业绩不代表未来", "Did well in a year; that says nothing of the next"),
    wealth.IdeaReason.ALWAYS_AT_HAND: ("每日计息，可快速赎回", "Earns every day and is always at hand"),
}


@computed("Why.", C2, name="reason")
def reason_of_idea(row: wealth.FundIdea | wealth.IdeaPart) -> FundIdeaReason:
    return FundIdeaReason[row.reason.name]


@batched(str, "The reason in words.", name="words", data_class=C2)
async def words_of_idea(read: Read, rows: list[wealth.FundIdea | wealth.IdeaPart], viewers: list[Viewer]) -> list[str]:
    return [WORDS[row.reason][0 if viewer.language == "zh" else 1] for row, viewer in zip(rows, viewers, strict=True)]


@type_of(wealth.FundIdea, "A product that suits the viewer, and why.")
class FundIdea:
    fund: Fund = field("The product: never above the viewer's class.", C2)
    reason = reason_of_idea
    words = words_of_idea


@type_of(wealth.IdeaPart, "What of a monthly amount goes into a product, and why.")
class InvestmentIdeaPart:
    fund: Fund = field("The product: never above the viewer's class, nor bolder than the time allows.", C2)
    monthly: Money = field("How much each month: for `makePlan`.", C2)
    reason = reason_of_idea
    words = words_of_idea


@computed("What the money is for.", C2, name="goal")
def goal_of_idea(row: wealth.GoalIdea) -> InvestmentGoal:
    return InvestmentGoal[row.goal.name]


@computed("The boldest rating that class, time and goal allow.", C2, name="boldest")
def boldest_of_idea(row: wealth.GoalIdea) -> RiskRating:
    return RiskRating(row.boldest.value)


@type_of(wealth.GoalIdea, "How a goal could be reached.")
class InvestmentIdea:
    goal = goal_of_idea
    months: int = field("In how many months.", C2)
    monthly: Money = field("What is to be put aside each month, whatever it earns.", C2)
    boldest = boldest_of_idea
    parts: list[InvestmentIdeaPart] = field("Where it could go; the parts sum to the whole. Empty where no product takes so little.", C2, list_size=3)

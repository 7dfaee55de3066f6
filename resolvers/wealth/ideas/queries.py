"""The root queries on ideas."""

import strawberry

from domains import wealth
from domains.kernel.assets import AssetKind, find_asset
from domains.kernel.errors import InvalidInput, Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.scalars import CurrencyCode
from resolvers.wealth.ideas.types import FundIdea, InvestmentGoal, InvestmentIdea

IDEAS_MOST = 20


@batched(
    list[FundIdea] | None,
    "What suits the viewer best, none above their class; null where they have no assessment that counts: the questionnaire comes first.",
    permission=Permission.CUSTOMER,
    list_size=IDEAS_MOST,
)
async def fund_ideas(read: Read, roots: list[None], viewers: list[Viewer], *, currency: CurrencyCode, first: int = 5) -> list[list[wealth.FundIdea] | None]:
    asset = find_asset(currency)
    if asset is None or asset.kind is not AssetKind.CURRENCY:
        raise InvalidInput("currency", "a currency of the house")
    if not 1 <= first <= IDEAS_MOST:
        raise InvalidInput("first", f"1 to {IDEAS_MOST}")
    return await wealth.recommend(read, [viewer.id for viewer in viewers], asset, first)


@batched(InvestmentIdea | None, "How a goal could be reached; null where the viewer has no assessment that counts.", permission=Permission.CUSTOMER)
async def investment_idea(
    read: Read, roots: list[None], viewers: list[Viewer], *, goal: InvestmentGoal, target: MoneyInput, months: int, saved: MoneyInput | None = None
) -> list[wealth.GoalIdea | None]:
    amount, already = _told("target", target), None if saved is None else _told("saved", saved)
    if already is not None and already.asset != amount.asset:
        raise InvalidInput("saved", "the currency of `target`")
    told = wealth.Goal[goal.name]
    return await wealth.plan_goal(read, [viewer.id for viewer in viewers], told, amount, 0 if already is None else already.minor, months)


def _told(what: str, money: MoneyInput) -> Amount:
    """A question has no refusals: what is no amount is bad input."""
    try:
        return amount_of(money)
    except Refusal:
        raise InvalidInput(what, "an amount in a currency of the house") from None


@strawberry.type
class Query:
    fund_ideas = fund_ideas
    investment_idea = investment_idea

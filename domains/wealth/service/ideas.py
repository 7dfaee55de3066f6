"""Think of products for a customer, with a reason; and take what customers think of products from the domain that asks them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset
from domains.kernel.clock import business_date
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import InvalidInput, Refusal
from domains.kernel.money import MINOR_MAX, Amount
from domains.kernel.transactions import Read, Tx
from domains.wealth.errors.products import FundMalformed, FundNotFound
from domains.wealth.events.products import EndorsementSet
from domains.wealth.queries import ideas, positions, products, suitability
from domains.wealth.queries.ideas import Endorsement
from domains.wealth.queries.products import Fund
from domains.wealth.rules.ideas import ENDORSED_MOST_E2, MONTHS_MOST, Candidate, Goal, Idea, IdeaReason, boldest, monthly_minor, rank, split
from domains.wealth.rules.suitability import InvestorClass, RiskRating

CANDIDATES_MOST = 1_000
RATERS_MOST = 10**9


class FundIdea(NamedTuple):
    """A product, and why."""

    fund: Fund
    reason: IdeaReason


class IdeaPart(NamedTuple):
    """What of a monthly amount goes into a product, and why."""

    fund: Fund
    monthly: Amount
    reason: IdeaReason


class GoalIdea(NamedTuple):
    """How a goal could be reached: `monthly` in so many months, whatever it earns, in products no bolder than `boldest`."""

    goal: Goal
    months: int
    monthly: Amount
    boldest: RiskRating
    parts: Sequence[IdeaPart]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEndorsedRatingCommand(Command):
    """A higher domain tells what customers think of a product: 0.00 to 5.00 in hundredths, of how many, as of an instant. An older one than stands is left."""

    product_id: UUID
    rating_e2: int
    raters: int
    as_of: datetime


@composite_verb(Endorsement)
async def set_endorsed_rating(tx: Tx, command: SetEndorsedRatingCommand) -> Endorsement | Refusal:
    """What stands then: it enters what is recommended from now on. Refuses FundMalformed for what is no rating, FundNotFound."""
    if not 0 <= command.rating_e2 <= ENDORSED_MOST_E2 or not 0 < command.raters <= RATERS_MOST:
        raise FundMalformed("endorsed")
    if await products.lock_product(tx, command.product_id) is None:
        raise FundNotFound
    told = Endorsement(command.product_id, command.rating_e2, command.raters, command.as_of)
    await ideas.save_endorsed(tx, told)
    stands = (await ideas.find_endorsed(tx, [command.product_id]))[command.product_id]
    if stands == told:
        tx.publish(EndorsementSet(command.product_id, None, command.rating_e2, command.raters))
    return stands


async def recommend(read: Read, customer_ids: Sequence[UUID], asset: Asset, most: int) -> list[list[FundIdea] | None]:
    """For each customer what suits them best, none above their class; None for who has no assessment that counts. Six statements whatever their number."""
    classes, funds, candidates = await _known(read, customer_ids, asset)
    kinds: dict[UUID, set[object]] = {}
    for one in await positions.find_positions(read, customer_ids):
        if one.product_id in funds:
            kinds.setdefault(one.customer_id, set()).add(funds[one.product_id].kind)
    found: list[list[FundIdea] | None] = []
    for id_ in customer_ids:
        if id_ not in classes:
            found.append(None)
            continue
        ranked = rank(candidates, boldest(classes[id_]), frozenset(kinds.get(id_, ())))  # type: ignore[arg-type]
        found.append([FundIdea(funds[idea.product_id], idea.reason) for idea in ranked[:most]])
    return found


async def plan_goal(read: Read, customer_ids: Sequence[UUID], goal: Goal, target: Amount, saved_minor: int, months: int) -> list[GoalIdea | None]:
    """For each customer how the goal could be reached; None for who has no assessment that counts. Raises InvalidInput."""
    if not 1 <= months <= MONTHS_MOST:
        raise InvalidInput("months", f"1 to {MONTHS_MOST}")
    if not 0 < target.minor <= MINOR_MAX or not 0 <= saved_minor <= MINOR_MAX:
        raise InvalidInput("target", "an amount")
    classes, funds, candidates = await _known(read, customer_ids, target.asset)
    monthly = Amount(monthly_minor(target.minor, saved_minor, months), target.asset)
    return [_goal_idea(classes[id_], goal, months, monthly, funds, candidates) if id_ in classes else None for id_ in customer_ids]


def _goal_idea(of: InvestorClass, goal: Goal, months: int, monthly: Amount, funds: dict[UUID, Fund], candidates: Sequence[Candidate]) -> GoalIdea:
    most = boldest(of, months, goal)
    ideas_: list[Idea] = rank(candidates, most)
    parts = split(candidates, ideas_, monthly.minor) if monthly.minor else []
    return GoalIdea(goal, months, monthly, most, [IdeaPart(funds[one.product_id], Amount(one.minor, monthly.asset), one.reason) for one in parts])


async def _known(read: Read, customer_ids: Sequence[UUID], asset: Asset) -> tuple[dict[UUID, InvestorClass], dict[UUID, Fund], list[Candidate]]:
    """Who is of which class, and what is sold."""
    classes = {id_: one.investor_class for id_, one in (await suitability.find_assessments(read, customer_ids)).items()}
    sold = await ideas.list_on_sale(read, asset.code, CANDIDATES_MOST)
    ids = [one.id for one in sold]
    done, endorsed = await ideas.find_performance(read, ids, business_date(read.now)), await ideas.find_endorsed(read, ids)
    return classes, {one.id: one for one in sold}, [_candidate(one, done[one.id].year_ppm, endorsed.get(one.id)) for one in sold]


def _candidate(fund: Fund, year_ppm: int | None, endorsed: Endorsement | None) -> Candidate:
    rated = (None, 0) if endorsed is None else (endorsed.rating_e2, endorsed.raters)
    return Candidate(fund.id, fund.code, fund.kind, fund.terms.rating, fund.terms.first_least_minor, year_ppm, *rated)

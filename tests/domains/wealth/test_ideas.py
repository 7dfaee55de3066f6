"""Ideas: never above the class, a reason for each, what customers think counts, and plans by goal and horizon."""

import itertools
import random
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from domains import wealth
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.wealth import Goal, IdeaReason, InvestorClass, ProductKind, RiskRating, boldest
from domains.wealth.rules.ideas import Candidate, monthly_minor, rank, split
from domains.wealth.rules.suitability import SUITABLE
from tests.domains.wallet.people import Person
from tests.domains.wealth.wealth_house import EQUITY, WealthHouse, with_rating

R1, R2, R3, R4, R5 = RiskRating


def candidate(number: int, rating: RiskRating, kind: ProductKind = ProductKind.EQUITY, **more: object) -> Candidate:
    return Candidate(UUID(int=number), f"{number:06d}", kind, rating, 100)._replace(**more)


@pytest.mark.parametrize("of", InvestorClass)
def test_nothing_above_the_class_or_the_horizon_is_ever_thought_of(of: InvestorClass) -> None:
    chance = random.Random(of.value)
    kinds = list(ProductKind)
    for months, goal in itertools.product((1, 11, 12, 35, 36, 59, 60, 119, 120, 600, None), (*Goal, None)):
        candidates = [
            candidate(n, chance.choice(list(RiskRating)), chance.choice(kinds), year_ppm=chance.randint(-900_000, 9_000_000), endorsed_e2=500, raters=10**6)
            for n in range(40)
        ]
        most = boldest(of, months, goal)
        ideas = rank(candidates, most)
        assert {candidates[idea.product_id.int].rating for idea in ideas} <= SUITABLE[of]
        if months is not None and months < 12:
            assert most is R1
        if goal is Goal.RESERVE:
            assert most is R1
    assert boldest(of) in SUITABLE[of]


def test_time_lets_in_bolder_products_step_by_step() -> None:
    told = [boldest(InvestorClass.C5, months) for months in (11, 12, 35, 36, 59, 60, 119, 120)]
    assert told == [R1, R2, R2, R3, R3, R4, R4, R5]


def test_what_customers_think_moves_a_product_up_and_few_voices_hardly_do() -> None:
    plain, few, many, bad = (candidate(1, R3), candidate(2, R3, endorsed_e2=500, raters=1), candidate(3, R3, endorsed_e2=480, raters=900),
                             candidate(4, R3, endorsed_e2=100, raters=900))  # fmt: skip
    ideas = rank([bad, few, plain, many], R3)
    assert [idea.product_id.int for idea in ideas] == [3, 2, 1, 4]
    assert [idea.reason for idea in ideas] == [IdeaReason.ENDORSED, IdeaReason.SUITS_YOU, IdeaReason.SUITS_YOU, IdeaReason.SUITS_YOU]
    assert [idea.score for idea in ideas] == [400 + 3 * 176, 400 + 3 * 9, 400, 400 + 3 * -196]


def test_a_kind_that_is_not_held_yet_and_a_good_year_speak_for_a_product() -> None:
    bond, equity = candidate(1, R3, ProductKind.BOND), candidate(2, R3, year_ppm=250_000)
    assert [idea.product_id.int for idea in rank([bond, equity], R3, frozenset({ProductKind.EQUITY}))] == [1, 2]
    assert [idea.product_id.int for idea in rank([bond, equity], R3)] == [2, 1]
    assert rank([candidate(1, R1, ProductKind.MONEY_MARKET)], R1)[0].reason is IdeaReason.ALWAYS_AT_HAND


def test_the_parts_of_a_month_sum_to_the_whole_and_none_is_below_its_least() -> None:
    candidates = [candidate(1, R3), candidate(2, R3, ProductKind.BOND), candidate(3, R2, ProductKind.INDEX), candidate(4, R3)]
    ideas = rank(candidates, R3)
    parts = split(candidates, ideas, 1_001)
    assert [(one.product_id.int, one.minor) for one in parts] == [(1, 501), (2, 300), (3, 200)]
    assert [one.minor for one in split(candidates, ideas, 400)] == [240, 160]
    assert [one.minor for one in split(candidates, ideas, 150)] == [150]
    assert split(candidates, ideas, 99) == []


def test_a_month_is_reckoned_without_any_growth_and_rounded_up() -> None:
    assert [monthly_minor(*told) for told in ((100_000, 0, 12), (100_000, 99_999, 600), (100_000, 100_000, 1), (5, 10, 3))] == [8_334, 1, 0, 0]


async def ideas_of(house: WealthHouse, someone: Person, most: int = 5) -> list[wealth.FundIdea] | None:
    async with house.database.reading() as read:
        return (await wealth.recommend(read, [someone.id], CNY, most))[0]


async def test_recommendations_follow_the_class_and_an_endorsed_rating_enters_them(house: WealthHouse) -> None:
    calm, bold, other = [await house.fund(code, terms=with_rating(EQUITY, rating)) for code, rating in (("000001", R2), ("000002", R4), ("000003", R2))]
    investor = await house.investor(of=InvestorClass.C2)
    told = await ideas_of(house, investor)
    assert told is not None and [one.fund.code for one in told] == [calm.code, other.code]
    assert (await endorse(house, other, 470, 800, 1)).rating_e2 == 470
    await endorse(house, bold, 500, 10_000, 1)
    with house.database.counting() as statements:
        told = await ideas_of(house, investor)
    assert told is not None and [(one.fund.code, one.reason) for one in told] == [(other.code, IdeaReason.ENDORSED), (calm.code, IdeaReason.SUITS_YOU)]
    assert len(statements) <= 6
    assert await ideas_of(house, await house.investor(of=InvestorClass.C1_MINIMUM)) == []
    # Who never answered is told nothing, and who answered an earlier version neither.
    questionnaire = wealth.PublishQuestionnaireCommand(request_id=uuid4(), questionnaire=(await asked(house)), **house.who)
    await house.database.write(wealth.publish_questionnaire, questionnaire)
    assert await ideas_of(house, investor) is None


async def asked(house: WealthHouse) -> wealth.Questionnaire:
    async with house.database.reading() as read:
        found = await wealth.find_questionnaire(read)
    assert found is not None
    return found.questionnaire


async def endorse(house: WealthHouse, fund: wealth.Fund, rating_e2: int, raters: int, day: int) -> wealth.Endorsement:
    told = {"product_id": fund.id, "rating_e2": rating_e2, "raters": raters, "as_of": datetime(2026, 9, day, tzinfo=UTC)}
    return await house.database.write(wealth.set_endorsed_rating, wealth.SetEndorsedRatingCommand(request_id=uuid4(), owner_id=HOUSE_ID, **told))


async def test_an_older_endorsement_never_replaces_a_newer_one_and_what_is_none_is_refused(house: WealthHouse) -> None:
    fund = await house.fund()
    assert (await endorse(house, fund, 400, 10, 5)).rating_e2 == 400
    assert (await endorse(house, fund, 100, 11, 4)).rating_e2 == 400
    assert (await endorse(house, fund, 450, 12, 6)).raters == 12
    for rating_e2, raters in ((501, 1), (-1, 1), (300, 0)):
        with pytest.raises(wealth.FundMalformed):
            await endorse(house, fund, rating_e2, raters, 7)
    with pytest.raises(wealth.FundNotFound):
        await endorse(house, fund._replace(id=uuid4()), 300, 1, 7)
    async with house.database.reading() as read:
        assert (await wealth.find_endorsed(read, [fund.id]))[fund.id].rating_e2 == 450
        assert await read.fetchval("SELECT count(*) FROM kernel_outbox WHERE name = 'EndorsementSet'") == 2


async def test_a_goal_is_planned_by_its_horizon_in_products_that_take_so_little(house: WealthHouse) -> None:
    change = await house.change_fund()
    bond = await house.fund("000002", ProductKind.BOND, replace(EQUITY, rating=R2, first_least_minor=100))
    equity = await house.fund("000003", terms=replace(EQUITY, rating=R4, first_least_minor=100))
    investor = await house.investor(of=InvestorClass.C4)
    async with house.database.reading() as read:
        (soon,) = await wealth.plan_goal(read, [investor.id], Goal.TRAVEL, Amount(1_200_000, CNY), 0, 10)
        (late,) = await wealth.plan_goal(read, [investor.id], Goal.RETIREMENT, Amount(12_000_000, CNY), 0, 120)
        (reserve,) = await wealth.plan_goal(read, [investor.id], Goal.RESERVE, Amount(12_000_000, CNY), 12_000_000, 120)
        assert await wealth.plan_goal(read, [uuid4()], Goal.HOME, Amount(1, CNY), 0, 1) == [None]
        for months in (0, 601):
            with pytest.raises(InvalidInput):
                await wealth.plan_goal(read, [investor.id], Goal.HOME, Amount(1, CNY), 0, months)
    assert soon is not None and late is not None and reserve is not None
    assert (soon.boldest, soon.monthly.minor, [(one.fund.code, one.monthly.minor) for one in soon.parts]) == (R1, 120_000, [(change.code, 120_000)])
    assert [(one.fund.code, one.monthly.minor) for one in late.parts] == [(equity.code, 50_000), (bond.code, 30_000), (change.code, 20_000)]
    assert (reserve.boldest, reserve.monthly.minor, reserve.parts) == (R1, 0, [])


async def test_how_a_product_has_done_is_told_for_each_span_or_not_at_all(house: WealthHouse) -> None:
    fund, change = await house.fund(), await house.change_fund()
    for day, nav_e4 in (("2026-06-20", 10_000), ("2026-08-20", 12_000), ("2026-09-18", 11_000)):
        await house.nav(fund, day, nav_e4)
    for number in range(15, 22):
        await house.nav(change, f"2026-09-{number}", 10_000, 5_000)
    async with house.database.reading() as read:
        told = await wealth.find_performance(read, [fund.id, change.id], datetime(2026, 9, 21, tzinfo=UTC).date())
    assert told[fund.id] == (-83_334, 100_000, None, None)
    assert told[change.id] == (None, None, None, 18_250)

"""Plants what a demo of wealth needs: a questionnaire, four funds, and a month of their values."""

from dataclasses import dataclass
from datetime import date, timedelta

from domains import wealth
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.database import Database
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.wealth import FundTerms, Option, ProductKind, Question, Questionnaire, QuickTerms, RedemptionTier, RiskRating, SubscriptionTier

DAYS = 30
MOST_MINOR = 10**11

ASKED = Questionnaire(
    (
        Question(
            "您能承受多大的本金损失？",
            "How much of your money could you bear to lose?",
            (
                Option("不能承受任何损失", "None of it", 0, is_minimum=True),
                Option("5% 以内", "Up to 5 %", 5),
                Option("20% 以内", "Up to 20 %", 15),
                Option("50% 以内", "Up to 50 %", 25),
                Option("可能全部损失", "Perhaps all of it", 35),
            ),
        ),
        Question(
            "您计划投资多久？",
            "For how long do you mean to invest?",
            (Option("一年以内", "Less than a year", 0), Option("一至三年", "One to three years", 10), Option("三年以上", "More than three years", 20)),
        ),
        Question(
            "您有多少投资经验？",
            "How much have you invested before?",
            (Option("没有", "Nothing", 0), Option("买过基金", "Funds", 10), Option("买过股票", "Shares", 20)),
        ),
    ),
    (15, 30, 45, 60),
)

FREE = ((SubscriptionTier(0, 0),), (RedemptionTier(0, 0),))
FUNDS = (
    ("000001", ProductKind.MONEY_MARKET, "零钱宝", "Change Fund", FundTerms(RiskRating.R1, 1, 1, MOST_MINOR, *FREE, quick=QuickTerms(1_000_000, 10**10))),
    (
        *("110017", ProductKind.BOND, "稳健债券", "Steady Bonds"),
        FundTerms(RiskRating.R2, 1_000, 100, MOST_MINOR, (SubscriptionTier(0, 8_000),), (RedemptionTier(0, 15_000), RedemptionTier(7, 0))),
    ),
    (
        *("510300", ProductKind.INDEX, "沪深指数", "Index 300"),
        FundTerms(RiskRating.R3, 1_000, 100, MOST_MINOR, (SubscriptionTier(0, 12_000),), (RedemptionTier(0, 15_000), RedemptionTier(7, 5_000))),
    ),
    (
        *("161005", ProductKind.EQUITY, "成长股票", "Growth Equity"),
        FundTerms(RiskRating.R4, 1_000, 100, MOST_MINOR, (SubscriptionTier(0, 15_000),), (RedemptionTier(0, 15_000), RedemptionTier(7, 5_000))),
    ),
)
FIRST_E4 = {"000001": 10_000, "110017": 11_482, "510300": 13_906, "161005": 18_754}
STEP_E4 = {"000001": 0, "110017": 3, "510300": 61, "161005": 127}
"""By how much a value goes up, or a little less down, from one day to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantFundsCommand(Command):
    """Once for a house."""


@dataclass(frozen=True, slots=True)
class FundsPlanted:
    count: int


async def plant_funds(database: Database) -> None:
    """Let the funds stand, with their values until yesterday. What stands already is left as it is."""
    await database.write(plant_products, PlantFundsCommand(request_id=derived_id(HOUSE_ID, "plant funds"), owner_id=HOUSE_ID))
    async with database.reading() as read:
        standing = await wealth.find_products(read, [], ["000001"])
        if await wealth.find_latest(read, [one.id for one in standing], business_date(read.now)):
            return
    today = business_date(database.clock.now())
    for back in range(DAYS, 0, -1):
        await _publish(database, today - timedelta(days=back), DAYS - back)


@composite_verb(FundsPlanted)
async def plant_products(tx: Tx, command: PlantFundsCommand) -> FundsPlanted:
    """The questionnaire and the products, unless somebody has published theirs."""
    if await wealth.find_questionnaire(tx) is None:
        asked = wealth.PublishQuestionnaireCommand(request_id=None, owner_id=HOUSE_ID, session_id=HOUSE_ID, questionnaire=ASKED)
        await wealth.ask_from_now_on(tx, asked)
    there = {one.code for one in await wealth.find_products(tx, [], [code for code, *_ in FUNDS])}
    new = [one for one in FUNDS if one[0] not in there]
    for code, kind, name_zh, name_en, terms in new:
        named = {"request_id": derived_id(HOUSE_ID, f"plant fund {code}"), "owner_id": HOUSE_ID, "session_id": HOUSE_ID}
        told = wealth.PublishFundCommand(code=code, kind=kind, name_zh=name_zh, name_en=name_en, asset="CNY", terms=terms, **named)
        await wealth.put_on_sale(tx, told)
    return FundsPlanted(len(new))


async def _publish(database: Database, day: date, number: int) -> None:
    """A day's values: two steps up, one down; the change fund pays a little more than half a yuan per 10,000 shares."""
    for code, kind, *_ in FUNDS:
        steps = number // 3 + number % 3 - (number % 3 == 2) * 2
        income = 5_100 + number * 7 % 300 if kind is ProductKind.MONEY_MARKET else None
        told = wealth.PublishNavCommand(request_id=None, owner_id=HOUSE_ID, code=code, day=day, nav_e4=FIRST_E4[code] + STEP_E4[code] * steps, income_e4=income)
        await database.write(wealth.publish_nav, told)

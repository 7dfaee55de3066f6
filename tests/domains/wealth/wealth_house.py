"""A house that sells funds: products, investors, published values and the daily run, by the house's own verbs."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from domains import customers, ledger, wealth
from domains.kernel.assets import CNY, fund_shares
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.wealth import (
    FundTerms,
    InvestorClass,
    Option,
    ProductKind,
    Question,
    Questionnaire,
    QuickTerms,
    RedemptionTier,
    RiskRating,
    SubscriptionTier,
)
from domains.wealth.jobs.daily_run import advance_due_orders
from tests.domains.ledger.conftest import seal
from tests.domains.wallet.people import Person, person
from tests.staff import StaffMember, staff_member

HERE = ZoneInfo("Asia/Shanghai")
PROVED = customers.PinProof(customers.PinVerdict.RIGHT)
ASKED = Questionnaire(
    (Question("能承受多少亏损", "How much loss can you bear?", tuple(Option(f"{n}", f"{n}", n * 10, n == 0) for n in range(6))),), (20, 30, 40, 50)
)
ANSWERS = {one: number for number, one in enumerate(InvestorClass)}
EQUITY = FundTerms(
    RiskRating.R4, 1_000, 100, 10**10, (SubscriptionTier(0, 15_000), SubscriptionTier(10**8, 0, 100_000)), (RedemptionTier(0, 15_000), RedemptionTier(7, 5_000))
)
CHANGE = FundTerms(RiskRating.R1, 1, 1, 10**10, (SubscriptionTier(0, 0),), (RedemptionTier(0, 0),), quick=QuickTerms(1_000_000, 100_000_000))

POSITIONS = """
SELECT one.shares_minor, one.cost_minor, product.kind, account.credits_posted_minor - account.debits_posted_minor AS posted_minor,
    coalesce(lots.shares_minor, 0) AS lots, coalesce(lots.cost_minor, 0) AS cost, coalesce(changes.shares_minor, 0) AS changed
FROM wealth_position AS one
JOIN wealth_product AS product ON product.id = one.product_id
JOIN ledger_account AS account ON account.owner_id = one.customer_id AND account.code = 'fund_shares' AND account.asset = 'F' || product.code
LEFT JOIN LATERAL (
    SELECT sum(left_minor) AS shares_minor, sum(cost_minor) AS cost_minor FROM wealth_lot AS lot
    WHERE lot.customer_id = one.customer_id AND lot.product_id = one.product_id
) AS lots ON true
LEFT JOIN LATERAL (
    SELECT sum(shares_minor) AS shares_minor FROM wealth_change AS made WHERE made.customer_id = one.customer_id AND made.product_id = one.product_id
) AS changes ON true
"""


class WealthHouse:
    """It is ten in the morning of Monday 2026-09-21 in Shanghai, and only `at` and `on` move the clock."""

    def __init__(self, database: Database, staff: StaffMember) -> None:
        self.database, self.who = database, {"owner_id": staff.id, "session_id": staff.session_id}

    @classmethod
    async def open(cls, database: Database) -> Self:
        house = cls(database, await staff_member(database, "operator:wealth"))
        house.at("2026-09-21T10:00")
        await database.write(wealth.publish_questionnaire, wealth.PublishQuestionnaireCommand(request_id=uuid4(), questionnaire=ASKED, **house.who))
        return house

    def at(self, text: str) -> datetime:
        """Set the clock to an instant of Shanghai."""
        moment = datetime.fromisoformat(text).replace(tzinfo=HERE)
        self.database.clock.freeze(moment)
        return moment

    async def stay_signed_in(self) -> None:
        """Everybody who is signed in stays so, however far the clock goes."""
        async with self.database.transaction() as tx:
            await tx.execute("UPDATE customers_session SET expires_at = '2100-01-01'")

    async def fund(self, code: str = "000001", kind: ProductKind = ProductKind.EQUITY, terms: FundTerms = EQUITY, **more: Any) -> wealth.Fund:
        named = {"request_id": uuid4(), "code": code, "kind": kind, "name_zh": "稳进成长", "name_en": "Steady Growth", "asset": "CNY", "terms": terms}
        return await self.database.write(wealth.publish_fund, wealth.PublishFundCommand(**{**named, **self.who, **more}))

    async def change_fund(self, code: str = "000009", terms: FundTerms = CHANGE) -> wealth.Fund:
        return await self.fund(code, ProductKind.MONEY_MARKET, terms)

    async def investor(self, minor: int = 0, of: InvestorClass = InvestorClass.C4) -> Person:
        """Somebody with that much money and that class."""
        someone = await person(self.database, minor)
        await self.answer(someone, of)
        return someone

    async def answer(self, someone: Person, of: InvestorClass) -> wealth.Assessment:
        named = {"owner_id": someone.id, "session_id": someone.session_id, "version": 1, "answers": (ANSWERS[of],)}
        return await self.database.write(wealth.answer_questionnaire, wealth.AnswerQuestionnaireCommand(request_id=uuid4(), **named))

    async def confirm_mismatch(self, someone: Person, fund: wealth.Fund) -> wealth.Confirmation:
        named = {"owner_id": someone.id, "session_id": someone.session_id, "product_id": fund.id, "version": fund.version}
        return await self.database.write(wealth.confirm_mismatch, wealth.ConfirmMismatchCommand(request_id=uuid4(), **named))

    def subscribing(self, someone: Person, fund: wealth.Fund, minor: int, **more: Any) -> wealth.SubscribeCommand:
        named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "product_id": fund.id, "version": fund.version}
        return wealth.SubscribeCommand(**{**named, "amount": Amount(minor, CNY), "pin": PROVED, **more})

    async def subscribe(self, someone: Person, fund: wealth.Fund, minor: int, **more: Any) -> wealth.FundOrder:
        return await self.database.write(wealth.subscribe, self.subscribing(someone, fund, minor, **more))

    async def redeem(self, someone: Person, fund: wealth.Fund, shares_minor: int, **more: Any) -> wealth.FundOrder:
        named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "product_id": fund.id}
        return await self.database.write(wealth.redeem_shares, wealth.RedeemSharesCommand(**{**named, "shares_minor": shares_minor, "pin": PROVED, **more}))

    async def cancel(self, someone: Person, order: wealth.FundOrder) -> wealth.FundOrder:
        named = {"owner_id": someone.id, "session_id": someone.session_id, "order_id": order.id}
        return await self.database.write(wealth.cancel_fund_order, wealth.CancelFundOrderCommand(request_id=uuid4(), **named))

    async def nav(self, fund: wealth.Fund, day: str, nav_e4: int = 10_000, income_e4: int | None = None, **more: Any) -> wealth.Nav:
        told = {"code": fund.code, "day": date.fromisoformat(day), "nav_e4": nav_e4, "income_e4": income_e4, **more}
        return await self.database.write(wealth.publish_nav, wealth.PublishNavCommand(request_id=None, owner_id=UUID(int=1), **told))

    async def run(self) -> None:
        """Whatever is due now."""
        await advance_due_orders(self.database)

    async def pay_income(self, fund: wealth.Fund) -> list[wealth.IncomeGroupPaid]:
        """Every day that is due."""
        paid = []
        while (group := await self.database.write(wealth.pay_income, wealth.PayIncomeCommand(request_id=None, owner_id=UUID(int=1), product_id=fund.id))).day:
            paid.append(group)
        return paid

    async def buy(self, someone: Person, fund: wealth.Fund, minor: int, nav_e4: int = 10_000) -> wealth.FundOrder:
        """Subscribe now and be confirmed on the next trading day, where the clock then stands."""
        order = await self.subscribe(someone, fund, minor)
        self.database.clock.freeze(order.cut_off_at + timedelta(hours=1))
        await self.run()
        await self.nav(fund, order.trade_date.isoformat(), nav_e4, 0 if fund.kind is ProductKind.MONEY_MARKET else None)
        self.at(f"{order.confirm_on.isoformat()}T10:00")
        await self.run()
        return await self.order(order)

    async def order(self, one: wealth.FundOrder) -> wealth.FundOrder:
        """As it stands now."""
        async with self.database.reading() as read:
            return (await wealth.find_orders(read, [(one.customer_id, one.id)]))[one.customer_id, one.id]

    async def position(self, someone: Person, fund: wealth.Fund) -> wealth.Position:
        async with self.database.reading() as read:
            return next(one for one in await wealth.find_positions(read, [someone.id], emptied=True) if one.product_id == fund.id)

    async def money(self, someone: Person) -> tuple[int, int]:
        """What the wallet holds, and what of it is available."""
        async with self.database.reading() as read:
            account = (await ledger.find_accounts(read, [someone.account_id]))[someone.account_id]
        return account.posted.minor, account.available.minor

    async def posted(self, account_id: UUID) -> int:
        async with self.database.reading() as read:
            return (await ledger.find_accounts(read, [account_id]))[account_id].posted.minor

    async def shares(self, someone: Person, fund: wealth.Fund) -> int:
        """Of the ledger."""
        return await self.posted(wealth.shares_id(someone.id, fund.code))

    async def is_consistent(self) -> bool:
        """Every position's shares are the ledger's, the lots sum to them, and the changes too; the ledger itself verifies."""
        await seal(self.database)
        report = await ledger.verify(self.database)
        assert not report.findings, report.findings
        async with self.database.reading() as read:
            rows = await read.fetch(POSITIONS)
        return bool(rows) and all(
            row["shares_minor"] == row["posted_minor"] == row["changed"]
            and (row["kind"] == "money_market" or (row["lots"], row["cost"]) == (row["shares_minor"], row["cost_minor"]))
            for row in rows
        )


def with_rating(terms: FundTerms, rating: RiskRating) -> FundTerms:
    return replace(terms, rating=rating)


def shares(fund: wealth.Fund, minor: int) -> Amount:
    return Amount(minor, fund_shares(fund.code))

"""Everything that pays at the mall's till: a buyer with a wallet, change, points, coupons and a line of instalments, and what each of them holds."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from domains import ledger, loans, offers, wallet, wealth
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.loans.jobs.checkout import pass_on_refund
from domains.wallet.accounts import points_paid_id
from tests.domains.loans.loan_house import PLAN, LoanHouse
from tests.domains.mall.mall_house import MallHouse, MallShop
from tests.domains.offers.campaigns import FIVE_OFF, budget, campaign
from tests.domains.offers.staff import Staff
from tests.domains.wallet.people import Person, fund
from tests.domains.wallet.points import earn
from tests.domains.wealth.wealth_house import WealthHouse
from tests.staff import staff_member

WALLET, CHANGE, POINTS, LINE, BUDGET = 100_000, 50_000, 5_000, 1_000_000, 10_000
"""What a buyer has, and a campaign."""


class Standing(NamedTuple):
    """What a buyer has of each, and what is in the coupons' budget."""

    wallet: int
    change: int
    points: int
    line: int
    coupon: str
    budget: int


@dataclass
class Buyer:
    """Somebody with all of it, and a coupon of a campaign of their own."""

    person: Person
    line: loans.Line
    campaign: offers.Campaign
    coupon: offers.CouponGranted


class Tenders:
    """A house that has a mall, funds, loans and coupons. It is Tuesday ten in the morning, and the clock stands."""

    def __init__(self, mall: MallHouse, wealth_house: WealthHouse, lender: LoanHouse, staff: Staff, fund_: wealth.Fund) -> None:
        self.database, self.mall, self.wealth, self.lender, self.staff, self.fund = mall.database, mall, wealth_house, lender, staff, fund_

    @classmethod
    async def open(cls, database: Database) -> "Tenders":
        wealth_house = await WealthHouse.open(database)
        lender = await LoanHouse.open(database)
        staff = Staff(database, await staff_member(database, "operator:offers"))
        return cls(await MallHouse.open(database), wealth_house, lender, staff, await wealth_house.change_fund())

    async def buyer(self) -> Buyer:
        """A borrower who is an investor too, with a line, and change bought the day before."""
        someone = await self.lender.borrower(minor=WALLET + CHANGE)
        await self.wealth.answer(someone, wealth.InvestorClass.C4)
        line = await self.lender.line(someone, PLAN, LINE, loans.LoanKind.INSTALMENT)
        await self.wealth.buy(someone, self.fund, CHANGE)
        await earn(self.database, someone.id, POINTS)
        one = await campaign(self.staff, FIVE_OFF, BUDGET)
        return Buyer(someone, line, one, await self.claim(someone, one))

    async def claim(self, someone: Person, one: offers.Campaign) -> offers.CouponGranted:
        who = {"owner_id": someone.id, "session_id": someone.session_id}
        return await self.database.write(offers.claim_coupon, offers.ClaimCouponCommand(request_id=uuid4(), campaign_id=one.id, **who))

    async def reserve(self, buyer: Buyer, shop: MallShop, minor: int, coupon_id: UUID | None = None) -> offers.CouponsReserved:
        """Set the coupon aside for that much at that shop."""
        who = {"owner_id": buyer.person.id, "session_id": buyer.person.session_id}
        told = {"coupon_ids": (coupon_id or buyer.coupon.coupon_id,), "merchant_id": shop.merchant_id, "amount": Amount(minor, CNY)}
        return await self.database.write(offers.reserve_coupons, offers.ReserveCouponsCommand(request_id=uuid4(), **who, **told))

    async def standing(self, buyer: Buyer) -> Standing:
        someone = buyer.person
        async with self.database.reading() as read:
            (points,) = await wallet.find_points(read, [someone.id])
            key = (someone.id, buyer.coupon.coupon_id)
            coupon = (await offers.find_coupons(read, [key]))[key].state_at(read.now)
        change = await self.wealth.shares(someone, self.fund)
        held = (await self.mall.balance(someone), change, points.available.minor, await self.lender.left(buyer.line))
        return Standing(*held, coupon, (await budget(self.database, buyer.campaign))[1])

    async def pass_on(self, payment_id: UUID | None) -> None:
        """What went back to a loan goes into it, as the job does it."""
        await pass_on_refund(self.database, {"payment_id": str(payment_id)})

    async def loans_of(self, payment_id: UUID | None) -> list[loans.Loan]:
        assert payment_id is not None
        async with self.database.reading() as read:
            return await loans.list_of_payments(read, [payment_id])

    async def principal(self, loan: loans.Loan) -> int:
        return (await self.lender.owed(loan))["principal"]

    async def give(self, someone: Person, minor: int) -> None:
        await fund(self.database, someone, minor)

    def advance(self, span: timedelta) -> None:
        self.database.clock.advance(span)

    async def paid_for_points(self, buyer: Buyer) -> int:
        """What the house has paid for points, and what it was paid back."""
        async with self.database.reading() as read:
            found = await ledger.find_accounts(read, [id_ := points_paid_id(buyer.person.id)])
        return -found[id_].posted.minor


def parts(**minors: int | None) -> tuple[wallet.Funding, ...]:
    """Sources by name (`instalments` are six): how much each gives, None for the rest."""
    names = {"instalments": "instalments-6"}
    return tuple(wallet.Funding(names.get(name, name), None if minor is None else Amount(minor, CNY)) for name, minor in minors.items() if minor != 0)

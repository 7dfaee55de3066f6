"""Thousands redeem a coupon with a hundred uses at the same moment."""

import asyncio
from uuid import uuid4

import pytest

from domains import offers
from domains.kernel.database import Database
from domains.offers import Limits
from tests.domains.offers.campaigns import CASH, budget, campaign, claim, redeem_cash
from tests.domains.offers.staff import Staff
from tests.domains.wallet.people import Person, balance, person


@pytest.mark.parametrize(("clients", "people"), [(1_000, 100), pytest.param(10_000, 1_000, marks=pytest.mark.prove)])
async def test_of_all_who_redeem_a_coupon_with_a_hundred_uses_exactly_a_hundred_are_paid(database: Database, staff: Staff, clients: int, people: int) -> None:
    code = f"TEA{uuid4().hex[:8]}"
    one = await campaign(staff, CASH, CASH.minor * 100, Limits(total=100, per_person=None), shared_code=code)
    crowd = [await person(database) for _ in range(people)]

    async def redeem(someone: Person) -> offers.CashCouponRedeemed:
        return await redeem_cash(database, someone, await claim(database, someone, code))

    told = await asyncio.gather(*(redeem(crowd[number % people]) for number in range(clients)), return_exceptions=True)
    redeemed = [answer for answer in told if isinstance(answer, offers.CashCouponRedeemed)]
    assert len(redeemed) == len({answer.coupon_id for answer in redeemed}) == 100
    assert {type(answer) for answer in told if answer not in redeemed} == {offers.CouponLimitReached}
    assert await budget(database, one) == (0, 0)
    assert sum([await balance(database, someone) for someone in crowd]) == CASH.minor * 100

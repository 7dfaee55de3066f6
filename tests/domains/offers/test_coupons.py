"""Coupons: claimed within limits, reserved against a budget, redeemed at a till, priced anew by a refund, and given later."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import offers, wallet
from domains.kernel.assets import POINTS
from domains.kernel.database import Database
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.money import Amount
from domains.kernel.relay import relay_until_idle
from domains.offers import (
    Benefit,
    BenefitKind,
    Conditions,
    Limits,
    listeners,  # noqa: F401  registers them
)
from tests.domains.offers.campaigns import (
    CASH,
    FIVE_OFF,
    TENTH_OFF,
    TWENTY_FROM_HUNDRED,
    budget,
    campaign,
    claim,
    claiming,
    coupon,
    pay_with,
    redeem_cash,
    reserve,
    sweep,
)
from tests.domains.offers.staff import Staff
from tests.domains.wallet import tills
from tests.domains.wallet.people import balance, person
from tests.staff import staff_member


async def answers(awaitables: Any) -> list[Any]:
    return list(await asyncio.gather(*awaitables, return_exceptions=True))


@pytest.mark.parametrize("claims", [1_000, pytest.param(10_000, marks=pytest.mark.prove)])
async def test_of_a_shared_code_with_a_hundred_uses_exactly_a_hundred_are_had(database: Database, staff: Staff, claims: int) -> None:
    code = f"NOODLE{uuid4().hex[:8]}"
    one = await campaign(staff, limits=Limits(total=100, per_person=None), shared_code=code)
    people = [await person(database) for _ in range(20)]
    told = await answers(claim(database, people[number % 20], code.lower()) for number in range(claims))
    granted = [answer for answer in told if isinstance(answer, offers.CouponGranted)]
    refused = {(type(answer), answer.scope, answer.most) for answer in told if answer not in granted}
    assert (len(granted), len({answer.coupon_id for answer in granted}), refused) == (100, 100, {(offers.CouponLimitReached, "total", 100)})
    with pytest.raises(offers.CampaignNotFound):
        await claim(database, people[0], one)


@pytest.mark.parametrize(
    ("limits", "scope", "claims", "had"),
    [
        (Limits(per_person=2), "person", 8, 2),
        (Limits(per_person=None, per_person_day=3), "person_day", 8, 3),
        (Limits(per_person=None, per_day=5), "day", 8, 5),
        (Limits(per_person=None, per_device=1), "device", 8, 1),
        (Limits(per_person=None, per_household=4), "household", 8, 4),
    ],
)
async def test_no_limit_is_passed_by_claims_at_once(database: Database, staff: Staff, limits: Limits, scope: str, claims: int, had: int) -> None:
    one, someone = await campaign(staff, limits=limits), await person(database)
    told = await answers(claim(database, someone, one) for _ in range(claims))
    refusals = [answer for answer in told if isinstance(answer, offers.CouponLimitReached)]
    assert (claims - len(refusals), {refusal.scope for refusal in refusals}) == (had, {scope})


async def test_a_claim_repeated_is_one_claim(database: Database, staff: Staff) -> None:
    one, someone = await campaign(staff, limits=Limits(per_person=1)), await person(database)
    command = claiming(someone, one)
    first, second = [await database.write(offers.claim_coupon, command) for _ in range(2)]
    assert first == second


async def test_a_unique_code_is_had_once_by_whoever_is_first(database: Database, staff: Staff) -> None:
    one = await campaign(staff)
    made = await database.write(offers.make_unique_codes, offers.MakeUniqueCodesCommand(request_id=uuid4(), campaign_id=one.id, count=3, **staff.who))
    async with database.reading() as read:
        codes = offers.unique_codes(read, made)
    people = [await person(database) for _ in range(8)]
    told = await answers(claim(database, someone, codes[0]) for someone in people)
    assert sorted(type(answer).__name__ for answer in told) == ["CampaignNotFound"] * 7 + ["CouponGranted"]
    assert (await claim(database, people[0], f"{codes[1][:4]}-{codes[1][4:].lower()}")).campaign_id == one.id
    with pytest.raises(offers.CampaignNotFound):
        await claim(database, people[0], "AAAABBBBCCCCDDDD")


async def test_who_may_not_claim_is_told_why_and_nothing_is_counted(database: Database, staff: Staff) -> None:
    someone, now = await person(database), database.clock.now()
    verified = await campaign(staff, conditions=Conditions(tiers=("verified",)))
    ahead = await campaign(staff, starts_at=now + timedelta(days=1))
    paused = await campaign(staff)
    await database.write(offers.set_campaign_state, offers.SetCampaignStateCommand(request_id=uuid4(), campaign_id=paused.id, state="paused", **staff.who))
    for one, refusal in ((verified, offers.CouponNotForYou), (ahead, offers.CampaignEnded), (paused, offers.CampaignEnded)):
        with pytest.raises(refusal):
            await claim(database, someone, one)
    with pytest.raises(Unauthenticated):
        await claim(database, someone, verified, session_id=uuid4())
    async with database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM offers_coupon WHERE customer_id = $1", someone.id) == 0


async def test_a_coupon_pays_its_part_at_the_till_from_its_budget(database: Database, staff: Staff) -> None:
    shop, payer = await tills.shop(database, fee_bps=0), await person(database, 20_000)
    one = await campaign(staff, TWENTY_FROM_HUNDRED, 5_000)
    granted = await claim(database, payer, one)
    reserved = await reserve(database, payer, [granted], shop, 12_000)
    assert (reserved.given.minor, reserved.to_pay.minor, await budget(database, one)) == (2_000, 10_000, (5_000, 3_000))
    await pay_with(database, payer, shop, 12_000, 2_000)
    assert (await balance(database, payer), await budget(database, one), sum(await tills.held(database, shop))) == (10_000, (3_000, 3_000), 12_000)
    assert (await coupon(database, granted)).state == "redeemed"
    with pytest.raises(offers.CouponUnusable) as refused:
        await reserve(database, payer, [granted], shop, 12_000)
    assert refused.value.reasons == ("used",)


async def test_a_part_returned_prices_the_coupon_anew_and_every_fen_is_found(database: Database, staff: Staff) -> None:
    shop, payer = await tills.shop(database, fee_bps=0), await person(database, 20_000)
    one = await campaign(staff, TWENTY_FROM_HUNDRED, 5_000)
    await reserve(database, payer, [await claim(database, payer, one)], shop, 12_000)
    paid = await pay_with(database, payer, shop, 12_000, 2_000)
    await tills.refund(database, shop, paid.payment_id, 1_500)
    assert (await balance(database, payer), await budget(database, one)) == (11_500, (3_000, 3_000))
    await tills.refund(database, shop, paid.payment_id, 1_000)
    assert (await balance(database, payer), await budget(database, one)) == (11_500, (4_000, 4_000))
    await tills.refund(database, shop, paid.payment_id, 4_500)
    assert (await balance(database, payer), await budget(database, one)) == (15_000, (5_000, 5_000))
    await tills.refund(database, shop, paid.payment_id, 5_000)
    assert (await balance(database, payer), await budget(database, one), sum(await tills.held(database, shop))) == (20_000, (5_000, 5_000), 0)


async def test_coupons_of_one_group_stand_together_and_come_back_each_to_its_budget(database: Database, staff: Staff) -> None:
    shop, payer = await tills.shop(database, fee_bps=0), await person(database, 20_000)
    together = Conditions(stack="weekend")
    kinds = [(FIVE_OFF, together), (TENTH_OFF, together), (FIVE_OFF, Conditions())]
    five, tenth, alone = [await campaign(staff, benefit, 5_000, conditions=how) for benefit, how in kinds]
    granted = [await claim(database, payer, one) for one in (five, tenth, alone)]
    with pytest.raises(offers.CouponUnusable) as refused:
        await reserve(database, payer, granted, shop, 10_000)
    assert refused.value.reasons == ("does_not_stack",)
    assert (await reserve(database, payer, granted[:2], shop, 10_000)).given.minor == 1_500
    paid = await pay_with(database, payer, shop, 10_000, 1_500)
    assert [await budget(database, one) for one in (five, tenth)] == [(4_500, 4_500), (4_000, 4_000)]
    await tills.refund(database, shop, paid.payment_id, 4_000)
    assert [await budget(database, one) for one in (five, tenth)] == [(4_500, 4_500), (4_400, 4_400)]
    await tills.refund(database, shop, paid.payment_id, 6_000)
    assert ([await budget(database, one) for one in (five, tenth)], await balance(database, payer)) == ([(5_000, 5_000), (5_000, 5_000)], 20_000)


async def test_a_payment_that_is_not_what_was_reserved_is_refused_and_takes_nothing(database: Database, staff: Staff) -> None:
    shop, other, payer = await tills.shop(database), await tills.shop(database), await person(database, 20_000)
    one = await campaign(staff, FIVE_OFF, 5_000)
    granted = await claim(database, payer, one)
    for pay in (lambda: pay_with(database, payer, shop, 6_000, 500),):
        with pytest.raises(wallet.FundingChanged):
            await pay()
    await reserve(database, payer, [granted], shop, 6_000)
    for attempt in ((shop, 6_000, 400), (shop, 6_001, 500), (other, 6_000, 500)):
        with pytest.raises(wallet.FundingChanged):
            await pay_with(database, payer, *attempt)
    assert (await balance(database, payer), await budget(database, one)) == (20_000, (5_000, 4_500))
    told = await answers(pay_with(database, payer, shop, 6_000, 500) for _ in range(8))
    assert sorted(type(answer).__name__ for answer in told) == ["FundingChanged"] * 7 + ["Paid"]
    assert (await balance(database, payer), await budget(database, one)) == (14_500, (4_500, 4_500))


async def test_a_reservation_is_let_go_by_its_owner_or_by_the_clock(fresh_database: Database) -> None:
    database = fresh_database
    staff = Staff(database, await staff_member(database, "operator:offers"))
    database.clock.freeze(database.clock.now())
    shop, payer, stranger = await tills.shop(database), await person(database, 20_000), await person(database)
    one = await campaign(staff, FIVE_OFF, 500)
    granted = await claim(database, payer, one)
    reserved = await reserve(database, payer, [granted], shop, 6_000)

    async def release(someone: Any) -> offers.CouponsReleased:
        command = offers.ReleaseCouponsCommand(request_id=uuid4(), owner_id=someone.id, session_id=someone.session_id, reservation_id=reserved.reservation_id)
        return await database.write(offers.release_coupons, command)

    with pytest.raises(offers.CouponNotFound):
        await release(stranger)
    assert (await release(payer)).coupon_ids == (granted.coupon_id,)
    assert await budget(database, one) == (500, 500)
    await reserve(database, payer, [granted], shop, 6_000)
    database.clock.advance(timedelta(minutes=15))
    assert await budget(database, one) == (500, 500)
    assert (await coupon(database, granted)).state_at(database.clock.now()) == "claimed"
    with pytest.raises(wallet.FundingChanged):
        await pay_with(database, payer, shop, 6_000, 500)
    await reserve(database, payer, [granted], shop, 6_000)
    await pay_with(database, payer, shop, 6_000, 500)
    assert await budget(database, one) == (0, 0)


async def test_a_budget_under_racing_redemptions_is_never_overspent_and_every_fen_is_explained(database: Database, staff: Staff) -> None:
    one = await campaign(staff, Benefit(BenefitKind.CASH, minor=88_800), 1_000_000)
    people = [await person(database) for _ in range(64)]
    granted = [await claim(database, someone, one) for someone in people]
    told = await answers(redeem_cash(database, someone, had) for someone, had in zip(people, granted, strict=True))
    redeemed = [answer for answer in told if isinstance(answer, offers.CashCouponRedeemed)]
    assert sorted({type(answer).__name__ for answer in told}) == ["BudgetExhausted", "CashCouponRedeemed"]
    assert (len(redeemed), await budget(database, one)) == (11, (1_000_000 - 11 * 88_800,) * 2)
    assert sum([await balance(database, someone) for someone in people]) == 11 * 88_800


async def test_a_coupon_is_redeemed_once_whatever_arrives_together(database: Database, staff: Staff) -> None:
    one, someone = await campaign(staff, CASH, 10_000), await person(database)
    granted = await claim(database, someone, one)
    told = await answers(redeem_cash(database, someone, granted) for _ in range(16))
    assert (sorted(type(answer).__name__ for answer in told), await balance(database, someone)) == (["CashCouponRedeemed"] + ["CouponUnusable"] * 15, 888)
    with pytest.raises(offers.CouponNotFound):
        await redeem_cash(database, await person(database), granted)


async def test_cashback_and_points_come_once_the_time_for_returns_is_over_and_for_what_was_kept(fresh_database: Database) -> None:
    database = fresh_database
    staff = Staff(database, await staff_member(database, "operator:offers"))
    database.clock.freeze(database.clock.now())
    shop, payer = await tills.shop(database, fee_bps=0), await person(database, 20_000)
    together = Conditions(stack="later")
    back = await campaign(staff, Benefit(BenefitKind.CASHBACK, bps=1_000), 2_000, conditions=together)
    points = await campaign(staff, Benefit(BenefitKind.POINTS, minor=2), 500, conditions=together, asset=POINTS)
    granted = [await claim(database, payer, one) for one in (back, points)]
    assert (await reserve(database, payer, granted, shop, 10_000)).given.minor == 0
    paid = await tills.pay(database, payer, shop, 10_000)
    await relay_until_idle(database)
    assert ([await budget(database, one) for one in (back, points)], await balance(database, payer)) == ([(2_000, 1_000), (500, 300)], 10_000)
    await tills.refund(database, shop, paid.payment_id, 4_000)
    await relay_until_idle(database)
    database.clock.advance(timedelta(days=7) - timedelta(seconds=1))
    assert (await sweep(database)).paid == 0
    database.clock.advance(timedelta(seconds=1))
    assert ((await sweep(database)).paid, (await sweep(database)).paid) == (2, 0)
    assert (await balance(database, payer), [await budget(database, one) for one in (back, points)]) == (14_600, [(1_400, 1_400), (380, 380)])
    async with database.reading() as read:
        (held,) = await wallet.find_points(read, [payer.id])
    assert held.available.minor == 120


async def test_what_nobody_used_expires_and_its_place_is_free(fresh_database: Database) -> None:
    database = fresh_database
    staff = Staff(database, await staff_member(database, "operator:offers"))
    database.clock.freeze(database.clock.now())
    one = await campaign(staff, limits=Limits(total=1, per_person=None), life_days=1)
    first, second = await person(database), await person(database)
    granted = await claim(database, first, one)
    with pytest.raises(offers.CouponLimitReached):
        await claim(database, second, one)
    database.clock.advance(timedelta(days=2))
    assert (await sweep(database)).expired == 1
    assert (await coupon(database, granted)).state == "expired"
    await claim(database, second, one)


async def test_a_quote_tells_what_each_coupon_gives_or_every_reason_and_writes_nothing(database: Database, staff: Staff) -> None:
    shop, payer = await tills.shop(database), await person(database)
    five, twenty, cash = [await claim(database, payer, await campaign(staff, benefit)) for benefit in (FIVE_OFF, TWENTY_FROM_HUNDRED, CASH)]
    async with database.reading() as read:
        with database.counting() as statements:
            (quotes,) = await offers.quote_coupons(read, [(payer.id, payer.session_id)], shop.merchant_id, Amount(8_000, shop.asset), None)
    told = {quote.coupon.id: (quote.given and quote.given.minor, [reason.value for reason in quote.reasons]) for quote in quotes}
    assert told == {five.coupon_id: (500, []), twenty.coupon_id: (None, ["spends_too_little"]), cash.coupon_id: (None, ["not_at_till"])}
    assert len([one for one in statements if not one.startswith("BEGIN")]) == 2


async def test_what_breaks_a_rule_is_refused_and_reserves_nothing(database: Database, staff: Staff) -> None:
    shop, payer, other = await tills.shop(database), await person(database, 10_000), await person(database)
    poor = await campaign(staff, FIVE_OFF, 0)
    granted, theirs = await claim(database, payer, poor), await claim(database, other, poor)
    refused: list[tuple[type[Refusal], Any]] = [
        (offers.CouponNotFound, lambda: reserve(database, payer, [], shop, 6_000)),
        (offers.CouponNotFound, lambda: reserve(database, payer, [theirs], shop, 6_000)),
        (offers.CouponNotFound, lambda: reserve(database, payer, [granted, theirs], shop, 6_000)),
        (offers.BudgetExhausted, lambda: reserve(database, payer, [granted], shop, 6_000)),
    ]
    for refusal, attempt in refused:
        with pytest.raises(refusal):
            await attempt()
    assert ((await coupon(database, granted)).state, await budget(database, poor)) == ("claimed", (0, 0))

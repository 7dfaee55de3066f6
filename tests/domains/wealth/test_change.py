"""The change account: pays at a till, in a transfer and into the wallet, within the caps, all or nothing."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from domains import ledger, wallet, wealth
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.money import Amount
from domains.wealth import FundTerms, QuickTerms, RedemptionTier, RiskRating, SubscriptionTier
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person, balance
from tests.domains.wealth.wealth_house import PROVED, WealthHouse

CAPPED = FundTerms(RiskRating.R1, 1, 1, 10**10, (SubscriptionTier(0, 0),), (RedemptionTier(0, 0),), quick=QuickTerms(50_000, 80_000))


async def holder(house: WealthHouse, fund: wealth.Fund, minor: int, left_minor: int = 0) -> Person:
    """Somebody who holds that much change, and that much in the wallet."""
    house.at("2026-09-21T10:00")
    someone = await house.investor(minor + left_minor)
    await house.buy(someone, fund, minor)
    return someone


async def pay(house: WealthHouse, someone: Person, shop: tills.Shop, minor: int, change_minor: int, **more: Any) -> wallet.Paid:
    fundings = [wallet.Funding("change", Amount(change_minor, CNY))]
    if change_minor < minor:
        fundings.append(wallet.Funding("wallet"))
    return await tills.pay(house.database, someone, shop, minor, fundings=tuple(fundings), pin=PROVED, **more)


async def test_a_payment_from_change_takes_shares_and_pays_the_merchant_in_one_act(house: WealthHouse) -> None:
    fund = await house.change_fund()
    payer, shop = await holder(house, fund, 20_000, 1_000), await tills.shop(house.database)
    await pay(house, payer, shop, 5_500, 5_000)
    assert (await house.shares(payer, fund), await balance(house.database, payer)) == (15_000, 500)
    assert (await tills.held(house.database, shop))[0] == 5_500
    assert await house.posted(wealth.shares_id(HOUSE_ID, fund.code)) == 5_000
    assert await house.position(payer, fund) == (payer.id, fund.id, 15_000, 15_000, 0, 0, 0)
    settled = await house.database.write(wealth.settle_advances, wealth.SettleAdvancesCommand(request_id=None, owner_id=HOUSE_ID, product_id=fund.id))
    assert settled.settled_minor == 5_000
    assert (await house.posted(wealth.shares_id(HOUSE_ID, fund.code)), await house.posted(wealth.advance_id(fund.code))) == (0, 0)
    assert await house.is_consistent()


async def test_a_payment_that_the_wallet_cannot_complete_takes_no_shares(house: WealthHouse) -> None:
    fund = await house.change_fund()
    payer, shop = await holder(house, fund, 20_000, 499), await tills.shop(house.database)
    with pytest.raises(ledger.InsufficientFunds):
        await pay(house, payer, shop, 5_500, 5_000)
    assert (await house.shares(payer, fund), await balance(house.database, payer), (await tills.held(house.database, shop))[0]) == (20_000, 499, 0)
    assert await house.is_consistent()


async def test_racing_payments_take_what_there_is_and_no_more(house: WealthHouse) -> None:
    fund = await house.change_fund()
    payer, shop = await holder(house, fund, 10_000), await tills.shop(house.database)
    told = await asyncio.gather(*(pay(house, payer, shop, 900, 900) for _ in range(24)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in told) == ["InsufficientFunds"] * 13 + ["Paid"] * 11
    assert (await house.shares(payer, fund), (await tills.held(house.database, shop))[0]) == (100, 9_900)
    assert await house.is_consistent()


async def test_a_refund_of_what_change_paid_comes_to_the_wallet(house: WealthHouse) -> None:
    fund = await house.change_fund()
    payer, shop = await holder(house, fund, 10_000), await tills.shop(house.database)
    paid = await pay(house, payer, shop, 4_000, 4_000)
    await tills.refund(house.database, shop, paid.payment_id, 1_000)
    assert (await house.shares(payer, fund), await balance(house.database, payer)) == (6_000, 1_000)


async def redeem(house: WealthHouse, someone: Person, fund: wealth.Fund, minor: int, **more: Any) -> wealth.ChangeRedeemed:
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "product_id": fund.id}
    return await house.database.write(wealth.redeem_change, wealth.RedeemChangeCommand(**{**named, "amount": Amount(minor, CNY), "pin": PROVED, **more}))


async def test_what_the_day_s_cap_leaves_comes_at_once_and_the_rest_the_next_trading_day(house: WealthHouse) -> None:
    fund = await house.change_fund(terms=CAPPED)
    investor = await holder(house, fund, 100_000)
    redeemed = await redeem(house, investor, fund, 70_000)
    assert (redeemed.at_once.minor, redeemed.later.minor, await balance(house.database, investor)) == (50_000, 20_000, 50_000)
    assert redeemed.order is not None and redeemed.order.shares_minor == 20_000
    again = await redeem(house, investor, fund, 10_000)
    assert (again.at_once.minor, again.later.minor) == (0, 10_000)
    with pytest.raises(wealth.SharesInsufficient):
        await redeem(house, investor, fund, 20_001)
    house.at("2026-09-22T15:00")
    await house.run()
    await house.nav(fund, "2026-09-22", 10_000, 0)
    house.at("2026-09-24T10:00")
    for _ in range(3):
        await house.run()
    assert (await balance(house.database, investor), await house.shares(investor, fund)) == (80_000, 20_000)
    assert (await redeem(house, investor, fund, 20_000)).at_once.minor == 20_000
    assert await house.is_consistent()


async def test_the_fund_s_cap_is_shared_by_all_and_never_passed(house: WealthHouse) -> None:
    fund = await house.change_fund(terms=CAPPED)
    people = [await holder(house, fund, 30_000) for _ in range(4)]
    house.at("2026-09-22T10:00")
    told = await asyncio.gather(*(redeem(house, one, fund, 30_000) for one in people))
    assert sorted(one.at_once.minor for one in told) == [0, 20_000, 30_000, 30_000]
    assert -await house.posted(wealth.advance_id(fund.code)) == 80_000
    assert await house.is_consistent()


async def test_change_is_sent_to_a_friend_in_one_act_or_not_at_all(house: WealthHouse) -> None:
    fund = await house.change_fund()
    sender, friend = await holder(house, fund, 10_000), await house.investor()
    named = {"owner_id": sender.id, "session_id": sender.session_id, "target_id": friend.id, "pin": PROVED}

    async def send(minor: int, **more: Any) -> wallet.Transferred:
        command = wealth.TransferFromChangeCommand(**{**named, "request_id": uuid4(), "amount": Amount(minor, CNY), **more})
        return await house.database.write(wealth.transfer_from_change, command)

    await send(4_000)
    assert (await house.shares(sender, fund), await balance(house.database, sender), await balance(house.database, friend)) == (6_000, 0, 4_000)
    with pytest.raises(wallet.RecipientNotFound):
        await send(1_000, target_id=uuid4())
    with pytest.raises(ledger.InsufficientFunds):
        await send(6_001)
    assert (await house.shares(sender, fund), await balance(house.database, sender)) == (6_000, 0)
    assert await house.is_consistent()


async def test_shares_that_were_paid_out_in_the_night_earn_for_the_day_that_was_over(house: WealthHouse) -> None:
    fund = await house.change_fund()
    investor = await holder(house, fund, 10_000_000)
    house.at("2026-09-23T00:30")
    await redeem(house, investor, fund, 1_000_000)
    await house.nav(fund, "2026-09-22", 10_000, 10_000)
    await house.nav(fund, "2026-09-23", 10_000, 10_000)
    assert [one.paid_minor for one in await house.pay_income(fund)] == [0, 1_000, 900]
    assert await house.is_consistent()

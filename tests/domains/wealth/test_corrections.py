"""A value that is corrected after orders were confirmed at it: the differences are booked, once for each order and revision."""

import asyncio
from datetime import date

from domains import wealth
from domains.kernel.assets import CNY
from domains.wealth import OrderState
from domains.wealth.jobs.daily_run import replay_corrected_orders
from domains.wealth.rules.positions import ChangeKind
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person
from tests.domains.wealth.wealth_house import PROVED, WealthHouse

GROSS, NET, FEE = 1_000_000, 985_222, 14_778


async def replay(house: WealthHouse, fund: wealth.Fund, day: str, revision: int = 1) -> None:
    """As the worker does, more than once."""
    payload = {"subject_id": str(fund.id), "day": day, "revision": revision}
    await asyncio.gather(*(replay_corrected_orders(house.database, payload) for _ in range(3)))


async def corrections(house: WealthHouse, someone: Person) -> list[tuple[int, int, int, int]]:
    async with house.database.reading() as read:
        found = await wealth.find_changes(read, [someone.id], date(2026, 1, 1), date(2026, 12, 31))
    return [(one.shares_minor, one.money_minor, one.fee_minor, one.cost_minor) for one in found if one.kind is ChangeKind.CORRECTION]


async def balanced(house: WealthHouse, fund: wealth.Fund, *held: int) -> None:
    """What was issued is what customers hold."""
    assert -await house.posted(wealth.issued_id(fund.code)) == sum(held)
    assert await house.is_consistent()


async def test_a_subscription_at_too_high_a_value_gets_the_shares_that_it_lacks(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(GROSS)
    order = await house.buy(investor, fund, GROSS, 12_500)
    assert order.done_shares_minor == 788_177
    await house.nav(fund, "2026-09-21", 10_000)
    await replay(house, fund, "2026-09-21")
    corrected = await house.order(order)
    assert (corrected.nav_revision, corrected.done_shares_minor, corrected.state) == (1, NET, OrderState.SETTLED)
    assert await house.position(investor, fund) == (investor.id, fund.id, NET, GROSS, 0, 0, 0)
    assert await corrections(house, investor) == [(NET - 788_177, 0, 0, 0)]
    await balanced(house, fund, NET)


async def test_a_subscription_at_too_low_a_value_gives_shares_back_and_a_second_correction_counts_from_the_first(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(GROSS)
    order = await house.buy(investor, fund, GROSS, 10_000)
    await house.nav(fund, "2026-09-21", 12_500)
    await replay(house, fund, "2026-09-21")
    assert await house.shares(investor, fund) == 788_177
    await house.nav(fund, "2026-09-21", 10_000)
    await replay(house, fund, "2026-09-21", 2)
    assert (await house.order(order)).nav_revision == 2
    assert await corrections(house, investor) in ([(788_177 - NET, 0, 0, 0), (NET - 788_177, 0, 0, 0)], [(NET - 788_177, 0, 0, 0), (788_177 - NET, 0, 0, 0)])
    assert await house.position(investor, fund) == (investor.id, fund.id, NET, GROSS, 0, 0, 0)
    await balanced(house, fund, NET)


async def test_shares_that_are_gone_cannot_be_taken_back_and_nothing_is_booked_by_half(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(GROSS)
    order = await house.buy(investor, fund, GROSS, 10_000)
    await house.redeem(investor, fund, NET)
    await house.nav(fund, "2026-09-21", 12_500)
    await replay(house, fund, "2026-09-21")
    kept = await house.order(order)
    assert (kept.nav_revision, kept.nav_e4, kept.done_shares_minor) == (1, 10_000, NET)
    assert await corrections(house, investor) == []
    async with house.database.reading() as read:
        told = await read.fetch("SELECT payload ->> 'is_booked' AS is_booked FROM kernel_outbox WHERE name = 'FundOrderCorrected'")
    assert [row["is_booked"] for row in told] == ["false"]
    await balanced(house, fund, NET)


async def sold(house: WealthHouse, fund: wealth.Fund, investor: Person, until: str) -> wealth.FundOrder:
    """A redemption of all, at 1.2000 of 22 September, as it stands on a day."""
    await house.buy(investor, fund, GROSS, 10_000)
    order = await house.redeem(investor, fund, NET)
    house.at("2026-09-22T15:00")
    await house.run()
    await house.nav(fund, "2026-09-22", 12_000)
    for day in ("2026-09-23", "2026-09-24"):
        if day <= until:
            house.at(f"{day}T10:00")
            await house.run()
    return await house.order(order)


async def test_a_redemption_that_was_paid_gets_the_money_that_it_lacks_or_gives_some_back(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(GROSS)
    order = await sold(house, fund, investor, "2026-09-24")
    gross, fee = 1_182_266, 17_734
    assert (order.state, await house.money(investor)) == (OrderState.SETTLED, (gross - fee,) * 2)
    for revision, nav_e4, gross, fee in ((1, 13_000, 1_280_789, 19_212), (2, 11_000, 1_083_744, 16_256)):
        await house.nav(fund, "2026-09-22", nav_e4)
        await replay(house, fund, "2026-09-22", revision)
        assert await house.money(investor) == (gross - fee,) * 2
        assert await house.posted(wealth.fee_id(CNY)) == FEE + fee
        assert (await house.position(investor, fund)).realised_minor == gross - fee - GROSS
    assert len(await corrections(house, investor)) == 2
    assert await house.posted(wealth.clearing_id(fund.code)) == GROSS - FEE - gross
    await balanced(house, fund, 0)


async def test_a_redemption_that_is_not_paid_yet_is_paid_as_corrected(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(GROSS)
    order = await sold(house, fund, investor, "2026-09-23")
    assert (order.state, await house.money(investor)) == (OrderState.CONFIRMED, (0, 0))
    await house.nav(fund, "2026-09-22", 13_000)
    await replay(house, fund, "2026-09-22")
    assert await house.money(investor) == (0, 0)
    house.at("2026-09-24T10:00")
    await house.run()
    assert await house.money(investor) == (1_280_789 - 19_212,) * 2
    assert await house.posted(wealth.clearing_id(fund.code)) == GROSS - FEE - 1_280_789
    await balanced(house, fund, 0)


async def test_money_that_was_spent_cannot_be_taken_back_and_nothing_is_booked_by_half(house: WealthHouse) -> None:
    fund, investor, shop = await house.fund(), await house.investor(GROSS), await tills.shop(house.database)
    await house.stay_signed_in()
    await sold(house, fund, investor, "2026-09-24")
    await tills.pay(house.database, investor, shop, 50_000, pin=PROVED)
    left, fees = await house.money(investor), await house.posted(wealth.fee_id(CNY))
    await house.subscribe(investor, fund, left[1])
    await house.nav(fund, "2026-09-22", 11_000)
    await replay(house, fund, "2026-09-22")
    assert (await house.money(investor), await house.posted(wealth.fee_id(CNY))) == ((left[0], 0), fees)
    assert await corrections(house, investor) == []
    await balanced(house, fund, 0)

"""Orders that cannot be confirmed: they end, or wait, with what they hold where it belongs, and nobody else waits for them."""

from dataclasses import replace
from uuid import uuid4

import pytest

from domains import ledger, wealth
from domains.kernel.commands import HOUSE_ID
from domains.wealth import OrderState
from domains.wealth.service import advance
from tests.domains.wallet.people import Person
from tests.domains.wealth.wealth_house import EQUITY, WealthHouse


async def freeze(house: WealthHouse, someone: Person, frozen: bool) -> None:
    command = ledger.SetFrozenCommand(request_id=uuid4(), owner_id=HOUSE_ID, account_id=someone.account_id, frozen=frozen)
    await house.database.write(ledger.set_frozen, command)


async def test_money_that_buys_no_share_comes_back(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(1_000)
    order = await house.subscribe(investor, fund, 1_000)
    house.at("2026-09-21T15:00")
    await house.run()
    await house.nav(fund, "2026-09-21", 10_000_000)
    house.at("2026-09-22T10:00")
    await house.run()
    ended = await house.order(order)
    assert (ended.state, ended.reason, await house.money(investor)) == (OrderState.REJECTED, "no_shares", (1_000, 1_000))


async def test_an_order_of_a_frozen_wallet_keeps_nobody_else_waiting(house: WealthHouse) -> None:
    fund, frozen, other = await house.fund(), await house.investor(5_000), await house.investor(5_000)
    first, second = await house.subscribe(frozen, fund, 5_000), await house.subscribe(other, fund, 5_000)
    await freeze(house, frozen, True)
    house.at("2026-09-21T15:00")
    await house.run()
    await house.nav(fund, "2026-09-21", 10_000)
    house.at("2026-09-22T10:00")
    await house.run()
    assert ((await house.order(first)).state, (await house.order(second)).state) == (OrderState.PRICED, OrderState.SETTLED)
    await freeze(house, frozen, False)
    await house.run()
    assert ((await house.order(first)).state, await house.money(frozen)) == (OrderState.SETTLED, (0, 0))
    assert await house.is_consistent()


async def test_an_order_whose_hold_has_expired_is_rejected_and_keeps_nobody_else_waiting(house: WealthHouse) -> None:
    fund, early, late = await house.fund(), await house.investor(5_000), await house.investor(5_000)
    first = await house.subscribe(early, fund, 5_000)
    await house.stay_signed_in()
    house.at("2026-11-23T10:00")
    second = await house.subscribe(late, fund, 5_000)
    house.at("2026-11-23T15:00")
    await house.run()
    await house.nav(fund, "2026-09-21", 10_000)
    await house.nav(fund, "2026-11-23", 10_000)
    house.at("2026-11-24T10:00")
    await house.run()
    ended = await house.order(first)
    assert (ended.state, ended.reason, await house.money(early)) == (OrderState.REJECTED, "hold_ended", (5_000, 5_000))
    assert ((await house.order(second)).state, await house.money(late)) == (OrderState.SETTLED, (0, 0))
    assert await house.is_consistent()


async def test_a_product_that_closes_buys_nothing_more_and_is_still_redeemed(house: WealthHouse) -> None:
    fund, holder, buyer = await house.fund(terms=replace(EQUITY, settle_days=1)), await house.investor(5_000), await house.investor(5_000)
    await house.buy(holder, fund, 5_000)
    bought, sold = await house.subscribe(buyer, fund, 5_000), await house.redeem(holder, fund, 100)
    closing = wealth.SetFundStateCommand(request_id=uuid4(), code=fund.code, state=wealth.ProductState.CLOSED, **house.who)
    await house.database.write(wealth.set_fund_state, closing)
    house.at("2026-09-22T15:00")
    await house.run()
    await house.nav(fund, "2026-09-22", 10_000)
    house.at("2026-09-23T10:00")
    await house.run()
    ended = await house.order(bought)
    assert (ended.state, ended.reason, await house.money(buyer)) == (OrderState.REJECTED, "product_closed", (5_000, 5_000))
    assert (await house.order(sold)).state is OrderState.SETTLED
    assert await house.is_consistent()


async def test_a_value_corrected_before_the_confirmation_is_the_one_that_counts(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(5_000)
    order = await house.subscribe(investor, fund, 5_000)
    house.at("2026-09-21T15:00")
    await house.run()
    await house.nav(fund, "2026-09-21", 10_000)
    await house.run()
    await house.nav(fund, "2026-09-21", 12_000)
    house.at("2026-09-22T10:00")
    await house.run()
    done = await house.order(order)
    assert (done.nav_e4, done.nav_revision, done.done_shares_minor) == (12_000, 1, 4_926 * 10_000 // 12_000)
    assert await house.is_consistent()


async def test_however_many_orders_are_frozen_those_behind_them_are_confirmed(house: WealthHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advance, "GROUP_MOST", 2)
    fund = await house.fund()
    people = [await house.investor(5_000) for _ in range(6)]
    placed = []
    for number, someone in enumerate(people):
        house.at(f"2026-09-21T10:0{number}")
        placed.append(await house.subscribe(someone, fund, 5_000))
    for someone in people[:5]:
        await freeze(house, someone, True)
    house.at("2026-09-21T15:00")
    await house.run()
    await house.nav(fund, "2026-09-21", 10_000)
    house.at("2026-09-22T10:00")
    await house.run()
    assert [(await house.order(one)).state for one in placed] == [OrderState.PRICED] * 5 + [OrderState.SETTLED]
    for someone in people[:5]:
        await freeze(house, someone, False)
    await house.run()
    assert {(await house.order(one)).state for one in placed} == {OrderState.SETTLED}

"""Orders go out to a registrar and confirmations come in, by files over HTTP: what it refuses, what differs, what is broken, twice, late or corrected."""

from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from domains import wealth
from domains.kernel.errors import InvalidInput
from domains.wealth import OrderState
from domains.wealth.registers import Difference, make_applications
from integrations.errors import PartnerUnavailable
from tests.domains.wealth.registering import MONDAY, TUESDAY, RegisterHouse, register_house
from tests.integrations.running import running_sandbox

MATCHED = {("order", "matched"), ("holding", "matched"), ("cash", "matched")}


@pytest_asyncio.fixture
async def house(fresh_dsn: Callable[[str], str]) -> AsyncIterator[RegisterHouse]:
    with running_sandbox() as sandbox:
        async with register_house(fresh_dsn("scenebank_app"), sandbox) as opened:
            yield opened


async def test_an_order_is_confirmed_once_its_registrar_has_said_so_and_both_say_the_same(house: RegisterHouse) -> None:
    fund = await house.registered()
    someone, order = await house.holder(fund)
    await house.told(fund)
    house.at("2026-09-22T10:00")
    await house.run()
    assert (await house.state(order), await house.items()) == (OrderState.PRICED, [(await house.items())[0]])
    assert await house.states() == {("order", "missing_theirs")}
    await house.confirmed()
    assert (await house.state(order), await house.shares(someone, fund)) == (OrderState.SETTLED, 788_177)
    assert await house.states() == MATCHED
    files = await house.files()
    assert [(files[kind].lines, files[kind].broken) for kind in ("applications", "values", "confirmations")] == [(1, 0), (1, 0), (3, 0)]
    assert await house.is_consistent()


async def test_the_file_that_goes_out_names_no_customer_and_is_the_same_each_time(house: RegisterHouse) -> None:
    fund = await house.registered()
    someone, order = await house.holder(fund)
    cancelled = await house.subscribe(await house.investor(5_000), fund, 5_000)
    async with house.database.reading() as read:
        orders = await wealth.find_orders(read, [(cancelled.customer_id, cancelled.id)])
    assert len(orders) == 1
    house.at("2026-09-21T16:00")
    await house.send()
    assert await house.files() == {}  # an order is still to be accepted
    await house.run()
    file, count, accounts = await make_applications(house.database, "sandbox-registrar", MONDAY)
    assert (count, (await make_applications(house.database, "sandbox-registrar", MONDAY))[0]) == (2, file)
    assert str(someone.id) not in file and someone.phone not in file
    account = wealth.registers.account_of("sandbox-registrar", someone.id)
    (line,) = [line for line in file.splitlines() if str(order.id) in line]
    assert line == f"subscribe,{order.id},{account},000001,2026-09-21,2026-09-22,CNY,9852.22,,2026-09-21T02:00:00.000000Z"
    assert file.splitlines()[-1] == "total,2,,,2026-09-21,,,,,"
    assert (account, someone.id) in accounts


async def test_what_the_registrar_refuses_is_rejected_and_its_money_is_free_again(house: RegisterHouse) -> None:
    fund = await house.registered()
    (refused, order), (_, other) = await house.holder(fund), await house.holder(fund, 500_000)
    await house.plan("reject", MONDAY, order.id)
    await house.told(fund)
    await house.confirmed()
    ended = await house.order(order)
    assert (ended.state, ended.reason, await house.money(refused)) == (OrderState.REJECTED, "registrar:limit_reached", (1_000_000, 1_000_000))
    assert await house.state(other) is OrderState.SETTLED
    assert await house.states() == MATCHED
    assert await house.is_consistent()


async def test_a_refusal_that_comes_after_the_confirmation_is_a_difference_and_undoes_nothing(house: RegisterHouse) -> None:
    fund = await house.registered()
    someone, order = await house.holder(fund)
    await house.told(fund)
    await house.confirmed()
    await house.plan("reject", MONDAY, order.id)
    await house.confirmations()
    assert (await house.state(order), await house.shares(someone, fund)) == (OrderState.SETTLED, 788_177)
    (item,) = await house.items(Difference.REFUSED_THEIRS)
    assert (item.order_id, item.customer_id, item.reason, item.state.value) == (order.id, someone.id, "limit_reached", "refused_theirs")


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("missing_line", {("order", "missing_theirs"), ("holding", "matched"), ("cash", "matched")}),
        ("other_shares", {("order", "shares_differ"), ("holding", "shares_differ"), ("cash", "matched")}),
        ("other_amount", {("order", "matched"), ("holding", "matched"), ("cash", "amount_differs")}),
        ("unknown_order", {("order", "matched"), ("order", "missing_ours"), ("holding", "matched"), ("cash", "matched")}),
    ],
)
async def test_each_difference_is_found_and_no_other(house: RegisterHouse, fault: str, found: set[tuple[str, str]]) -> None:
    fund = await house.registered()
    await house.holder(fund)
    await house.plan(fault, MONDAY)
    await house.told(fund)
    await house.confirmed()
    assert await house.states() == found
    async with house.database.reading() as read:
        told = await read.fetchval("SELECT payload ->> 'differences' FROM kernel_outbox WHERE name = 'ConfirmationsTaken'")
        counts = await wealth.registers.sum_items(read, "sandbox-registrar", MONDAY, MONDAY)
    assert int(told) == sum(one.items for one in counts if one.state.value != "matched" and one.kind.value != "holding") > 0
    # A corrected file explains it, and what it said before counts no more.
    await house.heal()
    await house.confirmations()
    assert await house.states() == MATCHED
    assert (await house.files())["confirmations"].readings == 2


async def test_a_difference_that_nobody_explains_for_three_days_is_aged(house: RegisterHouse) -> None:
    fund = await house.registered()
    await house.holder(fund)
    await house.plan("other_amount", MONDAY)
    await house.told(fund)
    await house.confirmed()
    house.at("2026-09-25T10:00")
    (item,) = await house.items(Difference.AMOUNT_DIFFERS)
    assert (item.state.value, item.difference) == ("aged", Difference.AMOUNT_DIFFERS)
    assert item.theirs is not None and item.ours is not None and item.theirs.minor - item.ours.minor == 1


async def test_a_broken_line_is_named_by_its_number_and_the_rest_is_done(house: RegisterHouse) -> None:
    fund = await house.registered()
    placed = [await house.holder(fund, 10_000 * number) for number in range(1, 5)]
    await house.plan("broken_line", MONDAY, placed[1][1].id)
    await house.plan("twice", MONDAY)
    await house.told(fund)
    await house.confirmed()
    file = (await house.files())["confirmations"]
    numbers = [line.number for line in file.broken_lines]
    assert (file.lines, file.broken, [line.why for line in file.broken_lines]) == (8, 2, ["unknown kind", "stands in an earlier line"])
    assert 2 <= numbers[0] <= 5 and numbers[1] == 11
    assert [(item.order_id, item.state.value) for item in await house.items(Difference.MISSING_THEIRS)] == [(placed[1][1].id, "missing_theirs")]
    assert {await house.state(order) for _, order in placed} == {OrderState.SETTLED}


async def test_the_same_file_twice_changes_nothing(house: RegisterHouse) -> None:
    fund = await house.registered()
    await house.holder(fund)
    await house.told(fund)
    await house.confirmed()
    before = await house.files()
    for _ in range(2):
        house.at("2026-09-22T12:00")
        await house.confirmations()
        await house.values()
        await house.send()
    assert await house.files() == before
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM kernel_outbox WHERE name IN ('ConfirmationsTaken', 'ApplicationsSent', 'ValuesTaken')") == 3


async def test_a_registrar_that_is_late_or_sends_something_else_is_asked_again(house: RegisterHouse) -> None:
    fund = await house.registered()
    _, order = await house.holder(fund)
    await house.told(fund)
    await house.plan("late", MONDAY)
    await house.confirmed()
    assert await house.state(order) is OrderState.PRICED
    await house.heal()
    await house.plan("no_file", MONDAY)
    with pytest.raises(ExceptionGroup, match="confirmations that could not be read") as failed:
        await house.confirmations()
    assert isinstance(failed.value.exceptions[0], PartnerUnavailable)
    await house.heal()
    await house.confirmed("2026-09-23T10:00")
    assert await house.state(order) is OrderState.SETTLED


async def test_redemptions_partial_ones_too_are_told_and_agree(house: RegisterHouse) -> None:
    fund = await house.registered()
    someone, _ = await house.holder(fund)
    await house.told(fund)
    await house.confirmed()
    order = await house.redeem(someone, fund, 400_000)
    house.at("2026-09-22T20:00")
    await house.run()
    await house.send()
    await house.plant(fund, TUESDAY, "1.3000", redeemed_ppm=250_000)
    await house.values()
    await house.run()
    await house.confirmed("2026-09-23T10:00")
    done = await house.order(order)
    assert (done.state, done.done_shares_minor, done.gross_minor) == (OrderState.CONFIRMED, 100_000, 130_000)
    assert await house.states() == MATCHED
    (cash,) = [one for one in await house.items() if one.kind.value == "cash" and one.day == TUESDAY]
    assert cash.theirs is not None and cash.theirs.minor == -130_000
    assert await house.is_consistent()


async def test_a_period_of_more_than_a_month_is_bad_input(house: RegisterHouse) -> None:
    with pytest.raises(InvalidInput):
        await house.items(days=(MONDAY, TUESDAY.replace(month=11)))

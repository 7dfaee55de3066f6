"""The daily run works in sets: no more statements for more positions or orders, nobody waits for an account that is in the way, and who listens hears."""

from datetime import date, timedelta
from uuid import UUID

from bench.wealth.crowd import enter_holders
from domains import ledger, wealth
from domains.kernel.commands import HOUSE_ID
from domains.wealth.service.advance import AdvanceOrdersCommand
from tests.domains.wealth.wealth_house import WealthHouse

ENTERED = date(2026, 9, 21)


async def statements_of_a_day(house: WealthHouse, code: str, holders: int) -> int:
    fund = await house.change_fund(code)
    await enter_holders(house.database, fund, [1_000_000] * holders, ENTERED)
    await house.nav(fund, "2026-09-21", 10_000, 6_000)
    with house.database.counting() as statements:
        paid = await house.pay_income(fund)
    assert [(one.positions, one.paid_minor) for one in paid] == [(holders, 60 * holders)]
    return len(statements)


async def test_a_day_s_income_takes_no_more_statements_for_more_positions(house: WealthHouse) -> None:
    assert [await statements_of_a_day(house, "000011", 3), await statements_of_a_day(house, "000012", 400)] == [19, 19]
    assert await house.is_consistent()


async def test_orders_take_no_more_statements_for_being_more(house: WealthHouse) -> None:
    counts = []
    for code, investors in (("000021", 2), ("000022", 12)):
        house.at("2026-09-21T10:00" if investors == 2 else "2026-09-22T10:00")
        fund, people = await house.fund(code), [await house.investor(100_000) for _ in range(investors)]
        orders = [await house.subscribe(one, fund, 50_000) for one in people]
        await house.database.write(wealth.advance_orders, advance(fund, orders[0].trade_date))
        house.database.clock.freeze(orders[0].cut_off_at + timedelta(hours=1))
        await house.nav(fund, orders[0].trade_date.isoformat(), 12_345)
        steps = []
        with house.database.counting() as statements:
            house.at(f"{orders[0].confirm_on.isoformat()}T10:00")
            while (advanced := await house.database.write(wealth.advance_orders, advance(fund, orders[0].trade_date))).total:
                steps.append((advanced.accepted, advanced.priced, advanced.confirmed))
        assert steps == [(investors, 0, 0), (0, investors, 0), (0, 0, investors)]
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 60


def advance(fund: wealth.Fund, trade_date: date) -> AdvanceOrdersCommand:
    return AdvanceOrdersCommand(request_id=None, owner_id=HOUSE_ID, product_id=fund.id, trade_date=trade_date)


async def set_state(house: WealthHouse, account_id: UUID, state: str) -> None:
    async with house.database.transaction() as tx:
        await tx.execute("UPDATE ledger_account SET state = $2 WHERE id = $1", account_id, state)


async def test_income_that_an_account_cannot_take_is_carried_on_and_stops_nobody(house: WealthHouse) -> None:
    fund = await house.change_fund()
    customers = await enter_holders(house.database, fund, [1_000_000, 1_000_001, 1_000_000], ENTERED)
    closed, frozen = (wealth.shares_id(id_, fund.code) for id_ in customers[1:])
    await set_state(house, closed, "closed")
    await set_state(house, frozen, "frozen")
    house.at("2026-09-22T20:00")
    await house.nav(fund, "2026-09-21", 10_000, 6_000)
    assert [(one.positions, one.paid_minor) for one in await house.pay_income(fund)] == [(3, 120)]
    assert await positions_of(house, customers) == [(1_000_060, 60, 0), (1_000_001, 0, 60 * 10**8 + 6_000), (1_000_060, 60, 0)]
    await set_state(house, closed, "open")
    await house.nav(fund, "2026-09-22", 10_000, 6_000)
    assert [(one.positions, one.paid_minor) for one in await house.pay_income(fund)] == [(3, 240)]
    assert (await positions_of(house, customers))[1] == (1_000_121, 120, 12_000)
    assert await house.is_consistent()


async def positions_of(house: WealthHouse, customers: list[UUID]) -> list[tuple[int, int, int]]:
    async with house.database.reading() as read:
        return [(one.shares_minor, one.income_minor, one.carried_e8) for one in await wealth.find_positions(read, customers)]


async def test_who_pays_for_shares_hears_of_it_and_the_shares_are_told_together(house: WealthHouse) -> None:
    fund, investors = await house.fund(), [await house.investor(100_000) for _ in range(3)]
    for one in investors:
        await house.subscribe(one, fund, 40_000)
    house.at("2026-09-21T16:00")
    await house.run()
    await house.nav(fund, "2026-09-21", 10_000)
    house.at("2026-09-22T10:00")
    await house.run()
    async with house.database.reading() as read:
        told = await read.fetch("SELECT subject_id, payload FROM kernel_outbox WHERE name = 'MovementPosted' AND payload ->> 'kind' = 'fund_subscription'")
        together = await read.fetch("SELECT payload FROM kernel_outbox WHERE name = 'MovementSetPosted'")
        movements = await ledger.find_movements(read, [UUID(row["payload"]["movement_id"]) for row in told])
    assert {row["subject_id"] for row in told} == {one.id for one in investors}
    assert {one.debit_account_id for one in movements.values()} == {one.account_id for one in investors}
    # Shares and fees: two movements of each.
    assert [row["payload"]["movements"] for row in together] == [6]
    assert await house.is_consistent()

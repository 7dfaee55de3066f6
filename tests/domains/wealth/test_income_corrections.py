"""A day's income that is told anew after customers had theirs: the differences are booked, once, to the last digit, whoever was paid by which value."""

import asyncio
import random
from datetime import date

import pytest

from domains import wealth
from domains.wealth.jobs.corrections import replay_corrected_income, replay_due_income
from domains.wealth.rules.income import differ, earn
from domains.wealth.service import correct_income, income
from tests.domains.wallet.people import Person
from tests.domains.wealth.test_change import redeem
from tests.domains.wealth.wealth_house import WealthHouse

PARTS = 10**8


async def holders(house: WealthHouse, fund: wealth.Fund, *minors: int) -> list[Person]:
    """Who holds that much of the fund from the morning of 22 September on."""
    people = [await house.investor(minor) for minor in minors]
    for someone, minor in zip(people, minors, strict=True):
        await house.subscribe(someone, fund, minor)
    await house.stay_signed_in()
    house.at("2026-09-21T16:00")
    await house.run()
    await house.nav(fund, "2026-09-21", 10_000, 0)
    house.at("2026-09-22T10:00")
    await house.run()
    await house.pay_income(fund)
    return people


async def paid(house: WealthHouse, fund: wealth.Fund, day: str, income_e4: int) -> None:
    house.at(f"{day}T20:00")
    await house.nav(fund, day, 10_000, income_e4)
    await house.pay_income(fund)


async def replay(house: WealthHouse, fund: wealth.Fund, revision: int = 1) -> None:
    """As workers do, several at once."""
    payload = {"subject_id": str(fund.id), "day": "2026-09-22", "revision": revision}
    await asyncio.gather(*(replay_corrected_income(house.database, payload) for _ in range(3)))


async def all_of(house: WealthHouse, fund: wealth.Fund, someone: Person) -> int:
    """Income and what is carried, in hundred-millionths."""
    held = await house.position(someone, fund)
    return held.income_minor * PARTS + held.carried_e8


async def test_who_got_too_little_gets_the_difference_to_the_last_digit_and_once(house: WealthHouse) -> None:
    fund = await house.change_fund()
    people = await holders(house, fund, 12_345, 7_000_003, 99)
    await paid(house, fund, "2026-09-22", 5_000)
    await house.nav(fund, "2026-09-22", 10_000, 9_999)
    await replay(house, fund)
    await replay_due_income(house.database)
    for someone, minor in zip(people, (12_345, 7_000_003, 99), strict=True):
        assert await all_of(house, fund, someone) == minor * 9_999
        assert await house.shares(someone, fund) == minor + minor * 9_999 // PARTS
    assert await house.is_consistent()
    async with house.database.reading() as read:
        told = await read.fetch("SELECT payload FROM kernel_outbox WHERE name = 'IncomeCorrected'")
    assert len(told) == 1


async def test_who_got_too_much_gives_shares_back_and_where_they_are_gone_later_income_makes_up_for_it(house: WealthHouse) -> None:
    fund = await house.change_fund()
    there, gone = await holders(house, fund, 5_000_000, 5_000_000)
    await paid(house, fund, "2026-09-22", 60_000)
    assert await house.shares(there, fund) == 5_003_000
    house.at("2026-09-23T10:00")
    await house.redeem(gone, fund, 5_003_000)
    await house.nav(fund, "2026-09-22", 10_000, 20_000)
    await replay(house, fund)
    assert (await house.shares(there, fund), (await house.position(there, fund)).carried_e8) == (5_001_000, 0)
    owing = await house.position(gone, fund)
    assert (owing.shares_minor, owing.carried_e8) == (5_003_000, -2_000 * PARTS)
    assert [await all_of(house, fund, one) for one in (there, gone)] == [1_000 * PARTS] * 2
    await paid(house, fund, "2026-09-23", 50_000)
    assert await house.shares(gone, fund) == 5_003_000 + 501
    assert await house.is_consistent()


async def test_a_second_correction_counts_from_the_first_and_going_back_leaves_nothing(house: WealthHouse) -> None:
    fund = await house.change_fund()
    (someone,) = await holders(house, fund, 1_234_567)
    await paid(house, fund, "2026-09-22", 11_111)
    before = await house.position(someone, fund)
    for revision, income_e4 in ((1, 22_222), (2, -3_333), (3, 11_111)):
        await house.nav(fund, "2026-09-22", 10_000, income_e4)
        if revision != 2:  # the second is told before the first was replayed
            await replay(house, fund, revision)
    assert await house.position(someone, fund) == before
    assert await house.is_consistent()


async def test_a_correction_in_the_midst_of_a_day_pays_everybody_the_same(house: WealthHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(income, "GROUP_MOST", 2)
    monkeypatch.setattr(correct_income, "GROUP_MOST", 2)
    fund = await house.change_fund()
    people = await holders(house, fund, *[1_000_001] * 5)
    house.at("2026-09-22T20:00")
    await house.nav(fund, "2026-09-22", 10_000, 30_000)
    command = wealth.PayIncomeCommand(request_id=None, owner_id=people[0].id, product_id=fund.id)
    assert (await house.database.write(wealth.pay_income, command)).positions == 2
    await house.nav(fund, "2026-09-22", 10_000, 50_000)
    await asyncio.gather(house.pay_income(fund), replay(house, fund))
    assert {await all_of(house, fund, one) for one in people} == {1_000_001 * 50_000}
    async with house.database.reading() as read:
        (told,) = await wealth.desk.list_income_replays(read, date(2026, 9, 1), date(2026, 9, 30))
    assert (told.positions, told.was_e4, told.income_e4, told.is_done) == (2, 30_000, 50_000, True)
    assert await house.is_consistent()


async def test_what_came_or_went_after_the_day_does_not_earn_for_it(house: WealthHouse) -> None:
    fund = await house.change_fund()
    (someone,) = await holders(house, fund, 5_000_000)
    await paid(house, fund, "2026-09-22", 20_000)
    house.at("2026-09-22T22:00")
    await redeem(house, someone, fund, 300_000)
    house.at("2026-09-23T10:00")
    await redeem(house, someone, fund, 400_000)
    await house.nav(fund, "2026-09-22", 10_000, 30_000)
    await replay(house, fund)
    assert await all_of(house, fund, someone) == 5_000_000 * 30_000
    assert await house.is_consistent()


async def test_a_day_that_was_not_begun_needs_no_replay_and_a_correction_of_nothing_neither(house: WealthHouse) -> None:
    fund = await house.change_fund()
    (someone,) = await holders(house, fund, 5_000_000)
    house.at("2026-09-22T20:00")
    for income_e4 in (20_000, 30_000):
        await house.nav(fund, "2026-09-22", 10_000, income_e4)
    await house.pay_income(fund)
    await house.nav(fund, "2026-09-22", 10_000, 30_000, redeemed_ppm=500_000)
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM wealth_income_correction") == 0
    assert await all_of(house, fund, someone) == 5_000_000 * 30_000


def test_a_difference_is_what_the_right_income_would_have_brought() -> None:
    chance = random.Random(8)
    for _ in range(10_000):
        shares, was, now, carried = chance.randint(0, 10**9), chance.randint(0, 10**5), chance.randint(0, 10**5), chance.randint(0, PARTS - 1)
        first, right = earn(shares, was, carried), earn(shares, now, carried)
        told = differ(shares, was, now, first.carried_e8)
        assert (first.paid_minor + told.paid_minor, told.carried_e8) == right

"""Points: earned and burned in lots, expiring at midnight in Shanghai, and undone exactly."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from domains import ledger, wallet
from domains.kernel.assets import POINTS
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, Refusal
from domains.kernel.money import Amount
from domains.wallet.accounts import points_account_id
from domains.wallet.jobs.points import write_down_expired_points
from domains.wallet.rules.points import usual_last_day
from tests.domains.wallet.people import everything
from tests.domains.wallet.points import ask_points, burn, earn, has, lots, restore, take_back

MIDNIGHT = datetime(2026, 11, 30, 16, tzinfo=UTC)
"""The end of 30 November 2026 in Shanghai."""
NOVEMBER, DECEMBER = date(2026, 11, 30), date(2026, 12, 31)
JANUARY = datetime(2026, 12, 31, 16, tzinfo=UTC)


@pytest.fixture
def house(fresh_database: Database) -> Database:
    fresh_database.clock.freeze(MIDNIGHT - timedelta(days=10))
    return fresh_database


async def exact(house: Database) -> None:
    """Lots, parts and the ledger agree, and the ledger with itself."""
    report = await wallet.verify_points(house)
    assert report.findings == []
    books = await ledger.verify(house)
    assert [finding for finding in books.findings if "sealed" not in str(finding)] == []


async def test_what_expires_first_is_burned_first(house: Database) -> None:
    someone = uuid4()
    await earn(house, someone, 300, DECEMBER)
    await earn(house, someone, 100, NOVEMBER)
    await burn(house, someone, 150)
    assert await lots(house, someone) == [(250, JANUARY)]
    assert await has(house, someone) == (250, 0)
    await exact(house)


async def test_points_are_good_to_the_last_second_of_their_day_in_shanghai(house: Database) -> None:
    someone = uuid4()
    await earn(house, someone, 100, NOVEMBER)
    house.clock.freeze(MIDNIGHT - timedelta(microseconds=1))
    assert await has(house, someone) == (100, 0)
    house.clock.freeze(MIDNIGHT)
    assert (await has(house, someone), await lots(house, someone)) == ((0, 0), [])
    with pytest.raises(wallet.NotEnoughPoints) as told:
        await burn(house, someone, 1)
    assert told.value.available == 0
    house.clock.freeze(MIDNIGHT - timedelta(seconds=1))
    await burn(house, someone, 100)
    await exact(house)


async def test_without_a_day_they_are_good_to_the_end_of_the_month_a_year_later(house: Database) -> None:
    assert [usual_last_day(day) for day in (date(2026, 11, 20), date(2026, 12, 31), date(2027, 2, 1))] == [
        date(2027, 11, 30),
        date(2027, 12, 31),
        date(2028, 2, 29),
    ]
    someone = uuid4()
    await earn(house, someone, 100)
    assert await lots(house, someone) == [(100, datetime(2027, 11, 30, 16, tzinfo=UTC))]


async def test_whoever_locks_next_writes_down_what_has_expired_and_the_job_locks_whom_nobody_does(house: Database) -> None:
    one, other = uuid4(), uuid4()
    for someone in (one, other):
        await earn(house, someone, 100, NOVEMBER)
        await earn(house, someone, 50, DECEMBER)
    house.clock.freeze(MIDNIGHT)
    await burn(house, one, 20)
    async with house.reading() as read:
        accounts = await ledger.find_accounts(read, [points_account_id(one), points_account_id(other)])
    assert [accounts[points_account_id(someone)].posted.minor for someone in (one, other)] == [30, 150]
    await exact(house)
    await write_down_expired_points(house)
    async with house.reading() as read:
        ours, others = await wallet.list_points_history(read, [one, other], 10, None)
    assert [(entry.kind, entry.amount.minor) for entry in ours.items] == [
        ("points_burn", -20),
        ("points_expiry", -100),
        ("points_earn", 50),
        ("points_earn", 100),
    ]
    assert [(entry.kind, entry.amount.minor) for entry in others.items] == [("points_expiry", -100), ("points_earn", 50), ("points_earn", 100)]
    before = await everything(house)
    await write_down_expired_points(house)
    assert await everything(house) == before
    await exact(house)


async def test_a_frozen_accounts_points_wait_and_hold_nobody_up(house: Database) -> None:
    frozen, other = sorted((uuid4(), uuid4()))
    for someone in (frozen, other):
        await earn(house, someone, 100, NOVEMBER)
    freezing = ledger.SetFrozenCommand(request_id=uuid4(), owner_id=HOUSE_ID, account_id=points_account_id(frozen), frozen=True)
    await house.write(ledger.set_frozen, freezing)
    house.clock.freeze(MIDNIGHT)
    await write_down_expired_points(house)
    async with house.reading() as read:
        accounts = await ledger.find_accounts(read, [points_account_id(frozen), points_account_id(other)])
    assert [accounts[points_account_id(someone)].posted.minor for someone in (frozen, other)] == [100, 0]
    assert (await has(house, frozen), await has(house, other)) == ((0, 0), (0, 0))
    await exact(house)


async def test_a_refund_restores_the_lots_that_were_burned_the_last_to_expire_first(house: Database) -> None:
    someone = uuid4()
    await earn(house, someone, 100, NOVEMBER)
    await earn(house, someone, 100, DECEMBER)
    burned = await burn(house, someone, 150)
    await restore(house, someone, burned, 60)
    assert await lots(house, someone) == [(10, MIDNIGHT), (100, JANUARY)]
    with pytest.raises(wallet.PointsRefundTooLarge) as told:
        await restore(house, someone, burned, 91)
    assert told.value.left == 90
    await restore(house, someone, burned)
    assert await lots(house, someone) == [(100, MIDNIGHT), (100, JANUARY)]
    await restore(house, someone, burned)
    assert await has(house, someone) == (200, 0)
    await exact(house)


async def test_what_is_restored_to_an_expired_lot_expires_again(house: Database) -> None:
    someone = uuid4()
    await earn(house, someone, 100, NOVEMBER)
    await earn(house, someone, 100, DECEMBER)
    burned = await burn(house, someone, 150)
    house.clock.freeze(MIDNIGHT)
    for points in (70, None):
        await restore(house, someone, burned, points)
        await exact(house)
    assert await lots(house, someone) == [(100, JANUARY)]


async def test_a_refund_takes_back_exactly_what_was_earned(house: Database) -> None:
    someone = uuid4()
    earned = await earn(house, someone, 100, DECEMBER)
    await earn(house, someone, 40, NOVEMBER)
    await take_back(house, someone, earned, 30)
    assert await lots(house, someone) == [(40, MIDNIGHT), (70, JANUARY)]
    with pytest.raises(wallet.PointsRefundTooLarge) as told:
        await take_back(house, someone, earned, 71)
    assert told.value.left == 70
    await take_back(house, someone, earned)
    assert await lots(house, someone) == [(40, MIDNIGHT)]
    await take_back(house, someone, earned)
    assert await has(house, someone) == (40, 0)
    await exact(house)


async def test_what_was_spent_before_it_is_taken_back_comes_from_other_lots_and_the_rest_is_owed_and_paid_by_what_is_earned_next(house: Database) -> None:
    someone = uuid4()
    earned = await earn(house, someone, 100, DECEMBER)
    burned = await burn(house, someone, 80)
    await earn(house, someone, 30, NOVEMBER)
    await take_back(house, someone, earned)
    assert await has(house, someone) == (0, 50)
    await exact(house)
    await earn(house, someone, 20, DECEMBER)
    assert await has(house, someone) == (0, 30)
    await restore(house, someone, burned)
    assert await has(house, someone) == (50, 0)
    await exact(house)


async def test_what_has_expired_is_not_taken_back_once_more(house: Database) -> None:
    someone = uuid4()
    earned = await earn(house, someone, 100, NOVEMBER)
    await earn(house, someone, 100, DECEMBER)
    await burn(house, someone, 40)
    house.clock.freeze(MIDNIGHT)
    await take_back(house, someone, earned)
    assert await has(house, someone) == (60, 0)
    await exact(house)


async def test_an_id_does_its_work_once_and_a_purchase_may_burn_and_earn_under_one_id(house: Database) -> None:
    someone, purchase, refund = uuid4(), uuid4(), uuid4()
    await earn(house, someone, 100, DECEMBER)
    for _ in range(2):
        await ask_points(house, wallet.BurnPoints(someone, purchase, 60), wallet.EarnPoints(someone, purchase, 7))
    assert await has(house, someone) == (47, 0)
    for _ in range(2):
        await ask_points(house, wallet.RestorePoints(someone, refund, purchase), wallet.TakeBackPoints(someone, refund, purchase))
    assert (await has(house, someone), await lots(house, someone)) == ((100, 0), [(100, JANUARY)])
    await exact(house)


@pytest.mark.parametrize(
    ("ask", "refusal"),
    [
        (lambda who: wallet.EarnPoints(who, uuid4(), 0), AmountOutOfRange),
        (lambda who: wallet.BurnPoints(who, uuid4(), -1), AmountOutOfRange),
        (lambda who: wallet.BurnPoints(who, uuid4(), 10**9 + 1), AmountOutOfRange),
        (lambda who: wallet.BurnPoints(who, uuid4(), 101), wallet.NotEnoughPoints),
        (lambda who: wallet.TakeBackPoints(who, uuid4(), uuid4()), wallet.PointsActNotFound),
        (lambda who: wallet.RestorePoints(who, uuid4(), uuid4()), wallet.PointsActNotFound),
    ],
)
async def test_a_refusal_changes_nothing(house: Database, ask: object, refusal: type[Refusal]) -> None:
    someone = uuid4()
    await earn(house, someone, 100, NOVEMBER)
    before = await everything(house, but=frozenset({"kernel_request"}))
    with pytest.raises(refusal):
        await ask_points(house, ask(someone))  # type: ignore[operator]
    assert await everything(house, but=frozenset({"kernel_request"})) == before


async def test_another_customers_earning_is_not_found(house: Database) -> None:
    someone, other = uuid4(), uuid4()
    earned = await earn(house, someone, 100)
    await earn(house, other, 100)
    with pytest.raises(wallet.PointsActNotFound):
        await take_back(house, other, earned)


async def test_twenty_who_burn_at_once_burn_what_there_is_and_no_more(house: Database) -> None:
    someone = uuid4()
    await earn(house, someone, 100, NOVEMBER)
    await earn(house, someone, 100, DECEMBER)
    answers = await asyncio.gather(*(burn(house, someone, 30) for _ in range(20)), return_exceptions=True)
    assert sum(isinstance(answer, wallet.NotEnoughPoints) for answer in answers) == 14
    assert await has(house, someone) == (20, 0)
    await exact(house)


async def test_first_points_that_arrive_together_are_all_kept(house: Database) -> None:
    someone = uuid4()
    await asyncio.gather(*(earn(house, someone, 10) for _ in range(10)))
    assert await has(house, someone) == (100, 0)
    await exact(house)


async def test_planning_takes_three_statements_and_lots_go_out_with_what_is_posted(house: Database) -> None:
    someone = uuid4()
    await earn(house, someone, 100)
    with house.counting() as statements:
        await burn(house, someone, 10)
    # The request's id, holder, lots, parts, the ledger's lock, and one statement for all that is written.
    assert len(statements) == 6


async def test_lots_are_paged_in_the_order_of_their_expiry(house: Database) -> None:
    someone = uuid4()
    for day in range(1, 6):
        await earn(house, someone, day, date(2026, 12, day))
    async with house.reading() as read:
        (first,) = await wallet.list_points_lots(read, [someone], 2, None)
        (second,) = await wallet.list_points_lots(read, [someone], 2, first.cursors[-1])
        (third,) = await wallet.list_points_lots(read, [someone], 2, second.cursors[-1])
        soon = await wallet.sum_expiring(read, [someone, uuid4()], date(2026, 11, 25), 9)
    assert [[lot.remaining.minor for lot in page.items] for page in (first, second, third)] == [[1, 2], [3, 4], [5]]
    assert (first.has_next, third.has_next) == (True, False)
    assert soon == [Amount(6, POINTS), Amount(0, POINTS)]

"""What limits have used stands on the account's row: read, written, and let go when newer periods take its place."""

from uuid import uuid4

import pytest

from domains import ledger
from domains.kernel.database import Database
from domains.ledger.rules.limits import passed_over, read_used, write_used
from tests.domains.ledger.conftest import move, open_accounts, post


@pytest.mark.parametrize(
    ("used", "text"),
    [
        ({}, None),
        ({"day:2026-11-25": 5}, "day:2026-11-25=5"),
        ({"day:2026-11-24": 1, "day:2026-11-25": 5, "month:2026-11": 6}, "day:2026-11-24=1 day:2026-11-25=5 month:2026-11=6"),
        ({"day:2026-11-23": 9, "day:2026-11-24": 1, "day:2026-11-25": 5}, "day:2026-11-24=1 day:2026-11-25=5"),
        ({"budget:a": 1, "budget:b": 2, "budget:c": 3}, "budget:a=1 budget:b=2 budget:c=3"),
        ({"once": 1}, "once=1"),
    ],
)
def test_the_newest_two_of_periods_that_follow_one_another_are_kept(used: dict[str, int], text: str | None) -> None:
    assert write_used(used) == text
    assert read_used(text) == {period: minor for period, minor in used.items() if period not in passed_over(used)}


async def test_a_new_day_begins_at_nothing_and_the_month_goes_on(fresh_database: Database) -> None:
    source, target = await open_accounts(fresh_database, 1000, 0)

    def limits(day: int) -> tuple[ledger.Limit, ...]:
        return ledger.Limit(f"day:2026-11-{day:02}", 100), ledger.Limit("month:2026-11", 250)

    await post(fresh_database, move(source, target, 100, limits=limits(1)))
    with pytest.raises(ledger.LimitExceeded):
        await post(fresh_database, move(source, target, 1, limits=limits(1)))
    for day in (2, 3):
        await post(fresh_database, move(source, target, 70, limits=limits(day)))
    with pytest.raises(ledger.LimitExceeded) as refused:
        await post(fresh_database, move(source, target, 11, limits=limits(4)))
    assert (refused.value.period, refused.value.left.minor) == ("month:2026-11", 10)
    keys = [(source, "day:2026-11-01"), (source, "day:2026-11-03"), (source, "month:2026-11"), (uuid4(), "month:2026-11")]
    async with fresh_database.reading() as read:
        assert await ledger.list_usage(read, keys) == {keys[1]: 70, keys[2]: 240}
    assert (await ledger.verify(fresh_database)).is_equal

"""Coupons and draws asked for by scripts at midnight: typed answers, and nothing beyond the limits."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from domains.kernel.clock import day_start
from domains.kernel.database import Database
from domains.offers import Limits
from tests.domains.offers.campaigns import campaign, claim
from tests.domains.offers.games import draw, game, seed
from tests.domains.offers.staff import Staff
from tests.domains.wallet.people import person
from tests.staff import staff_member


async def answers(awaitables: Any) -> Counter[str]:
    told = await asyncio.gather(*awaitables, return_exceptions=True)
    return Counter(type(answer).__name__ + str(getattr(answer, "state", "") or getattr(answer, "scope", "")) for answer in told)


@pytest.fixture
async def house(fresh_database: Database) -> Staff:
    """Half a second before a midnight in Shanghai."""
    clock = fresh_database.clock
    clock.freeze(clock.now())
    staff = Staff(fresh_database, await staff_member(fresh_database, "operator:offers"))
    clock.freeze(day_start(clock.today() + timedelta(days=1)) - timedelta(milliseconds=500))
    return staff


async def test_a_script_at_midnight_has_one_coupon_and_all_together_no_more_than_the_day_gives(house: Staff) -> None:
    database, midnight = house.database, house.database.clock.now() + timedelta(milliseconds=500)
    one = await campaign(house, limits=Limits(per_day=20, per_person=1), starts_at=midnight)
    people = [await person(database) for _ in range(30)]
    script, crowd = people[0], people[1:]
    assert await answers(claim(database, script, one) for _ in range(100)) == {"CampaignEndednot_started": 100}
    async with database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM offers_usage WHERE campaign_id = $1", one.id) == 0
    database.clock.advance(timedelta(milliseconds=500))
    assert await answers(claim(database, script, one) for _ in range(100)) == {"CouponGranted": 1, "CouponLimitReachedperson": 99}
    assert await answers(claim(database, someone, one) for someone in crowd) == {"CouponGranted": 19, "CouponLimitReachedday": 10}
    database.clock.advance(timedelta(days=1))
    assert await answers(claim(database, script, one) for _ in range(5)) == {"CouponLimitReachedperson": 5}


async def test_a_days_draw_is_had_again_from_midnight_on_and_once(house: Staff) -> None:
    database, someone = house.database, await person(house.database)
    one = await game(house, await campaign(house), limits=Limits(per_person=None, per_person_day=1))
    shown = (await seed(database, someone, one)).commitment
    for milliseconds in (0, 500):
        database.clock.advance(timedelta(milliseconds=milliseconds))
        assert await answers(draw(database, someone, one, commitment=shown) for _ in range(20)) == {"Draw": 1, "DrawLimitReachedperson_day": 19}

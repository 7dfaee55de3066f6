"""What happens becomes a band, once; what is voided never was; what is not consented to is not used."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domains import credit
from domains.credit import Band, EventKind, NewEvent
from domains.customers import ConsentWithdrawn, IdentityVerified
from domains.kernel.jobs import PERIODIC_JOBS
from tests.domains.credit.credit_house import NOON, CreditHouse, event


async def test_a_customer_of_whom_nothing_is_known_has_no_band(house: CreditHouse) -> None:
    someone = await house.customer()
    await house.compute()
    assert await house.band(someone) is None


async def test_a_good_year_is_band_a_and_two_events_are_too_few_for_any(house: CreditHouse) -> None:
    good, young = await house.customer(), await house.customer()
    await house.good_year(good)
    await house.record(event(young, EventKind.PAID), event(young, EventKind.PAID))
    await house.compute()
    assert (await house.band(good), await house.band(young)) == (Band.A, None)


async def test_an_event_told_twice_is_recorded_once_and_marks_nothing_anew(house: CreditHouse) -> None:
    someone = await house.customer()
    told = await house.good_year(someone)
    await house.compute()
    before = await house.standing(someone)
    assert await house.record(*told) == []
    assert await house.standing(someone) == before


async def test_an_overdue_bill_lowers_the_band_and_voiding_it_restores_exactly_what_was(house: CreditHouse) -> None:
    someone = await house.customer()
    await house.good_year(someone)
    await house.compute()
    before = await house.standing(someone)
    late = event(someone, EventKind.OVERDUE, NOON - timedelta(days=3), "utilities")
    await house.record(late)
    await house.compute()
    assert await house.band(someone) is Band.C
    assert await house.void(late) == [(someone.customer_id, late.id)]
    await house.compute()
    after = await house.standing(someone)
    assert {name: after[name] for name in ("band", "score", "card_version", "contributions", "as_of", "again_on")} == {
        name: before[name] for name in ("band", "score", "card_version", "contributions", "as_of", "again_on")
    }
    async with house.database.reading() as read:
        rows = await read.fetch("SELECT number, band, previous, cause FROM credit_band_change ORDER BY number")
    assert [tuple(row) for row in rows] == [(1, "A", None, "events"), (2, "C", "A", "events"), (3, "A", "C", "events")]


async def test_an_event_that_was_voided_before_it_came_counts_nothing(house: CreditHouse) -> None:
    someone = await house.customer()
    late = event(someone, EventKind.OVERDUE)
    await house.void(late)
    await house.good_year(someone)
    await house.record(late)
    await house.compute()
    assert await house.band(someone) is Band.A


async def test_without_consent_there_is_no_score_and_a_withdrawn_one_ends_the_use_at_once(house: CreditHouse) -> None:
    silent, someone = await house.customer(consents=False), await house.customer()
    await house.good_year(silent)
    await house.good_year(someone)
    await house.compute()
    assert (await house.band(silent), await house.band(someone)) == (None, Band.A)
    assert ((await house.standing(silent))["score"], (await house.standing(silent))["contributions"]) == (None, [])
    await house.withdraw(someone)
    assert await house.band(someone) is None
    await house.hear(ConsentWithdrawn, someone.customer_id, purpose="credit_scoring")
    await house.compute()
    assert ((await house.standing(someone))["score"], (await house.standing(someone))["contributions"]) == (None, [])
    await house.consent(someone)
    await house.compute()
    assert await house.band(someone) is Band.A


async def test_what_happened_wears_off_by_itself_on_the_day_on_which_its_window_ends(house: CreditHouse) -> None:
    someone = await house.customer()
    await house.good_year(someone)
    await house.record(event(someone, EventKind.DISPUTE_LOST, NOON))
    await house.compute()
    lost = (await house.standing(someone))["score"]
    house.on(729)
    await house.compute()
    still = (await house.standing(someone))["score"]
    house.on(730)
    await house.compute()
    assert (await house.standing(someone))["score"] == still + 60
    assert lost is not None


async def test_bands_come_in_the_order_asked_and_bring_what_the_policy_says(house: CreditHouse) -> None:
    good, nobody = await house.customer(), await house.customer()
    await house.good_year(good)
    await house.compute()
    async with house.database.reading() as read:
        bands = await credit.find_bands(read, [nobody.customer_id, good.customer_id, nobody.customer_id])
        brings = await credit.find_entitlements(read, [good.customer_id, nobody.customer_id])
        limit = await credit.limit_for(read, good.customer_id)
    assert [one.band for one in bands] == [None, Band.A, None]
    assert [(one.limit.minor, one.deposit_ppm, one.rate_ppm) for one in brings] == [(10_000_000, 0, 60_000), (0, 1_000_000, 180_000)]
    assert (limit.minor, limit.asset.code) == (10_000_000, "CNY")


async def test_who_proves_a_name_has_an_event_of_it_once(house: CreditHouse) -> None:
    someone = await house.customer()
    for _ in range(2):
        await house.hear(IdentityVerified, someone.customer_id)
    async with house.database.reading() as read:
        rows = await read.fetch("SELECT kind, scene FROM credit_event WHERE customer_id = $1", someone.customer_id)
    assert [tuple(row) for row in rows] == [("verified", "identity")]


async def test_a_band_that_changed_is_told_without_any_number(house: CreditHouse) -> None:
    someone = await house.customer()
    await house.good_year(someone)
    await house.compute()
    async with house.database.reading() as read:
        rows = await read.fetch("SELECT payload FROM kernel_outbox WHERE name = 'CreditBandChanged' AND subject_id = $1", someone.customer_id)
    (told,) = rows
    assert told["payload"] == {"subject_id": str(someone.customer_id), "counterpart_id": None, "band": "A", "previous": None, "cause": "events"}


@pytest.mark.parametrize("kind", list(EventKind))
async def test_an_id_is_the_same_for_every_retry_and_another_for_each_kind(kind: EventKind) -> None:
    business_id = uuid4()
    assert credit.event_id(business_id, kind) == credit.event_id(business_id, kind)
    assert len({credit.event_id(business_id, one) for one in EventKind}) == len(EventKind)


async def test_bands_follow_within_a_minute_whoever_and_however_many_are_due(house: CreditHouse) -> None:
    assert PERIODIC_JOBS["credit.recompute_due"].cron == "* * * * * */15"
    crowd = [uuid4() for _ in range(1_200)]
    await house.record(*(NewEvent(one, credit.event_id(one, EventKind.PAID), EventKind.PAID, "wallet", NOON) for one in crowd))
    await house.compute()
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM credit_standing WHERE stale_since IS NULL") == 1_200


async def test_why_a_band_changed_is_written_down(house: CreditHouse) -> None:
    someone = await house.customer()
    await house.good_year(someone)
    await house.record(event(someone, EventKind.OVERDUE, NOON - timedelta(days=80)))
    await house.compute()
    await house.withdraw(someone)
    await house.hear(ConsentWithdrawn, someone.customer_id, purpose="credit_scoring")
    await house.compute()
    await house.consent(someone)
    await house.compute()
    for days in (20, 110, 300, 500):
        house.on(days)
        await house.compute()
    async with house.database.reading() as read:
        rows = await read.fetch("SELECT cause FROM credit_band_change WHERE customer_id = $1 ORDER BY number", someone.customer_id)
    causes = [row["cause"] for row in rows]
    assert causes[:3] == ["events", "consent", "consent"]
    assert set(causes[3:]) == {"time"}

"""A customer is told why, by events and without points; what is known of them; and can have a person look."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domains import credit, customers
from domains.credit import Band, EventKind, Feature
from domains.credit.rules.coverage import NOTHING, Tally, cover
from domains.kernel.errors import InvalidInput, Unauthenticated
from tests.domains.credit.credit_house import NOON, CreditHouse, event
from tests.staff import staff_member


async def test_reasons_name_what_moved_the_band_and_the_events_behind_it(house: CreditHouse) -> None:
    someone = await house.customer()
    await house.good_year(someone)
    late = event(someone, EventKind.OVERDUE, NOON - timedelta(days=3), "utilities")
    await house.record(late)
    await house.compute()
    async with house.database.reading() as read:
        (told,) = await credit.find_explanations(read, [someone.customer_id])
    assert told is not None
    assert (told.band, told.is_stale) == (Band.C, False)
    first = told.reasons[0]
    assert (first.feature, first.raises, first.value) == (Feature.OVERDUE_SINCE_DAYS, False, 3)
    assert [(one.id, one.kind, one.scene) for one in first.events] == [(late.id, EventKind.OVERDUE, "utilities")]
    assert not hasattr(first, "points") and "score" not in told._fields
    paid = next(one for one in told.reasons if one.feature is Feature.PAID)
    assert (paid.raises, paid.event_count, len(paid.events)) == (True, 13, 10)
    assert [one.occurred_at for one in paid.events] == sorted((one.occurred_at for one in paid.events), reverse=True)


async def test_nothing_is_explained_without_consent_and_what_waits_to_be_computed_is_told(house: CreditHouse) -> None:
    silent, someone = await house.customer(consents=False), await house.customer()
    await house.good_year(silent)
    await house.good_year(someone)
    await house.compute()
    await house.record(event(someone, EventKind.PAID))
    async with house.database.reading() as read:
        none, stale = await credit.find_explanations(read, [silent.customer_id, someone.customer_id])
    assert none is None
    assert stale is not None and stale.is_stale
    await house.withdraw(someone)
    async with house.database.reading() as read:
        assert await credit.find_explanations(read, [someone.customer_id]) == [None]


async def test_bands_as_they_became_come_newest_first_in_pages(house: CreditHouse) -> None:
    someone = await house.customer()
    await house.good_year(someone)
    await house.compute()
    for _ in range(2):
        late = event(someone, EventKind.OVERDUE)
        await house.record(late)
        await house.compute()
        await house.void(late)
        await house.compute()
    async with house.database.reading() as read:
        (page,) = await credit.list_band_changes(read, [someone.customer_id], 3, None)
        (rest,) = await credit.list_band_changes(read, [someone.customer_id], 3, page.cursors[-1])
    assert [one.number for one in page.items] == [5, 4, 3] and page.has_next
    assert [(one.number, one.band, one.previous) for one in rest.items] == [(2, Band.C, Band.A), (1, Band.A, None)] and not rest.has_next


async def test_what_is_known_is_told_in_percent_also_to_who_does_not_consent(house: CreditHouse) -> None:
    someone, nobody = await house.customer(consents=False), await house.customer()
    await house.good_year(someone)
    async with house.database.reading() as read:
        known, nothing = await credit.find_coverages(read, [someone.customer_id, nobody.customer_id])
    assert (known.completeness, known.freshness, known.breadth, known.events) == (60, 100, 60, 13)
    assert tuple(nothing) == (0, 0, 0, 0, None)


@pytest.mark.parametrize(("days", "freshness"), [(0, 100), (7, 100), (8, 75), (30, 75), (31, 50), (90, 50), (91, 25), (180, 25), (181, 0)])
def test_what_is_known_grows_old(days: int, freshness: int) -> None:
    today = NOON.date()
    tally = Tally(1, frozenset({EventKind.PAID}), 1, today - timedelta(days=days), today - timedelta(days=days))
    assert cover(tally, today).freshness == freshness


def test_everything_known_is_a_hundred_percent_and_more_scenes_are_no_more() -> None:
    today = NOON.date()
    full = Tally(99, frozenset(EventKind), 9, today - timedelta(days=180), today)
    assert cover(full, today)[:3] == (100, 100, 100)
    assert cover(full._replace(first_on=today - timedelta(days=179)), today).completeness == 80
    assert cover(NOTHING, today)[:3] == (0, 0, 0)


async def test_a_customer_asks_for_a_person_who_answers_once(house: CreditHouse) -> None:
    someone, staff = await house.customer(), await staff_member(house.database, "operator:credit")
    asked = await house.database.write(credit.request_review, _asking(someone))
    assert (asked.state, asked.band, asked.words) == ("open", None, "看起来不对")
    with pytest.raises(credit.CreditReviewOpen):
        await house.database.write(credit.request_review, _asking(someone))
    named = {"owner_id": staff.id, "session_id": staff.session_id, "customer_id": someone.customer_id, "answer": "已更正"}
    answered = await house.database.write(credit.answer_review, credit.AnswerReviewCommand(request_id=uuid4(), review_id=asked.id, state="corrected", **named))
    assert (answered.state, answered.answer, answered.decided_by) == ("corrected", "已更正", staff.id)
    for review_id, refusal in ((asked.id, credit.CreditReviewEnded), (uuid4(), credit.CreditReviewNotFound)):
        with pytest.raises(refusal):
            await house.database.write(credit.answer_review, credit.AnswerReviewCommand(request_id=uuid4(), review_id=review_id, state="confirmed", **named))
    async with house.database.reading() as read:
        assert (await credit.find_reviews(read, [someone.customer_id]))[someone.customer_id] == answered
        assert list((await credit.list_open_reviews(read, 20, None)).items) == []
        assert await read.fetchval("SELECT count(*) FROM kernel_audit WHERE action = 'credit.answer_review'") == 1
    again = await house.database.write(credit.request_review, _asking(someone))
    assert again.state == "open"


@pytest.mark.parametrize("words", ["", "  ", "长" * 501])
async def test_a_review_without_words_or_with_too_many_is_refused(house: CreditHouse, words: str) -> None:
    someone = await house.customer()
    with pytest.raises(InvalidInput):
        await house.database.write(credit.request_review, _asking(someone, words))
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM credit_review") == 0


async def test_whoever_is_not_signed_in_asks_for_nothing(house: CreditHouse) -> None:
    someone = await house.customer()
    command = credit.RequestReviewCommand(request_id=uuid4(), owner_id=someone.customer_id, session_id=uuid4(), words="x")
    with pytest.raises(Unauthenticated):
        await house.database.write(credit.request_review, command)


async def test_what_happened_to_a_customer_who_is_another_one_counts_for_that_one(house: CreditHouse) -> None:
    closed, survivor = await house.customer(), await house.customer()
    told = await house.good_year(closed)
    late = event(closed, EventKind.OVERDUE)
    await house.record(late)
    await house.void(late)
    part = credit.CreditClosing()
    async with house.database.transaction() as tx:
        assert await part.list_open(tx, closed.customer_id) == []
        await part.move(tx, uuid4(), closed.customer_id, survivor.customer_id)
    await house.compute()
    assert await house.band(survivor) is Band.A
    async with house.database.reading() as read:
        counted = await read.fetchval("SELECT count(*) FROM credit_event WHERE customer_id = $1", survivor.customer_id)
    assert counted == len(told) + 1


async def test_a_customer_with_an_open_review_is_not_closed(house: CreditHouse) -> None:
    someone = await house.customer()
    await house.database.write(credit.request_review, _asking(someone))
    async with house.database.transaction() as tx:
        assert await credit.CreditClosing().list_open(tx, someone.customer_id) == ["credit_review"]


def _asking(someone: customers.DevelopmentCustomer, words: str = "看起来不对") -> credit.RequestReviewCommand:
    return credit.RequestReviewCommand(request_id=uuid4(), owner_id=someone.customer_id, session_id=someone.session_id, words=words)

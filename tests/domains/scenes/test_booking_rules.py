"""What bookings cost to give up and to change, what a partner may take of a deposit, and how its answers are read: decisions without a house."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.kernel.assets import CNY, USD
from domains.kernel.money import Amount
from domains.scenes import bookings
from domains.scenes.rules.booking import BOOKED_AHEAD_MOST, change_cost, check_slot, most_kept, refund_parts, slot_of
from domains.scenes.rules.order import HELD_FOR, Decision, OrderState, decide
from integrations.partners.kinds import KINDS

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
DEPOSIT = Amount(5_001, CNY)
VISIT = bookings.BookingTerms(pays_at_once=False, free_until_hours=24, kept_percent=50, no_show_percent=100, change_fee_minor=None)
SEAT = bookings.BookingTerms(pays_at_once=True, free_until_hours=48, kept_percent=20, no_show_percent=100, change_fee_minor=2_000)
CONFIRMED = bookings.BookingState.CONFIRMED
SECOND = timedelta(seconds=1)


def fen(minor: int) -> Amount:
    return Amount(minor, CNY)


@pytest.mark.parametrize(("before", "kept"), [(timedelta(hours=24), 0), (timedelta(hours=24) - SECOND, 2_500), (SECOND, 2_500)])
def test_what_is_kept_goes_by_the_hour_and_the_broken_fen_is_the_customers(before: timedelta, kept: int) -> None:
    assert bookings.kept_of(CONFIRMED, VISIT, DEPOSIT, NOW + before, NOW) == fen(kept)


@pytest.mark.parametrize("state", [one for one in bookings.BookingState if one not in ("held", "confirmed")])
def test_what_does_not_stand_is_not_given_up(state: bookings.BookingState) -> None:
    with pytest.raises(bookings.BookingNotOpen) as refused:
        bookings.kept_of(state, VISIT, DEPOSIT, NOW + timedelta(days=3), NOW)
    assert refused.value.state == state


def test_what_is_not_paid_is_given_up_for_nothing_and_what_has_begun_not_at_all() -> None:
    assert bookings.kept_of(bookings.BookingState.HELD, VISIT, DEPOSIT, NOW + SECOND, NOW) == fen(0)
    with pytest.raises(bookings.BookingNotOpen, match="begun"):
        bookings.kept_of(CONFIRMED, VISIT, DEPOSIT, NOW, NOW)


@pytest.mark.parametrize(
    ("outcome", "terms", "leaving", "starts", "most"),
    [
        ("attended", VISIT, None, NOW + timedelta(days=1), DEPOSIT),
        ("no_show", VISIT, None, NOW, DEPOSIT),
        ("no_show", VISIT, None, NOW + SECOND, fen(0)),
        ("cancelled", VISIT, None, NOW, fen(0)),
        ("cancelled", VISIT, fen(2_500), NOW, fen(2_500)),
        ("attended", VISIT, fen(2_500), NOW, fen(2_500)),
        ("ticketed", VISIT, None, NOW, fen(0)),
        ("ticketed", SEAT, None, NOW, None),
        ("attended", SEAT, None, NOW, fen(0)),
    ],
)
def test_the_most_that_a_partner_may_take(outcome: str, terms: bookings.BookingTerms, leaving: Amount | None, starts: datetime, most: Amount | None) -> None:
    assert most_kept(outcome, terms, DEPOSIT, leaving, starts, NOW) == most


@pytest.mark.parametrize(
    ("paid", "most", "state"),
    [
        (fen(5_001), fen(5_001), OrderState.PAID),
        (fen(1), fen(5_001), OrderState.PAID),
        (fen(2_500), fen(2_500), OrderState.PAID),
        (fen(2_501), fen(2_500), OrderState.MISMATCH),
        (fen(5_002), fen(9_000), OrderState.MISMATCH),
        (fen(0), fen(5_001), OrderState.MISMATCH),
        (fen(1), fen(0), OrderState.MISMATCH),
        (Amount(100, USD), fen(5_001), OrderState.MISMATCH),
        (None, fen(5_001), OrderState.MISMATCH),
        (fen(5_000), None, OrderState.MISMATCH),
    ],
)
def test_a_deposit_may_be_settled_for_less_and_never_for_more(paid: Amount | None, most: Amount | None, state: OrderState) -> None:
    assert decide(OrderState.PENDING, DEPOSIT, "done", paid, None, most).state == state


def test_what_was_captured_once_is_the_only_amount_that_is_ours() -> None:
    assert decide(OrderState.PAID, fen(2_500), "done", fen(2_500), None) == Decision(OrderState.PAID)
    assert decide(OrderState.PAID, fen(2_500), "done", fen(2_400), None) == Decision(OrderState.PAID, "the partner has 24.00 CNY")


@pytest.mark.parametrize(("other", "cost"), [(55_300, 2_000), (66_200, 12_900), (21_050, 2_000)])
def test_a_change_costs_its_fee_and_what_is_dearer(other: int, cost: int) -> None:
    slot = slot_of(told(price_minor=other))
    assert change_cost(CONFIRMED, SEAT, fen(55_300), NOW + SECOND, slot, NOW, was_changed=False) == fen(cost)
    with pytest.raises(bookings.BookingNotChangeable):
        change_cost(CONFIRMED, SEAT, fen(55_300), NOW + SECOND, slot, NOW, was_changed=True)
    with pytest.raises(bookings.BookingNotChangeable):
        change_cost(CONFIRMED, SEAT, Amount(55_300, USD), NOW + SECOND, slot, NOW, was_changed=False)
    with pytest.raises(bookings.BookingNotOpen):
        change_cost(CONFIRMED, SEAT, fen(55_300), NOW, slot, NOW, was_changed=False)


def test_a_slot_lies_ahead_and_not_beyond_what_money_is_held_for() -> None:
    assert BOOKED_AHEAD_MOST < HELD_FOR
    for at, is_there in ((NOW, False), (NOW + SECOND, True), (NOW + BOOKED_AHEAD_MOST, True), (NOW + BOOKED_AHEAD_MOST + SECOND, False)):
        slot = slot_of(told(starts_at=at.isoformat()))
        if is_there:
            assert check_slot(slot, NOW) == slot
        else:
            with pytest.raises(bookings.SlotNotFound):
                check_slot(slot, NOW)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=4), st.data())
def test_a_refund_is_spread_to_the_fen_and_over_no_payment_more_than_it_was(paid: list[int], data: st.DataObject) -> None:
    total = data.draw(st.integers(0, sum(paid)))
    parts = refund_parts(total, paid)
    assert sum(parts) == total
    assert all(0 <= part <= one for part, one in zip(parts, paid, strict=True))


@given(st.integers(1, 10**12), st.integers(0, 100))
def test_a_share_is_never_more_than_it_says(minor: int, percent: int) -> None:
    share = bookings.share_of(fen(minor), percent)
    assert share * 100 <= minor * percent < (share + 1) * 100


def told(**more: Any) -> dict[str, Any]:
    """A slot in a partner's words."""
    words = {
        "slot_id": "s",
        "topic": "t",
        "title": "T",
        "provider": "P",
        "place": "H",
        "starts_at": (NOW + SECOND).isoformat(),
        "price_minor": 1,
        "currency": "CNY",
    }
    terms = {"pays_at_once": True, "free_until_hours": 48, "kept_percent": 20, "no_show_percent": 100, "change_fee_minor": None}
    return {**words, "terms": terms, **more}


def test_hospitals_and_railways_are_one_kind_of_partner() -> None:
    assert KINDS["medical"] is KINDS["travel"]


@pytest.mark.parametrize(
    "bad",
    [
        {"price_minor": 0},
        {"price_minor": "5"},
        {"price_minor": True},
        {"currency": "XXX"},
        {"starts_at": "2026-12-01T09:00:00"},
        {"slot_id": ""},
        {"title": "x" * 81},
        {"place": "a\nb"},
        {"terms": None},
        {"terms": {}},
        {"terms": {**told()["terms"], "kept_percent": 101}},
        {"terms": {**told()["terms"], "no_show_percent": -1}},
        {"terms": {**told()["terms"], "free_until_hours": -1}},
        {"terms": {**told()["terms"], "pays_at_once": "yes"}},
        {"terms": {**told()["terms"], "change_fee_minor": -1}},
    ],
)
def test_a_slot_that_is_not_understood_is_not_shown(bad: dict[str, Any]) -> None:
    read = KINDS["medical"].operations["search_slots"].read
    assert read(uuid4(), {"topics": [], "slots": [told()]}).data["slots"] == [told()]
    with pytest.raises((ValueError, TypeError, KeyError)):
        read(uuid4(), {"topics": [], "slots": [told(**bad)]})


def test_two_slots_of_one_name_are_none() -> None:
    with pytest.raises(ValueError, match="slot_id"):
        KINDS["medical"].operations["search_slots"].read(uuid4(), {"topics": [], "slots": [told(), told()]})


def test_a_payment_of_a_booking_says_how_it_ended_or_is_not_understood() -> None:
    read, id_ = KINDS["medical"].operations["pay_booking"].read, uuid4()
    paid = {
        "payment_id": str(id_),
        "status": "succeeded",
        "reference": "R",
        "amount_minor": 5,
        "currency": "CNY",
        "paid_at": NOW.isoformat(),
        "outcome": "attended",
    }
    answer = read(id_, paid)
    assert (answer.state, answer.data["outcome"], answer.data["supplement_minor"], answer.data["code"]) == ("done", "attended", 0, None)
    assert read(id_, {"payment_id": str(id_), "status": "processing"}).data == {"is_confirmed": False, "code": None}
    assert read(id_, {"payment_id": str(id_), "status": "processing", "booking_status": "confirmed"}).data["is_confirmed"]
    for bad in ({"outcome": "vanished"}, {"outcome": None}, {"supplement_minor": -1}, {"payment_id": str(uuid4())}, {"status": "hibernating"}):
        with pytest.raises((ValueError, KeyError)):
            read(id_, paid | bad)


@pytest.mark.parametrize(("name", "field", "status"), [("cancel_booking", "cancellation_id", "cancelled"), ("move_booking", "move_id", "moved")])
def test_a_step_is_the_one_that_was_asked_for(name: str, field: str, status: str) -> None:
    read, id_ = KINDS["medical"].operations[name].read, uuid4()
    assert read(id_, {field: str(id_), "status": status}).state == "done"
    for bad in ({field: str(uuid4()), "status": status}, {field: str(id_), "status": "hibernating"}, {"status": status}):
        with pytest.raises(ValueError, match=r".+"):
            read(id_, bad)

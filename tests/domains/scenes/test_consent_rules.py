"""A consent lies within what was asked for, becomes only ever narrower, and bounds every payment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.kernel.assets import CNY, USD
from domains.kernel.money import Amount
from domains.scenes import (
    CapExceeded,
    Caps,
    ConsentExhausted,
    ConsentLacksAccount,
    ConsentLacksScope,
    ConsentNotNarrower,
    ConsentState,
    ConsentTooWide,
    Narrowing,
    PaymentDetail,
    PaymentNotAgreed,
    Spent,
    Terms,
    widest_terms,
)
from domains.scenes.rules.consent import check_grant, check_spend, first_wider, narrowed, spent_once, state_at

NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
ONE, TWO, PAYEE = UUID(int=1), UUID(int=2), UUID(int=9)


def yuan(units: int) -> Amount:
    return Amount(units * 100, CNY)


WIDEST = widest_terms(["payments.write", "payments.read", "accounts.read", "profile", "phone"], [ONE, TWO], NOW, CNY)
CHOSEN = replace(
    WIDEST, account_ids=(ONE,), caps=Caps(yuan(200), yuan(1_000), yuan(500)), uses_left=10, expires_at=NOW + timedelta(days=30), open_claims=("name",)
)


def test_a_partner_that_names_no_caps_may_be_given_a_thousand_a_payment_and_five_a_month_for_half_a_year() -> None:
    assert WIDEST.caps == Caps(yuan(1_000), yuan(5_000))
    assert WIDEST.expires_at == NOW + timedelta(days=180)
    assert WIDEST.open_claims == ("name", "phone_number")
    asked = widest_terms(["payments.write"], [ONE], NOW, CNY, caps=Caps(yuan(900_000), yuan(900_000)))
    assert asked.caps == Caps(yuan(5_000), yuan(50_000))
    assert widest_terms(["profile"], [], NOW, CNY).caps is None


def test_one_payment_is_agreed_to_once_for_its_amount_and_for_a_day() -> None:
    detail = PaymentDetail(PAYEE, yuan(128))
    terms = widest_terms(["payments.write"], [ONE], NOW, CNY, detail=detail)
    assert (terms.caps, terms.uses_left, terms.expires_at, terms.detail) == (Caps(yuan(128), yuan(128)), 1, NOW + timedelta(days=1), detail)


def test_a_choice_within_what_was_asked_for_is_granted() -> None:
    check_grant(WIDEST, CHOSEN, NOW)
    check_grant(WIDEST, WIDEST, NOW)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"scopes": (*WIDEST.scopes, "orders.write")}, "scopes"),
        ({"scopes": ()}, "scopes"),
        ({"account_ids": (ONE, UUID(int=3))}, "accounts"),
        ({"account_ids": ()}, "accounts"),
        ({"open_claims": ("id_number",)}, "claims"),
        ({"scopes": ("payments.write",), "open_claims": ("name",)}, "claims"),
        ({"caps": Caps(yuan(1_001), yuan(5_000))}, "caps"),
        ({"caps": Caps(yuan(1_000), yuan(5_001))}, "caps"),
        ({"caps": Caps(yuan(0), yuan(5_000))}, "caps"),
        ({"caps": Caps(Amount(1, USD), Amount(1, USD))}, "caps"),
        ({"caps": None}, "caps"),
        ({"scopes": ("profile",), "open_claims": ()}, "caps"),
        ({"uses_left": 0}, "uses"),
        ({"uses_left": 10_001}, "uses"),
        ({"detail": PaymentDetail(PAYEE, yuan(1))}, "payment"),
        ({"expires_at": NOW + timedelta(days=181)}, "expiry"),
        ({"expires_at": NOW}, "expiry"),
    ],
)
def test_a_choice_beyond_it_or_of_nothing_is_refused(change: dict[str, Any], what: str) -> None:
    with pytest.raises(ConsentTooWide) as refused:
        check_grant(WIDEST, replace(WIDEST, **change), NOW)
    assert refused.value.what == what


def test_narrowing_leaves_what_is_not_named() -> None:
    assert narrowed(CHOSEN, Narrowing(), NOW) == CHOSEN
    assert narrowed(CHOSEN, Narrowing(payment_cap=yuan(50), uses_left=3), NOW) == replace(CHOSEN, caps=Caps(yuan(50), yuan(1_000), yuan(500)), uses_left=3)


def test_payments_that_are_taken_away_take_their_caps_with_them() -> None:
    left = narrowed(CHOSEN, Narrowing(scopes=("payments.read", "profile")), NOW)
    assert (left.scopes, left.caps, left.open_claims) == (("payments.read", "profile"), None, ("name",))


@pytest.mark.parametrize(
    ("wanted", "what"),
    [
        (Narrowing(scopes=("payments.write", "openid")), "scopes"),
        (Narrowing(scopes=()), "scopes"),
        (Narrowing(account_ids=(ONE, TWO)), "accounts"),
        (Narrowing(account_ids=()), "accounts"),
        (Narrowing(open_claims=("name", "phone_number")), "claims"),
        (Narrowing(payment_cap=yuan(201)), "caps"),
        (Narrowing(day_cap=yuan(501)), "caps"),
        (Narrowing(month_cap=yuan(1_001)), "caps"),
        (Narrowing(month_cap=Amount(1, USD)), "caps"),
        (Narrowing(uses_left=11), "uses"),
        (Narrowing(uses_left=0), "uses"),
        (Narrowing(expires_at=NOW + timedelta(days=31)), "expiry"),
        (Narrowing(expires_at=NOW - timedelta(seconds=1)), "expiry"),
    ],
)
def test_a_consent_never_becomes_wider(wanted: Narrowing, what: str) -> None:
    with pytest.raises(ConsentNotNarrower) as refused:
        narrowed(CHOSEN, wanted, NOW)
    assert refused.value.what == what


def test_a_consent_without_payments_has_no_cap_to_lower() -> None:
    with pytest.raises(ConsentNotNarrower):
        narrowed(widest_terms(["profile"], [], NOW, CNY), Narrowing(payment_cap=yuan(1)), NOW)


amounts = st.integers(-10, 200_000).map(lambda minor: Amount(minor, CNY))


@given(
    st.builds(
        Narrowing,
        scopes=st.none() | st.lists(st.sampled_from(["payments.write", "accounts.read", "profile", "orders.write"]), max_size=4).map(tuple),
        account_ids=st.none() | st.lists(st.sampled_from([ONE, TWO, UUID(int=3)]), max_size=3).map(tuple),
        open_claims=st.none() | st.lists(st.sampled_from(["name", "phone_number"]), max_size=2).map(tuple),
        payment_cap=st.none() | amounts,
        day_cap=st.none() | amounts,
        month_cap=st.none() | amounts,
        uses_left=st.none() | st.integers(-1, 20),
        expires_at=st.none() | st.integers(-10, 100).map(lambda days: NOW + timedelta(days=days)),
    )
)
def test_whatever_is_asked_nothing_that_was_not_allowed_before_is_allowed_after(wanted: Narrowing) -> None:
    try:
        left = narrowed(CHOSEN, wanted, NOW)
    except ConsentNotNarrower:
        return
    assert first_wider(CHOSEN, left, NOW) is None
    assert CHOSEN.caps is not None and CHOSEN.uses_left is not None
    assert set(left.scopes) <= set(CHOSEN.scopes) and set(left.account_ids) <= set(CHOSEN.account_ids)
    assert left.uses_left is not None and 0 < left.uses_left <= CHOSEN.uses_left
    assert NOW < left.expires_at <= CHOSEN.expires_at
    if left.caps is not None:
        assert 0 < left.caps.payment.minor <= CHOSEN.caps.payment.minor and 0 < left.caps.month.minor <= CHOSEN.caps.month.minor
        assert left.caps.day is not None and CHOSEN.caps.day is not None and 0 < left.caps.day.minor <= CHOSEN.caps.day.minor


def spend(terms: Terms, amount: Amount, *, account: UUID = ONE, payee: UUID = PAYEE, day: int = 0, month: int = 0) -> None:
    check_spend(terms, amount, account, payee, Spent(day, month))


def test_a_payment_up_to_each_cap_passes_and_a_fen_more_does_not() -> None:
    spend(CHOSEN, yuan(200))
    spend(CHOSEN, yuan(200), day=30_000, month=80_000)
    for amount, day, month, window, left in [
        (Amount(20_001, CNY), 0, 0, "payment", yuan(200)),
        (yuan(200), 30_001, 30_001, "day", Amount(19_999, CNY)),
        (yuan(200), 0, 80_001, "month", Amount(19_999, CNY)),
        (yuan(1), 0, 110_000, "month", yuan(0)),
    ]:
        with pytest.raises(CapExceeded) as refused:
            spend(CHOSEN, amount, day=day, month=month)
        assert (refused.value.window, refused.value.left) == (window, left)


def test_a_payment_from_another_account_in_another_currency_or_without_the_scope_is_refused() -> None:
    with pytest.raises(ConsentLacksAccount):
        spend(CHOSEN, yuan(1), account=TWO)
    with pytest.raises(ConsentLacksAccount):
        spend(CHOSEN, Amount(1, USD))
    with pytest.raises(ConsentLacksScope):
        spend(narrowed(CHOSEN, Narrowing(scopes=("payments.read",)), NOW), yuan(1))


def test_of_one_agreed_payment_neither_payee_nor_amount_can_be_another() -> None:
    once = widest_terms(["payments.write"], [ONE], NOW, CNY, detail=PaymentDetail(PAYEE, yuan(128)))
    spend(once, yuan(128))
    for amount, payee, what in [(yuan(128), TWO, "payee"), (yuan(127), PAYEE, "amount")]:
        with pytest.raises(PaymentNotAgreed) as refused:
            spend(once, amount, payee=payee)
        assert refused.value.what == what
    with pytest.raises(ConsentExhausted):
        spend(spent_once(once), yuan(128))


def test_where_a_consent_stands_is_told_by_the_clock() -> None:
    assert state_at(CHOSEN, None, NOW) is ConsentState.ACTIVE
    assert state_at(CHOSEN, NOW, NOW) is ConsentState.REVOKED
    assert state_at(CHOSEN, None, CHOSEN.expires_at) is ConsentState.EXPIRED
    assert state_at(replace(CHOSEN, uses_left=0), None, NOW) is ConsentState.USED_UP

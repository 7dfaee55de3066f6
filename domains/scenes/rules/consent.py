"""What a customer may consent to, how a consent is made narrower, and what may be done under it. Pure decisions.

Granted is refused in this order: ConsentTooWide (scopes, accounts, claims, caps, uses, expiry), AmountOutOfRange.
Narrowed: ConsentNotFound, ConsentRevoked, ConsentExpired, ConsentNotNarrower (scopes, accounts, claims, caps, uses, expiry).
Spent: ConsentNotFound (also another partner's), ConsentRevoked, ConsentExpired, ConsentLacksScope, ConsentLacksAccount, PaymentNotAgreed, ConsentExhausted,
CapExceeded (payment, day, month)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid5

from domains.kernel.assets import Asset
from domains.kernel.money import Amount
from domains.scenes.errors.consent import (
    CapExceeded,
    ConsentExhausted,
    ConsentExpired,
    ConsentLacksAccount,
    ConsentLacksScope,
    ConsentNotNarrower,
    ConsentRevoked,
    ConsentTooWide,
    PaymentNotAgreed,
)
from domains.scenes.rules.payment_details import PaymentDetail

PAYMENTS_WRITE = "payments.write"
ACCOUNTS_READ = "accounts.read"

NEEDS_ACCOUNT = frozenset({PAYMENTS_WRITE, ACCOUNTS_READ})
"""Scopes that mean nothing without an account of the customer's."""

OPEN_CLAIMS = {"profile": "name", "phone": "phone_number"}
"""What a scope shows masked, and shows in full where the customer says so."""

LIFE_MOST = timedelta(days=180)
"""Nobody consents for longer at once."""

ONE_PAYMENT_LIFE = timedelta(days=1)
"""How long a consent to one payment waits for it."""

LIVES = (timedelta(days=7), timedelta(days=30), timedelta(days=90), LIFE_MOST)
"""What the page offers."""

PAYMENT_CAP_YUAN, MONTH_CAP_YUAN = 1_000, 5_000
"""The caps of a consent to payments, in whole units of the currency, where the partner asks for none. The customer may lower them."""

PAYMENT_CAP_MOST_YUAN, MONTH_CAP_MOST_YUAN = 5_000, 50_000
"""What no partner may ask beyond."""

USES_MOST = 10_000


class ConsentState(StrEnum):
    """The last three are final."""

    ACTIVE = "active"
    EXPIRED = "expired"
    USED_UP = "used_up"
    REVOKED = "revoked"


class Caps(NamedTuple):
    """The most that may be paid at once, on one business day, and in one calendar month; all of one asset. `day` is None where nobody asked for it."""

    payment: Amount
    month: Amount
    day: Amount | None = None

    @property
    def asset(self) -> Asset:
        return self.payment.asset


@dataclass(frozen=True, slots=True)
class Terms:
    """What a customer consents to. `caps` stand exactly where the scopes allow payments; `uses_left` is None where nobody counts.

    `open_claims` are those that the partner sees in full, not masked."""

    scopes: tuple[str, ...]
    account_ids: tuple[UUID, ...]
    expires_at: datetime
    caps: Caps | None = None
    uses_left: int | None = None
    detail: PaymentDetail | None = None
    open_claims: tuple[str, ...] = ()

    def allows(self, scope: str) -> bool:
        return scope in self.scopes


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a customer wants to be left of a consent. None leaves a part as it is."""

    scopes: tuple[str, ...] | None = None
    account_ids: tuple[UUID, ...] | None = None
    open_claims: tuple[str, ...] | None = None
    payment_cap: Amount | None = None
    day_cap: Amount | None = None
    month_cap: Amount | None = None
    uses_left: int | None = None
    expires_at: datetime | None = None


class Spent(NamedTuple):
    """What was paid under a consent so far, in minor units: on the business day, and in its month."""

    day_minor: int
    month_minor: int


def widest_terms(
    scopes: Sequence[str], account_ids: Sequence[UUID], now: datetime, asset: Asset, *, caps: Caps | None = None, detail: PaymentDetail | None = None
) -> Terms:
    """The most that a customer can consent to of what a partner asks for: what the page shows first, and what `check_grant` compares with."""
    sorted_scopes = tuple(sorted(set(scopes)))
    open_claims = _open_claims(sorted_scopes)
    if detail is not None:
        once = Caps(detail.amount, detail.amount)
        return Terms(sorted_scopes, tuple(account_ids), now + ONE_PAYMENT_LIFE, once, 1, detail, open_claims)
    pays = PAYMENTS_WRITE in sorted_scopes
    return Terms(sorted_scopes, tuple(account_ids), now + LIFE_MOST, _bounded(caps, asset) if pays else None, open_claims=open_claims)


def check_grant(widest: Terms, chosen: Terms, now: datetime) -> None:
    """Raise the first rule that a customer's choice breaks: it lies within what was asked for, and something is left of it."""
    wider = first_wider(widest, chosen, now)
    if wider is not None:
        raise ConsentTooWide(wider)


def narrowed(terms: Terms, wanted: Narrowing, now: datetime) -> Terms:
    """The terms with what the customer took away. Raises ConsentNotNarrower."""
    caps = terms.caps
    changes_caps = any(cap is not None for cap in (wanted.payment_cap, wanted.day_cap, wanted.month_cap))
    if changes_caps:
        if caps is None:
            raise ConsentNotNarrower("caps")
        caps = Caps(wanted.payment_cap or caps.payment, wanted.month_cap or caps.month, wanted.day_cap or caps.day)
    left = replace(
        terms,
        scopes=terms.scopes if wanted.scopes is None else tuple(sorted(set(wanted.scopes))),
        account_ids=terms.account_ids if wanted.account_ids is None else tuple(sorted(set(wanted.account_ids))),
        caps=caps,
        uses_left=terms.uses_left if wanted.uses_left is None else wanted.uses_left,
        expires_at=terms.expires_at if wanted.expires_at is None else wanted.expires_at,
        open_claims=terms.open_claims if wanted.open_claims is None else tuple(sorted(set(wanted.open_claims))),
    )
    # A scope that goes takes the claim with it that it showed; one that the consent never had is told as wider.
    left = replace(left, open_claims=tuple(name for name in left.open_claims if name in _open_claims(left.scopes) or name not in terms.open_claims))
    if not left.allows(PAYMENTS_WRITE):
        left = replace(left, caps=None, detail=None)
    wider = first_wider(terms, left, now)
    if wider is not None:
        raise ConsentNotNarrower(wider)
    return left


def first_wider(outer: Terms, inner: Terms, now: datetime) -> str | None:
    """In which respect `inner` is not within `outer`, or is nothing at all; None where it is narrower or the same."""
    within = {
        "scopes": bool(inner.scopes) and set(inner.scopes) <= set(outer.scopes),
        "accounts": set(inner.account_ids) <= set(outer.account_ids) and (bool(inner.account_ids) or not NEEDS_ACCOUNT & set(inner.scopes)),
        "claims": set(inner.open_claims) <= set(outer.open_claims) & set(_open_claims(inner.scopes)),
        "caps": _caps_within(outer.caps, inner.caps, pays=inner.allows(PAYMENTS_WRITE)),
        "uses": _uses_within(outer.uses_left, inner.uses_left),
        "payment": inner.detail == outer.detail or not inner.allows(PAYMENTS_WRITE),
        "expiry": now < inner.expires_at <= outer.expires_at,
    }
    return next((what for what, holds in within.items() if not holds), None)


def state_at(terms: Terms, revoked_at: datetime | None, now: datetime) -> ConsentState:
    """Where a consent stands at an instant."""
    if revoked_at is not None:
        return ConsentState.REVOKED
    if terms.expires_at <= now:
        return ConsentState.EXPIRED
    return ConsentState.USED_UP if terms.uses_left == 0 else ConsentState.ACTIVE


def check_standing(terms: Terms, revoked_at: datetime | None, now: datetime) -> None:
    """Raises ConsentRevoked or ConsentExpired."""
    if revoked_at is not None:
        raise ConsentRevoked(revoked_at)
    if terms.expires_at <= now:
        raise ConsentExpired(terms.expires_at)


def check_spend(terms: Terms, amount: Amount, account_id: UUID, payee_id: UUID, spent: Spent) -> None:
    """Raise the first rule that a payment under a standing consent breaks."""
    if not terms.allows(PAYMENTS_WRITE) or terms.caps is None:
        raise ConsentLacksScope(PAYMENTS_WRITE)
    if account_id not in terms.account_ids or amount.asset != terms.caps.asset:
        raise ConsentLacksAccount
    if terms.detail is not None and payee_id != terms.detail.payee_id:
        raise PaymentNotAgreed("payee")
    if terms.detail is not None and amount != terms.detail.amount:
        raise PaymentNotAgreed("amount")
    if terms.uses_left == 0:
        raise ConsentExhausted
    for window, most, used in (("payment", terms.caps.payment, 0), ("day", terms.caps.day, spent.day_minor), ("month", terms.caps.month, spent.month_minor)):
        if most is not None and used + amount.minor > most.minor:
            raise CapExceeded(window, most, Amount(max(most.minor - used, 0), most.asset))


def spent_once(terms: Terms) -> Terms:
    """The terms after one more use."""
    return terms if terms.uses_left is None else replace(terms, uses_left=terms.uses_left - 1)


def pairwise_id(partner_id: UUID, id_: UUID) -> UUID:
    """How a partner knows a customer or an account: two partners that compare theirs find nothing in common."""
    return uuid5(partner_id, str(id_))


def default_caps(asset: Asset) -> Caps:
    """The caps of a consent to payments where the partner asks for none."""
    return Caps(_whole(PAYMENT_CAP_YUAN, asset), _whole(MONTH_CAP_YUAN, asset))


def _open_claims(scopes: Sequence[str]) -> tuple[str, ...]:
    """The claims that those scopes can show in full."""
    return tuple(sorted(OPEN_CLAIMS[name] for name in scopes if name in OPEN_CLAIMS))


def _bounded(caps: Caps | None, asset: Asset) -> Caps:
    """What was asked for, as far as the house goes along."""
    if caps is None:
        return default_caps(asset)
    payment = Amount(min(caps.payment.minor, _whole(PAYMENT_CAP_MOST_YUAN, caps.asset).minor), caps.asset)
    month = Amount(min(caps.month.minor, _whole(MONTH_CAP_MOST_YUAN, caps.asset).minor), caps.asset)
    return Caps(payment, month, caps.day)


def _whole(units: int, asset: Asset) -> Amount:
    return Amount(units * 10**asset.exponent, asset)


def _caps_within(outer: Caps | None, inner: Caps | None, *, pays: bool) -> bool:
    if not pays:
        return inner is None
    if outer is None or inner is None or inner.asset != outer.asset:
        return False
    day_within = outer.day is None or (inner.day is not None and inner.day.minor <= outer.day.minor)
    amounts = [one for one in inner if one is not None]
    positive = all(one.asset == outer.asset and one.minor > 0 for one in amounts)
    return positive and day_within and inner.payment.minor <= outer.payment.minor and inner.month.minor <= outer.month.minor


def _uses_within(outer: int | None, inner: int | None) -> bool:
    if inner is None:
        return outer is None
    return 0 < inner <= (USES_MOST if outer is None else outer)

"""What may be paid, and what goes back.

A payment is refused in this order: CodeMalformed, CodeNotFound, OrderEnded, then of its amount AmountRequired, AmountNotOurs, AssetMismatch,
AmountOutOfRange, TipRefused; of the whole confirmation TooManyPayments, PaymentDuplicated, AssetMismatch, FundingNotFound, FundingMismatch, PinNotSet,
PinRequired, PinLocked, PinWrong; then what a source of money or the ledger refuses.
A refund: PaymentNotFound, MerchantClosed, AssetMismatch, AmountOutOfRange, RefundTooLarge, then what the ledger refuses of the merchants' accounts."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset
from domains.kernel.errors import AmountOutOfRange, AssetMismatch
from domains.kernel.money import MINOR_MAX, Amount
from domains.wallet.errors.payments import (
    AmountNotOurs,
    AmountRequired,
    FundingMismatch,
    FundingNotFound,
    PaymentDuplicated,
    RefundTooLarge,
    TipRefused,
    TooManyPayments,
)
from domains.wallet.rules.merchants import Terms
from domains.wallet.rules.sharing import BPS_WHOLE, fee_of, match, part

TOGETHER_MOST = 20
"""Payments in one confirmation."""

SETTLED_AFTER = timedelta(hours=1)
"""How long after midnight a day is settled: what began before midnight has ended by then, as no transaction lasts that long."""

ASKED_LIFE = timedelta(minutes=5)
"""How long a customer may take to confirm what a cashier charged above the limit."""


class Method(StrEnum):
    """How the payer and the merchant met."""

    STATIC_CODE = "static_code"
    ORDER = "order"
    PAYMENT_CODE = "payment_code"


class Funding(NamedTuple):
    """A source of money by its name, and how much of the whole it gives; None: the rest."""

    source: str
    amount: Amount | None = None


class Share(NamedTuple):
    """What a merchant gets of a payment, and its fee on that."""

    merchant_id: UUID
    minor: int
    fee_bps: int

    @property
    def fee_minor(self) -> int:
        return fee_of(self.minor, self.fee_bps)


def price(asked: Amount | None, said: Amount | None, tip: Amount | None, asset: Asset, takes_tips: bool) -> Amount:
    """What is to be paid in all: the order's amount or the customer's, and the tip. Raises the first rule broken."""
    amount = asked or said
    if amount is None:
        raise AmountRequired
    if asked is not None and said is not None and said != asked:
        raise AmountNotOurs(asked)
    for one in (amount, tip):
        if one is not None and one.asset != asset:
            raise AssetMismatch(one.asset.code, asset.code)
    if not 0 < amount.minor <= MINOR_MAX:
        raise AmountOutOfRange(amount.minor, asset.code, 1, MINOR_MAX)
    if tip is None or tip.minor == 0:
        return amount
    if not takes_tips or not 0 < tip.minor <= amount.minor:
        raise TipRefused(Amount(amount.minor if takes_tips else 0, asset))
    if amount.minor + tip.minor > MINOR_MAX:
        raise AmountOutOfRange(amount.minor, asset.code, 1, MINOR_MAX - tip.minor)
    return amount + tip


def check_together(amounts: Sequence[Amount], places: Sequence[UUID]) -> Amount:
    """What payments that are confirmed together come to. Raises TooManyPayments, PaymentDuplicated (an order twice), AssetMismatch, AmountOutOfRange."""
    if not 0 < len(amounts) <= TOGETHER_MOST:
        raise TooManyPayments(TOGETHER_MOST)
    if len(set(places)) < len(places):
        raise PaymentDuplicated
    asset = amounts[0].asset
    for amount in amounts:
        if amount.asset != asset:
            raise AssetMismatch(amount.asset.code, asset.code)
    total = sum(amount.minor for amount in amounts)
    if total > MINOR_MAX:
        raise AmountOutOfRange(total, asset.code, 1, MINOR_MAX)
    return Amount(total, asset)


def fund(total: Amount, fundings: Sequence[Funding], known: Sequence[str]) -> list[tuple[str, int]]:
    """How much each source gives. Raises FundingNotFound for a name that is not wired or comes twice, FundingMismatch when the parts do not make the whole."""
    names = [funding.source for funding in fundings]
    for name in names:
        if name not in known or names.count(name) > 1:
            raise FundingNotFound(name)
    said = [funding.amount for funding in fundings if funding.amount is not None]
    rest = total.minor - sum(amount.minor for amount in said)
    open_ends = len(fundings) - len(said)
    is_odd = any(amount.minor <= 0 or amount.asset != total.asset for amount in said)
    if is_odd or open_ends > 1 or (rest <= 0 if open_ends else rest != 0):
        raise FundingMismatch(total)
    return [(funding.source, rest if funding.amount is None else funding.amount.minor) for funding in fundings]


def share(amount_minor: int, tip_minor: int, merchant_id: UUID, terms: Terms) -> list[Share]:
    """Who gets which part of a payment: the parties theirs, the merchant what is left and the tip. Parts of nothing are left out."""
    own = BPS_WHOLE - sum(share_bps for _, share_bps, _ in terms.parties)
    parts = part(amount_minor - tip_minor, [own, *(share_bps for _, share_bps, _ in terms.parties)])
    shares = [Share(merchant_id, parts[0] + tip_minor, terms.fee_bps)]
    shares += [Share(party_id, minor, fee_bps) for (party_id, _, fee_bps), minor in zip(terms.parties, parts[1:], strict=True)]
    return [one for one in shares if one.minor]


class Held(NamedTuple):
    """A part of a payment as it stands: what it was, and what went back of it."""

    minor: int
    refunded_minor: int

    @property
    def left_minor(self) -> int:
        return self.minor - self.refunded_minor


class Returned(NamedTuple):
    """What goes back of each share and to each source, and from which to which: (share, source, minor)."""

    of_shares: list[int]
    to_sources: list[int]
    moves: list[tuple[int, int, int]]


def give_back(
    amount: Amount, payment: Held, asset: Asset, shares: Sequence[Held], sources: Sequence[Held], keeps: Sequence[int | None] | None = None
) -> Returned:
    """Part a refund over those who got the payment and those who gave it, each in proportion to what is left of theirs. Raises the first rule broken.

    A source that `keeps` a part in the payment gets back all beyond that first, as far as the refund goes; the others share the rest."""
    if amount.asset != asset:
        raise AssetMismatch(amount.asset.code, asset.code)
    if amount.minor <= 0:
        raise AmountOutOfRange(amount.minor, asset.code, 1, payment.left_minor)
    if amount.minor > payment.left_minor:
        raise RefundTooLarge(Amount(payment.left_minor, asset))
    of_shares = part(amount.minor, [one.left_minor for one in shares])
    first = [0 if keep is None else max(one.left_minor - keep, 0) for one, keep in zip(sources, keeps or [None] * len(sources), strict=True)]
    to_sources, rest = [], amount.minor
    for minor in first:
        to_sources.append(min(minor, rest))
        rest -= to_sources[-1]
    others = [one.left_minor if keep is None else 0 for one, keep in zip(sources, keeps or [None] * len(sources), strict=True)]
    if rest:
        to_sources = [early + late for early, late in zip(to_sources, part(rest, others), strict=True)]
    return Returned(of_shares, to_sources, match(of_shares, to_sources))


def is_settled(day: date, settled_through: date) -> bool:
    """Whether a payment of that day is in its merchant's balance."""
    return day <= settled_through

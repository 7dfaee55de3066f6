"""What may be paid of purchases at outside shops, and given back: pure decisions.

A purchase is refused in this sequence: PurchaseNotFound, PurchaseNotOpen, PurchaseChanged, then as any order (rules/order.py)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.kernel.errors import AmountOutOfRange, AssetMismatch
from domains.kernel.money import Amount
from domains.scenes.errors.order import SceneRefundTooLarge
from domains.scenes.errors.purchase import PurchaseChanged, PurchaseNotOpen, PurchaseNotPaid
from domains.scenes.rules.bill import NOTHING_TO_PAY


class PurchaseState(StrEnum):
    """`instalments`: paid in parts, of which some are to come. `returning`: all of it is to be given back, and the shop has not said yet that it does.
    `gone`: the shop asks for it no longer, and was not paid for it by the house."""

    OPEN = "open"
    PAYING = "paying"
    INSTALMENTS = "instalments"
    PAID = "paid"
    RETURNING = "returning"
    REFUNDED = "refunded"
    GONE = "gone"


OURS = frozenset({PurchaseState.PAYING, PurchaseState.INSTALMENTS, PurchaseState.PAID, PurchaseState.RETURNING, PurchaseState.REFUNDED})
"""Where what the house does with a purchase decides how it stands, whatever a list says."""


class Payment(NamedTuple):
    """What was paid of a purchase by one order, and what of that has come back, or may yet."""

    order_id: UUID
    amount: Amount
    returned_minor: int

    @property
    def left_minor(self) -> int:
        return self.amount.minor - self.returned_minor


def check_purchase(state: PurchaseState, amount: Amount, confirmed: Amount) -> None:
    """Raise the first rule that paying it breaks. `confirmed` is what the customer saw."""
    if state is not PurchaseState.OPEN:
        raise PurchaseNotOpen(state.value)
    if amount != confirmed:
        raise PurchaseChanged(amount)


def listed_state(known: PurchaseState | None, status: str) -> PurchaseState:
    """Where a purchase stands once its shop has listed it."""
    if known in OURS:
        return known
    return {"open": PurchaseState.OPEN, "paid": PurchaseState.PAID}.get(status, PurchaseState.GONE)


def refused_state(reason: str | None) -> PurchaseState:
    """Where a purchase stands once its shop has refused to be paid for it."""
    return PurchaseState.GONE if reason in NOTHING_TO_PAY else PurchaseState.OPEN


def split_refund(state: PurchaseState, payments: Sequence[Payment], amount: Amount | None) -> list[tuple[UUID, Amount]]:
    """How much of each payment comes back, the last payment first; all that is left of each for an `amount` of None.

    Raises PurchaseNotPaid, AssetMismatch, AmountOutOfRange, SceneRefundTooLarge."""
    left = sum(one.left_minor for one in payments)
    if state not in (PurchaseState.PAID, PurchaseState.INSTALMENTS) or left == 0:
        raise PurchaseNotPaid(state.value)
    asset = payments[0].amount.asset
    wanted = amount or Amount(left, asset)
    if wanted.asset != asset:
        raise AssetMismatch(wanted.asset.code, asset.code)
    if wanted.minor <= 0:
        raise AmountOutOfRange(wanted.minor, asset.code, 1, left)
    if wanted.minor > left:
        raise SceneRefundTooLarge(Amount(left, asset))
    parts, rest = [], wanted.minor
    for one in reversed(payments):
        part = min(rest, one.left_minor)
        if part:
            parts.append((one.order_id, Amount(part, asset)))
        rest -= part
    return parts

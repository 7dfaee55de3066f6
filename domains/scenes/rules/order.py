"""What may be ordered in a scene, and what a partner's word does to an order: pure decisions.

An order is refused in this sequence: UnknownAsset (not a currency), AmountOutOfRange, PaymentTooLarge, PinNotSet, PinRequired, PinLocked, PinWrong, then what
the ledger refuses of the hold (AccountNotFound, AccountClosed, AccountFrozen, LimitExceeded, InsufficientFunds), then AlreadyOrdered.

What the partner says, by where the order stands (rows) and what is told (columns):

                      pending     refused     paid, our amount   paid, another amount
requested, pending    pending     refused     paid               mismatch
paid                  -           noted       -                  noted
refused               -           -           mismatch           mismatch
mismatch              -           -           -                  -

`noted`: the money stays where it is, and the contradiction is written down for the staff.

What may be settled for less (a deposit: `most` is given) is ours where it is no more than that. What is held beyond it is let go; what was captured once is
from then on the only amount that is ours."""

from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from domains import wallet
from domains.customers import PinProof
from domains.kernel import outside
from domains.kernel.assets import AssetKind
from domains.kernel.errors import AmountOutOfRange, UnknownAsset
from domains.kernel.money import Amount
from domains.kernel.outside import Stage
from domains.scenes.errors.order import PaymentTooLarge

HELD_FOR = timedelta(days=180)
"""Far longer than an order can stay unknown: money that may have left is never given back by the clock while anybody still asks."""

FIRST_ASKED_AFTER = outside.FIRST_ASKED_AFTER
asked_after, may_place, has_expired = outside.asked_after, outside.may_ask_anew, outside.has_expired
"""When a partner is asked again, may be given an order again under the same id, and is given up: as everybody outside."""


class OrderState(StrEnum):
    """`requested`: the partner was not heard of yet. `pending`: it was asked, and has not said how it ended. The others are final."""

    REQUESTED = "requested"
    PENDING = "pending"
    PAID = "paid"
    REFUSED = "refused"
    MISMATCH = "mismatch"


OPEN = frozenset({OrderState.REQUESTED, OrderState.PENDING})

STATES = {Stage.OPEN: OrderState.PENDING, Stage.DONE: OrderState.PAID, Stage.REFUSED: OrderState.REFUSED, Stage.MISMATCH: OrderState.MISMATCH}
STAGES = {state: stage for stage, state in STATES.items()}
"""What the house's one rule of words from outside (kernel/outside.py) calls them."""


class Decision(NamedTuple):
    """Where the order goes, and why where that is to be written down."""

    state: OrderState
    reason: str | None = None


def check_order(amount: Amount, most_minor: int, tier: str, pin: PinProof | None) -> None:
    """Raise the first rule that an order breaks before the ledger is asked. No `pin`: a standing consent stands for it."""
    if amount.asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(amount.asset.code)
    if amount.minor <= 0:
        raise AmountOutOfRange(amount.minor, amount.asset.code, 1, most_minor)
    of_tier = wallet.limit_of(wallet.TIER_LIMITS[tier].transfer_most, amount.asset)
    most = min(of_tier.minor, most_minor)
    if amount.minor > most:
        raise PaymentTooLarge(Amount(most, amount.asset))
    if pin is not None:
        wallet.check_pin(amount, tier, pin)


def decide(state: OrderState, ours: Amount, told: str, paid: Amount | None, reason: str | None, most: Amount | None = None) -> Decision:
    """What a partner's word does, after the table above. `told` is a call's state; `paid` the amount that the partner says it has; `most` what it may have
    where it may be less than was ordered."""
    as_ordered = paid == ours if most is None else paid is not None and paid.asset == ours.asset and 0 < paid.minor <= min(most.minor, ours.minor)
    word: outside.Word = "done" if told == "done" else "refused" if told == "refused" else "not ended"
    verdict = outside.judge(STAGES.get(state, Stage.OPEN), word, as_asked=as_ordered, otherwise=f"the partner has {paid}", reason=reason)
    return Decision(STATES[verdict.stage], verdict.reason)

"""What may be withdrawn, and what a channel's word does to a withdrawal: pure decisions.

A request is refused in this order: UnknownAsset (not a currency), AmountOutOfRange, ChannelNotFound, TransferTooLarge, PinNotSet, PinRequired, PinLocked,
PinWrong, what the risk rules demand (RefusedForSafety, FreshSignInNeeded, the PIN; HeldForReview once the money is held), then what the ledger refuses of
the hold (AccountNotFound, AccountClosed, AccountFrozen, LimitExceeded, InsufficientFunds).

What a channel says of a pay-out does what it does to a top-up (see top_ups.py): `posted` captures the hold, `refused` lets it go, and a `mismatch` keeps the
money held until an operator has looked."""

from datetime import timedelta

from domains.customers import PinProof
from domains.kernel.assets import AssetKind
from domains.kernel.errors import AmountOutOfRange, UnknownAsset
from domains.kernel.money import MINOR_MAX, Amount
from domains.wallet.errors.top_ups import ChannelNotFound
from domains.wallet.errors.transfers import TransferTooLarge
from domains.wallet.rules.top_ups import OPEN, TopUpState
from domains.wallet.rules.transfers import TIER_LIMITS, check_pin, limit_of

HELD_FOR = timedelta(days=180)
"""Far longer than a pay-out can stay unknown: money that may have left is never given back by the clock while anybody still asks."""

WithdrawalState = TopUpState
"""A withdrawal goes through the states of a top-up."""

HOLDING = OPEN | {WithdrawalState.MISMATCH}
"""While a withdrawal stands there its money is held."""


def check_withdrawal(amount: Amount, channel: str | None, tier: str, pin: PinProof) -> None:
    """Raise the first rule that a request breaks before the ledger is asked."""
    if amount.asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(amount.asset.code)
    if not 0 < amount.minor <= MINOR_MAX:
        raise AmountOutOfRange(amount.minor, amount.asset.code, 1, MINOR_MAX)
    if channel is None:
        raise ChannelNotFound
    most = limit_of(TIER_LIMITS[tier].transfer_most, amount.asset)
    if amount.minor > most.minor:
        raise TransferTooLarge(most)
    check_pin(amount, tier, pin)

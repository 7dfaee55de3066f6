"""What a customer may send: limits by tier, when the PIN is needed, and in which order a transfer is refused.

Order: NoteTooLong, UnknownAsset (not a currency), AmountOutOfRange, RecipientNotFound, TransferToSelf, TransferTooLarge, PinNotSet, PinRequired, PinLocked,
PinWrong, what the risk rules demand (RefusedForSafety, FreshSignInNeeded, the PIN), LimitExceeded of the counterparty, then what the ledger refuses."""

import unicodedata
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from domains.customers import PinLocked, PinNotSet, PinProof, PinVerdict, PinWrong
from domains.kernel.assets import Asset, AssetKind
from domains.kernel.errors import AmountOutOfRange, UnknownAsset
from domains.kernel.money import MINOR_MAX, Amount
from domains.ledger import Limit
from domains.wallet.errors.transfers import NoteTooLong, PinRequired, RecipientNotFound, TransferTooLarge, TransferToSelf

NOTE_MAX_CHARACTERS = 140

TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Characters that turn the direction of writing, and could make a note read as something else."""


class TierLimits(NamedTuple):
    """In yuan. What one transfer, one day and one month may send, and above what the PIN is asked for."""

    transfer_most: int
    day_most: int
    month_most: int
    pin_above: int


TIER_LIMITS: dict[str, TierLimits] = {
    "basic": TierLimits(transfer_most=2_000, day_most=5_000, month_most=20_000, pin_above=200),
    "verified": TierLimits(transfer_most=50_000, day_most=200_000, month_most=1_000_000, pin_above=500),
}

YUAN_PER_MAJOR: dict[str, tuple[int, int]] = {"CNY": (1, 1), "HKD": (1, 1), "USD": (7, 1), "EUR": (8, 1), "GBP": (9, 1), "SGD": (5, 1), "JPY": (1, 20)}
"""Round worth of one major unit, as a fraction, by which the limits are carried to other currencies. Not an exchange rate."""


@lru_cache(maxsize=256)
def limit_of(yuan: int, asset: Asset) -> Amount:
    """A limit in yuan as an amount of another currency, rounded down to its major unit."""
    numerator, denominator = YUAN_PER_MAJOR[asset.code]
    return Amount(yuan * denominator // numerator * asset.minor_per_major, asset)


@lru_cache(maxsize=256)
def limits_of(tier: str, asset: Asset, today: date) -> tuple[Limit, ...]:
    """The windows that a transfer counts against."""
    limits = TIER_LIMITS[tier]
    return (
        Limit(f"day:{today.isoformat()}", limit_of(limits.day_most, asset).minor),
        Limit(f"month:{today:%Y-%m}", limit_of(limits.month_most, asset).minor),
    )


def normal_note(text: str) -> str:
    """A note with one form of each character, without control characters, and without those that turn the direction of writing."""
    kept = (character for character in unicodedata.normalize("NFC", text) if character not in TURNING and unicodedata.category(character) not in {"Cc", "Cs"})
    return "".join(kept).strip()


def check_transfer(amount: Amount, note: str, tier: str, source_id: UUID, target_id: UUID | None, pin: PinProof) -> None:
    """Raise the first rule that a transfer breaks before the ledger is asked."""
    if len(note) > NOTE_MAX_CHARACTERS:
        raise NoteTooLong(NOTE_MAX_CHARACTERS)
    if amount.asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(amount.asset.code)
    if not 0 < amount.minor <= MINOR_MAX:
        raise AmountOutOfRange(amount.minor, amount.asset.code, 1, MINOR_MAX)
    if target_id is None:
        raise RecipientNotFound
    if target_id == source_id:
        raise TransferToSelf
    most = limit_of(TIER_LIMITS[tier].transfer_most, amount.asset)
    if amount.minor > most.minor:
        raise TransferTooLarge(most)
    check_pin(amount, tier, pin)


def check_pin(amount: Amount, tier: str, pin: PinProof) -> None:
    """Raise PinNotSet, PinRequired, PinLocked or PinWrong where that amount leaves with the payment PIN, and it was not proved."""
    above = limit_of(TIER_LIMITS[tier].pin_above, amount.asset)
    if amount.minor > above.minor:
        check_proof(pin, above)


def check_proof(pin: PinProof, above: Amount) -> None:
    """Raise PinNotSet, PinRequired, PinLocked or PinWrong unless the payment PIN was proved. It is asked for above that amount."""
    if pin.verdict is PinVerdict.NOT_SET:
        raise PinNotSet
    if pin.verdict is PinVerdict.ABSENT:
        raise PinRequired(above)
    if pin.verdict is PinVerdict.LOCKED and pin.locked_until is not None:
        raise PinLocked(pin.locked_until)
    if pin.verdict is not PinVerdict.RIGHT:
        raise PinWrong(pin.attempts_left)

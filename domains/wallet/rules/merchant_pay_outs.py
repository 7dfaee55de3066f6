"""What may be paid out of a merchant's balance, and how a merchant is closed: pure decisions.

A pay-out is refused in this order: MerchantNotFound (to all but its owners), MerchantClosing, AssetMismatch, AmountOutOfRange, PinNotSet, PinRequired,
PinLocked, PinWrong, ChannelNotFound, then what the ledger refuses of the hold.

A merchant goes from open to closing by staff, and from closing to closed by itself:

open      it is paid, and its owners have its balance paid out
closing   it takes no payments, and its open orders are cancelled; it is nobody's sharing party any more. What it collected is settled day by day as before.
          For REFUNDED_FOR refunds are taken from what it collected or from its balance, as always: nobody has that balance paid out meanwhile. Then the house
          has all of it paid out, once a day until a channel has done so
closed    nothing is owed any more. A refund is refused (MerchantClosed): merchant and customer settle it between themselves"""

from datetime import datetime, timedelta
from uuid import UUID

from domains.customers import PinProof
from domains.kernel.assets import Asset
from domains.kernel.errors import AmountOutOfRange, AssetMismatch
from domains.kernel.money import MINOR_MAX, Amount
from domains.wallet.errors.merchants import MerchantClosing
from domains.wallet.rules.transfers import check_proof

REFUNDED_FOR = timedelta(days=8)
"""As long as an order of another merchant may still bring a share (rules/merchants.py), and a day."""

TRIED_AGAIN_AFTER = timedelta(days=1)
"""A pay-out of a closing merchant that a channel refused is asked for again then."""


def destination_of(merchant_id: UUID) -> str:
    """The word for a merchant's bank account: channels keep it under the merchant's id, as they keep a customer's under the customer's."""
    return f"merchant:{merchant_id}"


def check_pay_out(amount: Amount, asset: Asset, state: str, pin: PinProof) -> None:
    """Raise the first rule that a pay-out breaks before the ledger is asked. It always takes the owner's PIN."""
    if state != "open":
        raise MerchantClosing
    if amount.asset != asset:
        raise AssetMismatch(amount.asset.code, asset.code)
    if not 0 < amount.minor <= MINOR_MAX:
        raise AmountOutOfRange(amount.minor, asset.code, 1, MINOR_MAX)
    check_proof(pin, Amount(0, asset))


def may_pay_all_out(closing_since: datetime, now: datetime) -> bool:
    """Whether what a closing merchant is owed goes out now."""
    return now - closing_since >= REFUNDED_FOR

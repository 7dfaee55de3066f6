"""Payees: whom a customer keeps to pay again, and how much may go at first to whom was never paid before.

Saved is refused in this order: AliasTooLong, RecipientNotFound, TransferToSelf, TooManyPayees.

A payee is new for NEW_FOR after the first payment to it. What goes to all new payees together counts in a window of each day of its own, besides the others."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from domains.kernel.assets import Asset
from domains.ledger import Limit
from domains.wallet.errors.payees import AliasTooLong, TooManyPayees
from domains.wallet.errors.transfers import RecipientNotFound, TransferToSelf
from domains.wallet.rules.transfers import limit_of, limits_of

ALIAS_MAX_CHARACTERS = 20
PAYEES_MAX = 200

NEW_FOR = timedelta(hours=24)
"""How long a payee is new after it was first paid."""

NEW_MOST_YUAN = {"basic": 2_000, "verified": 20_000}
"""What may go to new payees in a day, by tier."""


def is_new_payee(first_paid_at: datetime | None, now: datetime) -> bool:
    """Whether somebody who was first paid then is new: never paid is new, too."""
    return first_paid_at is None or now - first_paid_at < NEW_FOR


@lru_cache(maxsize=256)
def limits_to(tier: str, asset: Asset, today: date, *, is_new: bool) -> tuple[Limit, ...]:
    """The windows that a payment to a payee counts against."""
    limits = limits_of(tier, asset, today)
    if not is_new:
        return limits
    return (*limits, Limit(f"new:{today.isoformat()}", limit_of(NEW_MOST_YUAN[tier], asset).minor))


def check_payee(alias: str, owner_id: UUID, target_id: UUID | None, saved: int) -> None:
    """Raise the first rule that a payee to be saved breaks. `saved` is how many others there are."""
    if len(alias) > ALIAS_MAX_CHARACTERS:
        raise AliasTooLong(ALIAS_MAX_CHARACTERS)
    if target_id is None:
        raise RecipientNotFound
    if target_id == owner_id:
        raise TransferToSelf
    if saved >= PAYEES_MAX:
        raise TooManyPayees(PAYEES_MAX)

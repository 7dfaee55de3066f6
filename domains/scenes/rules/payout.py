"""What a partner's balance may be paid out to, and when: pure decisions.

An account is refused in this order: PartnerNotFound, UnknownAsset, ChannelNotFound, PayoutAccountMalformed, AmountOutOfRange. Another of the staff than the
one who proposed it decides on it. A balance is paid out whole, at most once a day, once it is as large as the account wants."""

import re
from datetime import date
from enum import StrEnum
from uuid import UUID

from domains.kernel.assets import Asset, AssetKind
from domains.kernel.errors import AmountOutOfRange, UnknownAsset
from domains.kernel.ids import derived_id
from domains.kernel.money import MINOR_MAX, Amount
from domains.scenes.errors.payout import PayoutAccountMalformed, PayoutAccountNotOpen, PayoutAccountOwn

DESTINATION_MAX_CHARACTERS = 64

_PLAIN = re.compile(r"[\x21-\x7e]{1,64}\Z")


class PayoutAccountState(StrEnum):
    """Where an account stands: proposed by one of the staff, approved or rejected by another, and ended once another takes its place."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    ENDED = "ended"


def check_currency(asset: Asset) -> None:
    """Raises UnknownAsset for what no bank account holds."""
    if asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(asset.code)


def check_payout_account(destination: str, least: Amount) -> None:
    """Raise the first rule that a proposed account breaks."""
    if not _PLAIN.match(destination):
        raise PayoutAccountMalformed(DESTINATION_MAX_CHARACTERS)
    if not 0 < least.minor <= MINOR_MAX:
        raise AmountOutOfRange(least.minor, least.asset.code, 1, MINOR_MAX)


def check_account_decision(state: PayoutAccountState, proposed_by: UUID, decider_id: UUID) -> None:
    """Raises PayoutAccountNotOpen, PayoutAccountOwn."""
    if state is not PayoutAccountState.PROPOSED:
        raise PayoutAccountNotOpen
    if proposed_by == decider_id:
        raise PayoutAccountOwn


def payout_id_of(account_id: UUID, day: date) -> UUID:
    """The payout of a business day: whatever is repeated on that day is that one. Of the account, whose id staff alone know: nobody can take it beforehand."""
    return derived_id(account_id, f"payout:{day}")

"""What a partner says of a payment that it initiates. Pure decisions.

Refused in this order: AmountOutOfRange, PartnerOrderIdMalformed, then what the consent refuses (rules/consent.py), PartnerPayeeNotFound, PartnerOrderPaid,
AssetMismatch, then what the wallet refuses."""

import re
from enum import StrEnum

from domains.kernel.errors import AmountOutOfRange
from domains.kernel.money import MINOR_MAX, Amount
from domains.scenes.errors.payment import PartnerOrderIdMalformed

ORDER_ID_MAX_CHARACTERS = 64

_ORDER_ID = re.compile(rf"[A-Za-z0-9._:/-]{{1,{ORDER_ID_MAX_CHARACTERS}}}", re.ASCII)


class InitiationState(StrEnum):
    """What became of a payment. One that was refused was never made."""

    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"


def check_initiation(amount: Amount, order_id: str) -> None:
    """Raise the first rule that the partner's own words break."""
    if not 0 < amount.minor <= MINOR_MAX:
        raise AmountOutOfRange(amount.minor, amount.asset.code, 1, MINOR_MAX)
    if not _ORDER_ID.fullmatch(order_id):
        raise PartnerOrderIdMalformed(ORDER_ID_MAX_CHARACTERS)


def initiation_state(amount: Amount, refunded: Amount) -> InitiationState:
    """Where a payment stands, by what went back of it."""
    if refunded.minor == 0:
        return InitiationState.PAID
    return InitiationState.REFUNDED if refunded.minor == amount.minor else InitiationState.PARTLY_REFUNDED

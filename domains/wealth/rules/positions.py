"""What a position is worth and has brought: cost by the lots that are left, gain realised by what was redeemed."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.wealth.rules.returns import Undefined, simple_return


class ChangeKind(StrEnum):
    """`quick`: money-market shares that were paid out at once. `correction`: the difference that a corrected value made."""

    SUBSCRIPTION = "subscription"
    REDEMPTION = "redemption"
    INCOME = "income"
    QUICK = "quick"
    CORRECTION = "correction"


def cost_of(cost_minor: int, held_minor: int, taken_minor: int) -> int:
    """What was paid for a part of shares that are all alike; who takes the last one takes the rest."""
    return cost_minor * taken_minor // held_minor if held_minor else 0


class Left(NamedTuple):
    """What is left of a lot."""

    lot_id: UUID
    left_minor: int
    cost_minor: int


def take_back(lots: Sequence[Left], lot_id: UUID, shares_minor: int) -> tuple[list[Left], int]:
    """Take shares back that were given in excess: from their own lot first, then from the last of these. The lots that changed, and the cost that is lost.

    The cost stays with the shares that are left; that of a lot with none left is lost."""
    changed, lost = [], 0
    own = [one for one in lots if one.lot_id == lot_id]
    for one in own + [one for one in reversed(lots) if one.lot_id != lot_id]:
        part = min(one.left_minor, shares_minor)
        if not part:
            continue
        shares_minor -= part
        if part == one.left_minor:
            lost += one.cost_minor
        changed.append(Left(one.lot_id, one.left_minor - part, one.cost_minor if part < one.left_minor else 0))
    return changed, lost


class Gain(NamedTuple):
    """A gain before and after fees, each as money and as a part of what was paid for the shares."""

    gross_minor: int
    gross: Decimal | Undefined
    net_minor: int
    net: Decimal | Undefined


def gain_of(bought_minor: int, worth_minor: int, fees_minor: int) -> Gain:
    """The gain of shares that were bought for so much (without fees) and are worth, or were redeemed for, so much (before fees)."""
    gross, net = worth_minor - bought_minor, worth_minor - bought_minor - fees_minor
    return Gain(gross, simple_return(bought_minor, gross), net, simple_return(bought_minor, net))

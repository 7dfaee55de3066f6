"""What a position is worth and has brought: cost by the lots that are left, gain realised by what was redeemed."""

from typing import NamedTuple

from domains.wealth.rules.returns import Undefined, simple_return


class Gain(NamedTuple):
    """A gain before and after fees, each as money and as a part of what was paid for the shares."""

    gross_minor: int
    gross: float | Undefined
    net_minor: int
    net: float | Undefined


def gain_of(bought_minor: int, worth_minor: int, fees_minor: int) -> Gain:
    """The gain of shares that were bought for so much (without fees) and are worth, or were redeemed for, so much (before fees)."""
    gross, net = worth_minor - bought_minor, worth_minor - bought_minor - fees_minor
    return Gain(gross, simple_return(bought_minor, gross), net, simple_return(bought_minor, net))

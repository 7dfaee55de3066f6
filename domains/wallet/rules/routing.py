"""Which payment channel is taken when nobody chose: the cheapest of those that work.

A channel works unless at least FAILED_SHARE of its calls in the last HEALTH_KEPT failed (no answer, or none that is understood); fewer than CALLS_LEAST calls
tell nothing. Once it is not taken any more its failures grow old, and it is tried again. Where none works, the one that failed least is taken."""

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

HEALTH_KEPT = timedelta(minutes=5)
"""How far back the outcomes count."""

CALLS_LEAST = 5
FAILED_SHARE = Fraction(1, 2)


class ChannelHealth(NamedTuple):
    """What became of a channel's calls lately."""

    calls: int = 0
    failed: int = 0

    @property
    def failed_share(self) -> Fraction:
        """Nothing, where too few calls were made to tell."""
        return Fraction(self.failed, self.calls) if self.calls >= CALLS_LEAST else Fraction(0)


UNKNOWN = ChannelHealth()


def choose_channel(fees: Mapping[str, int], health: Mapping[str, ChannelHealth]) -> str | None:
    """The name of the channel to take, by the module's docstring; of two that are equal the first. None when there is none."""
    if not fees:
        return None
    shares = {name: health.get(name, UNKNOWN).failed_share for name in fees}
    working = [name for name in fees if shares[name] < FAILED_SHARE]
    if working:
        return min(working, key=lambda name: fees[name])
    return min(fees, key=lambda name: (shares[name], fees[name]))


def has_failed(state: str, reason: str | None) -> bool:
    """Whether an answer tells that the channel does not work: what became of the call is not known, and there is a reason for that."""
    return state == "pending" and reason is not None

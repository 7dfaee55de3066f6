"""How an amount is parted exactly: by weights, largest remainder first; between those who gave and those who take; and what a fee comes to."""

from collections.abc import Sequence

BPS_WHOLE = 10_000
"""Hundredths of a percent in a whole."""


def fee_of(minor: int, fee_bps: int) -> int:
    """A fee in hundredths of a percent, half a minor unit rounded up."""
    return (minor * fee_bps + BPS_WHOLE // 2) // BPS_WHOLE


def part(minor: int, weights: Sequence[int]) -> list[int]:
    """Part an amount by weights, to the minor unit: each its whole share, then one more to the largest remainders (of equal ones, to the first).

    With what is left of each part as weights, nobody gives more than is left: that is how refunds go back."""
    whole = sum(weights)
    shares = [minor * weight // whole for weight in weights]
    remainders = [minor * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -remainders[index])
    for index in by_remainder[: minor - sum(shares)]:
        shares[index] += 1
    return shares


def match(given: Sequence[int], taken: Sequence[int]) -> list[tuple[int, int, int]]:
    """Who gives how much to whom, in order, so that each gives and takes exactly its own: (giver, taker, minor). The sums are equal."""
    if sum(given) != sum(taken):
        raise ValueError("what is given and what is taken differ")
    found: list[tuple[int, int, int]] = []
    left, taker = list(taken), 0
    for giver, whole in enumerate(given):
        minor = whole
        while minor:
            if not left[taker]:
                taker += 1
                continue
            moved = min(minor, left[taker])
            found.append((giver, taker, moved))
            minor -= moved
            left[taker] -= moved
    return found

"""The daily income of money-market shares, exact to the last digit.

It is published as money per 10,000 shares (`income_e4`: ten-thousandths of the currency's unit), so that shares in hundredths earn
hundred-millionths of a minor unit. Whole minor units are paid as new shares at 1.0000; the rest is carried to the next day and never lost."""

from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

PARTS_PER_MINOR = 10**8


class Income(NamedTuple):
    """What a day brings: whole minor units, and what is carried on in hundred-millionths of one."""

    paid_minor: int
    carried_e8: int


def earn(shares_minor: int, income_e4: int, carried_e8: int) -> Income:
    """A day's income of shares, with what was carried from the day before. A negative income takes from what is
    carried; below nothing it is carried too."""
    paid, carried = divmod(shares_minor * income_e4 + carried_e8, PARTS_PER_MINOR)
    return Income(paid, carried) if paid >= 0 else Income(0, shares_minor * income_e4 + carried_e8)


def earn_all(shares: Sequence[int], income_e4: int, carried: Sequence[int]) -> tuple[list[int], list[int]]:
    """What `earn` tells of each of many positions, as columns: what is paid, and what is carried."""
    earned = [divmod(minor * income_e4 + carried_e8, PARTS_PER_MINOR) for minor, carried_e8 in zip(shares, carried, strict=True)]
    if income_e4 < 0 or min(carried, default=0) < 0:
        earned = [earn(minor, income_e4, carried_e8) for minor, carried_e8 in zip(shares, carried, strict=True)]
    return [paid for paid, _ in earned], [left for _, left in earned]


def differ(shares_minor: int, was_e4: int, income_e4: int, carried_e8: int) -> Income:
    """What a day that was told anew brings beyond what it brought: whole minor units, below nothing where shares are to be given back, and what is carried."""
    return Income(*divmod(shares_minor * (income_e4 - was_e4) + carried_e8, PARTS_PER_MINOR))


def carry(paid: list[int], carried: list[int], kept: Sequence[bool]) -> None:
    """Where an income cannot be paid, carry all of it on."""
    for place in compress(range(len(paid)), kept):
        carried[place] += paid[place] * PARTS_PER_MINOR
        paid[place] = 0

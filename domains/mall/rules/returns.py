"""What goes back of an order, to the minor unit.

Units that come back take, of what is left of their line's money, their share of the units that are left, rounded down; the last units take the rest. So a
line gives back what it cost, exactly, whatever the sequence. What of a line was paid beside the order's payment, for an exchange, goes back in proportion,
rounded down, and the last of the line takes the rest of that too."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from domains.mall.errors.stock import UnitsMalformed


class Held(NamedTuple):
    """A line as it stands: the units that the customer has, what is left of their money, and which part of that was paid beside."""

    number: int
    units: int
    minor: int
    extra_minor: int = 0


class Returned(NamedTuple):
    """How many units of a line come back, their money, and which part of that was paid beside."""

    number: int
    units: int
    minor: int
    extra_minor: int = 0


def take_back(lines: Sequence[Held], wanted: Mapping[int, int]) -> list[Returned]:
    """What is refunded for those units. Raises UnitsMalformed for a line that is not there, and for more units than are left."""
    by_number = {one.number: one for one in lines}
    returned = []
    for number, units in sorted(wanted.items()):
        held = by_number.get(number)
        if held is None or not 1 <= units <= held.units:
            raise UnitsMalformed(units)
        returned.append(give_back(held, held.minor * units // held.units, units))
    if not returned:
        raise UnitsMalformed(0)
    return returned


def give_back(held: Held, minor: int, units: int = 0) -> Returned:
    """That much of a line's money, which has as much."""
    extra_minor = minor * held.extra_minor // held.minor if minor else 0
    # What was not paid beside has to have the rest.
    return Returned(held.number, units, minor, max(extra_minor, minor - (held.minor - held.extra_minor)))


def spread(lines: Sequence[Held], minor: int) -> list[Returned]:
    """So much of an order's money (or all that is left), over its lines by what is left of them; cumulated, so that the parts add up."""
    whole = sum(one.minor for one in lines)
    minor = min(minor, whole)
    until = [0, *accumulate(one.minor for one in lines)]
    parts = [after * minor // whole - before * minor // whole if whole else 0 for before, after in pairwise(until)]
    return [give_back(one, part) for one, part in zip(lines, parts, strict=True) if part]

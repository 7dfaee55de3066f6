"""What comes back of an order, to the minor unit."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domains.mall.errors.stock import UnitsMalformed


class Held(NamedTuple):
    """A line as it stands: how many units were ordered, what they cost together, and what came back."""

    number: int
    units: int
    total_minor: int
    returned_units: int
    refunded_minor: int


class Returned(NamedTuple):
    """How many units of a line come back, and their money."""

    number: int
    units: int
    minor: int


def take_back(lines: Sequence[Held], wanted: Mapping[int, int]) -> list[Returned]:
    """What is refunded for those units: of a line, its total in proportion, cumulated, so that all units together are refunded the total exactly.

    Raises UnitsMalformed for a line that is not there, and for more units than are left."""
    by_number = {one.number: one for one in lines}
    returned = []
    for number, units in sorted(wanted.items()):
        held = by_number.get(number)
        if held is None or not 1 <= units <= held.units - held.returned_units:
            raise UnitsMalformed(units)
        after = held.total_minor * (held.returned_units + units) // held.units
        returned.append(Returned(number, units, after - held.refunded_minor))
    if not returned:
        raise UnitsMalformed(0)
    return returned

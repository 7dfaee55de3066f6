"""Which warehouse gives how many units."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.mall.errors.stock import OutOfStock, UnitsMalformed

UNITS_MOST = 1_000_000
ON_HAND_MOST = 100_000_000
"""Units of a variant in all warehouses together."""
WAREHOUSES_MOST = 100
"""Warehouses of a shop."""


class StockChangeKind(StrEnum):
    """Why units came or went."""

    RECEIVED = "received"
    ADJUSTED = "adjusted"
    SOLD = "sold"
    RETURNED = "returned"


class ReservationState(StrEnum):
    """`held` units are promised; `taken` ones are sold; `released` ones are free again."""

    HELD = "held"
    TAKEN = "taken"
    RELEASED = "released"


class Shelf(NamedTuple):
    """Units of a variant in a warehouse."""

    variant_id: UUID
    warehouse_id: UUID
    position: int
    on_hand_units: int
    reserved_units: int

    @property
    def place(self) -> tuple[UUID, UUID]:
        """Which shelf it is."""
        return self.variant_id, self.warehouse_id

    @property
    def free_units(self) -> int:
        return self.on_hand_units - self.reserved_units


def allocate(shelves: Sequence[Shelf], wanted: Mapping[UUID, int]) -> list[tuple[Shelf, int]]:
    """From which shelf how many units are taken: the first warehouse that has them all, else the fewest, from the fullest on.

    Raises OutOfStock for the first variant of which too few are free."""
    taken: list[tuple[Shelf, int]] = []
    for variant_id, units in sorted(wanted.items()):
        of_one = sorted((one for one in shelves if one.variant_id == variant_id), key=lambda one: (one.position, one.warehouse_id))
        whole = next((one for one in of_one if one.free_units >= units), None)
        if whole is not None:
            taken.append((whole, units))
            continue
        free = sum(one.free_units for one in of_one)
        if free < units:
            raise OutOfStock(str(variant_id), free)
        left = units
        for shelf in sorted(of_one, key=lambda one: -one.free_units):
            part = min(left, shelf.free_units)
            if part:
                taken.append((shelf, part))
                left -= part
    return taken


def check_received(units: int, shelves: Sequence[Shelf]) -> None:
    """Raise UnitsMalformed unless so many units can be put on one of those shelves, which are all of their variant."""
    if not 1 <= units <= UNITS_MOST or units + sum(one.on_hand_units for one in shelves) > ON_HAND_MOST:
        raise UnitsMalformed(units)

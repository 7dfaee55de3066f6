"""What is refused of stock."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class OutOfStock(Refusal):
    """Fewer units are free than were asked for."""

    variant_id: str
    free_units: int


@dataclass(eq=False)
class UnitsMalformed(Refusal):
    """A number of units that cannot be."""

    units: int


@dataclass(eq=False)
class WarehouseNotFound(Refusal):
    """There is no such warehouse, or it is not the caller's."""

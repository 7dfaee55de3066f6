"""What the mall needs from outside; the gateway wires it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID


class CarrierWord(Protocol):
    """Something that a carrier says happened to a parcel: once for its `id`, at the carrier's time. `kind` is one of rules/parcels.py, or noted."""

    @property
    def id(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def place(self) -> str: ...


class Carrier(Protocol):
    """Who carries parcels. It knows one by its own number; the parcel's id is what it pushes by."""

    @property
    def name(self) -> str: ...

    async def track(self, parcel_id: UUID, tracking_number: str) -> Sequence[CarrierWord] | None:
        """All that it knows of the parcel; from then on it pushes what happens, too. Asking again changes nothing. None where nothing reliable came: nobody
        answered, or the carrier does not know the number (yet)."""
        ...


class Carriers:
    """The carriers that are wired, by name."""

    def __init__(self, carriers: Iterable[Carrier] = ()) -> None:
        self._by_name = {carrier.name: carrier for carrier in carriers}

    @property
    def names(self) -> list[str]:
        return list(self._by_name)

    def find(self, name: str) -> Carrier | None:
        """The carrier of that name, if it is wired."""
        return self._by_name.get(name)

"""What the mall needs from outside; the gateway wires it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domains.kernel.transactions import Read, Tx


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


class FindLinked(Protocol):
    """Who of those customers has an account linked at a scene; None where there is no such scene. One statement at most."""

    async def __call__(self, source: Tx | Read, scene: str, customer_ids: Collection[UUID]) -> frozenset[UUID] | None: ...


class SceneAccounts:
    """Which customers are of a scene. Without anybody wired there is none."""

    def __init__(self, find_linked: FindLinked | None = None) -> None:
        self._find_linked = find_linked

    async def find_linked(self, source: Tx | Read, scene: str, customer_ids: Collection[UUID]) -> frozenset[UUID] | None:
        """Who of them has an account there; None where there is no such scene."""
        return None if self._find_linked is None else await self._find_linked(source, scene, customer_ids)

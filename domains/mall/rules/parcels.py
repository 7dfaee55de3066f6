"""What is in which parcel, how a parcel stands by what was told of it, and what that makes of its order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from domains.mall.errors.orders import MallOrderEnded
from domains.mall.errors.parcels import ParcelMalformed
from domains.mall.errors.stock import UnitsMalformed
from domains.mall.rules.orders import OrderEvent, OrderState, step

NUMBER_MOST, PLACE_MOST, EVENT_ID_MOST = 64, 120, 80
PARCELS_MOST = 100
"""Parcels of an order."""
ASKED_EVERY = timedelta(hours=1)
"""How long a carrier is waited for before it is asked."""


class ParcelKind(StrEnum):
    """`carried` goes by a carrier or the shop's own people, `pickup` waits at a branch, `digital` was shown at once, `service` is a time that was booked."""

    CARRIED = "carried"
    PICKUP = "pickup"
    DIGITAL = "digital"
    SERVICE = "service"


class ParcelState(StrEnum):
    """`ready` waits to be picked up, or for its time; `cancelled` gave its units back to the order."""

    READY = "ready"
    SENT = "sent"
    MOVING = "moving"
    ARRIVING = "arriving"
    FAILED = "failed"
    RETURNING = "returning"
    LOST = "lost"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


UNDER_WAY = frozenset({ParcelState.SENT, ParcelState.MOVING, ParcelState.ARRIVING, ParcelState.FAILED, ParcelState.RETURNING})
"""Of these a carrier is asked."""
CONFIRMED_BY_TIME = frozenset({ParcelState.SENT, ParcelState.MOVING, ParcelState.ARRIVING, ParcelState.READY})
"""Silence counts as arrival. What failed, comes back or is lost does not arrive by being waited for."""

TOLD: Mapping[str, ParcelState | None] = {
    "collected": ParcelState.MOVING,
    "moving": ParcelState.MOVING,
    "arriving": ParcelState.ARRIVING,
    "failed": ParcelState.FAILED,
    "returning": ParcelState.RETURNING,
    "lost": ParcelState.LOST,
    "delivered": ParcelState.DELIVERED,
    "noted": None,
}
"""What a carrier may tell, and how the parcel stands by it. A word that is not known is `noted`: it is kept, and changes nothing."""
_RANK = {name: rank for rank, name in enumerate(TOLD)}


class Word(NamedTuple):
    """What a carrier told of a parcel: once for its `id`, at the instant it happened, whenever it came."""

    id: str
    kind: str
    at: datetime
    place: str


class Ordered(NamedTuple):
    """A line: how many units were ordered and how many came back."""

    number: int
    units: int
    returned_units: int


class Packed(NamedTuple):
    """A parcel as far as its order is concerned: its units by the line's number."""

    kind: ParcelKind
    state: ParcelState
    units: Mapping[int, int]

    @property
    def is_sent(self) -> bool:
        """Whether its units have left the shop: a time that is booked has not come yet."""
        return self.state is not ParcelState.CANCELLED and (self.kind is not ParcelKind.SERVICE or self.state is ParcelState.DELIVERED)

    @property
    def is_on_its_way(self) -> bool:
        """Whether the customer may say that it has come."""
        return self.kind is ParcelKind.CARRIED and self.state not in (ParcelState.CANCELLED, ParcelState.DELIVERED)


def check_packed(lines: Sequence[Ordered], parcels: Sequence[Packed], units: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The units of a new parcel, by the line's number. Raises UnitsMalformed for a line that is not there or comes twice, and for more than are left to be
    sent; ParcelMalformed for a parcel too many."""
    if len(parcels) >= PARCELS_MOST:
        raise ParcelMalformed("count")
    left, packed = left_units(lines, parcels), dict(units)
    if not packed or len(packed) < len(units):
        raise UnitsMalformed(len(units))
    for number, count in units:
        if not 1 <= count <= left.get(number, 0):
            raise UnitsMalformed(count)
    return packed


def left_units(lines: Sequence[Ordered], parcels: Iterable[Packed]) -> dict[int, int]:
    """How many units of each line are in no parcel and were not given back. What came back is taken to be what was sent, as far as anything was."""
    packed = _counted(one for one in parcels if one.state is not ParcelState.CANCELLED)
    return {one.number: one.units - (sent := packed.get(one.number, 0)) - max(0, one.returned_units - sent) for one in lines}


def order_after(state: OrderState, lines: Sequence[Ordered], parcels: Sequence[Packed]) -> OrderState:
    """How the order stands by its parcels: all arrived, all on their way, or a part of them. Only what is paid and not delivered moves."""
    if state not in (OrderState.PAID, OrderState.PART_SHIPPED, OrderState.SHIPPED):
        return state
    sent = [one for one in parcels if one.is_sent]
    counted = _counted(sent)
    is_whole = all(counted.get(one.number, 0) + one.returned_units >= one.units for one in lines)
    if is_whole and sent and all(one.state is ParcelState.DELIVERED for one in sent):
        return step(state, OrderEvent.DELIVER)
    if is_whole and sent:
        return state if state is OrderState.SHIPPED else step(state, OrderEvent.SHIP)
    if state is OrderState.PAID and any(one.kind is not ParcelKind.DIGITAL for one in sent):
        return step(state, OrderEvent.SHIP_PART)
    return state


def standing_of(words: Iterable[Word]) -> tuple[ParcelState, datetime] | None:
    """How a parcel stands by all that was told of it: what happened last says, in whatever order it came. None where nothing says."""
    telling = [one for one in words if TOLD.get(one.kind) is not None]
    if not telling:
        return None
    last = max(telling, key=lambda one: (one.at, _RANK[one.kind], one.id))
    state = TOLD[last.kind]
    assert state is not None
    return state, last.at


def check_words(words: Sequence[Word], sent_at: datetime, now: datetime) -> list[Word]:
    """The words as they are kept: what a carrier's clock puts before the sending or after now happened then or now; an unknown kind is noted."""
    return [
        Word(one.id[:EVENT_ID_MOST], one.kind if one.kind in TOLD else "noted", max(sent_at, min(one.at, now)), one.place[:PLACE_MOST])
        for one in words
        if one.id.strip()
    ]


def check_number(text: str) -> str:
    """A carrier's number in one form. Raises ParcelMalformed."""
    number = text.strip().upper()
    if not 0 < len(number) <= NUMBER_MOST or not number.isascii() or not number.replace("-", "").isalnum():
        raise ParcelMalformed("trackingNumber")
    return number


def check_shippable(state: OrderState) -> None:
    """Raise MallOrderEnded unless something of the order can be sent."""
    if state not in (OrderState.PAID, OrderState.PART_SHIPPED):
        raise MallOrderEnded(state.value)


def _counted(parcels: Iterable[Packed]) -> dict[int, int]:
    counted: dict[int, int] = {}
    for one in parcels:
        for number, units in one.units.items():
            counted[number] = counted.get(number, 0) + units
    return counted

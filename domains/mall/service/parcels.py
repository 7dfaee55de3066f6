"""Parcels: the shop sends them, carriers tell of them, time confirms them, and their order stands by them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.mall.errors.orders import MallOrderEnded
from domains.mall.errors.parcels import CarrierUnknown, ParcelMalformed, ParcelNotFound
from domains.mall.events.orders import OrderDelivered
from domains.mall.events.parcels import ParcelChanged
from domains.mall.ports import Carriers, CarrierWord
from domains.mall.queries import orders, parcels
from domains.mall.queries.orders import MallOrder, MallOrderLine
from domains.mall.queries.parcels import Parcel
from domains.mall.queries.shops import MallShop
from domains.mall.rules.orders import OrderState
from domains.mall.rules.parcels import (
    ASKED_EVERY,
    CONFIRMED_BY_TIME,
    UNDER_WAY,
    Ordered,
    ParcelKind,
    ParcelState,
    Word,
    check_number,
    check_packed,
    check_shippable,
    check_words,
    left_units,
    order_after,
    standing_of,
)
from domains.mall.service.held import own_order, sold_order, write_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class SendParcelCommand(Command):
    """`owner_id` acts for the shop: of those lines (by number) so many units are on their way. Without a carrier the shop's own people bring it."""

    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID
    units: tuple[tuple[int, int], ...]
    carrier: str = ""
    tracking_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmParcelCommand(Command):
    """`owner_id` has the parcel."""

    session_id: UUID = field(metadata=UNHASHED)
    parcel_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TellParcelCommand(Command):
    """The house: a carrier says what happened to a parcel, pushed or asked. `words` of a carrier that did not answer are none."""

    parcel_id: UUID
    carrier: str
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDueParcelCommand(Command):
    """The house: the days are over in which somebody would have been heard of. Nothing happens to a parcel that is not due."""

    parcel_id: UUID


@dataclass(frozen=True, slots=True)
class ParcelStanding:
    """How a parcel and its order stand now."""

    parcel_id: UUID
    order_id: UUID
    customer_id: UUID
    state: str
    order_state: str


class Standing(NamedTuple):
    """An order that is held, with its lines and parcels as they are written."""

    order: MallOrder
    lines: list[MallOrderLine]
    parcels: list[Parcel]

    @property
    def ordered(self) -> list[Ordered]:
        """What an exchange brought goes in a parcel while the order is not all on its way; later it is handed over when the old units come."""
        is_open = self.order.state in (OrderState.PAID, OrderState.PART_SHIPPED)
        lines = [one for one in self.lines if one.came_of is None or is_open]
        return ordered_of(lines)

    def parcel(self, id_: UUID) -> Parcel:
        """One of its parcels."""
        return next(one for one in self.parcels if one.id == id_)


@composite_verb(ParcelStanding)
async def send_parcel(tx: Tx, command: SendParcelCommand) -> ParcelStanding | Refusal:
    """Refuses MallOrderNotFound, MallOrderEnded, CarrierUnknown, ParcelMalformed, UnitsMalformed for what is not left to be sent."""
    order, shop = await sold_order(tx, command.session_id, command.owner_id, command.order_id)
    check_shippable(order.state)
    number = _number(tx, command.carrier, command.tracking_number)
    standing = await find_standing(tx, order)
    units = check_packed(standing.ordered, [one.packed for one in standing.parcels], command.units)
    assert command.request_id is not None
    made = carried(tx, standing, shop, command.request_id, units, command.owner_id, command.carrier, number)
    return told(made, write_after(tx, standing, [made]))


@composite_verb(ParcelStanding)
async def confirm_parcel(tx: Tx, command: ConfirmParcelCommand) -> ParcelStanding | Refusal:
    """What is on its way has come, whatever its carrier says. Refuses ParcelNotFound, MallOrderEnded for a parcel that is not under way."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    found = (await parcels.find_parcels(tx, [command.parcel_id])).get(command.parcel_id)
    if found is None or found.customer_id != command.owner_id:
        raise ParcelNotFound
    standing = await find_standing(tx, await own_order(tx, command.owner_id, found.order_id))
    parcel = standing.parcel(found.id)
    if not parcel.packed.is_on_its_way:
        raise MallOrderEnded(parcel.state.value)
    arrived = ended(parcel, ParcelState.DELIVERED, tx.now, command.owner_id)
    return told(arrived, write_after(tx, standing, [arrived]))


@composite_verb(ParcelStanding)
async def tell_parcel(tx: Tx, command: TellParcelCommand) -> ParcelStanding | Refusal:
    """Keep what was told and is not known, and let the parcel stand by what happened last: late, doubled and out of order change nothing of that. Refuses
    ParcelNotFound, also for another carrier's parcel. What was confirmed or ended otherwise stays so, but for a parcel that its carrier says came back."""
    found = (await parcels.find_parcels(tx, [command.parcel_id])).get(command.parcel_id)
    if found is None or found.carrier != command.carrier or not found.carrier:
        raise ParcelNotFound
    order = await orders.lock_order(tx, found.order_id)
    assert order is not None
    await parcels.insert_words(tx, found.id, check_words(command.words, found.made_at, tx.now))
    (words,) = await parcels.list_words(tx, [found.id])
    standing = await find_standing(tx, order)
    parcel = standing.parcel(found.id)
    after = _after_words(parcel, words, tx.now)
    return told(after, write_after(tx, standing, [after]))


@composite_verb(ParcelStanding)
async def end_due_parcel(tx: Tx, command: EndDueParcelCommand) -> ParcelStanding | Refusal:
    """It counts as arrived, or its time has been. Refuses ParcelNotFound."""
    found = (await parcels.find_parcels(tx, [command.parcel_id])).get(command.parcel_id)
    order = None if found is None else await orders.lock_order(tx, found.order_id)
    if found is None or order is None:
        raise ParcelNotFound
    standing = await find_standing(tx, order)
    parcel = standing.parcel(found.id)
    if parcel.state not in CONFIRMED_BY_TIME or parcel.due_at is None or parcel.due_at > tx.now:
        return told(parcel, order)
    arrived = ended(parcel, ParcelState.DELIVERED, parcel.due_at, None)
    return told(arrived, write_after(tx, standing, [arrived]))


async def find_standing(tx: Tx, order: MallOrder) -> Standing:
    """Two statements. The order is held already."""
    (lines,) = await orders.list_lines(tx, [order])
    (made,) = await parcels.list_of_orders(tx, [order.id])
    return Standing(order, lines, made)


def write_after(tx: Tx, standing: Standing, changed: Sequence[Parcel]) -> MallOrder:
    """Write parcels that are new or stand otherwise, and their order by all of them. Gives the order as it stands then."""
    before = {one.id: one for one in standing.parcels}
    different = [one for one in changed if before.get(one.id) != one]
    parcels.write_parcels(tx, different)
    for one in different:
        if one.id not in before or before[one.id].state is not one.state:
            tell_changed(tx, one)
    after = list({**before, **{one.id: one for one in changed}}.values())
    order = standing.order
    state = order_after(order.state, standing.ordered, [one.packed for one in after])
    dues = [one.due_at for one in after if one.state in CONFIRMED_BY_TIME and one.kind is ParcelKind.CARRIED and one.due_at is not None]
    due_at = max(dues, default=None) if state in (OrderState.PART_SHIPPED, OrderState.SHIPPED) else None
    if state is OrderState.DELIVERED and order.state is not state:
        give_rights(tx, order, standing.lines)
    if (state, due_at) == (order.state, order.due_at):
        return order
    return write_changed(tx, order._replace(state=state, due_at=due_at, changed_at=tx.now))


def ordered_of(lines: Sequence[MallOrderLine]) -> list[Ordered]:
    """The lines, as the rules of parcels see them: what was exchanged is not theirs any more."""
    return [Ordered(one.number, one.units, one.units - one.left_units) for one in lines]


def tell_changed(tx: Tx, one: Parcel) -> None:
    """Say how a parcel stands now."""
    tx.publish(ParcelChanged(one.customer_id, one.shop_id, one.order_id, one.id, one.kind.value, one.state.value))


def give_rights(tx: Tx, order: MallOrder, lines: Sequence[MallOrderLine]) -> None:
    """It arrived: each line of which something was kept may be reviewed once."""
    tx.publish(OrderDelivered(order.customer_id, order.shop_id, order.id, len(lines)))
    kept = [one for one in lines if one.left_units]
    parcels.write_rights(tx, [(order.customer_id, order.id, one.number, one.product_id, one.variant_id) for one in kept])


def carried(tx: Tx, standing: Standing, shop: MallShop, request_id: UUID, units: dict[int, int], made_by: UUID, carrier: str = "", number: str = "") -> Parcel:
    """A parcel that leaves the shop now. It counts as arrived after the shop's days."""
    order, asked = standing.order, tx.now if carrier else None
    made = (order.id, derived_id(request_id, "parcel"), order.customer_id, order.shop_id, ParcelKind.CARRIED, ParcelState.SENT)
    times = (tx.now, tx.now, tx.now + timedelta(days=shop.confirm_days), asked)
    return Parcel(*made, carrier, number, None, None, units, *times, made_by, None)


def all_left(standing: Standing) -> dict[int, int]:
    """What of an order is in no parcel yet."""
    return {number: units for number, units in left_units(standing.ordered, [one.packed for one in standing.parcels]).items() if units > 0}


def ended(parcel: Parcel, state: ParcelState, at: datetime, by: UUID | None) -> Parcel:
    """Nobody is asked any more, and no time confirms it."""
    return parcel._replace(state=state, state_at=at, due_at=None, ask_at=None, ended_by=by)


def told(parcel: Parcel, order: MallOrder) -> ParcelStanding:
    """The outcome of a verb on a parcel."""
    return ParcelStanding(parcel.id, order.id, order.customer_id, parcel.state.value, order.state.value)


def words_of(words: Sequence[CarrierWord]) -> tuple[Word, ...]:
    """A carrier's words in the mall's form."""
    return tuple(Word(one.id, one.kind, one.at, one.place) for one in words)


def _after_words(parcel: Parcel, words: Sequence[Word], now: datetime) -> Parcel:
    said = standing_of(words)
    asked_again = now + ASKED_EVERY
    if parcel.state is ParcelState.DELIVERED and parcel.ended_by is not None:
        return parcel
    if said is None:
        return parcel._replace(ask_at=asked_again) if parcel.ask_at is not None else parcel
    state, at = said
    if state not in UNDER_WAY:
        return ended(parcel, state, at, None)
    if parcel.state is ParcelState.DELIVERED and state is not ParcelState.RETURNING:
        return parcel
    return parcel._replace(state=state, state_at=at, ask_at=asked_again)


def _number(tx: Tx, carrier: str, tracking_number: str) -> str:
    if not carrier:
        if tracking_number:
            raise ParcelMalformed("carrier")
        return ""
    if tx.port(Carriers).find(carrier) is None:
        raise CarrierUnknown(carrier[:40])
    return check_number(tracking_number)

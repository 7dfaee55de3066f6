"""Pick-up at a branch: the shop makes units ready, the customer shows a one-time code, staff redeem it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domains import offers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Read, Tx
from domains.mall.errors.parcels import PickUpCodeRedeemed, PickUpCodeUnknown
from domains.mall.queries import orders, parcels
from domains.mall.queries.parcels import Parcel
from domains.mall.rules.codes import FINGERPRINT_PURPOSE, KEY_PURPOSE, code_of, read_code, shown
from domains.mall.rules.orders import OrderState
from domains.mall.rules.parcels import ParcelKind, ParcelState, check_packed, check_shippable
from domains.mall.service.acting import own_shop
from domains.mall.service.held import sold_order
from domains.mall.service.parcels import ParcelStanding, ended, find_standing, told, write_after

UNDER_WAY = (OrderState.PAID, OrderState.PART_SHIPPED, OrderState.SHIPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPickUpCommand(Command):
    """`owner_id` acts for the shop: of those lines so many units wait at the branch."""

    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID
    units: tuple[tuple[int, int], ...]
    branch_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RedeemPickUpCommand(Command):
    """`owner_id` acts for the shop, and was shown the code."""

    session_id: UUID = field(metadata=UNHASHED)
    shop_id: UUID
    code: str


@composite_verb(ParcelStanding)
async def offer_pick_up(tx: Tx, command: OfferPickUpCommand) -> ParcelStanding | Refusal:
    """Refuses MallOrderNotFound, MallOrderEnded, BranchNotFound, ParcelMalformed, UnitsMalformed for what is not left to be sent."""
    order, _ = await sold_order(tx, command.session_id, command.owner_id, command.order_id)
    check_shippable(order.state)
    branch = (await offers.branches.find_branches(tx, [command.branch_id])).get(command.branch_id)
    if branch is None or branch.state != "open":
        raise offers.branches.BranchNotFound
    standing = await find_standing(tx, order)
    units = check_packed(standing.ordered, [one.packed for one in standing.parcels], command.units)
    assert command.request_id is not None
    id_ = derived_id(command.request_id, "pickup")
    named = (order.id, id_, order.customer_id, order.shop_id, ParcelKind.PICKUP, ParcelState.READY, "", "", branch.id, None)
    made = Parcel(*named, units, tx.now, tx.now, None, None, command.owner_id, None, _fingerprint(tx.port(Keyring), id_))
    return told(made, write_after(tx, standing, [made]))


@composite_verb(ParcelStanding)
async def redeem_pick_up(tx: Tx, command: RedeemPickUpCommand) -> ParcelStanding | Refusal:
    """Hand it over, once: of two that race one is told when the other did. Refuses ShopNotFound, PickUpCodeUnknown (another shop's
    too), PickUpCodeRedeemed."""
    await own_shop(tx, command.session_id, command.owner_id, command.shop_id)
    code = read_code(command.code)
    found = None if code is None else await parcels.find_by_code(tx, command.shop_id, tx.port(Keyring).blind_index(FINGERPRINT_PURPOSE, code))
    order = None if found is None else await orders.lock_order(tx, found.order_id)
    if found is None or order is None:
        raise PickUpCodeUnknown
    standing = await find_standing(tx, order)
    parcel = standing.parcel(found.id)
    if parcel.state is ParcelState.DELIVERED:
        raise PickUpCodeRedeemed(parcel.state_at)
    if parcel.state is not ParcelState.READY or order.state not in UNDER_WAY:
        raise PickUpCodeUnknown
    handed = ended(parcel, ParcelState.DELIVERED, tx.now, command.owner_id)
    return told(handed, write_after(tx, standing, [handed]))


def pick_up_codes(read: Read, found: Sequence[Parcel], customer_ids: Sequence[UUID]) -> list[str | None]:
    """The code of each parcel that waits to be picked up, for whoever bought it alone. Nothing is asked of the database."""
    key = read.port(Keyring).derive(KEY_PURPOSE)
    return [
        shown(code_of(key, one.id)) if one.customer_id == viewer_id and one.kind is ParcelKind.PICKUP and one.state is ParcelState.READY else None
        for one, viewer_id in zip(found, customer_ids, strict=True)
    ]


def _fingerprint(keyring: Keyring, parcel_id: UUID) -> bytes:
    return keyring.blind_index(FINGERPRINT_PURPOSE, code_of(keyring.derive(KEY_PURPOSE), parcel_id))

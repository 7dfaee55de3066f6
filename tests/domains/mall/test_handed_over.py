"""What reaches the customer otherwise than by a carrier: a code at a branch, and times that are never overbooked."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import mall, offers
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.mall import fulfilment
from domains.mall.jobs.parcels import end_due_parcels
from domains.mall.rules.codes import ALPHABET, code_of, read_code, shown
from domains.mall.rules.orders import OrderState
from domains.mall.rules.parcels import ParcelState
from domains.mall.service.parcels import ParcelStanding
from tests.domains.mall.after_sales import FROM_WALLET, AfterSales, family
from tests.domains.mall.mall_house import MallHouse, MallShop
from tests.domains.mall.parcels import confirm, parcels_of, rights_of, send
from tests.domains.mall.test_steps import cancel
from tests.domains.offers.visits import Desk
from tests.domains.wallet.people import Person
from tests.staff import staff_member


async def a_branch(house: MallHouse) -> UUID:
    return (await Desk(house.database, await staff_member(house.database, "operator:branches")).open()).id


async def offer(house: MallHouse, shop: MallShop, order_id: UUID, branch_id: UUID, units: int = 1, number: int = 1) -> ParcelStanding:
    command = fulfilment.OfferPickUpCommand(request_id=uuid4(), order_id=order_id, units=((number, units),), branch_id=branch_id, **shop.who)
    return await house.database.write(fulfilment.offer_pick_up, command)


async def redeem(house: MallHouse, shop: MallShop, code: str) -> ParcelStanding:
    command = fulfilment.RedeemPickUpCommand(request_id=uuid4(), shop_id=shop.id, code=code, **shop.who)
    return await house.database.write(fulfilment.redeem_pick_up, command)


async def code_for(house: MallHouse, who: Person, order_id: UUID) -> str | None:
    (parcel,) = await parcels_of(house, order_id)
    async with house.database.reading(single=True) as read:
        return fulfilment.pick_up_codes(read, [parcel], [who.id])[0]


async def a_service(house: MallHouse, shop: MallShop, capacity: int, cancel_hours: int = 24, days: int = 3) -> tuple[UUID, UUID]:
    """A service and its one time."""
    variant = await house.stocked(shop, 0, 1_000, kind=mall.GoodsKind.SERVICE, is_stocked=False)
    begins_at = house.database.clock.now() + timedelta(days=days)
    terms = (fulfilment.SlotTerms(begins_at, begins_at + timedelta(hours=1), capacity),)
    command = fulfilment.OpenSlotsCommand(request_id=uuid4(), variant_id=variant.id, slots=terms, cancel_hours=cancel_hours, **shop.who)
    await house.database.write(fulfilment.open_slots, command)
    async with house.database.reading(single=True) as read:
        (slot,) = await fulfilment.list_slots(read, variant.id, begins_at + timedelta(days=1), 10)
    return variant.id, slot.id


async def book(house: MallHouse, who: Person, order_id: UUID, slot_id: UUID, units: int = 1) -> ParcelStanding:
    told = {"owner_id": who.id, "session_id": who.session_id, "order_id": order_id, "number": 1, "slot_id": slot_id, "units": units}
    return await house.database.write(fulfilment.book_slot, fulfilment.BookSlotCommand(request_id=uuid4(), **told))  # type: ignore[arg-type]


async def cancel_booking(house: MallHouse, who: Person, parcel_id: UUID) -> ParcelStanding:
    told = {"owner_id": who.id, "session_id": who.session_id, "parcel_id": parcel_id}
    return await house.database.write(fulfilment.cancel_booking, fulfilment.CancelBookingCommand(request_id=uuid4(), **told))  # type: ignore[arg-type]


async def taken_of(house: MallHouse, slot_id: UUID) -> int:
    async with house.database.reading(single=True) as read:
        return (await fulfilment.find_slots(read, [slot_id]))[slot_id].taken_units


async def bought(house: MallHouse, variant_id: UUID, units: int = 1) -> tuple[Person, UUID]:
    buyer = await house.buyer()
    (order_id,) = (await house.order(buyer, {variant_id: units})).order_ids
    return buyer, order_id


def outcomes(found: list[Any]) -> Counter[str]:
    assert all(isinstance(one, Refusal) or not isinstance(one, BaseException) for one in found), found
    return Counter(type(one).__name__ for one in found)


def test_a_code_is_read_however_it_is_typed_and_no_other_text_is_one() -> None:
    code = code_of(bytes(32), UUID(int=7))
    assert set(code) <= set(ALPHABET)
    assert read_code(f" {shown(code).lower()} ") == code
    assert read_code("oil0-0000-0000") == "011000000000"
    for text in ("", code[:-1], code + "0", "U" * 12, "七" * 12):
        assert read_code(text) is None


async def test_a_code_hands_over_once_whoever_races_and_stands_nowhere(house: MallHouse) -> None:
    shop, other = await house.shop(), await house.shop()
    buyer, order_id = await bought(house, (await house.stocked(shop)).id)
    assert (await offer(house, shop, order_id, await a_branch(house))).order_state == "shipped"
    code = await code_for(house, buyer, order_id)
    assert code is not None
    assert await code_for(house, await house.buyer(), order_id) is None
    async with house.database.reading(single=True) as read:
        rows = await read.fetch("SELECT row_to_json(parcel)::text AS told FROM mall_parcel AS parcel WHERE order_id = $1", order_id)
    assert all(code.replace("-", "") not in row["told"] for row in rows)
    for shop_of, text in ((other, code), (shop, "0000-0000-0000"), (shop, "")):
        with pytest.raises(fulfilment.PickUpCodeUnknown):
            await redeem(house, shop_of, text)
    found = await asyncio.gather(*(redeem(house, shop, code) for _ in range(8)), return_exceptions=True)
    assert outcomes(found) == {"ParcelStanding": 1, "PickUpCodeRedeemed": 7}
    assert (await house.find(order_id)).state is OrderState.DELIVERED
    assert await code_for(house, buyer, order_id) is None
    assert len(await rights_of(house, buyer)) == 1


async def test_what_was_refunded_is_not_handed_over(house: MallHouse) -> None:
    shop = await house.shop()
    buyer, order_id = await bought(house, (await house.stocked(shop)).id)
    with pytest.raises(offers.branches.BranchNotFound):
        await offer(house, shop, order_id, uuid4())
    await offer(house, shop, order_id, await a_branch(house))
    code = await code_for(house, buyer, order_id)
    assert code is not None
    assert (await house.return_lines(shop, order_id, {1: 1})).state == "refunded"
    with pytest.raises(fulfilment.PickUpCodeUnknown):
        await redeem(house, shop, code)
    assert [one.state for one in await parcels_of(house, order_id)] == [ParcelState.CANCELLED]


async def test_a_time_is_never_overbooked_whoever_races(house: MallHouse) -> None:
    shop = await house.shop()
    variant_id, slot_id = await a_service(house, shop, 3)
    people = [await bought(house, variant_id) for _ in range(6)]
    found = await asyncio.gather(*(book(house, buyer, order_id, slot_id) for buyer, order_id in people), return_exceptions=True)
    assert outcomes(found) == {"ParcelStanding": 3, "ServiceSlotTaken": 3}
    assert await taken_of(house, slot_id) == 3


async def test_a_booking_is_cancelled_until_some_hours_before_and_its_place_is_free_again(fresh_database: Database) -> None:
    house = await MallHouse.open(fresh_database)
    shop, stranger = await house.shop(), await house.buyer()
    variant_id, slot_id = await a_service(house, shop, 1)
    _, other_slot = await a_service(house, shop, 1)
    buyer, order_id = await bought(house, variant_id)
    with pytest.raises(fulfilment.ServiceSlotNotFound):
        await book(house, buyer, order_id, other_slot)
    with pytest.raises(mall.MallOrderNotFound):
        await book(house, stranger, order_id, slot_id)
    booked = await book(house, buyer, order_id, slot_id)
    assert booked.order_state == "paid"
    with pytest.raises(mall.UnitsMalformed):
        await book(house, buyer, order_id, slot_id)
    with pytest.raises(fulfilment.ParcelNotFound):
        await cancel_booking(house, stranger, booked.parcel_id)
    assert (await cancel_booking(house, buyer, booked.parcel_id)).state == "cancelled"
    assert await taken_of(house, slot_id) == 0
    again = await book(house, buyer, order_id, slot_id)
    fresh_database.clock.freeze(fresh_database.clock.now() + timedelta(days=2, hours=1))
    with pytest.raises(fulfilment.BookingTooLate):
        await cancel_booking(house, buyer, again.parcel_id)
    with pytest.raises(fulfilment.BookingTooLate):
        await cancel(house, buyer, order_id)
    assert (await taken_of(house, slot_id), (await house.find(order_id)).state) == (1, OrderState.PAID)
    fresh_database.clock.freeze(fresh_database.clock.now() + timedelta(days=1))
    await end_due_parcels(fresh_database)
    assert (await house.find(order_id)).state is OrderState.DELIVERED
    assert len(await rights_of(house, buyer)) == 1


async def test_an_order_that_is_cancelled_in_time_gives_its_place_back(house: MallHouse) -> None:
    shop = await house.shop()
    variant_id, slot_id = await a_service(house, shop, 2)
    buyer, order_id = await bought(house, variant_id, 2)
    await book(house, buyer, order_id, slot_id, 2)
    assert (await cancel(house, buyer, order_id)).state == "refunded"
    assert await taken_of(house, slot_id) == 0
    assert [one.state for one in await parcels_of(house, order_id)] == [ParcelState.CANCELLED]


@pytest.mark.parametrize("is_exchanged", [False, True])
async def test_when_what_waits_is_returned_the_rest_has_arrived_exchanged_or_not(house: MallHouse, is_exchanged: bool) -> None:
    sales = AfterSales(house)
    shop, buyer = await house.shop(), await house.buyer(50_000)
    small, large = await family(house, shop, 3_000, 4_500)
    other = await house.stocked(shop)
    (order_id,) = (await house.order(buyer, {small.id: 1, other.id: 1})).order_ids
    numbers = {one.variant_id: one.number for one in await house.lines(order_id)}
    sent = await send(house, shop, order_id, {numbers[small.id]: 1})
    await confirm(house, buyer, sent.parcel_id)
    await offer(house, shop, order_id, await a_branch(house), number=numbers[other.id])
    if is_exchanged:
        await sales.decide_exchange(shop, await sales.ask(buyer, order_id, numbers[small.id], 1, large, **FROM_WALLET))
    assert (await house.find(order_id)).state is OrderState.SHIPPED
    await house.return_lines(shop, order_id, {numbers[other.id]: 1})
    assert (await house.find(order_id)).state is OrderState.DELIVERED

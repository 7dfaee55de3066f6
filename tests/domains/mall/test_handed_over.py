"""What reaches the customer otherwise than by a carrier: a code at a branch, keys that are sold once, and times that are never overbooked."""

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
from domains.mall.rules.parcels import ParcelKind, ParcelState
from domains.mall.service.parcels import ParcelStanding
from tests.domains.mall.mall_house import MallHouse, MallShop
from tests.domains.mall.parcels import parcels_of, rights_of
from tests.domains.mall.test_steps import cancel
from tests.domains.offers.visits import Desk
from tests.domains.wallet.people import Person
from tests.staff import staff_member


async def a_branch(house: MallHouse) -> UUID:
    return (await Desk(house.database, await staff_member(house.database, "operator:branches")).open()).id


async def offer(house: MallHouse, shop: MallShop, order_id: UUID, branch_id: UUID, units: int = 1) -> ParcelStanding:
    command = fulfilment.OfferPickUpCommand(request_id=uuid4(), order_id=order_id, units=((1, units),), branch_id=branch_id, **shop.who)
    return await house.database.write(fulfilment.offer_pick_up, command)


async def redeem(house: MallHouse, shop: MallShop, code: str) -> ParcelStanding:
    command = fulfilment.RedeemPickUpCommand(request_id=uuid4(), shop_id=shop.id, code=code, **shop.who)
    return await house.database.write(fulfilment.redeem_pick_up, command)


async def code_for(house: MallHouse, who: Person, order_id: UUID) -> str | None:
    (parcel,) = await parcels_of(house, order_id)
    async with house.database.reading(single=True) as read:
        return fulfilment.pick_up_codes(read, [parcel], [who.id])[0]


async def fill(house: MallHouse, shop: MallShop, variant_id: UUID, *keys: str, **more: Any) -> fulfilment.KeysAdded:
    named = {"warehouse_id": shop.warehouse_id, "variant_id": variant_id, "keys": keys, **shop.who, **more}
    return await house.database.write(fulfilment.add_keys, fulfilment.AddKeysCommand(request_id=uuid4(), **named))


async def show(house: MallHouse, who: Person, parcel_id: UUID, number: int = 1) -> fulfilment.KeysShown:
    told = {"owner_id": who.id, "session_id": who.session_id, "parcel_id": parcel_id, "number": number}
    return await house.database.write(fulfilment.show_keys, fulfilment.ShowKeysCommand(request_id=uuid4(), **told))  # type: ignore[arg-type]


async def texts(house: MallHouse, who: Person, order_id: UUID) -> list[str | None] | None:
    (parcel,) = await parcels_of(house, order_id)
    async with house.database.reading() as read:
        (found,) = await fulfilment.find_keys(read, [parcel], [who.id])
    return None if found is None else [one.text for one in found]


async def digital(house: MallHouse, shop: MallShop, *keys: str, **more: Any) -> UUID:
    variant = await house.stocked(shop, 0, 1_000, kind=mall.GoodsKind.DIGITAL)
    await fill(house, shop, variant.id, *keys, **more)
    return variant.id


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


async def test_keys_are_sealed_at_payment_and_shown_to_their_buyer_alone(house: MallHouse) -> None:
    shop, stranger = await house.shop(), await house.buyer()
    variant_id = await digital(house, shop, "AAAA-1", "AAAA-2", "AAAA-3")
    buyer, order_id = await bought(house, variant_id, 2)
    assert (await house.find(order_id)).state is OrderState.DELIVERED
    (parcel,) = await parcels_of(house, order_id)
    assert (parcel.kind, parcel.state, dict(parcel.units)) == (ParcelKind.DIGITAL, ParcelState.DELIVERED, {1: 2})
    assert await texts(house, buyer, order_id) == [None, None]
    with pytest.raises(fulfilment.ParcelNotFound):
        await show(house, stranger, parcel.id)
    with pytest.raises(fulfilment.ParcelNotFound):
        await show(house, buyer, parcel.id, 2)
    await show(house, buyer, parcel.id)
    told = await texts(house, buyer, order_id)
    assert told is not None
    assert len(set(told)) == 2
    assert set(told) < {"AAAA-1", "AAAA-2", "AAAA-3"}
    assert await texts(house, stranger, order_id) is None
    async with house.database.reading(single=True) as read:
        rows = await read.fetch("SELECT row_to_json(key)::text AS told FROM mall_key AS key WHERE variant_id = $1", variant_id)
        kept = await read.fetch("SELECT convert_from(outcome, 'UTF8') AS told FROM kernel_request WHERE owner_id = $1 AND outcome IS NOT NULL", buyer.id)
    assert len(rows) == 3
    assert all("AAAA" not in row["told"] for row in [*rows, *kept])
    assert len(await rights_of(house, buyer)) == 1


async def test_a_key_is_never_had_twice_whoever_races(house: MallHouse) -> None:
    shop = await house.shop()
    variant_id = await digital(house, shop, *(f"KEY-{number}" for number in range(5)))
    buyers = [await house.buyer() for _ in range(8)]
    quoted = (await house.quote({variant_id: 1})).hash
    found = await asyncio.gather(*(house.order(one, {variant_id: 1}, quote_hash=quoted) for one in buyers), return_exceptions=True)
    assert outcomes(found) == {"CheckedOut": 5, "OutOfStock": 3}
    had = []
    for buyer, placed in zip(buyers, found, strict=True):
        if isinstance(placed, mall.CheckedOut):
            (parcel,) = await parcels_of(house, placed.order_ids[0])
            await show(house, buyer, parcel.id)
            had += await texts(house, buyer, placed.order_ids[0]) or []
    assert sorted(had) == [f"KEY-{number}" for number in range(5)]
    await house.check_books()


async def test_keys_of_many_lines_and_orders_take_two_statements_and_each_line_gets_its_own(house: MallHouse) -> None:
    first, second, buyer = await house.shop(), await house.shop(), await house.buyer(20_000)
    pools = {await digital(house, shop, *(f"{name}-{number}" for number in range(3))): name for shop, name in ((first, "A"), (first, "B"), (second, "C"))}
    with house.database.counting() as statements:
        placed = await house.order(buyer, dict.fromkeys(pools, 2))
    assert len([one for one in statements if "mall_key AS key" in one or "FROM mall_key " in one]) == 2
    had: Counter[str] = Counter()
    for order_id in placed.order_ids:
        (parcel,) = await parcels_of(house, order_id)
        for line in await house.lines(order_id):
            await show(house, buyer, parcel.id, line.number)
        async with house.database.reading() as read:
            (found,) = await fulfilment.find_keys(read, [parcel], [buyer.id])
        names = {line.number: pools[line.variant_id] for line in await house.lines(order_id)}
        assert found is not None
        assert all(one.text is not None and one.text.startswith(names[one.line_number]) for one in found)
        had.update(names[one.line_number] for one in found)
    assert had == {"A": 2, "B": 2, "C": 2}
    await house.check_books()


async def test_a_pool_takes_no_key_twice_and_none_that_is_none(house: MallHouse) -> None:
    shop, other = await house.shop(), await house.shop()
    variant_id = await digital(house, shop, "ONE")
    mug = await house.stocked(shop)
    for told, what in (((), "count"), (("TWO", " TWO"), "twice"), (("TWO", ""), "text"), (("TWO", "ONE"), "known"), (("a\nb",), "text")):
        with pytest.raises(fulfilment.KeysMalformed, match=what):
            await fill(house, shop, variant_id, *told)
    with pytest.raises(mall.GoodsMalformed, match="kind"):
        await fill(house, shop, mug.id, "TWO")
    with pytest.raises(mall.ShopNotFound):
        await fill(house, shop, variant_id, "TWO", **other.who)
    assert await house.free(variant_id) == 1
    assert (await fill(house, shop, variant_id, "TWO")).on_hand_units == 2


async def test_a_key_that_nobody_saw_is_sold_again_and_one_that_was_shown_is_final(house: MallHouse) -> None:
    shop = await house.shop()
    variant_id = await digital(house, shop, "ONE", "TWO")
    first, order_id = await bought(house, variant_id, 1)
    assert (await house.return_lines(shop, order_id, {1: 1})).state == "refunded"
    assert (await house.free(variant_id), await texts(house, first, order_id)) == (2, [])
    second, order_id = await bought(house, variant_id, 2)
    (parcel,) = await parcels_of(house, order_id)
    await show(house, second, parcel.id)
    before = await house.balance(second)
    with pytest.raises(fulfilment.KeyShownAlready):
        await house.return_lines(shop, order_id, {1: 1})
    assert (await house.balance(second), await house.free(variant_id)) == (before, 0)
    await house.check_books()


async def test_a_shown_key_of_a_product_that_is_not_final_is_refunded_and_never_sold_again(house: MallHouse) -> None:
    shop = await house.shop()
    variant_id = await digital(house, shop, "ONE", is_final=False)
    buyer, order_id = await bought(house, variant_id)
    (parcel,) = await parcels_of(house, order_id)
    await show(house, buyer, parcel.id)
    assert (await house.return_lines(shop, order_id, {1: 1})).state == "refunded"
    assert await house.free(variant_id) == 0
    await house.check_books()


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

"""Keys of digital goods: sold with the payment, sealed, shown once to their buyer, and never had twice."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import mall
from domains.mall import fulfilment
from domains.mall.rules.orders import OrderState
from domains.mall.rules.parcels import ParcelKind, ParcelState
from tests.domains.mall.mall_house import MallHouse, MallShop
from tests.domains.mall.parcels import parcels_of, rights_of
from tests.domains.mall.test_handed_over import bought, outcomes
from tests.domains.wallet.people import Person


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

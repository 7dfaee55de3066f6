"""Stock: from which warehouse, never more than there is, and back again."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import mall
from domains.mall.rules.stock import Shelf, allocate
from tests.domains.mall.mall_house import MallHouse

MUG = UUID(int=1)


def shelves(*told: tuple[int, int, int]) -> list[Shelf]:
    """(position, on hand, reserved) of the mug."""
    return [Shelf(MUG, UUID(int=number), *one) for number, one in enumerate(told, 1)]


@pytest.mark.parametrize(
    ("told", "wanted", "taken"),
    [
        ([(0, 5, 0), (1, 9, 0)], 5, {1: 5}),
        ([(0, 5, 1), (1, 9, 0)], 5, {2: 5}),
        ([(0, 5, 0), (1, 9, 0)], 12, {2: 9, 1: 3}),
        ([(1, 5, 0), (0, 5, 0)], 1, {2: 1}),
    ],
)
def test_the_first_that_has_all_gives_else_the_fewest(told: list[tuple[int, int, int]], wanted: int, taken: dict[int, int]) -> None:
    assert {shelf.warehouse_id.int: units for shelf, units in allocate(shelves(*told), {MUG: wanted})} == taken


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20), st.integers(0, 20)), max_size=6), st.integers(1, 60))
def test_units_come_from_what_is_free_and_from_nowhere_else(told: list[tuple[int, int, int]], wanted: int) -> None:
    there = shelves(*((position, on_hand, min(reserved, on_hand)) for position, on_hand, reserved in told))
    free = sum(one.free_units for one in there)
    try:
        taken = allocate(there, {MUG: wanted})
    except mall.OutOfStock as refused:
        assert (refused.free_units, free < wanted) == (free, True)
    else:
        assert sum(units for _, units in taken) == wanted <= free
        assert all(0 < units <= shelf.free_units for shelf, units in taken)


async def test_units_are_received_counted_and_refused(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer()
    mug = await house.stocked(shop, 5)
    assert await house.receive(shop, mug.id, 3) == mall.StockCounted(mug.id, shop.warehouse_id, 8, 0)
    await house.order(buyer, {mug.id: 2}, fundings=())
    named = {"warehouse_id": shop.warehouse_id, "variant_id": mug.id, **shop.who}
    with pytest.raises(mall.OutOfStock):
        await house.database.write(mall.adjust_stock, mall.AdjustStockCommand(request_id=uuid4(), on_hand_units=1, **named))
    counted = await house.database.write(mall.adjust_stock, mall.AdjustStockCommand(request_id=uuid4(), on_hand_units=2, **named))
    assert (counted.on_hand_units, counted.reserved_units, await house.free(mug.id)) == (2, 2, 0)
    for units in (0, -1, 1_000_001):
        with pytest.raises(mall.UnitsMalformed):
            await house.receive(shop, mug.id, units)
    await house.check_books()


async def test_another_shops_warehouse_and_variant_are_refused(house: MallHouse) -> None:
    shop, other = await house.shop(), await house.shop()
    mug, theirs = await house.stocked(shop, 1), await house.stocked(other, 1)
    with pytest.raises(mall.GoodsNotFound):
        await house.receive(shop, theirs.id, 1)
    with pytest.raises(mall.ShopNotFound):
        await house.receive(shop, mug.id, 1, other.warehouse_id)
    with pytest.raises(mall.WarehouseNotFound):
        await house.receive(shop, mug.id, 1, uuid4())
    assert (await house.free(mug.id), await house.free(theirs.id)) == (1, 1)


async def test_shelves_and_warehouses_have_an_end(house: MallHouse) -> None:
    shop = await house.shop()
    mug = await house.stocked(shop, 1)
    second = await house.database.write(mall.open_warehouse, mall.OpenWarehouseCommand(request_id=uuid4(), shop_id=shop.id, name="虹桥", **shop.who))
    for _ in range(99):
        await house.receive(shop, mug.id, 1_000_000)
    with pytest.raises(mall.UnitsMalformed):
        await house.receive(shop, mug.id, 1_000_000, second.id)
    assert (await house.receive(shop, mug.id, 999_999, second.id)).on_hand_units == 999_999
    with pytest.raises(mall.UnitsMalformed):
        await house.receive(shop, mug.id, 1)
    assert await house.free(mug.id) == 100_000_000
    for number in range(98):
        await house.database.write(mall.open_warehouse, mall.OpenWarehouseCommand(request_id=uuid4(), shop_id=shop.id, name=f"{number}", **shop.who))
    with pytest.raises(mall.ShopMalformed, match="count"):
        await house.database.write(mall.open_warehouse, mall.OpenWarehouseCommand(request_id=uuid4(), shop_id=shop.id, name="x", **shop.who))
    await house.check_books()

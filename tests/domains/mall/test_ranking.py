"""What sells and what is liked comes first: counted beside the orders, told by a higher domain."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from domains import mall
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.mall import searching
from domains.mall.jobs.search import index_goods_anew, rank_goods
from tests.domains.mall.mall_house import MallHouse, MallShop

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)


@pytest.fixture
async def house(fresh_database: Database) -> MallHouse:
    fresh_database.clock.freeze(NOON)
    return await MallHouse.open(fresh_database)


@pytest.fixture
async def shop(house: MallHouse) -> MallShop:
    return await house.shop()


async def ranked(house: MallHouse, text: str) -> list[tuple[UUID, int, int, int]]:
    async with house.database.reading() as read:
        search = await searching.search_goods(read, text, searching.Narrowing())
        (page,) = await searching.list_found(read, [search], searching.Order.BEST, 50, None)
    return [(one.product_id, one.sold_units, one.points.sales, one.points.rating) for one in page.items]


async def rate(house: MallHouse, goods_id: UUID, rating_e2: int, raters: int, as_of: datetime = NOON) -> searching.GoodsRating:
    told = {"product_id": goods_id, "rating_e2": rating_e2, "raters": raters, "as_of": as_of}
    return await house.database.write(searching.set_goods_rating, searching.SetGoodsRatingCommand(request_id=None, owner_id=HOUSE_ID, **told))


async def test_what_sold_in_thirty_days_comes_first_and_what_was_returned_does_not_count(house: MallHouse, shop: MallShop) -> None:
    old, sold = await house.stocked(shop, title_zh="青瓷"), await house.stocked(shop, title_zh="青瓷")
    newest = await house.stocked(shop, title_zh="青瓷")
    buyer = await house.buyer()
    done = await house.order(buyer, {old.id: 3})
    await house.order(buyer, {sold.id: 3})
    await house.order(buyer, {newest.id: 1}, fundings=())
    await house.return_lines(shop, done.order_ids[0], {1: 2})
    for _ in range(2):
        await rank_goods(house.database)
        found = await ranked(house, "青瓷")
        assert found == [(sold.product_id, 3, 80, 100), (old.product_id, 1, 40, 100), (newest.product_id, 0, 0, 100)]
    house.database.clock.freeze(NOON + timedelta(days=30))
    await rank_goods(house.database)
    assert [one[1:] for one in await ranked(house, "青瓷")] == [(0, 0, 100)] * 3


async def test_a_rating_is_shown_and_ranks_and_an_older_one_changes_nothing(house: MallHouse, shop: MallShop) -> None:
    liked, newer = await house.goods(shop, title_zh="紫砂壶"), await house.goods(shop, title_zh="紫砂壶")
    assert {one[0] for one in await ranked(house, "紫砂壶")} == {newer.id, liked.id}
    assert await rate(house, liked.id, 480, 60) == (480, 60, NOON)
    assert await rate(house, liked.id, 100, 900, NOON - timedelta(days=1)) == (480, 60, NOON)
    assert await ranked(house, "紫砂壶") == [(liked.id, 0, 0, 160), (newer.id, 0, 0, 100)]
    async with house.database.reading() as read:
        (seen,) = await mall.find_seen_goods(read, [liked.shop_id], liked.id)
    assert seen is not None and seen.rating == (480, 60, NOON)
    for rating_e2, raters in ((501, 1), (-1, 1), (400, 0), (400, 10**10)):
        with pytest.raises(mall.GoodsMalformed):
            await rate(house, liked.id, rating_e2, raters)
    with pytest.raises(mall.GoodsNotFound):
        await rate(house, uuid4(), 400, 1)
    assert await ranked(house, "紫砂壶") == [(liked.id, 0, 0, 160), (newer.id, 0, 0, 100)]


async def test_what_older_lexemes_find_is_made_anew_and_the_rest_left(house: MallHouse, shop: MallShop) -> None:
    goods = await house.goods(shop, title_zh="藤椅")
    await house.goods(shop, title_zh="藤椅", is_published=False)
    async with house.database.transaction() as tx:
        await tx.execute("DELETE FROM mall_search_entry")
    assert await ranked(house, "藤椅") == []
    for _ in range(2):
        await index_goods_anew(house.database)
        assert [one[0] for one in await ranked(house, "藤椅")] == [goods.id]

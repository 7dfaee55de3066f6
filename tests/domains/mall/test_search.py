"""Products found by what they are called: in Chinese and English, with slips, by sound and by first letters."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import mall
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput
from domains.mall import searching
from domains.mall.rules.pinyin import readings_of, syllables_of
from domains.mall.rules.ranking import rating_points, sales_points, tier_of
from domains.mall.rules.words import is_slip, stem, words_of
from tests.domains.mall.mall_house import MallHouse, MallShop


@pytest.fixture
async def house(fresh_database: Database) -> MallHouse:
    return await MallHouse.open(fresh_database)


@pytest.fixture
async def shop(house: MallHouse) -> MallShop:
    return await house.shop()


def red(value: str = "红", minor: int = 3_000) -> mall.VariantTerms:
    return mall.VariantTerms(f"SKU-{uuid4().hex[:12]}", {"颜色": value}, minor)


async def found(house: MallHouse, text: str, order: searching.Order = searching.Order.BEST, **narrow: Any) -> list[UUID]:
    async with house.database.reading() as read:
        search = await searching.search_goods(read, text, searching.Narrowing(**narrow))
        (page,) = await searching.list_found(read, [search], order, 50, None)
    return [one.product_id for one in page.items]


async def facets(house: MallHouse, text: str, **narrow: Any) -> searching.Facets:
    async with house.database.reading() as read:
        search = await searching.search_goods(read, text, searching.Narrowing(**narrow))
        return (await searching.count_facets(read, [search]))[0]


async def test_a_phone_is_found_by_characters_sound_first_letters_and_with_a_slip(house: MallHouse, shop: MallShop) -> None:
    phone = await house.goods(shop, title_zh="国产智能手机", title_en="Smartphone Galaxy15 black", brand="华光")
    mug = await house.goods(shop, title_zh="红色搪瓷杯", title_en="Red enamel mugs", brand="老王")
    for text in ("手机", "手", "智能手机", "shouji", "SHOUJI", "souji", "sj", "znsj", "smartphone", "smartphnoe", "smartphome", "smartphon", "smartph"):
        assert await found(house, text) == [phone.id], text
    for text in ("galaxy 15", "galaxy15", "华光", "huaguang 手机", "手机壳套", "收集", "phone smartphone", "智能的手机"):
        assert await found(house, text) == [phone.id], text
    for text in ("mug", "mugs", "enamel", "enamle", "enammel", "tangci", "tc bei", "红色 搪瓷", "红色的搪瓷杯子", "mug red", "the mug"):
        assert await found(house, text) == [mug.id], text


async def test_what_is_hostile_or_says_nothing_finds_nothing(house: MallHouse, shop: MallShop) -> None:
    await house.goods(shop)
    for text in ("的", "的的的 the of", "😀😀", "\x00", "%", "_", "' OR a=a --", "\\", "\\'", "'", "!!!", "'!'", "*", "&|!()<->:*", "\ud800"):
        assert await found(house, text) == [], text
    for text in ("杯" * 201, "a " * 10_000, "x" * 10_000_000):
        with pytest.raises(InvalidInput):
            await found(house, text)
    assert await found(house, "搪瓷杯 " * 40) != []
    assert await found(house, " ".join(f"w{number}" for number in range(50))[:200]) == []


async def test_only_what_is_sold_now_is_found(house: MallHouse, shop: MallShop) -> None:
    now = house.database.clock.now()
    draft = await house.goods(shop, title_zh="青花瓷碗", is_published=False)
    await house.goods(shop, title_zh="青花瓷碗", published_from=now + timedelta(days=1))
    await house.goods(shop, title_zh="青花瓷碗", published_from=now - timedelta(days=2), published_until=now - timedelta(days=1))
    sold = await house.goods(shop, title_zh="青花瓷碗", published_from=now - timedelta(days=1), published_until=now + timedelta(days=1))
    assert await found(house, "青花瓷") == [sold.id]
    who = {"request_id": uuid4(), **shop.who}
    await house.database.write(mall.set_goods_state, mall.SetGoodsStateCommand(**who, product_id=draft.id, state=mall.GoodsState.PUBLISHED))
    assert set(await found(house, "青花瓷")) == {sold.id, draft.id}
    gone = mall.SetGoodsStateCommand(**{**who, "request_id": uuid4()}, product_id=sold.id, state=mall.GoodsState.WITHDRAWN)
    await house.database.write(mall.set_goods_state, gone)
    assert await found(house, "青花瓷") == [draft.id]
    await house.decide(shop.id, mall.ShopState.CLOSED)
    assert await found(house, "青花瓷") == []


async def test_a_change_is_found_at_once_and_what_it_was_no_more(house: MallHouse, shop: MallShop) -> None:
    goods = await house.goods(shop, red(), title_zh="竹编篮")
    change = {"request_id": uuid4(), "shop_id": shop.id, "product_id": goods.id, "version": goods.version, "category": "home.kitchen"}
    told = {"title_zh": "藤编箱", "title_en": "Rattan box", "variants": (red("蓝", 5_000),)}
    await house.database.write(mall.save_goods, mall.SaveGoodsCommand(**change, **told, **shop.who))
    assert (await found(house, "竹编篮"), await found(house, "藤编箱")) == ([], [goods.id])
    assert (await found(house, "", attributes=(("颜色", "红"),)), await found(house, "", attributes=(("颜色", "蓝"),))) == ([], [goods.id])


async def test_filters_narrow_and_facets_count_what_is_left(house: MallHouse, shop: MallShop) -> None:
    one = await house.goods(shop, red("红", 4_000), red("蓝", 6_000), title_zh="陶瓷杯", brand="景德")
    two = await house.goods(shop, red("红", 12_000), title_zh="陶瓷杯", brand="龙泉", category="home")
    assert set(await found(house, "陶瓷")) == {one.id, two.id}
    assert await found(house, "陶瓷", brands=("景德",)) == [one.id]
    assert set(await found(house, "陶瓷", brands=("景德", "龙泉"))) == {one.id, two.id}
    assert set(await found(house, "陶瓷", category="home")) == {one.id, two.id}
    assert await found(house, "陶瓷", category="home.kitchen") == [one.id]
    assert await found(house, "陶瓷", attributes=(("颜色", "蓝"),)) == [one.id]
    assert await found(house, "陶瓷", currency="CNY", least_minor=5_000, most_minor=6_500) == [one.id]
    assert await found(house, "陶瓷", currency="CNY", least_minor=6_001, most_minor=11_999) == []
    assert await found(house, "陶瓷", currency="USD", most_minor=11_999) == []
    assert await found(house, "陶瓷", searching.Order.CHEAPEST) == [one.id, two.id]
    assert await found(house, "陶瓷", searching.Order.DEAREST) == [two.id, one.id]
    assert await found(house, "家居", brands=("景德",)) == [one.id]
    assert await found(house, "陶瓷", shop=str(uuid4())) == []
    counted = await facets(house, "陶瓷")
    assert (counted.products, counted.is_complete) == (2, True)
    assert (sorted(counted.brands), sorted(counted.categories)) == ([("景德", 1), ("龙泉", 1)], [("home", 1), ("home.kitchen", 1)])
    assert counted.attributes == [("颜色\x1f红", 2), ("颜色\x1f蓝", 1)]
    assert [(price.least.minor, price.most and price.most.minor, price.products) for price in counted.prices] == [(0, 5_000, 1), (10_000, 20_000, 1)]
    with pytest.raises(InvalidInput):
        await found(house, "陶瓷", least_minor=5_000)
    with pytest.raises(InvalidInput):
        await found(house, "陶瓷", currency="CNY", least_minor=5_000, most_minor=4_000)


async def test_a_search_goes_page_by_page_in_four_statements_at_most(house: MallHouse, shop: MallShop) -> None:
    made = [await house.goods(shop, title_zh="玻璃瓶") for _ in range(5)]
    async with house.database.reading() as read:
        with house.database.counting() as statements:
            search = await searching.search_goods(read, "玻璃瓶", searching.Narrowing())
            (page,) = await searching.list_found(read, [search], searching.Order.BEST, 2, None)
            await searching.count_facets(read, [search])
        assert len(statements) == 3
        seen = [one.product_id for one in page.items]
        while page.has_next:
            (page,) = await searching.list_found(read, [search], searching.Order.BEST, 2, page.cursors[-1])
            seen += [one.product_id for one in page.items]
        with pytest.raises(InvalidInput):
            await searching.list_found(read, [search], searching.Order.BEST, 2, "x")
    assert seen == [one.id for one in reversed(made)]


async def test_what_fits_better_comes_first(house: MallHouse, shop: MallShop) -> None:
    inside = await house.goods(shop, title_zh="适用于苹果手机壳的清洁布")
    begins = await house.goods(shop, title_zh="手机壳透明")
    itself = await house.goods(shop, title_zh="手机壳")
    assert await found(house, "手机壳") == [itself.id, begins.id, inside.id]
    async with house.database.reading() as read:
        search = await searching.search_goods(read, "手机壳", searching.Narrowing())
        (page,) = await searching.list_found(read, [search], searching.Order.BEST, 50, None)
    first = page.items[0].points
    assert (first.version, first.relevance - 100 * 3 // len("|手机壳|enamel mug||"), first.sales, first.rating) == (1, 550, 0, 100)


def test_words_have_one_form() -> None:
    assert words_of("苹果的 iPhone１５ Mugs!\x00") == (("苹果",), ("iphone15", "mug"), "苹果的 iphone15 mugs!")
    assert [stem(word) for word in ("mugs", "batteries", "glass", "bus", "gas", "15s")] == ["mug", "battery", "glass", "bus", "gas", "15s"]
    assert [is_slip("enamle", one) for one in ("enamel", "enaml", "enam", "enamour")] == [True, True, False, False]


def test_letters_are_parted_into_syllables() -> None:
    assert readings_of("shouji") == [("sou", "ji")]
    assert readings_of("xian") == [("xian",), ("xi", "an")]
    assert (readings_of("vvv"), readings_of("a" * 10_000)) == ([], [])
    assert syllables_of("重庆") == ("cong", "qin")


def test_points_are_drawn_towards_the_usual() -> None:
    assert [sales_points(units) for units in (0, 1, 3, 1_000, 10**9)] == [0, 40, 80, 360, 400]
    assert [rating_points(*one) for one in ((None, 0), (500, 1), (500, 10_000), (100, 10_000), (0, 1))] == [100, 104, 199, 0, 80]
    assert [tier_of(*one) for one in ((300, 0), (100, 100), (20, 100), (0, 100))] == [0, 1, 2, 3]

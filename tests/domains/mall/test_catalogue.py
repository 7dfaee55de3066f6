"""Shops and what they sell: who may, what is refused, and what everybody sees."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domains import mall
from domains.kernel.errors import Unauthenticated
from tests.domains.mall.mall_house import CREDIT_CODE, MallHouse
from tests.domains.wallet import tills


async def on_sale(house: MallHouse, category: str | None = None) -> list[UUID]:
    async with house.database.reading(single=True) as read:
        return [one.id for one in (await mall.list_on_sale(read, category, 50, None)).items]


async def test_a_shop_opens_when_staff_say_so_and_may_ask_again_when_declined(house: MallHouse) -> None:
    at = await tills.shop(house.database)
    assert (await house.apply(at)).state is mall.ShopState.PENDING
    with pytest.raises(mall.ShopClosed, match="pending"):
        await house.apply(at)
    assert (await house.decide(at.shop_id, mall.ShopState.DECLINED)).state is mall.ShopState.DECLINED
    await house.apply(at, name="老王新家居")
    assert (await house.decide(at.shop_id)).name == "老王新家居"
    with pytest.raises(mall.ShopClosed, match="open"):
        await house.decide(at.shop_id)


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"name": " "}, "name"),
        ({"company_name": "x" * 61}, "companyName"),
        ({"credit_code": CREDIT_CODE[:-1] + ("0" if CREDIT_CODE[-1] != "0" else "1")}, "creditCode"),
        ({"credit_code": CREDIT_CODE.lower()}, "creditCode"),
        ({"confirm_days": 0}, "confirmDays"),
    ],
)
async def test_what_no_shop_is_like_is_refused(house: MallHouse, told: dict[str, object], what: str) -> None:
    with pytest.raises(mall.ShopMalformed, match=what):
        await house.apply(await tills.shop(house.database), **told)


async def test_only_an_owner_asks_and_only_for_the_own_shop(house: MallHouse) -> None:
    at, other = await tills.shop(house.database), await tills.shop(house.database)
    with pytest.raises(mall.ShopNotFound):
        await house.apply(at, owner_id=other.owner.id, session_id=other.owner.session_id)
    with pytest.raises(Unauthenticated):
        await house.apply(at, session_id=uuid4())


async def test_a_draft_is_the_shops_alone_and_what_is_published_everybodys(house: MallHouse) -> None:
    shop = await house.shop()
    draft = await house.goods(shop, is_published=False)
    published = await house.goods(shop)
    assert published.id in await on_sale(house, "home")
    assert draft.id not in await on_sale(house, "home")
    assert published.id not in await on_sale(house, "books")
    await house.decide(shop.id, mall.ShopState.CLOSED)
    assert published.id not in await on_sale(house, "home")
    with pytest.raises(mall.ShopClosed):
        await house.goods(shop)


async def test_what_is_outside_its_time_is_not_sold(house: MallHouse) -> None:
    shop, now = await house.shop(), house.database.clock.now()
    later = await house.goods(shop, published_from=now + timedelta(hours=1))
    over = await house.goods(shop, published_from=now - timedelta(hours=2), published_until=now)
    seen = await on_sale(house, "home")
    assert later.id not in seen
    assert over.id not in seen
    with pytest.raises(mall.GoodsMalformed, match="publishedUntil"):
        await house.goods(shop, published_from=now, published_until=now)


async def test_a_change_keeps_variants_by_their_sku_and_stops_those_that_are_not_named(house: MallHouse) -> None:
    shop = await house.shop()
    red, blue = (mall.VariantTerms(f"MUG-{uuid4().hex[:8]}", {"colour": colour}, 3_000, prices={"tier:gold": 2_500}) for colour in ("red", "blue"))
    made = await house.goods(shop, red, blue)
    before = {one.sku: one for one in await house.variants(made)}
    dearer = mall.VariantTerms(red.sku, {"colour": "red"}, 3_500, 4_000)
    await house.goods(shop, dearer, product_id=made.id, version=made.version, is_published=False)
    after = {one.sku: one for one in await house.variants(made)}
    assert after[red.sku].id == before[red.sku].id
    assert (after[red.sku].price.minor, after[red.sku].prices, after[red.sku].is_sold, after[blue.sku].is_sold) == (3_500, {}, True, False)
    assert before[blue.sku].prices == {"tier:gold": 2_500}


async def test_of_two_who_change_the_same_version_the_second_is_told(house: MallHouse) -> None:
    shop = await house.shop()
    made = await house.goods(shop)
    await house.goods(shop, product_id=made.id, version=made.version, is_published=False)
    with pytest.raises(mall.GoodsChanged) as changed:
        await house.goods(shop, product_id=made.id, version=made.version, is_published=False)
    assert changed.value.version == made.version + 1


async def test_a_sku_of_another_product_and_another_shops_product_are_refused(house: MallHouse) -> None:
    shop, other = await house.shop(), await house.shop()
    taken = mall.VariantTerms(f"MUG-{uuid4().hex[:8]}", {}, 3_000)
    made = await house.goods(shop, taken)
    with pytest.raises(mall.GoodsMalformed, match="sku"):
        await house.goods(shop, taken)
    with pytest.raises(mall.GoodsNotFound):
        await house.goods(other, product_id=made.id, version=made.version)
    with pytest.raises(mall.ShopNotFound):
        await house.goods(shop, owner_id=other.owner.id, session_id=other.owner.session_id)


@pytest.mark.parametrize(
    ("variant", "what"),
    [
        (mall.VariantTerms("", {}, 3_000), "sku"),
        (mall.VariantTerms("A", {}, 0), "price"),
        (mall.VariantTerms("A", {}, 10**10 + 1), "price"),
        (mall.VariantTerms("A", {}, 3_000, 2_999), "listPrice"),
        (mall.VariantTerms("A", {}, 3_000, prices={"tier:gold": 3_001}), "prices"),
        (mall.VariantTerms("A", {}, 3_000, prices={"friend": 1}), "prices"),
        (mall.VariantTerms("A", {"": "red"}, 3_000), "attributes"),
        (mall.VariantTerms("A", {str(n): "x" for n in range(7)}, 3_000), "attributes"),
    ],
)
async def test_a_variant_that_cannot_be_is_refused(house: MallHouse, variant: mall.VariantTerms, what: str) -> None:
    with pytest.raises(mall.GoodsMalformed, match=what):
        await house.goods(await house.shop(), variant)


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"title_zh": ""}, "titleZh"),
        ({"description": "x" * 20_001}, "description"),
        ({"media": ("http://example.com/a.jpg",)}, "media"),
        ({"media": ("javascript:alert(1)",)}, "media"),
        ({"category": "none"}, "category"),
    ],
)
async def test_a_product_that_cannot_be_is_refused(house: MallHouse, told: dict[str, object], what: str) -> None:
    with pytest.raises(mall.GoodsMalformed, match=what):
        await house.goods(await house.shop(), **told)


async def test_a_category_is_below_one_that_is_there(house: MallHouse) -> None:
    for code in ("garden.tools", "Home", "home..x", "a.b.c.d.e"):
        with pytest.raises(mall.CategoryMalformed):
            await house.database.write(mall.save_category, mall.SaveCategoryCommand(request_id=uuid4(), code=code, name_zh="x", name_en="x", **house.staff))


async def test_numbers_and_attributes_that_differ_in_spaces_alone_are_one(house: MallHouse) -> None:
    shop, sku = await house.shop(), f"M-{uuid4().hex[:8]}"
    for second in (mall.VariantTerms(f" {sku}", {"颜色": "蓝"}, 100), mall.VariantTerms(f"{sku}-2", {"颜色 ": " 红"}, 100)):
        with pytest.raises(mall.GoodsMalformed, match=r"variants|attributes"):
            await house.goods(shop, mall.VariantTerms(sku, {"颜色": "红"}, 100), second)
    (kept,) = await house.variants(await house.goods(shop, mall.VariantTerms(f" {sku} ", {" 颜色": "红" + " " * 100_000}, 100)))
    assert (kept.sku, kept.attributes) == (sku, {"颜色": "红"})

"""The mall over HTTP, by the app's trusted documents: from a shop's application to a refund."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest_asyncio

from domains import mall, wallet
from domains.kernel.assets import CNY
from tests.domains.mall.mall_house import ADDRESS, CREDIT_CODE, MallHouse, MallShop
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person
from tests.gateway.app.documents import act, ask_trusted, yuan
from tests.gateway.app.investing import app, signed_up
from tests.gateway.app.running import RunningApp, SignedIn

__all__ = ["app"]


@pytest_asyncio.fixture
async def house(app: RunningApp) -> MallHouse:
    return await MallHouse.open(app.application.house.database)


@pytest_asyncio.fixture
async def shop(house: MallHouse) -> AsyncIterator[MallShop]:
    yield await house.shop()


async def quoted(app: RunningApp, buyer: SignedIn) -> dict[str, Any]:
    return (await ask_trusted(app, "MallCart", buyer))["quote"]  # type: ignore[no-any-return]


async def test_a_cart_is_explained_ordered_paid_and_refunded(app: RunningApp, house: MallHouse, shop: MallShop) -> None:
    mug = await house.stocked(shop, 5)
    buyer = await signed_up(app, 100_000)
    set_ = await ask_trusted(app, "SetCartLine", buyer, input={"variantId": str(mug.id), "units": 2})
    assert set_ == {"__typename": "CartChanged", "variantId": str(mug.id), "units": 2}
    quote = await quoted(app, buyer)
    (of_shop,) = quote["shops"]
    assert (of_shop["total"]["amount"], of_shop["lines"][0]["variant"]["freeUnits"], of_shop["rules"]) == ("60.00", 5, [])

    told = {"lines": [{"variantId": str(mug.id), "units": 2}], "delivery": ADDRESS._asdict(), "fundings": [{"source": "wallet"}]}
    stale = await act(app, "PlaceMallOrder", buyer, requestId=str(uuid4()), quoteHash="0" * 64, **told)
    assert (stale["__typename"], stale["quoteHash"]) == ("PriceChanged", quote["hash"])
    id_ = str(uuid4())
    placed = await act(app, "PlaceMallOrder", buyer, requestId=id_, quoteHash=quote["hash"], **told)
    again = await act(app, "PlaceMallOrder", buyer, requestId=id_, quoteHash=quote["hash"], **told)

    assert placed == again
    (order,) = placed["orders"]
    assert (order["state"], order["total"]["amount"], order["delivery"]["phone"]) == ("PAID", "60.00", "138****0000")
    assert (await ask_trusted(app, "MallCart", buyer))["lines"] == []
    cancelled = await act(app, "CancelMallOrder", buyer, requestId=str(uuid4()), orderId=order["id"])
    assert (cancelled["state"], cancelled["refunded"]["amount"]) == ("REFUNDED", "60.00")
    assert await house.free(mug.id) == 5


async def test_a_shop_is_opened_filled_and_sells_by_documents_alone(app: RunningApp, house: MallHouse) -> None:
    owner, stranger = await signed_up(app), await signed_up(app)
    at = await tills.shop(house.database, owner=Person(owner.id, owner.session_id, owner.phone, wallet.wallet_account_id(owner.id, CNY)))
    told = {"shopId": str(at.shop_id), "name": "老王家居", "companyName": "老王家居有限公司", "creditCode": CREDIT_CODE}
    applied = await ask_trusted(app, "ApplyForMallShop", owner, input={"requestId": str(uuid4()), **told})
    assert applied["state"] == "PENDING"
    await house.decide(at.shop_id)
    saved = await act(
        app,
        "SaveGoods",
        owner,
        requestId=str(uuid4()),
        shopId=str(at.shop_id),
        category="home.kitchen",
        titleZh="搪瓷杯",
        titleEn="Enamel mug",
        variants=[{"sku": f"M-{uuid4().hex[:8]}", "price": yuan("30.00"), "attributes": [{"name": "颜色", "value": "红"}]}],
    )
    assert (saved["state"], saved["variants"][0]["attributes"]) == ("DRAFT", [{"name": "颜色", "value": "红"}])
    assert await ask_trusted(app, "GoodsPage", stranger, id=saved["id"]) is None
    await act(app, "SetGoodsState", owner, requestId=str(uuid4()), productId=saved["id"], state="PUBLISHED")
    warehouse = await ask_trusted(app, "OpenWarehouse", owner, input={"requestId": str(uuid4()), "shopId": str(at.shop_id), "name": "浦东"})
    variant = saved["variants"][0]["id"]
    received = await act(app, "ReceiveStock", owner, requestId=str(uuid4()), warehouseId=warehouse["id"], variantId=variant, units=3)
    assert received["onHandUnits"] == 3
    page = await ask_trusted(app, "GoodsPage", stranger, id=saved["id"])
    assert (page["shop"]["name"], page["variants"][0]["freeUnits"]) == ("老王家居", 3)
    assert [one["id"] for one in (await ask_trusted(app, "ShopGoods", owner, shopId=str(at.shop_id)))["nodes"]] == [saved["id"]]
    assert await ask_trusted(app, "ShopGoods", stranger, shopId=str(at.shop_id)) is None
    assert await ask_trusted(app, "ShopOrders", stranger, shopId=str(at.shop_id)) is None
    assert (await ask_trusted(app, "ShopOrders", owner, shopId=str(at.shop_id)))["nodes"] == []
    foreign = await act(app, "ReceiveStock", stranger, requestId=str(uuid4()), warehouseId=warehouse["id"], variantId=variant, units=3)
    assert foreign["__typename"] == "ShopNotFound"


async def test_a_product_page_takes_five_statements(app: RunningApp, house: MallHouse, shop: MallShop) -> None:
    buyer = await signed_up(app)
    goods = await house.goods(shop, mall.VariantTerms(f"M-{uuid4().hex[:8]}", {}, 3_000))
    await ask_trusted(app, "GoodsPage", buyer, id=str(goods.id))
    with house.database.counting() as statements:
        await ask_trusted(app, "GoodsPage", buyer, id=str(goods.id))
    assert len(statements) <= 5, "\n".join(statements)

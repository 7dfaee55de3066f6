"""A search in the schema's language: what is found, counted by value."""

from uuid import uuid4

import strawberry

from domains import mall
from domains.kernel.database import Database
from tests.domains.mall.mall_house import MallHouse
from tests.resolvers import asking
from tests.resolvers.wallet.conftest import viewer_of

COUNTED = """{ searchGoods(text: "陶瓷") { facets { products brands { value products } categories { value products }
    attributes { name value products } prices { least { amount } most { amount } products } } } }"""


async def test_what_is_found_is_counted_by_brand_category_attribute_and_price(schema: strawberry.Schema, fresh_database: Database) -> None:
    house = await MallHouse.open(fresh_database)
    shop = await house.shop()
    cups = [mall.VariantTerms(f"SKU-{uuid4().hex[:12]}", {"颜色": colour}, 6_000) for colour in ("红", "蓝")]
    await house.goods(shop, *cups, title_zh="陶瓷杯", category="home.kitchen", brand="景德")
    answer = await asking.ask(schema, fresh_database, viewer_of(await house.buyer()), COUNTED)
    assert answer["searchGoods"]["facets"] == {
        "products": 1,
        "brands": [{"value": "景德", "products": 1}],
        "categories": [{"value": "home.kitchen", "products": 1}],
        "attributes": [{"name": "颜色", "value": "红", "products": 1}, {"name": "颜色", "value": "蓝", "products": 1}],
        "prices": [{"least": {"amount": "50.00"}, "most": {"amount": "100.00"}, "products": 1}],
    }

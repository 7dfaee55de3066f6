"""What a search of the mall finds, as the app sees it."""

from enum import Enum

import strawberry

from domains import mall
from domains.kernel.data_classes import C2
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import field, type_of
from resolvers.mall.catalogue.types import Goods
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import Cursor

searching = mall.searching


@strawberry.enum(description="By what a list of what was found is put in order.")
class SearchOrder(Enum):
    BEST = strawberry.enum_value("best", description="What fits, sells and is liked best, by points.")
    SALES = strawberry.enum_value("sales", description="What sold most in thirty days.")
    RATING = strawberry.enum_value("rating", description="What verified buyers like best.")
    CHEAPEST = strawberry.enum_value("cheapest", description="The lowest price first.")
    DEAREST = strawberry.enum_value("dearest", description="The highest price first.")


@type_of(searching.Points, "Why a product stands where it stands: points of a published formula, which add up.")
class SearchPoints:
    version: int = field("Of the formula.")
    relevance: int = field("For how well it fits what was typed.")
    sales: int = field("For what was sold of it in thirty days.")
    rating: int = field("For what verified buyers think of it.")


@batched(Goods | None, "The product; null if it cannot be read just now.", name="goods")
async def goods_found(read: Read, found: list[searching.Found], viewers: list[Viewer]) -> list[mall.Goods | None]:
    known = await searching.find_goods(read, [one.product_id for one in found])
    return [known.get(one.product_id) for one in found]


@type_of(searching.Found, "A product that was found.")
class FoundGoods:
    goods = goods_found
    points: SearchPoints = field("Why it stands where it stands.")
    least_price: Money = field("What its cheapest variant costs without promotions.", C2)
    most_price: Money = field("What its dearest variant costs.", C2)
    sold_units: int = field("Units sold in thirty days, as last counted.", C2)


@type_of(searching.ValueFacet, "A value, and how many products have it.")
class FacetCount:
    value: str = field("The value.")
    products: int = field("How many have it.")


@type_of(searching.AttributeFacet, "A value of an attribute, and how many products have it.")
class AttributeFacetCount:
    name: str = field("The attribute.")
    value: str = field("How it is.")
    products: int = field("How many are so.")


@type_of(searching.PriceFacet, "A range of prices, and how many products begin in it.")
class PriceFacetCount:
    least: Money = field("From here on.", C2)
    most: Money | None = field("Below this; null for no end.", C2)
    products: int = field("How many begin in it.")


@type_of(searching.Facets, "What was found, counted.")
class GoodsFacets:
    products: int = field(f"How many products were counted, {searching.CANDIDATES_MOST} at most.")
    is_complete: bool = field("Whether that is all that fits; else it is those that are sought after most.")
    prices: list[PriceFacetCount] = field("Of each range of prices.", list_size=8)
    brands: list[FacetCount] = field("Of each brand, the most frequent first.")
    categories: list[FacetCount] = field("Of each category, by its path.")
    attributes: list[AttributeFacetCount] = field("Of each value of an attribute.")


@batched(Connection[FoundGoods], f"What fits, of the {searching.CANDIDATES_MOST} products that are sought after most.", name="found")
async def goods_in_order(
    read: Read,
    searches: list[searching.GoodsSearch],
    viewers: list[Viewer],
    *,
    order: SearchOrder = SearchOrder.BEST,
    first: int = 20,
    after: Cursor | None = None,
) -> list[Page[searching.Found]]:
    return await searching.list_found(read, searches, searching.Order[order.name], first, after)


@batched(GoodsFacets, "What fits, counted by what it can be narrowed to.", cost=5)
async def facets(read: Read, searches: list[searching.GoodsSearch], viewers: list[Viewer]) -> list[searching.Facets]:
    return await searching.count_facets(read, searches)


@type_of(searching.GoodsSearch, "A search of the mall.")
class GoodsSearch:
    found = goods_in_order
    facets = facets

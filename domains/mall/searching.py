"""Finding products, a leaf of the mall's public face: `mall.searching`.

set_goods_rating                         which a higher domain calls: what verified buyers think of a product
count_sales, index_again                 what the house keeps in step by the clock
search_goods, list_found, count_facets   what a text and filters come to, page by page, and counted
index_goods                              what verbs of the mall keep for it in their own transaction"""

from domains.mall.queries.catalogue import GoodsRating, find_goods
from domains.mall.queries.search import CANDIDATES_MOST, AttributeFacet, Facets, Found, PriceFacet, Range, ValueFacet
from domains.mall.rules.ranking import Order, Points
from domains.mall.rules.search import TEXT_MOST, Narrowing, Sought
from domains.mall.service.ratings import SetGoodsRatingCommand, set_goods_rating
from domains.mall.service.sales import CountSalesCommand, IndexGoodsCommand, count_sales, index_again
from domains.mall.service.search import GoodsSearch, count_facets, index_goods, list_found, search_goods

__all__ = ["CANDIDATES_MOST", "TEXT_MOST", "AttributeFacet", "CountSalesCommand", "Facets", "Found", "GoodsRating", "GoodsSearch", "IndexGoodsCommand"]
__all__ += ["Narrowing", "Order", "Points", "PriceFacet", "Range", "SetGoodsRatingCommand", "Sought", "ValueFacet", "count_facets", "count_sales"]
__all__ += ["find_goods", "index_again", "index_goods", "list_found", "search_goods", "set_goods_rating"]

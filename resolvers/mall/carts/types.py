"""Carts and what they come to, as the app sees them."""

import strawberry

from domains import mall
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.mall.catalogue.types import GoodsVariant
from resolvers.mall.shops.types import MallShop
from resolvers.money import Money

LINES_SHOWN = 10
"""As many as there are taken to be when an operation's cost is counted."""


@computed("What of it is sold now.", name="variant")
def variant_of_quoted(row: mall.QuotedLine) -> GoodsVariant:
    return row.offered.variant  # type: ignore[return-value]


@computed("The product's Chinese title.")
def title_zh(row: mall.QuotedLine) -> str:
    return row.offered.title_zh


@computed("The product's English title.")
def title_en(row: mall.QuotedLine) -> str:
    return row.offered.title_en


@type_of(mall.QuotedLine, "A line of a cart, and what it comes to.")
class QuotedLine:
    variant = variant_of_quoted
    title_zh = title_zh
    title_en = title_en
    units: int = field("How many.")
    price: Money = field("What a unit costs the viewer.", C2)
    discount: Money = field("What promotions take off the line.", C2)
    total: Money = field("What the line comes to.", C2)


@type_of(mall.QuotedRule, "A promotion, and what it gave or why it gave nothing.")
class QuotedRule:
    promotion_id: strawberry.ID = field("The promotion.")
    name_zh: str = field("Its Chinese name.")
    name_en: str = field("Its English name.")
    off: Money = field("What it took off.", C2)
    reason: str = field("Empty where it applied; else `no_line`, `below_least` or `another_is_better`.")
    missing: int = field("For `below_least`: how many units, or minor units of money, are lacking.")


@batched(MallShop | None, "Who sells it; null if it cannot be read just now.", name="shop")
async def shop_of_quote(read: Read, quotes: list[mall.ShopQuote], viewers: list[Viewer]) -> list[mall.MallShop | None]:
    found = await mall.find_shops(read, [one.shop_id for one in quotes])
    return [found.get(one.shop_id) for one in quotes]


@type_of(mall.ShopQuote, "What the lines of one shop come to.")
class ShopQuote:
    shop = shop_of_quote
    lines: list[QuotedLine] = field("Its lines.", list_size=LINES_SHOWN)
    rules: list[QuotedRule] = field("Every promotion of the shop that stands, and what it did.", list_size=10)
    goods: Money = field("Without promotions.", C2)
    discount: Money = field("What promotions take off.", C2)
    total: Money = field("What it comes to.", C2)


@type_of(mall.SceneVisit, "The scene that was named, and whether its prices are the viewer's.")
class SceneVisit:
    scene: strawberry.ID = field("The scene.")
    reason: str = field("Empty where something is cheaper for it; else `unknown_scene`, `not_linked` or `no_price`: then the prices are the ordinary ones.")


@type_of(mall.CartQuote, "What a cart comes to, shop by shop.")
class CartQuote:
    shops: list[ShopQuote] = field("One for each shop.", list_size=3)
    hash: str = field("Names it: an order goes by the quote that was shown.")
    visit: SceneVisit | None = field("How the scene that was named bears on it.")


@type_of(mall.CartLine, "What a customer thinks of buying.")
class CartLine:
    variant_id: strawberry.ID = field("What.")
    units: int = field("How many.")


@type_of(mall.Cart, "The viewer's cart.")
class MallCart:
    lines: list[CartLine] = field("What is in it, also what is not sold now.", list_size=LINES_SHOWN)
    quote: CartQuote = field("What of it is sold now comes to.")


@type_of(mall.CartChanged, "How many units of the variant the cart has now.")
class CartChanged:
    variant_id: strawberry.ID = field("What.")
    units: int = field("How many; 0 where it was taken out.")

"""The root query that searches the mall."""

import strawberry

from domains import mall
from domains.kernel.assets import asset_of
from domains.kernel.errors import AmountMalformed, InvalidInput, UnknownAsset
from domains.kernel.money import from_decimal
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.mall.catalogue.types import GoodsKind
from resolvers.mall.search.types import GoodsSearch
from resolvers.permissions import Permission
from resolvers.scalars import CurrencyCode, DecimalText, read_id

searching = mall.searching


@strawberry.input(description="A value of an attribute.")
class AttributeFilterInput:
    name: str = strawberry.field(description="The attribute: colour.")
    value: str = strawberry.field(description="How it is: red.")


@strawberry.input(description="What a search is narrowed to. Several brands, or several values of one attribute, are alternatives.")
class GoodsFilterInput:
    category: str | None = strawberry.field(default=None, description="The path of a category, with what is below it.")
    shop_id: strawberry.ID | None = strawberry.field(default=None, description="A shop.")
    kind: GoodsKind | None = strawberry.field(default=None, description="A kind of product.")
    brands: list[str] = strawberry.field(default_factory=list, description="Brands, 20 at most.")
    attributes: list[AttributeFilterInput] = strawberry.field(default_factory=list, description="Attributes, 20 at most.")
    currency: CurrencyCode | None = strawberry.field(default=None, description="In which prices are; needed with a price.")
    least: DecimalText | None = strawberry.field(default=None, description="Products with a price of at least so much.")
    most: DecimalText | None = strawberry.field(default=None, description="Products with a price of at most so much.")


@batched(
    GoodsSearch,
    "Search what is sold now, in Chinese and English, by pinyin and first letters too; one slip in a word is forgiven. "
    f"{searching.TEXT_MOST} characters at most; without text all that the filter leaves.",
    permission=Permission.PUBLIC,
)
async def search_goods(
    read: Read, roots: list[None], viewers: list[Viewer], *, text: str = "", where: GoodsFilterInput | None = None
) -> list[mall.searching.GoodsSearch]:
    found = await searching.search_goods(read, text, searching.Narrowing() if where is None else _narrowing(where))
    return [found for _ in roots]


@strawberry.type
class Query:
    search_goods = search_goods


def _narrowing(where: GoodsFilterInput) -> mall.searching.Narrowing:
    return searching.Narrowing(
        category=where.category,
        brands=tuple(where.brands),
        attributes=tuple((one.name, one.value) for one in where.attributes),
        shop=None if where.shop_id is None else str(read_id(where.shop_id) or ""),
        kind=None if where.kind is None else mall.GoodsKind[where.kind.name].value,
        currency=where.currency,
        least_minor=_minor("least", where.least, where.currency),
        most_minor=_minor("most", where.most, where.currency),
    )


def _minor(argument: str, text: str | None, currency: str | None) -> int | None:
    if text is None:
        return None
    try:
        return from_decimal(text, asset_of(currency or "")).minor
    except (AmountMalformed, UnknownAsset) as error:
        raise InvalidInput(argument, "a decimal amount, of a currency that is named") from error

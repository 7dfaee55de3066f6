"""What a cart costs a customer now, shop by shop."""

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple
from uuid import UUID

from domains import customers
from domains.kernel.assets import Asset
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Read, Tx
from domains.mall.errors.catalogue import VariantUnavailable
from domains.mall.queries import carts, promotions
from domains.mall.queries.carts import CartLine
from domains.mall.queries.catalogue import Offered
from domains.mall.rules.orders import check_lines
from domains.mall.rules.pricing import Priced, Quote, quote, quote_hash, unit_price
from domains.mall.rules.promotions import Promotion
from domains.mall.service.visits import SceneVisit, find_visits


class QuotedLine(NamedTuple):
    """A line of a cart, and what it comes to. `units` of the variant at `price` each, less `discount`."""

    offered: Offered
    units: int
    price: Amount
    discount: Amount

    @property
    def goods(self) -> Amount:
        return Amount(self.units * self.price.minor, self.price.asset)

    @property
    def total(self) -> Amount:
        return self.goods - self.discount


class QuotedRule(NamedTuple):
    """A promotion, and what it gave or why it gave nothing: `reason` is empty where it applied. `missing` units or minor units are lacking."""

    promotion_id: UUID
    name_zh: str
    name_en: str
    off: Amount
    reason: str
    missing: int


class ShopQuote(NamedTuple):
    """What the lines of one shop come to."""

    shop_id: UUID
    merchant_id: UUID
    lines: tuple[QuotedLine, ...]
    rules: tuple[QuotedRule, ...]
    asset: Asset

    @property
    def goods(self) -> Amount:
        return Amount(sum(one.goods.minor for one in self.lines), self.asset)

    @property
    def discount(self) -> Amount:
        return Amount(sum(one.discount.minor for one in self.lines), self.asset)

    @property
    def total(self) -> Amount:
        return self.goods - self.discount


class CartQuote(NamedTuple):
    """What a cart comes to. `hash` names it: an order goes by the quote that was shown. `visit` is how the scene that was named bears on it: `no_price`
    where nothing is cheaper for it."""

    shops: tuple[ShopQuote, ...]
    hash: str
    visit: SceneVisit | None = None


class Cart(NamedTuple):
    """A customer's cart: what is in it, and what of it is sold now comes to."""

    lines: list[CartLine]
    quote: CartQuote


async def find_carts(source: Tx | Read, customer_ids: Sequence[UUID], scene: str | None = None) -> list[Cart]:
    """The cart of each customer, who came from that scene. Three statements, four where a scene is named."""
    lines = await carts.list_lines(source, customer_ids)
    tiers = await customers.identities.find_tiers(source, customer_ids)
    visits = await find_visits(source, customer_ids, scene)
    quotes = await quote_carts(source, [{one.variant_id: one.units for one in cart} for cart in lines], [tiers[id_] for id_ in customer_ids], visits)
    return [Cart(cart, quoted) for cart, quoted in zip(lines, quotes, strict=True)]


async def quote_lines(source: Queryable, wanted: Mapping[UUID, int], tier: str, visit: SceneVisit | None = None) -> CartQuote:
    """Price so many units of each variant for a customer of that tier, on that visit. One statement. Raises CartFull, UnitsMalformed, VariantUnavailable."""
    check_lines(list(wanted.values()))
    offered, standing = await promotions.find_priced(source, wanted)
    for variant_id in sorted(wanted):
        if variant_id not in offered or not offered[variant_id].is_on_sale:
            raise VariantUnavailable(str(variant_id))
    return _quoted(wanted, offered, standing, tier, visit)


async def quote_carts(source: Queryable, wanted: Sequence[Mapping[UUID, int]], tiers: Sequence[str], visits: Sequence[SceneVisit | None]) -> list[CartQuote]:
    """Price each cart for a customer of that tier, on that visit, without what is not sold now. One statement, whatever the number of carts."""
    offered, standing = await promotions.find_priced(source, {variant_id for cart in wanted for variant_id in cart})
    sold = {id_: one for id_, one in offered.items() if one.is_on_sale}
    return [
        _quoted({id_: units for id_, units in cart.items() if id_ in sold}, sold, standing, tier, visit)
        for cart, tier, visit in zip(wanted, tiers, visits, strict=True)
    ]


def _quoted(
    wanted: Mapping[UUID, int], offered: Mapping[UUID, Offered], standing: Mapping[UUID, Sequence[Promotion]], tier: str, visit: SceneVisit | None
) -> CartQuote:
    by_shop: dict[UUID, list[Offered]] = {}
    for variant_id in sorted(wanted):
        by_shop.setdefault(offered[variant_id].shop_id, []).append(offered[variant_id])
    ordinary = frozenset({f"tier:{tier}"})
    audiences = ordinary if visit is None else ordinary | visit.audiences
    if visit is not None and not visit.reason and not any(_is_cheaper(offered[id_], ordinary, audiences) for id_ in wanted):
        visit = visit._replace(reason="no_price")
    quotes: list[Quote] = []
    shops: list[ShopQuote] = []
    for shop_id in sorted(by_shop):
        lines = [_priced(one, wanted[one.variant.id], audiences) for one in by_shop[shop_id]]
        quoted = quote(lines, standing.get(shop_id, []))
        quotes.append(quoted)
        shops.append(_told(shop_id, by_shop[shop_id], quoted))
    return CartQuote(tuple(shops), quote_hash(quotes, visit.scene if visit is not None and not visit.reason else ""), visit)


def _is_cheaper(one: Offered, ordinary: Set[str], audiences: Set[str]) -> bool:
    variant = one.variant
    return unit_price(variant.price.minor, variant.prices, audiences) < unit_price(variant.price.minor, variant.prices, ordinary)


def _priced(one: Offered, units: int, audiences: Set[str]) -> Priced:
    variant = one.variant
    return Priced(variant.id, variant.product_id, one.category, units, unit_price(variant.price.minor, variant.prices, audiences))


def _told(shop_id: UUID, offered: Sequence[Offered], quoted: Quote) -> ShopQuote:
    asset = offered[0].variant.price.asset
    lines = tuple(
        QuotedLine(one, line.units, Amount(line.price_minor, asset), Amount(off, asset))
        for one, line, off in zip(offered, quoted.lines, quoted.discount_minors, strict=True)
    )
    rules = [QuotedRule(one.promotion.id, one.promotion.name_zh, one.promotion.name_en, Amount(one.off_minor, asset), "", 0) for one in quoted.applied]
    nothing = Amount(0, asset)
    rules += [QuotedRule(one.promotion.id, one.promotion.name_zh, one.promotion.name_en, nothing, one.reason, one.missing) for one in quoted.unapplied]
    return ShopQuote(shop_id, offered[0].merchant_id, lines, tuple(rules), asset)

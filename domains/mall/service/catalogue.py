"""Fill a shop's catalogue: products with their variants and prices, and when they are sold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.mall.errors.catalogue import GoodsChanged, GoodsMalformed, GoodsNotFound
from domains.mall.events.catalogue import GoodsSaved, GoodsStateChanged
from domains.mall.queries import catalogue
from domains.mall.queries.catalogue import Goods, Variant
from domains.mall.queries.shops import MallShop
from domains.mall.rules.catalogue import GoodsKind, GoodsState, VariantTerms, check_goods, check_window
from domains.mall.service.acting import acted_shop
from domains.mall.service.search import index_goods


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveGoodsCommand(Command):
    """`owner_id` acts for the shop. Without `product_id` a product is made, as a draft; with it the product of that `version` is changed."""

    session_id: UUID = field(metadata=UNHASHED)
    shop_id: UUID
    product_id: UUID | None = None
    version: int = 0
    kind: GoodsKind = GoodsKind.GOODS
    category: str
    brand: str = ""
    title_zh: str
    title_en: str
    description: str = ""
    media: tuple[str, ...] = ()
    is_stocked: bool = True
    published_from: datetime | None = None
    published_until: datetime | None = None
    variants: tuple[VariantTerms, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGoodsStateCommand(Command):
    """`owner_id` acts for the product's shop. A draft, or what was withdrawn, can be published; what is published can be withdrawn."""

    session_id: UUID = field(metadata=UNHASHED)
    product_id: UUID
    state: GoodsState


@composite_verb(Goods)
async def save_goods(tx: Tx, command: SaveGoodsCommand) -> Goods | Refusal:
    """Refuses ShopNotFound, ShopClosed, GoodsMalformed, GoodsNotFound, and GoodsChanged where somebody else was quicker."""
    shop = await acted_shop(tx, command.session_id, command.owner_id, command.shop_id)
    variants = [one.tidied() for one in command.variants]
    check_goods(command.title_zh, command.title_en, command.description, command.media, variants)
    check_window(command.published_from, command.published_until)
    if not await catalogue.is_category(tx, command.category):
        raise GoodsMalformed("category")
    goods = await _goods(tx, command, shop)
    await catalogue.save_goods(tx, goods)
    await _save_variants(tx, goods, command, variants)
    if goods.state is GoodsState.PUBLISHED:
        await index_goods(tx, [goods.id])
    tx.publish(GoodsSaved(goods.id, shop.id, goods.version))
    return goods


@composite_verb(Goods)
async def set_goods_state(tx: Tx, command: SetGoodsStateCommand) -> Goods | Refusal:
    """Refuses GoodsNotFound, ShopClosed, and GoodsMalformed for a state that does not follow."""
    goods = await catalogue.lock_goods(tx, command.product_id)
    if goods is None:
        raise GoodsNotFound
    await acted_shop(tx, command.session_id, command.owner_id, goods.shop_id)
    if command.state is GoodsState.DRAFT or command.state is goods.state or (goods.state, command.state) == (GoodsState.DRAFT, GoodsState.WITHDRAWN):
        raise GoodsMalformed("state")
    await catalogue.set_state(tx, goods.id, command.state)
    await index_goods(tx, [goods.id])
    tx.publish(GoodsStateChanged(goods.id, goods.shop_id, command.state.value))
    return goods._replace(state=command.state, version=goods.version + 1)


async def _goods(tx: Tx, command: SaveGoodsCommand, shop: MallShop) -> Goods:
    names = (command.category, command.brand.strip()[:60], command.title_zh.strip(), command.title_en.strip(), command.description, command.media)
    times = (command.is_stocked, command.published_from, command.published_until)
    if command.product_id is None:
        assert command.request_id is not None
        id_ = derived_id(command.request_id, "goods")
        return Goods(id_, shop.id, command.kind, GoodsState.DRAFT, *names, *times, 1, tx.now, shop.asset)
    known = await catalogue.lock_goods(tx, command.product_id)
    if known is None or known.shop_id != shop.id:
        raise GoodsNotFound
    if known.version != command.version:
        raise GoodsChanged(known.version)
    return Goods(known.id, shop.id, command.kind, known.state, *names, *times, known.version + 1, known.made_at, known.asset, known.rating)


async def _save_variants(tx: Tx, goods: Goods, command: SaveGoodsCommand, variants: Sequence[VariantTerms]) -> None:
    assert command.request_id is not None
    made = [
        Variant(
            *(derived_id(command.request_id, f"variant:{one.sku}"), goods.id, one.sku, dict(one.attributes), Amount(one.price_minor, goods.asset)),
            *(None if one.list_price_minor is None else Amount(one.list_price_minor, goods.asset), True, dict(one.prices or {})),
        )
        for one in variants
    ]
    ids = await catalogue.save_variants(tx, goods, made)
    if len(ids) < len(made):
        raise GoodsMalformed("sku")
    await catalogue.save_prices(tx, [(ids[one.sku], audience, minor) for one in made for audience, minor in sorted(one.prices.items())], ids.values())

"""Take files of products, check them as a whole, and import them batch by batch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.mall.errors.imports import ImportedSkuTaken, ImportsWaiting
from domains.mall.events.catalogue import GoodsSaved
from domains.mall.events.imports import GoodsImportEnded, GoodsImportReceived
from domains.mall.queries import catalogue, imports, shops
from domains.mall.queries.catalogue import Goods, Variant
from domains.mall.queries.imports import GoodsImport
from domains.mall.queries.shops import MallShop
from domains.mall.rules.catalogue import GoodsState
from domains.mall.rules.import_lines import LineError, Wrong
from domains.mall.rules.imports import ERRORS_MOST, ImportedGoods, ImportState
from domains.mall.rules.shops import ShopState
from domains.mall.service.acting import acted_shop, find_acted
from domains.mall.service.search import index_goods

OPEN_MOST = 3
"""Files of a shop that wait or are being imported."""

ENDED = (ImportState.DONE, ImportState.BROKEN, ImportState.STOPPED)
PAGE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveImportCommand(Command):
    """`owner_id` acts for the shop. The content is compressed; its digest stands for it when a repeat is recognised."""

    session_id: UUID = field(metadata=UNHASHED)
    shop_id: UUID
    sha256: str
    content: bytes = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepImportCommand(Command):
    """The house's next step with a file. `lines_done` is how far it was; `goods` come next; `errors` end it."""

    import_id: UUID
    lines: int
    lines_done: int
    goods: tuple[ImportedGoods, ...] = ()
    errors: tuple[LineError, ...] = ()


@composite_verb(GoodsImport)
async def receive_import(tx: Tx, command: ReceiveImportCommand) -> GoodsImport | Refusal:
    """Keep a file until it is imported. Refuses ShopNotFound, ShopClosed, ImportsWaiting."""
    assert command.request_id is not None
    shop = await acted_shop(tx, command.session_id, command.owner_id, command.shop_id)
    if await imports.count_open(tx, shop.id) >= OPEN_MOST:
        raise ImportsWaiting(OPEN_MOST)
    id_ = derived_id(command.request_id, "goods_import")
    one = GoodsImport(id_, shop.id, command.owner_id, ImportState.WAITING, command.sha256, 0, 0, 0, (), 0, tx.now, tx.now)
    await imports.insert_import(tx, one, command.content)
    tx.publish(GoodsImportReceived(id_, shop.id))
    return one


@composite_verb(GoodsImport)
async def step_import(tx: Tx, command: StepImportCommand) -> GoodsImport | Refusal:
    """Import the next products, all of them or none, or end the file; what another run did already is left. Refuses ImportedSkuTaken."""
    one = await imports.lock_import(tx, command.import_id)
    assert one is not None
    if one.state in ENDED or one.lines_done != command.lines_done:
        return one
    if command.errors:
        state = ImportState.STOPPED if one.lines_done else ImportState.BROKEN
        return await _saved(tx, one._replace(state=state, lines=command.lines, errors=command.errors[:ERRORS_MOST], error_count=len(command.errors)))
    shop = (await shops.find_shops(tx, [one.shop_id]))[one.shop_id]
    if shop.state is not ShopState.OPEN:
        return await _saved(tx, one._replace(state=ImportState.STOPPED, lines=command.lines))
    await _import(tx, shop, command.goods)
    done = command.goods[-1].last_line
    state = ImportState.DONE if done >= command.lines else ImportState.IMPORTING
    return await _saved(tx, one._replace(state=state, lines=command.lines, lines_done=done, products=one.products + len(command.goods)))


async def check_import(read: Queryable, shop_id: UUID, goods: Sequence[ImportedGoods]) -> list[LineError]:
    """What is wrong with a file that only the catalogue can tell: categories that there are not, SKUs of other products."""
    known = await imports.find_categories(read, {one.category for one in goods})
    errors = [LineError(one.line, "category", Wrong.UNKNOWN_CATEGORY) for one in goods if one.category not in known]
    owners = {variant.sku: (goods_id_of(shop_id, one.key), line) for one in goods for variant, line in zip(one.variants, one.sku_lines, strict=True)}
    skus = sorted(owners)
    for start in range(0, len(skus), PAGE):
        for sku, product_id in (await imports.find_skus(read, shop_id, skus[start : start + PAGE])).items():
            if owners[sku][0] != product_id:
                errors.append(LineError(owners[sku][1], "sku", Wrong.ANOTHER_PRODUCT))
    return sorted(errors)


async def find_acted_imports(source: Queryable, customer_ids: Sequence[UUID], import_id: UUID) -> list[GoodsImport | None]:
    """For each of them the file, if they act for its shop."""
    one = (await imports.find_imports(source, [import_id])).get(import_id)
    if one is None:
        return [None] * len(customer_ids)
    return [None if shop is None else one for shop in await find_acted(source, customer_ids, one.shop_id)]


def goods_id_of(shop_id: UUID, key: str) -> UUID:
    """The product that a shop's files call so: the next file changes it."""
    return derived_id(shop_id, f"import:{key}")


async def _import(tx: Tx, shop: MallShop, told: Sequence[ImportedGoods]) -> None:
    goods, variants = [], []
    for one in told:
        id_, state = goods_id_of(shop.id, one.key), GoodsState.PUBLISHED if one.is_published else GoodsState.DRAFT
        names = (one.category, one.brand, one.title_zh, one.title_en, one.description, one.media)
        times = (one.is_stocked, one.published_from, one.published_until)
        goods.append(Goods(id_, shop.id, one.kind, state, *names, *times, 1, tx.now, shop.asset))
        for each in one.variants:
            price, listed = Amount(each.price_minor, shop.asset), None if each.list_price_minor is None else Amount(each.list_price_minor, shop.asset)
            variants.append(Variant(derived_id(id_, f"variant:{each.sku}"), id_, each.sku, dict(each.attributes), price, listed, True, dict(each.prices or {})))
    saved, ids = await imports.save_many(tx, goods, variants)
    for variant in variants:
        if variant.sku not in ids:
            raise ImportedSkuTaken(variant.sku)
    await catalogue.save_prices(tx, [(ids[one.sku], audience, minor) for one in variants for audience, minor in sorted(one.prices.items())], ids.values())
    if published := [id_ for id_, (state, _) in saved.items() if state == GoodsState.PUBLISHED]:
        await index_goods(tx, published)
    for id_, (_, version) in saved.items():
        tx.publish(GoodsSaved(id_, shop.id, version))


async def _saved(tx: Tx, one: GoodsImport) -> GoodsImport:
    await imports.save_import(tx, one)
    if one.state in ENDED:
        tx.publish(GoodsImportEnded(one.id, one.shop_id, one.state.value, one.products))
    return one._replace(changed_at=tx.now)

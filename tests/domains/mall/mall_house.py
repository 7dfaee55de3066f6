"""A mall with a shop in it: opened, stocked and sold from by the house's own verbs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from stdnum.cn import uscc

from domains import customers, ledger, mall, wallet
from domains.kernel.assets import CNY, Asset
from domains.kernel.database import Database
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person, person
from tests.staff import StaffMember, staff_member

PROVED = customers.PinProof(customers.PinVerdict.RIGHT)
ADDRESS = mall.Delivery("王小明", "13800000000", "上海市", "上海市", "世纪大道 100 号")
CREDIT_CODE = "91350100M000100Y4" + uscc.calc_check_digit("91350100M000100Y4")
WALLET = (wallet.Funding(wallet.WALLET),)

BOOKS = """
SELECT stock.variant_id, stock.on_hand_units, stock.reserved_units,
    coalesce((SELECT sum(units) FROM mall_stock_change AS change WHERE (change.variant_id, change.warehouse_id) = (stock.variant_id, stock.warehouse_id)), 0),
    coalesce((SELECT sum(units) FROM mall_reservation AS held
        WHERE (held.variant_id, held.warehouse_id) = (stock.variant_id, stock.warehouse_id) AND held.state = 'held'), 0)
FROM mall_stock AS stock
"""


@dataclass(frozen=True)
class MallShop:
    """An open shop with a warehouse, and its owner at the desk."""

    id: UUID
    merchant_id: UUID
    owner: Person
    warehouse_id: UUID

    @property
    def who(self) -> dict[str, UUID]:
        return {"owner_id": self.owner.id, "session_id": self.owner.session_id}


class MallHouse:
    """Staff, one category, and as many shops as are asked for."""

    def __init__(self, database: Database, staff: StaffMember) -> None:
        self.database, self.staff = database, {"owner_id": staff.id, "session_id": staff.session_id}

    @classmethod
    async def open(cls, database: Database) -> "MallHouse":
        house = cls(database, await staff_member(database, "operator:merchants"))
        for code in ("home", "home.kitchen"):
            named = {"request_id": uuid4(), "code": code, "name_zh": "家居", "name_en": "Home", **house.staff}
            await database.write(mall.save_category, mall.SaveCategoryCommand(**named))
        return house

    async def apply(self, at: tills.Shop, **more: Any) -> mall.MallShop:
        named = {"shop_id": at.shop_id, "name": "老王家居", "company_name": "老王家居有限公司", "credit_code": CREDIT_CODE}
        who = {"owner_id": at.owner.id, "session_id": at.owner.session_id}
        return await self.database.write(mall.apply_for_shop, mall.ApplyForShopCommand(**{"request_id": uuid4(), **who, **named, **more}))

    async def decide(self, shop_id: UUID, state: mall.ShopState = mall.ShopState.OPEN) -> mall.MallShop:
        return await self.database.write(mall.decide_shop, mall.DecideShopCommand(request_id=uuid4(), shop_id=shop_id, state=state, **self.staff))

    async def shop(self, *, fee_bps: int = 60, asset: Asset = CNY) -> MallShop:
        at = await tills.shop(self.database, fee_bps=fee_bps, asset=asset)
        await self.apply(at)
        await self.decide(at.shop_id)
        who = {"owner_id": at.owner.id, "session_id": at.owner.session_id}
        made = await self.database.write(mall.open_warehouse, mall.OpenWarehouseCommand(request_id=uuid4(), shop_id=at.shop_id, name="浦东", **who))
        return MallShop(at.shop_id, at.merchant_id, at.owner, made.id)

    async def goods(self, shop: MallShop, *variants: mall.VariantTerms, is_published: bool = True, **more: Any) -> mall.Goods:
        """A product with those variants; one at 30.00 where none is told."""
        told = variants or (mall.VariantTerms(f"SKU-{uuid4().hex[:12]}", {}, 3_000),)
        named = {"shop_id": shop.id, "category": "home.kitchen", "title_zh": "搪瓷杯", "title_en": "Enamel mug", "variants": told}
        made = await self.database.write(mall.save_goods, mall.SaveGoodsCommand(**{"request_id": uuid4(), **shop.who, **named, **more}))
        if is_published:
            publish = mall.SetGoodsStateCommand(request_id=uuid4(), product_id=made.id, state=mall.GoodsState.PUBLISHED, **shop.who)
            made = await self.database.write(mall.set_goods_state, publish)
        return made

    async def variants(self, goods: mall.Goods) -> list[mall.Variant]:
        async with self.database.reading(single=True) as read:
            return (await mall.list_variants(read, [goods.id]))[0]

    async def receive(self, shop: MallShop, variant_id: UUID, units: int, warehouse_id: UUID | None = None) -> mall.StockCounted:
        named = {"warehouse_id": warehouse_id or shop.warehouse_id, "variant_id": variant_id, "units": units}
        return await self.database.write(mall.receive_stock, mall.ReceiveStockCommand(request_id=uuid4(), **named, **shop.who))

    async def stocked(self, shop: MallShop, units: int = 10, price_minor: int = 3_000, **more: Any) -> mall.Variant:
        """One variant with so many units on the shelf."""
        goods = await self.goods(shop, mall.VariantTerms(f"SKU-{uuid4().hex[:12]}", {}, price_minor), **more)
        (variant,) = await self.variants(goods)
        if units:
            await self.receive(shop, variant.id, units)
        return variant

    async def buyer(self, minor: int = 100_000) -> Person:
        return await person(self.database, minor)

    async def quote(self, lines: Mapping[UUID, int], tier: str = "basic") -> mall.CartQuote:
        async with self.database.reading() as read:
            return await mall.quote_lines(read, lines, tier)

    async def order(self, buyer: Person, lines: Mapping[UUID, int], *, fundings: tuple[wallet.Funding, ...] = WALLET, **more: Any) -> mall.CheckedOut:
        """Ordered at what it costs now, and paid from the wallet unless other money is named."""
        quoted = more.pop("quote_hash", None) or (await self.quote(lines)).hash
        return await self.database.write(mall.place_mall_order, self.command(buyer, lines, quoted, fundings=fundings, **more))

    def command(self, buyer: Person, lines: Mapping[UUID, int], quote_hash: str, **more: Any) -> mall.PlaceMallOrderCommand:
        who = {"owner_id": buyer.id, "session_id": buyer.session_id}
        named = {"lines": tuple(lines.items()), "quote_hash": quote_hash, "delivery": ADDRESS, "pin": PROVED}
        return mall.PlaceMallOrderCommand(**{"request_id": uuid4(), **who, **named, **more})

    async def pay(self, buyer: Person, checkout_id: UUID, fundings: tuple[wallet.Funding, ...] = WALLET, **more: Any) -> mall.CheckedOut:
        who = {"owner_id": buyer.id, "session_id": buyer.session_id}
        told = {"request_id": uuid4(), "checkout_id": checkout_id, "fundings": fundings, "pin": PROVED, **who, **more}
        return await self.database.write(mall.pay_mall_orders, mall.PayMallOrdersCommand(**told))

    async def return_lines(self, shop: MallShop, order_id: UUID, units: Mapping[int, int], **more: Any) -> mall.MallOrderStanding:
        named = {"request_id": uuid4(), "order_id": order_id, "units": tuple(units.items()), **shop.who, **more}
        return await self.database.write(mall.return_lines, mall.ReturnLinesCommand(**named))

    async def cancel(self, buyer: Person, order_id: UUID) -> mall.MallOrderStanding:
        who = {"owner_id": buyer.id, "session_id": buyer.session_id}
        return await self.database.write(mall.cancel_mall_order, mall.CancelMallOrderCommand(request_id=uuid4(), order_id=order_id, **who))

    async def list_orders(self, buyer: Person) -> list[mall.MallOrder]:
        """The newest twenty."""
        async with self.database.reading(single=True) as read:
            return list((await mall.list_orders(read, [buyer.id], 20, None))[0].items)

    async def find(self, order_id: UUID) -> mall.MallOrder:
        async with self.database.reading(single=True) as read:
            return (await mall.find_orders(read, [order_id]))[order_id]

    async def lines(self, order_id: UUID) -> list[mall.MallOrderLine]:
        order = await self.find(order_id)
        async with self.database.reading(single=True) as read:
            return (await mall.list_order_lines(read, [order]))[0]

    async def free(self, variant_id: UUID) -> int:
        async with self.database.reading(single=True) as read:
            return (await mall.count_free(read, [variant_id])).get(variant_id, 0)

    async def balance(self, someone: Person) -> int:
        async with self.database.reading(single=True) as read:
            found = await ledger.find_accounts(read, [someone.account_id])
        return found[someone.account_id].available.minor

    async def check_books(self) -> None:
        """What is on hand is the sum of its changes, and what is reserved that of the promises."""
        async with self.database.reading(single=True) as read:
            for _, on_hand, reserved, changed, held in await read.fetch(BOOKS):
                assert (on_hand, reserved) == (changed, held)

"""Flash sales in a mall's house: announced, joined and dealt by the house's own verbs."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from domains import mall
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.mall.jobs.flash import deal
from tests.domains.mall.mall_house import ADDRESS, MallHouse, MallShop
from tests.domains.wallet.people import Person

PRICE = 990

COUNTS = """
SELECT (SELECT count(*) FROM mall_order AS o JOIN mall_flash_place AS place ON place.order_id = o.id WHERE place.sale_id = $1) AS orders,
    (SELECT count(DISTINCT o.customer_id) FROM mall_order AS o JOIN mall_flash_place AS place ON place.order_id = o.id WHERE place.sale_id = $1) AS people,
    (SELECT count(*) FROM mall_flash_place WHERE sale_id = $1) AS places
"""


class Flash:
    """One sale in a house."""

    def __init__(self, house: MallHouse, shop: MallShop, variant: mall.Variant, sale: mall.flash.FlashSale) -> None:
        self.house, self.shop, self.variant, self.sale = house, shop, variant, sale

    @property
    def database(self) -> Database:
        return self.house.database

    @classmethod
    async def open(cls, house: MallHouse, units: int = 2, *, shelf: int = 10, **more: Any) -> "Flash":
        shop = await house.shop()
        variant = await house.stocked(shop, shelf)
        return cls(house, shop, variant, await announce(house, shop, variant.id, units, **more))

    async def join(self, someone: Person, **more: Any) -> mall.flash.FlashSaleJoined:
        return await self.database.write(mall.flash.join_flash_sale, self.joining(someone, **more))

    def joining(self, someone: Person, **more: Any) -> mall.flash.JoinFlashSaleCommand:
        who = {"owner_id": someone.id, "session_id": someone.session_id}
        return mall.flash.JoinFlashSaleCommand(**{"request_id": uuid4(), "sale_id": self.sale.id, "delivery": ADDRESS, **who, **more})

    async def deal(self) -> None:
        await deal(self.database, self.sale.id)

    async def cancel(self, **more: Any) -> mall.flash.FlashSale:
        named = {"request_id": uuid4(), "sale_id": self.sale.id, **self.shop.who, **more}
        return await self.database.write(mall.flash.cancel_flash_sale, mall.flash.CancelFlashSaleCommand(**named))

    async def now(self) -> mall.flash.FlashSale:
        async with self.database.reading(single=True) as read:
            return (await mall.flash.find_sales(read, [self.sale.id]))[self.sale.id]

    async def slots(self) -> tuple[int, int, int]:
        """Units that are sold, promised to orders, and still with the sale."""
        async with self.database.reading(single=True) as read:
            return (await mall.flash.count_slots(read, [self.sale.id]))[self.sale.id]

    async def place(self, someone: Person) -> mall.flash.FlashPlace:
        async with self.database.reading(single=True) as read:
            return (await mall.flash.find_places(read, [(self.sale.id, someone.id)]))[self.sale.id, someone.id]

    async def standing(self, *people: Person) -> list[int | str]:
        """For each how many are ahead, or `turn`."""
        places = [await self.place(one) for one in people]
        return ["turn" if one.has_turn else one.ahead for one in places]

    async def counts(self) -> tuple[int, int, int]:
        """Orders, customers who have one, and places."""
        async with self.database.reading(single=True) as read:
            row = await read.fetchrow(COUNTS, self.sale.id)
        assert row is not None
        return (row["orders"], row["people"], row["places"])


async def announce(house: MallHouse, shop: MallShop, variant_id: UUID, units: int = 2, **more: Any) -> mall.flash.FlashSale:
    """From a minute ago for an hour, unless told otherwise."""
    now = house.database.clock.now()
    times = {"starts_at": now - timedelta(minutes=1), "ends_at": now + timedelta(hours=1)}
    named = {"request_id": uuid4(), "shop_id": shop.id, "variant_id": variant_id, "price": Amount(PRICE, CNY), "units": units, **times, **shop.who, **more}
    return await house.database.write(mall.flash.announce_flash_sale, mall.flash.AnnounceFlashSaleCommand(**named))


async def end_due(database: Database, order_id: UUID) -> None:
    """The house ends an order whose time is over."""
    command = mall.EndDueOrderCommand(request_id=None, owner_id=HOUSE_ID, order_id=order_id)
    await database.write(mall.end_due_order, command)

"""What the model knows of orders after the sale, the house that its runs share, and what is read of it after every step."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domains import ledger, loans, mall, offers, wallet
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from tests.conftest import wired_ports
from tests.domains.mall.after_sales import family
from tests.domains.mall.mall_house import MallHouse, MallShop
from tests.domains.mall.tenders import Buyer, Tenders
from tests.domains.wallet.people import fund

PRICES = (6_001, 7_500, 9_000)
SHOP_OF = (0, 0, 1)
"""Two variants of one product, and another shop's."""
UNITS = 6
MORE = 400_000
RETURNABLE = ("paid", "shipped", "delivered")


@dataclass
class Line:
    """As the model sees it: what the customer has of it, and what that cost."""

    variant: int
    price: int
    whole: tuple[int, int]
    units: int
    minor: int
    is_new: bool = False
    is_protected: bool = False


@dataclass
class Order:
    id: UUID
    checkout_id: UUID
    shop: int
    state: str
    lines: list[Line]
    total: int
    placed_at: datetime
    refunded: int = 0
    added: int = 0
    waits: list["Exchange"] = field(default_factory=list)

    def gives_back(self, number: int, minor: int, units: int = 0) -> None:
        line = self.lines[number]
        line.units, line.minor, self.refunded = line.units - units, line.minor - minor, self.refunded + minor
        if not self.waits and not any(one.units for one in self.lines):
            self.state = "refunded"


@dataclass
class Exchange:
    """Units that are on their way to be exchanged."""

    told: Any
    order: Order
    number: int
    to: int
    units: int
    cost: int
    price: int

    @property
    def total(self) -> int:
        return max(0, self.cost + self.units * (self.price - self.order.lines[self.number].price))

    @property
    def added(self) -> int:
        return max(0, self.total - self.cost)


class World:
    """The house that all runs share, and buyers who wait to be somebody's."""

    def __init__(self, dsn: str, buyers: int) -> None:
        self.runner = asyncio.Runner()
        self.database: Database = self.run(Database.open(dsn, Clock(), ports=wired_ports(), write_connections=4, read_connections=2))
        self.tenders: Tenders = self.run(Tenders.open(self.database))
        self.buyers: list[Buyer] = [self.run(self.tenders.buyer()) for _ in range(buyers)]

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @property
    def house(self) -> MallHouse:
        return self.tenders.mall

    async def furnish(self) -> tuple[Buyer, list[MallShop], list[mall.Variant]]:
        buyer = self.buyers.pop()
        await fund(self.database, buyer.person, MORE)
        shops = [await self.house.shop(), await self.house.shop()]
        variants = [*await family(self.house, shops[0], *PRICES[:2], units=UNITS), *await family(self.house, shops[1], PRICES[2], units=UNITS)]
        await self.tenders.lender.stay_signed_in()
        return buyer, shops, variants

    def close(self) -> None:
        self.run(self.database.close())
        self.runner.close()


class Looked(NamedTuple):
    """What the house says."""

    owed: int
    orders: dict[UUID, tuple[str, int, int]]
    collected: list[int]
    burned: int
    budget: int
    kept: int
    free: list[int]


BURNED = "SELECT coalesce(sum(change_minor), 0) FROM wallet_points_part WHERE customer_id = $1 AND kind <> 'points_earn'"
KEPT = "SELECT coalesce(sum(kept_minor), 0) FROM offers_coupon WHERE campaign_id = $1 AND state = 'redeemed'"


async def look(database: Database, buyer: Buyer, shops: Sequence[MallShop], variants: Sequence[mall.Variant], known: Sequence[Order]) -> Looked:
    """What is owed on loans, how orders stand, what shops collected, what points were paid with, what the coupons' budget holds and what they have given."""
    collected = [wallet.collected_account_id(one.merchant_id) for one in shops]
    budget = offers.budget_id(buyer.campaign.id)
    async with database.reading() as read:
        found = await ledger.find_accounts(read, [*collected, budget])
        orders = await mall.find_orders(read, [one.id for one in known])
        lent = await loans.list_of_payments(read, [one.payment_id for one in orders.values() if one.payment_id is not None]) if orders else []
        principals = await ledger.find_accounts(read, [loans.owed_id(one.id, loans.Part.PRINCIPAL) for one in lent])
        burned, kept = await read.fetchval(BURNED, buyer.person.id), await read.fetchval(KEPT, buyer.campaign.id)
        counted = await mall.count_free(read, [one.id for one in variants])
    told = {id_: (one.state.value, one.refunded_minor, one.added_minor) for id_, one in orders.items()}
    owed = sum(one.posted.minor for one in principals.values())
    sums = [found[id_].posted.minor for id_ in collected]
    return Looked(owed, told, sums, int(burned), found[budget].posted.minor, int(kept), [counted[one.id] for one in variants])

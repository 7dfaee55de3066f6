"""A flash sale of 100 units to 10,000 buyers against a row lock on its stock: `python -m bench.mall.flash_sale`. Interleaved rounds, medians, a table, and a
line of JSON.

Both sides give each buyer an answer that is stored durably under their request's id, know who has bought already, and make exactly 100 orders. The row lock is
the usual form: one interactive transaction for each buyer, which begins by `SELECT ... FOR UPDATE` of the one row that counts the units; it has no sessions
to check, no addresses to seal and no facts to write. Ours is timed until everybody is answered and the last of the 100 orders stands."""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

import asyncpg
import orjson
import uvloop

import migrations
from bench.wallet.red_packets import People, furnish
from domains import customers, mall, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.commands import HOUSE_ID
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.money import Amount
from gateway.embedded import find_binaries, start

UNITS, PRICE = 100, Amount(990, CNY)
CREDIT_CODE = "91350100M000100Y43"
ADDRESS = mall.Delivery("王小明", "13800000000", "上海市", "上海市", "世纪大道 100 号")
DEALT_EVERY_SECONDS = 0.05

NAIVE = """
CREATE TABLE naive_stock (variant_id uuid PRIMARY KEY, units integer NOT NULL CHECK (units >= 0));
CREATE TABLE naive_order (variant_id uuid, customer_id uuid, at timestamptz DEFAULT now(), PRIMARY KEY (variant_id, customer_id));
CREATE TABLE naive_request (id uuid PRIMARY KEY, outcome text NOT NULL);
"""
COUNT = "SELECT count(*), count(DISTINCT customer_id) FROM mall_order WHERE placed_at >= $1"


def main() -> None:
    parser = argparse.ArgumentParser(description="A flash sale against a row lock on its stock.")
    parser.add_argument("--buyers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16, help="of the row lock; ours has the 8 that a house writes with")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            uvloop.run(measure(instance.app_dsn, instance.owner_dsn, options))


async def measure(dsn: str, owner_dsn: str, options: argparse.Namespace) -> None:
    """Furnish, then take turns."""
    database = await Database.open(dsn, Clock(), ports={Keyring: Keyring({"bench": bytes(32)}, "bench")})
    pool = await asyncpg.create_pool(owner_dsn, min_size=options.connections, max_size=options.connections)
    await pool.execute(NAIVE)
    people = await furnish(database, options.buyers)
    stall = await Stall.open(database, people[0])
    told: dict[str, list[float]] = {"scenebank": [], "row lock": []}
    for _ in range(options.rounds):
        told["scenebank"].append(await stall.rate(people))
        told["row lock"].append(await naive_rate(pool, people))
    await pool.close()
    await database.close()
    show({name: median(values) for name, values in told.items()}, options)


class Stall:
    """Our side: a shop that announces one sale after another."""

    def __init__(self, database: Database, owner: tuple[UUID, UUID], variant_id: UUID, shop_id: UUID, warehouse_id: UUID) -> None:
        self.database, self.who = database, {"owner_id": owner[0], "session_id": owner[1]}
        self.variant_id, self.shop_id, self.warehouse_id = variant_id, shop_id, warehouse_id

    @classmethod
    async def open(cls, database: Database, owner: tuple[UUID, UUID]) -> "Stall":
        """An open shop with one variant in it, by the house's own verbs."""
        operator_id = await customers.create_operator(database, "bench", ["operator:merchants"])
        await customers.make_operator_token(database, operator_id)
        async with database.reading() as read:
            session_id = await read.fetchval("SELECT id FROM customers_session WHERE owner_id = $1", operator_id)
        staff, who = {"owner_id": operator_id, "session_id": session_id}, {"owner_id": owner[0], "session_id": owner[1]}
        names = {"name": "家居", "latin_name": "HOME", "city": "上海", "latin_city": "SHANGHAI", "category": "5712"}
        opening = wallet.OpenMerchantCommand(request_id=uuid4(), customer_id=owner[0], asset="CNY", fee_bps=60, **names, **staff)
        shop_id = (await database.write(wallet.open_merchant, opening)).shop_id
        named = {"shop_id": shop_id, "name": "家居", "company_name": "家居有限公司", "credit_code": CREDIT_CODE}
        await database.write(mall.apply_for_shop, mall.ApplyForShopCommand(request_id=uuid4(), **named, **who))
        await database.write(mall.decide_shop, mall.DecideShopCommand(request_id=uuid4(), shop_id=shop_id, state=mall.ShopState.OPEN, **staff))
        await database.write(mall.save_category, mall.SaveCategoryCommand(request_id=uuid4(), code="home", name_zh="家居", name_en="Home", **staff))
        warehouse = await database.write(mall.open_warehouse, mall.OpenWarehouseCommand(request_id=uuid4(), shop_id=shop_id, name="浦东", **who))
        terms = (mall.VariantTerms("MUG", {}, 3_000),)
        saving = mall.SaveGoodsCommand(request_id=uuid4(), shop_id=shop_id, category="home", title_zh="杯", title_en="Mug", variants=terms, **who)
        goods = await database.write(mall.save_goods, saving)
        publishing = mall.SetGoodsStateCommand(request_id=uuid4(), product_id=goods.id, state=mall.GoodsState.PUBLISHED, **who)
        await database.write(mall.set_goods_state, publishing)
        async with database.reading() as read:
            ((variant,),) = await mall.list_variants(read, [goods.id])
        return cls(database, owner, variant.id, shop_id, warehouse.id)

    async def rate(self, people: People) -> float:
        """Buyers answered a second: all come at once, and one worker deals."""
        sale_id, began_at = await self._announce(), self.database.clock.now()
        joins = [self._join(sale_id, one) for one in people]
        begun = time.perf_counter()
        answered = asyncio.gather(*(self.database.write(mall.flash.join_flash_sale, one) for one in joins))
        dealing = mall.flash.DealFlashSaleCommand(request_id=None, owner_id=HOUSE_ID, sale_id=sale_id)
        turns = 0
        while turns < UNITS or not answered.done():
            await asyncio.sleep(DEALT_EVERY_SECONDS)
            turns += (await self.database.write(mall.flash.deal_flash_sale, dealing)).turns
        await answered
        seconds = time.perf_counter() - begun
        async with self.database.reading() as read:
            counts = await read.fetchrow(COUNT, began_at)
        assert counts is not None
        assert tuple(counts) == (UNITS, UNITS), counts
        return len(people) / seconds

    async def _announce(self) -> UUID:
        named = {"request_id": uuid4(), "warehouse_id": self.warehouse_id, "variant_id": self.variant_id, "units": UNITS}
        await self.database.write(mall.receive_stock, mall.ReceiveStockCommand(**named, **self.who))  # type: ignore[arg-type]
        now = self.database.clock.now()
        command = mall.flash.AnnounceFlashSaleCommand(
            request_id=uuid4(),
            shop_id=self.shop_id,
            variant_id=self.variant_id,
            price=PRICE,
            units=UNITS,
            starts_at=now,
            ends_at=now + timedelta(hours=1),
            **self.who,
        )
        return (await self.database.write(mall.flash.announce_flash_sale, command)).id

    def _join(self, sale_id: UUID, one: tuple[UUID, UUID]) -> mall.flash.JoinFlashSaleCommand:
        return mall.flash.JoinFlashSaleCommand(request_id=uuid4(), owner_id=one[0], session_id=one[1], sale_id=sale_id, delivery=ADDRESS)


async def naive_rate(pool: "asyncpg.Pool[asyncpg.Record]", people: People) -> float:
    """Buyers answered a second by transactions that lock the stock one after another."""
    variant_id = uuid4()
    await pool.execute("INSERT INTO naive_stock VALUES ($1, $2)", variant_id, UNITS)
    seconds = await timed([buy_naively(pool, variant_id, one[0]) for one in people])
    row = await pool.fetchrow("SELECT count(*) FROM naive_order WHERE variant_id = $1", variant_id)
    assert row is not None
    assert row[0] == UNITS, row
    return len(people) / seconds


def buy_naively(pool: "asyncpg.Pool[asyncpg.Record]", variant_id: UUID, customer_id: UUID) -> Callable[[], Awaitable[object]]:
    async def run() -> None:
        async with pool.acquire() as connection, connection.transaction():
            units = await connection.fetchval("SELECT units FROM naive_stock WHERE variant_id = $1 FOR UPDATE", variant_id)
            outcome = "sold out"
            if units:
                outcome = "ordered"
                await connection.execute("UPDATE naive_stock SET units = units - 1 WHERE variant_id = $1", variant_id)
                await connection.execute("INSERT INTO naive_order (variant_id, customer_id) VALUES ($1, $2)", variant_id, customer_id)
            await connection.execute("INSERT INTO naive_request VALUES ($1, $2)", uuid4(), outcome)

    return run


async def timed(acts: Sequence[Callable[[], Awaitable[object]]]) -> float:
    """Seconds for all of them, come at once."""
    begun = time.perf_counter()
    await asyncio.gather(*(act() for act in acts))
    return time.perf_counter() - begun


def show(rates: dict[str, float], options: argparse.Namespace) -> None:
    ratio = rates["scenebank"] / rates["row lock"]
    print(f"{UNITS} units, {options.buyers} buyers at once, medians of {options.rounds} rounds")
    print("| side | buyers/s | all answered in |\n| --- | ---: | ---: |")
    for name, value in rates.items():
        print(f"| {name} | {value:,.0f} | {options.buyers / value:.2f} s |")
    print(f"Ratio {ratio:.2f}; each side made exactly {UNITS} orders in every round.")
    figures = {f"{name}, buyers/s": round(value) for name, value in rates.items()} | {"buyers": options.buyers, "units": UNITS}
    print(orjson.dumps({"bench": "flash_sale", "ratios": {"flash_sale_vs_row_lock": round(ratio, 2)}, "figures": figures}).decode())


if __name__ == "__main__":
    main()

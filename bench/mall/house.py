"""Our side: a shop with the catalogue and customers with money, and the production application as processes."""

import asyncio
import os
import sys
import time
from base64 import b64encode
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from bench.mall.shelves import UNITS_EACH, Product
from bench.wallet.street import Payer, furnish
from domains import customers, mall, wallet
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database

CUSTOMERS = 1024
CATEGORY = "home"
CREDIT_CODE = "91350100M000100Y43"
KEY = bytes(range(32))
SAVED_TOGETHER = 32
TOKENS_FRESH_SECONDS = 300

STOCK = """
INSERT INTO mall_stock (variant_id, warehouse_id, on_hand_units, reserved_units) SELECT id, $1, $2, 0 FROM mall_variant
"""
STOCK_CHANGES = """
INSERT INTO mall_stock_change (variant_id, id, warehouse_id, kind, units, made_by, made_at) SELECT id, gen_random_uuid(), $1, 'received', $2, $3, now()
FROM mall_variant
"""


@dataclass
class House:
    """The database, who buys, and the ids of all variants, product by product."""

    database: Database
    payers: list[Payer] = field(default_factory=list)
    product_ids: list[UUID] = field(default_factory=list)
    variant_ids: list[UUID] = field(default_factory=list)
    signed_in_at: float = 0.0

    async def sign_in_again(self) -> None:
        """Fresh tokens, where these will soon be too old."""
        if time.monotonic() - self.signed_in_at > TOKENS_FRESH_SECONDS:
            made = [await customers.make_development_customer(self.database, f"137{number:08d}") for number in range(len(self.payers))]
            self.payers = [Payer(one.customer_id, one.session_id, one.tokens.access_token) for one in made]
            self.signed_in_at = time.monotonic()


async def open_house(app_dsn: str, owner_dsn: str, catalogue: Sequence[Product], customers_count: int = CUSTOMERS) -> House:
    """The house furnished: by its own verbs, but for the stock, which is put onto the shelves in two statements."""
    ports = {Keyring: Keyring({"bench": KEY}, "bench"), wallet.FundingSources: wallet.FundingSources([wallet.WalletSource()])}
    house = House(await Database.open(app_dsn, Clock(), ports=ports))
    street = await furnish(house.database, customers_count, merchants_count=0)
    house.payers, house.signed_in_at = street.payers, time.monotonic()
    shop_id, warehouse_id = await _open_shop(house.database, house.payers[0])
    await _in_parts([_sell(house.database, house.payers[0], shop_id, one) for one in catalogue])
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute(STOCK, warehouse_id, UNITS_EACH)
        await connection.execute(STOCK_CHANGES, warehouse_id, UNITS_EACH, house.payers[0].id)
        await connection.execute("VACUUM ANALYZE")
        house.product_ids = [row[0] for row in await connection.fetch("SELECT id FROM mall_product ORDER BY title_en")]
        house.variant_ids = [row[0] for row in await connection.fetch("SELECT id FROM mall_variant ORDER BY sku")]
    finally:
        await connection.close()
    return house


async def _open_shop(database: Database, owner: Payer) -> tuple[UUID, UUID]:
    """An open shop and its warehouse."""
    operator_id = await customers.create_operator(database, "mall bench", ["operator:merchants"])
    await customers.make_operator_token(database, operator_id)
    async with database.reading() as read:
        session_id = await read.fetchval("SELECT id FROM customers_session WHERE owner_id = $1", operator_id)
    staff: dict[str, Any] = {"owner_id": operator_id, "session_id": session_id}
    who: dict[str, Any] = {"owner_id": owner.id, "session_id": owner.session_id}
    names: dict[str, Any] = {"name": "家居", "latin_name": "HOME", "city": "上海", "latin_city": "SHANGHAI", "category": "5712"}
    opening = wallet.OpenMerchantCommand(request_id=uuid4(), customer_id=owner.id, asset="CNY", fee_bps=60, **names, **staff)
    shop_id = (await database.write(wallet.open_merchant, opening)).shop_id
    named: dict[str, Any] = {"shop_id": shop_id, "name": "家居", "company_name": "家居有限公司", "credit_code": CREDIT_CODE}
    await database.write(mall.apply_for_shop, mall.ApplyForShopCommand(request_id=uuid4(), **named, **who))
    await database.write(mall.decide_shop, mall.DecideShopCommand(request_id=uuid4(), shop_id=shop_id, state=mall.ShopState.OPEN, **staff))
    await database.write(mall.save_category, mall.SaveCategoryCommand(request_id=uuid4(), code=CATEGORY, name_zh="家居", name_en="Home", **staff))
    warehouse = await database.write(mall.open_warehouse, mall.OpenWarehouseCommand(request_id=uuid4(), shop_id=shop_id, name="浦东", **who))
    return shop_id, warehouse.id


async def _sell(database: Database, owner: Payer, shop_id: UUID, product: Product) -> None:
    who: dict[str, Any] = {"owner_id": owner.id, "session_id": owner.session_id}
    variants = tuple(mall.VariantTerms(one.sku, {"颜色": one.colour_zh, "colour": one.colour_en}, one.price_minor) for one in product.variants)
    told: dict[str, Any] = {"title_zh": product.title_zh, "title_en": product.title_en, "description": product.description, "media": (product.picture,)}
    saving = mall.SaveGoodsCommand(request_id=uuid4(), shop_id=shop_id, category=CATEGORY, variants=variants, **told, **who)
    goods = await database.write(mall.save_goods, saving)
    await database.write(mall.set_goods_state, mall.SetGoodsStateCommand(request_id=uuid4(), product_id=goods.id, state=mall.GoodsState.PUBLISHED, **who))


async def _in_parts(calls: Sequence[Awaitable[None]]) -> None:
    for first in range(0, len(calls), SAVED_TOGETHER):
        await asyncio.gather(*calls[first : first + SAVED_TOGETHER])


def environment(dsn: str, folder: Path, port: int) -> dict[str, str]:
    """The server's, as in production but for the keys."""
    return {
        **os.environ,
        "DATABASE_URL": dsn,
        "SCENEBANK_DATA": str(folder / "state"),
        "SCENEBANK_KEYS": f"bench:{b64encode(KEY).decode()}",
        "SCENEBANK_ENVIRONMENT": "production",
        "SCENEBANK_ALLOWED_HOSTS": "127.0.0.1",
        "SCENEBANK_PORT": str(port),
        "SCENEBANK_LOG_LEVEL": "error",
    }


def command(port: int, processes: int) -> list[str]:
    """What starts the server."""
    return [sys.executable, "-m", "bench.mall.server", str(port), str(processes)]

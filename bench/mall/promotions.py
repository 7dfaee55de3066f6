"""What a cart costs to price under 100 active rules, beside the same under one: `python -m bench.mall.promotions`.

Both shops sell the same; interleaved rounds, medians, a table, and a line of JSON. SCENEBANK_BENCH_ROUNDS makes it longer."""

import json
import os
import tempfile
import time
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

import asyncpg
import uvloop

import migrations
from domains import customers, mall
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from gateway.embedded import find_binaries, start

RULES, LINES, QUOTES = 100, 10, 200

SHOP = """INSERT INTO mall_shop (id, merchant_id, name, asset, company_name, credit_code, confirm_days, state, applied_by, reason, made_at)
VALUES ($1, gen_random_uuid(), 'Shop', 'CNY', 'Shop Ltd', '91350100M000100Y43', 7, 'open', gen_random_uuid(), '', now())"""
PRODUCT = """INSERT INTO mall_product (id, shop_id, kind, state, category, brand, title_zh, title_en, description, media, is_stocked, version, made_at)
VALUES ($1, $2, 'goods', 'published', 'home.kitchen', '', '杯', 'Mug', '', '[]', true, 1, now())"""
VARIANT = """INSERT INTO mall_variant (id, product_id, shop_id, sku, attributes, price_minor, is_sold, position)
VALUES ($1, $2, $3, $4, '{}', $5, true, 0)"""
PROMOTION = """INSERT INTO mall_promotion (id, shop_id, name_zh, name_en, terms, state, begins_at, ends_at, made_by, made_at)
VALUES (gen_random_uuid(), $1, '折', 'Deal', $2::text::jsonb, 'active', now() - interval '1 day', now() + interval '1 day', gen_random_uuid(), now())"""

CART_LINE = "INSERT INTO mall_cart_line (customer_id, variant_id, units, added_at) VALUES ($1, $2, $3, now())"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            uvloop.run(measure(instance.app_dsn, instance.owner_dsn))


async def measure(dsn: str, owner_dsn: str) -> None:
    """Furnish both shops, then take turns."""
    connection = await asyncpg.connect(owner_dsn)
    one, many = [await furnish(connection, count) for count in (1, RULES)]
    database = await Database.open(dsn, Clock(), ports={Keyring: Keyring({"bench": bytes(32)}, "bench")})
    people = [(await customers.make_development_customer(database, f"+861360000000{number}")).customer_id for number in range(2)]
    for customer_id, lines in zip(people, (one, many), strict=True):
        for variant_id, units in lines.items():
            await connection.execute(CART_LINE, customer_id, variant_id, units)
    await connection.execute("ANALYZE")
    await connection.close()
    rounds = int(os.environ.get("SCENEBANK_BENCH_ROUNDS", "7"))
    told = [
        [await cart(database, people[0]), await cart(database, people[1]), await quote(database, one), await quote(database, many)] for _ in range(rounds + 1)
    ][1:]
    await database.close()
    carts, quotes = median(one[1] / one[0] for one in told), median(one[3] / one[2] for one in told)
    middles = [round(median(one[place] for one in told) * 1_000, 3) for place in range(4)]
    print(f"{'ten lines':<24}{'one rule, ms':>14}{'100 rules, ms':>14}{'ratio':>8}")
    print(f"{'the cart, as the app asks':<24}{middles[0]:>14.2f}{middles[1]:>14.2f}{carts:>8.2f}")
    print(f"{'pricing alone':<24}{middles[2]:>14.2f}{middles[3]:>14.2f}{quotes:>8.2f}")
    figures = dict(zip(("cart_1_rule_ms", "cart_100_rules_ms", "quote_1_rule_ms", "quote_100_rules_ms"), middles, strict=True))
    ratios = {"rules_100_vs_1": round(carts, 2), "quote_100_vs_1": round(quotes, 2)}
    print(json.dumps({"bench": "mall_promotions", "ratios": ratios, "figures": figures}))


async def furnish(connection: "asyncpg.Connection[asyncpg.Record]", rules: int) -> dict[UUID, int]:
    """A shop with ten variants and so many rules of every kind; the lines of a cart."""
    shop_id, lines = uuid4(), {}
    await connection.execute(SHOP, shop_id)
    for number in range(LINES):
        product_id, variant_id = uuid4(), uuid4()
        await connection.execute(PRODUCT, product_id, shop_id)
        await connection.execute(VARIANT, variant_id, product_id, shop_id, f"SKU-{number}", 1_000 + 137 * number)
        lines[variant_id] = 1 + number % 3
    for number in range(rules):
        await connection.execute(PROMOTION, shop_id, json.dumps(terms(number, list(lines))))
    return lines


def terms(number: int, variant_ids: list[UUID]) -> dict[str, object]:
    """A third each: percentages of one variant, free units of a category, sums off all."""
    told: dict[str, object] = {"combines": number % 2 == 0, "priority": number % 7}
    if number % 3 == 0:
        return {**told, "reach": "variants", "gift": "percent_off", "ids": [str(variant_ids[number % LINES])], "off_bps": 100 + number}
    if number % 3 == 1:
        return {**told, "reach": "categories", "gift": "units_free", "ids": ["home"], "free_units": 1, "of_units": 3 + number % 20}
    return {**told, "reach": "all", "gift": "amount_off", "least_minor": 5_000 + 100 * number, "off_minor": 100 + number}


async def cart(database: Database, customer_id: UUID) -> float:
    """Seconds that reading and pricing a customer's cart takes, on the average of a few hundred."""
    begun = time.perf_counter()
    for _ in range(QUOTES):
        async with database.reading() as read:
            await mall.find_carts(read, [customer_id])
    return (time.perf_counter() - begun) / QUOTES


async def quote(database: Database, lines: dict[UUID, int]) -> float:
    """Seconds that one quote takes, on the average of a few hundred."""
    begun = time.perf_counter()
    for _ in range(QUOTES):
        async with database.reading(single=True) as read:
            await mall.quote_lines(read, lines, "basic")
    return (time.perf_counter() - begun) / QUOTES


if __name__ == "__main__":
    main()

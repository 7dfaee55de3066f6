"""Redemptions of one campaign against a row lock on it: `python -m bench.offers.redeem`. Interleaved rounds, medians, a table, and a line of JSON.

Both sides check a coupon, count it, move its money from the budget with two entries, and write a fact and the request's outcome, durably, for 64 callers. The
row lock is the usual form: one interactive transaction for each redemption that begins by locking the campaign."""

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
from domains import customers, offers, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.money import Amount
from gateway.embedded import find_binaries, start

CALLERS = 64

NAIVE = """
CREATE TABLE naive_campaign (id uuid PRIMARY KEY, budget bigint NOT NULL CHECK (budget >= 0), used bigint NOT NULL);
CREATE TABLE naive_coupon (customer_id uuid, id uuid, campaign_id uuid NOT NULL, state text NOT NULL, PRIMARY KEY (customer_id, id));
CREATE TABLE naive_wallet (customer_id uuid PRIMARY KEY, balance bigint NOT NULL);
CREATE TABLE naive_movement (id uuid PRIMARY KEY, campaign_id uuid NOT NULL, customer_id uuid NOT NULL, amount bigint NOT NULL, at timestamptz DEFAULT now());
CREATE TABLE naive_entry (account_id uuid, sequence bigserial, movement_id uuid NOT NULL, amount bigint NOT NULL, PRIMARY KEY (account_id, sequence));
CREATE TABLE naive_fact (position bigserial PRIMARY KEY, payload text NOT NULL);
CREATE TABLE naive_request (id uuid PRIMARY KEY, outcome text NOT NULL);
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Redemptions of one campaign against a row lock on it.")
    parser.add_argument("--redemptions", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            uvloop.run(measure(instance.app_dsn, instance.owner_dsn, options))


async def measure(dsn: str, owner_dsn: str, options: argparse.Namespace) -> None:
    """Furnish, then take turns."""
    database = await Database.open(dsn, Clock(), ports={Keyring: Keyring({"bench": bytes(32)}, "bench")})
    pool = await asyncpg.create_pool(owner_dsn, min_size=CALLERS, max_size=CALLERS)
    await pool.execute(NAIVE)
    people = await furnish(database, options.redemptions)
    told: dict[str, list[float]] = {"scenebank": [], "row lock": []}
    for _ in range(options.rounds):
        told["scenebank"].append(await rate([redeem(database, *one) for one in await claimed(database, people)]))
        campaign_id, coupons = await issued(pool, people)
        told["row lock"].append(await rate([redeem_naively(pool, campaign_id, *one) for one in coupons]))
    await pool.close()
    await database.close()
    show({name: median(values) for name, values in told.items()}, options)


async def claimed(database: Database, people: People) -> list[tuple[tuple[UUID, UUID], UUID]]:
    """A new campaign, and a coupon of it for everybody."""
    operator_id = await customers.create_operator(database, "bench", ["operator:offers"])
    await customers.make_operator_token(database, operator_id)
    async with database.reading() as read:
        session_id = await read.fetchval("SELECT id FROM customers_session WHERE owner_id = $1", operator_id)
    who = {"owner_id": operator_id, "session_id": session_id}
    now = database.clock.now()
    terms = offers.Terms(offers.Benefit(offers.BenefitKind.CASH, minor=100), limits=offers.Limits(per_person=None))
    period = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)}
    command = offers.OpenCampaignCommand(request_id=uuid4(), name_zh="红包券", name_en="Cash", asset="CNY", terms=terms, **period, **who)
    campaign = await database.write(offers.open_campaign, command)
    budget = Amount(100 * len(people), CNY)
    await database.write(offers.fund_campaign, offers.FundCampaignCommand(request_id=uuid4(), campaign_id=campaign.id, amount=budget, **who))

    async def claim(one: tuple[UUID, UUID]) -> tuple[tuple[UUID, UUID], UUID]:
        told = offers.ClaimCouponCommand(request_id=uuid4(), owner_id=one[0], session_id=one[1], campaign_id=campaign.id)
        return one, (await database.write(offers.claim_coupon, told)).coupon_id

    return await asyncio.gather(*(claim(one) for one in people))


def redeem(database: Database, one: tuple[UUID, UUID], coupon_id: UUID) -> Callable[[], Awaitable[object]]:
    command = offers.RedeemCashCouponCommand(request_id=uuid4(), owner_id=one[0], session_id=one[1], coupon_id=coupon_id)
    return lambda: database.write(offers.redeem_cash_coupon, command)


async def issued(pool: "asyncpg.Pool[asyncpg.Record]", people: People) -> tuple[UUID, list[tuple[UUID, UUID]]]:
    """The same for the other side."""
    campaign_id, coupons = uuid4(), [(id_, uuid4()) for id_, _ in people]
    await pool.execute("INSERT INTO naive_campaign VALUES ($1, $2, 0)", campaign_id, 100 * len(people))
    await pool.executemany("INSERT INTO naive_coupon VALUES ($1, $2, $3, 'claimed')", [(customer_id, id_, campaign_id) for customer_id, id_ in coupons])
    await pool.executemany("INSERT INTO naive_wallet VALUES ($1, 0) ON CONFLICT DO NOTHING", [(customer_id,) for customer_id, _ in coupons])
    return campaign_id, coupons


def redeem_naively(pool: "asyncpg.Pool[asyncpg.Record]", campaign_id: UUID, customer_id: UUID, coupon_id: UUID) -> Callable[[], Awaitable[object]]:
    async def run() -> None:
        async with pool.acquire() as connection, connection.transaction():
            budget = await connection.fetchval("SELECT budget FROM naive_campaign WHERE id = $1 FOR UPDATE", campaign_id)
            state = await connection.fetchval("SELECT state FROM naive_coupon WHERE (customer_id, id) = ($1, $2) FOR UPDATE", customer_id, coupon_id)
            assert budget >= 100
            assert state == "claimed"
            movement_id = uuid4()
            await connection.execute("UPDATE naive_coupon SET state = 'redeemed' WHERE (customer_id, id) = ($1, $2)", customer_id, coupon_id)
            await connection.execute("UPDATE naive_campaign SET budget = budget - 100, used = used + 1 WHERE id = $1", campaign_id)
            await connection.execute("UPDATE naive_wallet SET balance = balance + 100 WHERE customer_id = $1", customer_id)
            await connection.execute("INSERT INTO naive_movement VALUES ($1, $2, $3, 100)", movement_id, campaign_id, customer_id)
            await connection.execute(
                "INSERT INTO naive_entry (account_id, movement_id, amount) VALUES ($1, $3, -100), ($2, $3, 100)", campaign_id, customer_id, movement_id
            )
            await connection.execute("INSERT INTO naive_fact (payload) VALUES ($1)", str(movement_id))
            await connection.execute("INSERT INTO naive_request VALUES ($1, 'redeemed')", uuid4())

    return run


async def rate(calls: Sequence[Callable[[], Awaitable[object]]]) -> float:
    """Calls a second, CALLERS at a time."""
    waiting = iter(calls)

    async def caller() -> None:
        for call in waiting:
            await call()

    begun = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return len(calls) / (time.perf_counter() - begun)


def show(rates: dict[str, float], options: argparse.Namespace) -> None:
    ratio = rates["scenebank"] / rates["row lock"]
    print(f"{options.redemptions} redemptions of one campaign, {CALLERS} callers, medians of {options.rounds} rounds")
    print("| side | redemptions/s |\n| --- | ---: |")
    for name, value in rates.items():
        print(f"| {name} | {value:,.0f} |")
    print(f"Ratio {ratio:.2f}; every redemption was granted, and {wallet.WALLET} balances moved with it.")
    print(orjson.dumps({"bench": "offers", "ratios": {"redeem_vs_row_lock": round(ratio, 2)}, "figures": {k: round(v) for k, v in rates.items()}}).decode())


if __name__ == "__main__":
    main()

"""10,000 people grab one packet of 100 beside transfers: `python -m bench.wallet.red_packets`. Interleaved rounds, medians, a table, and a line of JSON."""

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

import orjson
import uvloop

import migrations
from domains import customers, ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.commands import HOUSE_ID
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.ids import new_id
from domains.kernel.money import Amount
from gateway.embedded import find_binaries, start

PLACES, CALLERS = 100, 64

INSERT_SESSIONS = """
INSERT INTO customers_session
    (owner_id, id, device_id, permissions, key_thumbprint, generation, confirmed_generation, issued_at, created_at, last_used_at, expires_at, by_code)
SELECT told.owner_id, told.id, NULL, ARRAY['customer'], NULL, 0, 0, $3, $3, $3, $4, true FROM unnest($1::uuid[], $2::uuid[]) AS told (owner_id, id)
"""

People = list[tuple[UUID, UUID]]
"""Customers and their sessions."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Grabs of a famous red packet against transfers.")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--transfers", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            uvloop.run(measure(instance.app_dsn, options))


async def measure(dsn: str, options: argparse.Namespace) -> None:
    """Furnish, then take turns."""
    database = await Database.open(dsn, Clock(), ports={Keyring: Keyring({"bench": bytes(32)}, "bench")})
    people = await furnish(database, options.people)
    told: dict[str, list[float]] = {}
    for number in range(options.rounds):
        for name, callers in (("one caller", 1), (f"{CALLERS} callers", CALLERS), ("all at once", options.people)):
            transfers = [transfer(database, people, place + number) for place in range(min(options.transfers, 300) if callers == 1 else options.transfers)]
            note(told, f"transfer, {name}", await run(transfers, callers))
            packet_id, link = await a_packet(database, people[number])
            takers = people if callers > 1 else people[:300]
            times = await run([grab(database, one, link) for one in takers], callers)
            note(told, f"grab, {name}", times)
            await check(database, packet_id, min(PLACES, len(takers)))
    await database.close()
    show({name: median(values) for name, values in told.items()}, options)


async def furnish(database: Database, size: int) -> People:
    """Customers with sessions, and a wallet with money each."""
    people: People = [(new_id(database.clock), uuid4()) for _ in range(size)]
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(HOUSE_ID, HOUSE_ID, "bench", CNY, may_go_negative=True)])
    for first in range(0, size, 2_000):
        some = people[first : first + 2_000]
        async with database.transaction() as tx:
            new = [customers.NewCustomer(id_, f"+86150{first + place:08d}", synthetic=True) for place, (id_, _) in enumerate(some)]
            await customers.register_customers(tx, new)
            await tx.execute(INSERT_SESSIONS, [id_ for id_, _ in some], [session_id for _, session_id in some], tx.now, tx.now + timedelta(days=1))
            await wallet.open_wallets(tx, [(id_, CNY) for id_, _ in some])
            gifts = [(uuid4(), wallet.wallet_account_id(id_, CNY)) for id_, _ in some]
            await ledger.post(tx, [(id_, [ledger.PlannedMovement(id_, "gift", HOUSE_ID, account_id, Amount(1_000_000, CNY))]) for id_, account_id in gifts])
    return people


async def a_packet(database: Database, sender: tuple[UUID, UUID]) -> tuple[UUID, str]:
    """A lucky packet for whoever has the link."""
    command = wallet.SendRedPacketCommand(
        request_id=uuid4(),
        owner_id=sender[0],
        session_id=sender[1],
        kind=wallet.RedPacketKind.LUCKY,
        audience=wallet.Audience.LINK,
        amount=Amount(10_000, CNY),
        places=PLACES,
    )
    packet = await database.write(wallet.send_red_packet, command)
    return packet.id, wallet.red_packet_links(database.read(), [packet.id])[0]


def transfer(database: Database, people: People, place: int) -> Callable[[], Awaitable[object]]:
    """From one customer to another, each pair once."""
    (owner_id, session_id), (target_id, _) = people[place % len(people)], people[(place * 7 + 1) % len(people)]
    amount = Amount(1, CNY)
    command = wallet.TransferCommand(request_id=uuid4(), owner_id=owner_id, session_id=session_id, target_id=target_id, amount=amount)
    return lambda: database.write(wallet.transfer, command)


def grab(database: Database, one: tuple[UUID, UUID], link: str) -> Callable[[], Awaitable[object]]:
    command = wallet.GrabRedPacketCommand(request_id=uuid4(), owner_id=one[0], session_id=one[1], link=link)
    return lambda: database.write(wallet.grab_red_packet, command)


async def run(acts: Sequence[Callable[[], Awaitable[object]]], callers: int) -> list[float]:
    """Milliseconds of each act, with so many in flight."""
    waiting, times = iter(acts), []

    async def call() -> None:
        for act in waiting:
            began = time.perf_counter()
            with contextlib.suppress(Refusal):
                await act()
            times.append(1000 * (time.perf_counter() - began))

    await asyncio.gather(*(call() for _ in range(min(callers, len(acts)))))
    return times


async def check(database: Database, packet_id: UUID, places: int) -> None:
    """Exactly so many have a place, and their shares are no more than the packet."""
    async with database.reading() as read:
        row = await read.fetchrow(
            "SELECT count(*) AS places, count(DISTINCT customer_id) AS people, sum(share_minor) AS shares FROM wallet_red_packet_place WHERE packet_id = $1",
            packet_id,
        )
    assert row is not None and row["places"] == row["people"] == places and row["shares"] == 10_000, row


def note(told: dict[str, list[float]], name: str, times: list[float]) -> None:
    ordered = sorted(times)
    told.setdefault(f"{name}, p50 ms", []).append(ordered[len(ordered) // 2])
    told.setdefault(f"{name}, p99 ms", []).append(ordered[len(ordered) * 99 // 100])


def show(figures: dict[str, float], options: argparse.Namespace) -> None:
    for name, value in figures.items():
        print(f"{name:32} {value:10.2f}")
    ratios = {
        f"grab p99 / transfer p50, {name}": round(figures[f"grab, {name}, p99 ms"] / figures[f"transfer, {name}, p50 ms"], 2)
        for name in ("one caller", f"{CALLERS} callers", "all at once")
    }
    rounded = {name: round(value, 2) for name, value in figures.items()}
    print(orjson.dumps({"bench": "red_packets", "ratios": ratios, "figures": rounded | {"people": options.people, "places": PLACES}}).decode())


if __name__ == "__main__":
    main()

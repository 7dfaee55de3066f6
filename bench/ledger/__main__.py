"""`make bench-ledger`: interleaved slices of every workload, medians, a table, and a line of JSON."""

import argparse
import asyncio
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

import orjson
import uvloop

import migrations
from bench.ledger.cpu import asker_seconds, server_seconds
from bench.ledger.gateway import CONNECTIONS, gateway_beside
from bench.ledger.growth import measure_growth
from bench.ledger.house import ACCOUNTS, MERCHANT, Caller, account_id, furnish, move, open_house
from bench.ledger.interactive import Interactive
from bench.ledger.pgbench import CLIENTS, Pgbench
from bench.ledger.ratios import ratios_of
from bench.ledger.worker import worker_beside
from domains import ledger
from gateway.embedded import Instance, find_binaries, start

Slice = Callable[[], Awaitable[dict[str, float]]]


def main() -> None:
    parser = argparse.ArgumentParser(description="The ledger against pgbench and an interactive transaction per transfer.")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a slice")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--parts", default="verb,gateway", help="verb, gateway and growth, parted by commas; growth takes minutes")
    parser.add_argument("--growth", type=int, default=10_000_000, help="movements behind the one side of growth; 1,300 bytes each with their requests")
    parser.add_argument("--ids", type=int, choices=(4, 7), default=4, help="the version of the ids that callers make, in growth: 7 begins with the time")
    parser.add_argument("--accounts", type=int, default=ACCOUNTS)
    parser.add_argument("--folder", type=Path, default=None, help="where the cluster is made; a real disk")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-", dir=options.folder) as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            uvloop.run(measure(instance, Path(folder), options))


async def measure(instance: Instance, folder: Path, options: argparse.Namespace) -> None:
    """Each part by itself, then one table."""
    parts = options.parts.split(",")
    told: dict[str, dict[str, float]] = {}
    if "verb" in parts:
        told |= await measure_verb(instance, options)
    if "gateway" in parts:
        told |= await measure_gateway(instance, folder, options)
    if "growth" in parts:
        told |= await measure_growth(instance, options.growth, options.seconds, options.rounds, options.ids)
    _print(told)


async def measure_gateway(instance: Instance, folder: Path, options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Through HTTP, token and document, beside pgbench's scale 50."""
    peer = Pgbench(instance, 50, "through")
    await peer.furnish()
    instance.create_database("through_house")
    dsns = [instance.dsn(user, "through_house") for user in ("scenebank_owner", "scenebank_app")]
    migrations.upgrade(dsns[0])
    async with gateway_beside(dsns[1], folder) as through, worker_beside(dsns[1]):
        slices: dict[str, Slice] = {f"pgbench scale 50 beside the gateway, {clients} clients": _peer(peer, clients, options.seconds) for clients in CLIENTS}
        for connections in CONNECTIONS:
            slices[f"gateway uniform, {connections} connections"] = through.slice(hot=False, connections=connections, seconds=options.seconds)
            slices[f"gateway hot, {connections} connections"] = through.slice(hot=True, connections=connections, seconds=options.seconds)
        slices["gateway uniform, the app's document, 64 connections"] = through.slice(hot=False, connections=64, seconds=options.seconds, app=True)
        return await _take_turns(instance, slices, options.rounds)


async def measure_verb(instance: Instance, options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """By the verb alone: furnish, then take turns."""
    database = await open_house(instance.app_dsn)
    await furnish(database, options.accounts)
    peers = {scale: Pgbench(instance, scale) for scale in (50, 1)}
    for peer in peers.values():
        await peer.furnish()
    instance.create_database("interactive")
    floor = Interactive(instance.owner_dsn.rsplit("/", 1)[0] + "/interactive")
    await floor.furnish([*(account_id(number) for number in range(options.accounts)), MERCHANT])
    draws = {name: Caller(seed, options.accounts, merchant=name == "hot") for seed, name in enumerate(("uniform", "hot"))}

    def ours(name: str) -> Callable[[], Awaitable[None]]:
        async def transfer() -> None:
            await database.write(move, draws[name].next())

        return transfer

    slices: dict[str, Slice] = {}
    for clients in CLIENTS:
        slices[f"pgbench scale 50, {clients} clients"] = _peer(peers[50], clients, options.seconds)
        slices[f"pgbench scale 1, {clients} clients"] = _peer(peers[1], clients, options.seconds)
    for name, draw in draws.items():
        for callers in (64, 256):
            slices[f"scenebank {name}, {callers} callers"] = _load(ours(name), callers, options.seconds)
        slices[f"sqlalchemy {name}, 64 callers"] = _load(floor.caller(draw), 64, options.seconds)
    slices["scenebank uniform, one caller"] = _load(ours("uniform"), 1, options.seconds / 2)
    slices["sqlalchemy uniform, one caller"] = _load(floor.caller(draws["uniform"]), 1, options.seconds / 2)
    async with worker_beside(instance.app_dsn):
        told = await _take_turns(instance, slices, options.rounds)
    print("\n".join((await ledger.verify(database)).lines()[:5]))
    await floor.engine.dispose()
    await database.close()
    return told


async def _take_turns(instance: Instance, slices: dict[str, Slice], rounds: int) -> dict[str, dict[str, float]]:
    """Every slice once a round; medians."""
    postmaster = int((instance.data_folder / "cluster" / "postmaster.pid").read_text().split()[0])
    told: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for _ in range(rounds):
        for name, take in slices.items():
            used = server_seconds(postmaster) + asker_seconds()
            figures = await take()
            used = server_seconds(postmaster) + asker_seconds() - used
            figures["cpu_us"] = 1_000_000 * used / figures.pop("count")
            for figure, value in figures.items():
                told[name][figure].append(value)
    return {name: {figure: median(values) for figure, values in figures.items()} for name, figures in told.items()}


def _peer(peer: Pgbench, clients: int, seconds: float) -> Slice:
    async def take() -> dict[str, float]:
        per_second = await peer.measure(clients, seconds)
        return {"per_second": per_second, "count": per_second * max(1, round(seconds))}

    return take


def _load(transfer: Callable[[], Awaitable[None]], callers: int, seconds: float) -> Slice:
    async def take() -> dict[str, float]:
        took: list[float] = []
        began = time.perf_counter()
        until = began + seconds

        async def call() -> None:
            while (sent := time.perf_counter()) < until:
                await transfer()
                took.append(time.perf_counter() - sent)

        await asyncio.gather(*(call() for _ in range(callers)))
        elapsed = time.perf_counter() - began
        took.sort()
        return {
            "per_second": len(took) / elapsed,
            "p50_ms": 1000 * took[len(took) // 2],
            "p99_ms": 1000 * took[len(took) * 99 // 100],
            "count": len(took),
        }

    return take


def _print(medians: dict[str, dict[str, float]]) -> None:
    print("| workload | per second | p50 ms | p99 ms | processor, us |\n| --- | ---: | ---: | ---: | ---: |")
    for name, figures in medians.items():
        told = [f"{figures['per_second']:,.0f}", *(f"{figures[figure]:.2f}" if figure in figures else "" for figure in ("p50_ms", "p99_ms", "cpu_us"))]
        print(f"| {name} | {' | '.join(told)} |")
    ratios = ratios_of(medians)
    figures = {f"{name}: {figure}": round(value, 2) for name, of_name in medians.items() for figure, value in of_name.items()}
    figures["load_average"] = os.getloadavg()[0]
    print(orjson.dumps({"bench": "ledger", "ratios": {name: round(value, 2) for name, value in ratios.items()}, "figures": figures}).decode())


if __name__ == "__main__":
    main()

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
from bench.ledger.house import ACCOUNTS, MERCHANT, Caller, account_id, furnish, move, open_house
from bench.ledger.interactive import Interactive
from bench.ledger.pgbench import CLIENTS, Pgbench
from bench.ledger.worker import worker_beside
from domains import ledger
from gateway.embedded import Instance, find_binaries, start

Slice = Callable[[], Awaitable[dict[str, float]]]


def main() -> None:
    parser = argparse.ArgumentParser(description="The ledger against pgbench and an interactive transaction per transfer.")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a slice")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--accounts", type=int, default=ACCOUNTS)
    parser.add_argument("--folder", type=Path, default=None, help="where the cluster is made; a real disk")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-", dir=options.folder) as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            uvloop.run(measure(instance, options))


async def measure(instance: Instance, options: argparse.Namespace) -> None:
    """Furnish, then take turns."""
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
    postmaster = int((instance.data_folder / "cluster" / "postmaster.pid").read_text().split()[0])
    told: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    async with worker_beside(instance.app_dsn):
        for _ in range(options.rounds):
            for name, take in slices.items():
                used = server_seconds(postmaster) + asker_seconds()
                figures = await take()
                used = server_seconds(postmaster) + asker_seconds() - used
                figures["cpu_us"] = 1_000_000 * used / figures.pop("count")
                for figure, value in figures.items():
                    told[name][figure].append(value)
    _print({name: {figure: median(values) for figure, values in figures.items()} for name, figures in told.items()})
    print("\n".join((await ledger.verify(database)).lines()[:5]))
    await floor.engine.dispose()
    await database.close()


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

    def rate(name: str) -> float:
        return medians[name]["per_second"]

    best = {scale: max(rate(f"pgbench scale {scale}, {clients} clients") for clients in CLIENTS) for scale in (50, 1)}
    ratios = {
        "uniform_vs_pgbench": rate("scenebank uniform, 64 callers") / best[50],
        "hot_vs_pgbench": rate("scenebank hot, 64 callers") / best[1],
        "uniform_vs_sqlalchemy": rate("scenebank uniform, 64 callers") / rate("sqlalchemy uniform, 64 callers"),
        "hot_vs_sqlalchemy": rate("scenebank hot, 64 callers") / rate("sqlalchemy hot, 64 callers"),
        "p50_one_caller_vs_interactive": medians["scenebank uniform, one caller"]["p50_ms"] / medians["sqlalchemy uniform, one caller"]["p50_ms"],
    }
    # The worker's share (relay, seal, folding) is in ours: it runs meanwhile.
    cheapest = {scale: min(medians[f"pgbench scale {scale}, {clients} clients"]["cpu_us"] for clients in CLIENTS[1:]) for scale in (50, 1)}
    ratios["uniform_cpu_vs_pgbench"] = cheapest[50] / medians["scenebank uniform, 64 callers"]["cpu_us"]
    ratios["hot_cpu_vs_pgbench"] = cheapest[1] / medians["scenebank hot, 64 callers"]["cpu_us"]
    figures = {f"{name}: {figure}": round(value, 2) for name, of_name in medians.items() for figure, value in of_name.items()}
    figures["load_average"] = os.getloadavg()[0]
    print(orjson.dumps({"bench": "ledger", "ratios": {name: round(value, 2) for name, value in ratios.items()}, "figures": figures}).decode())


if __name__ == "__main__":
    main()

"""How long an applicant waits: `python -m bench.loans.decisions`. Each application is submitted by the verb, and a worker in a process of its own assesses,
prices and prints it; the wait is over when its contract can be read. The floor is the same steps called one after the other without a queue.

A table, and a line of JSON."""

import argparse
import asyncio
import multiprocessing
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from uuid import uuid4

import orjson

import migrations
from domains import loans
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.jobs import JOBS
from domains.loans import ApplicationState
from domains.loans.jobs.applications import take_step
from domains.loans.rules.applications import WAITING_FOR
from gateway.embedded import find_binaries, start
from gateway.wiring import register_domains
from gateway.worker import run_worker
from tests.conftest import wired_ports
from tests.domains.loans.loan_house import LoanHouse

APPLICATIONS = 100


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--applications", type=int, default=APPLICATIONS)
    count = arguments.parse_args().applications
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            waited, floor = asyncio.run(measure(instance.app_dsn, count))
    p95, p95_floor = (sorted(one)[int(len(one) * 0.95)] for one in (waited, floor))
    print(f"{'':24}{'median':>10}{'p95':>10}")
    for name, told in (("through the worker", waited), ("one step after another", floor)):
        print(f"{name:24}{median(told) * 1000:>8.0f}ms{sorted(told)[int(len(told) * 0.95)] * 1000:>8.0f}ms")
    figures = {"loan_decision_p95_seconds": round(p95, 3), "loan_decision_floor_p95_seconds": round(p95_floor, 3)}
    print(orjson.dumps({"bench": "loan_decisions", "ratios": {"floor_to_worker": round(p95_floor / p95, 3)}, "figures": figures}).decode())


async def measure(dsn: str, count: int) -> tuple[list[float], list[float]]:
    """Seconds from the application to the offer, through the worker and without it."""
    database = await Database.open(dsn, Clock(), ports=wired_ports(), write_connections=2, read_connections=2)
    house = await LoanHouse.open(database)
    database.clock.run()
    product = await house.product()
    people = [await house.borrower() for _ in range(2 * count)]

    async def by_hand(one: loans.Application) -> None:
        while one.state in WAITING_FOR:
            await take_step(database, one.customer_id, one.id, one.state)
            one = await house.application(one)

    async def until_offered(one: loans.Application) -> None:
        while (await house.application(one)).state is not ApplicationState.OFFERED:
            await asyncio.sleep(0.005)

    async def timed(someone: object, wait: Callable[[loans.Application], Awaitable[None]]) -> float:
        began = time.perf_counter()
        await wait(await house.apply(someone, product, request_id=uuid4()))  # type: ignore[arg-type]
        return time.perf_counter() - began

    floor = [await timed(someone, by_hand) for someone in people[:count]]
    worker = multiprocessing.get_context("spawn").Process(target=work, args=(dsn,))
    worker.start()
    try:
        await timed(people[count], until_offered)
        waited = [await timed(someone, until_offered) for someone in people[count + 1 :]]
    finally:
        worker.kill()
        worker.join()
    await database.close()
    return waited, floor


def work(dsn: str) -> None:
    """The worker, until it is killed."""

    async def run() -> None:
        register_domains()
        database = await Database.open(dsn, Clock(), ports=wired_ports(), write_connections=2, read_connections=2)
        jobs = {name: job for name, job in JOBS.items() if name.startswith("loans.")}
        await run_worker(database, dsn, asyncio.Event(), jobs=jobs, periodic_jobs={})

    asyncio.run(run())


if __name__ == "__main__":
    main()

"""`make bench-pay`: paying a merchant by its printed code at 64 callers, through the gateway and by the verb alone, beside a transfer; a worker runs too."""

import argparse
import asyncio
import os
import random
import socket
import sys
import tempfile
import time
from base64 import b64encode
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import orjson
import uvicorn
import uvloop

import migrations
from bench.ledger.worker import worker_beside
from bench.wallet.street import Street, furnish
from domains import customers, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.money import Amount
from gateway.embedded import find_binaries, start
from gateway.trusted import read_live_manifests

CALLERS = 64
KEY = bytes(range(32))

Call = Callable[[int], Awaitable[None]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Pay by code at 64 callers.")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a slice")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None, help="where the cluster is made; a real disk")
    parser.add_argument("--serve", type=int, default=None, help="be the server, on that port")
    options = parser.parse_args()
    if options.serve is not None:
        serve(options.serve)
        return
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-", dir=options.folder) as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            uvloop.run(measure(instance.app_dsn, Path(folder), options))


def serve(port: int) -> None:
    """The production application; 512 customers stand for thousands, so they may do what thousands may."""
    from gateway.connection import Connection

    uvicorn.run("bench.wallet.pay:create_app", factory=True, port=port, http=Connection, loop="uvloop", log_config=None, access_log=False, server_header=False)


def create_app() -> Any:
    from gateway.app import Application
    from gateway.limits import CostOptions
    from gateway.log_lines import configure_logging
    from gateway.settings import Settings

    settings = Settings()
    configure_logging(settings.log_level, settings.log_format)
    return Application(settings, costs=CostOptions(capacity=3_000_000, refill_per_second=300_000, chunk=300_000))


async def measure(dsn: str, folder: Path, options: argparse.Namespace) -> None:
    """Furnish, then take turns."""
    ports = {Keyring: Keyring({"bench": KEY}, "bench"), wallet.FundingSources: wallet.FundingSources([wallet.WalletSource()])}
    database = await Database.open(dsn, Clock(), ports=ports)  # type: ignore[arg-type]
    street = await furnish(database)
    chance = random.Random(20261125)
    told: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    async with served(dsn, folder) as port, worker_beside(dsn), connections(port) as callers:
        calls: dict[str, Call] = {
            "pay one merchant, gateway": by_gateway(port, callers, street, chance, 1),
            "pay 64 merchants, gateway": by_gateway(port, callers, street, chance, len(street.codes)),
            "pay one merchant, verb": by_verb(database, street, chance, 1),
            "transfer, verb": transferring(database, street, chance),
        }
        for round_ in range(options.rounds + 1):
            for name, call in calls.items():
                figures = await take(call, options.seconds if round_ else 1.0)
                # The first round warms up.
                for figure, value in figures.items() if round_ else ():
                    told[name][figure].append(value)
    report({name: {figure: median(values) for figure, values in figures.items()} for name, figures in told.items()})
    await database.close()


@asynccontextmanager
async def served(dsn: str, folder: Path) -> AsyncIterator[int]:
    """The server, as a process of its own, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {
        **os.environ,
        "DATABASE_URL": dsn,
        "SCENEBANK_DATA": str(folder / "state"),
        "SCENEBANK_KEYS": f"bench:{b64encode(KEY).decode()}",
        "SCENEBANK_ENVIRONMENT": "development",
        "SCENEBANK_PORT": str(port),
        "SCENEBANK_LOG_LEVEL": "error",
    }
    server = await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.wallet.pay", "--serve", str(port), env=environment)
    try:
        await _ready(port)
        yield port
    finally:
        server.terminate()
        await server.wait()


async def _ready(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
                continue
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            answer = await reader.read(64)
            writer.close()
            if b" 200 " in answer:
                return
            await asyncio.sleep(0.1)


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def connections(port: int) -> AsyncIterator[list[Streams]]:
    """A connection for each caller."""
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CALLERS)]
    yield opened
    for _, writer in opened:
        writer.close()


def by_gateway(port: int, callers: list[Streams], street: Street, chance: random.Random, merchants: int) -> Call:
    """Send the app's trusted document, another customer's each time, and read the answer."""
    (document,) = [one.id for manifest in read_live_manifests()[:1] for one in manifest.documents.values() if one.name == "Pay"]
    turns = count()

    async def call(caller: int) -> None:
        payer = street.payers[next(turns) % len(street.payers)]
        purchase = {"to": {"code": street.codes[chance.randrange(merchants)]}, "amount": {"amount": f"0.{chance.randint(1, 99):02d}", "currency": "CNY"}}
        body = orjson.dumps({"documentId": document, "variables": {"input": {"requestId": str(uuid4()), "purchase": purchase}}})
        head = f"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {payer.token}\r\nContent-Type: application/json\r\n"
        if callers[caller][0].at_eof():
            # The server ends what is idle while the others take their turn.
            callers[caller] = await asyncio.open_connection("127.0.0.1", port)
        reader, writer = callers[caller]
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        told = await reader.readuntil(b"\r\n\r\n")
        (length,) = [int(line.partition(b":")[2]) for line in told.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        answer = await reader.readexactly(length)
        if b'"__typename":"Paid"' not in answer:
            raise RuntimeError(f"not paid: {told!r} {answer!r}")

    return call


def by_verb(database: Database, street: Street, chance: random.Random, merchants: int) -> Call:
    turns = count()

    async def call(_caller: int) -> None:
        payer = street.payers[next(turns) % len(street.payers)]
        purchase = wallet.Purchase(code=street.codes[chance.randrange(merchants)], amount=Amount(chance.randint(1, 99), CNY))
        await database.write(wallet.pay, wallet.PayCommand(request_id=uuid4(), owner_id=payer.id, session_id=payer.session_id, purchase=purchase))

    return call


def transferring(database: Database, street: Street, chance: random.Random) -> Call:
    async def call(_caller: int) -> None:
        sender, target = chance.sample(street.payers, 2)
        amount = Amount(chance.randint(1, 99), CNY)
        proof = customers.PinProof(customers.PinVerdict.ABSENT)
        command = wallet.TransferCommand(request_id=uuid4(), owner_id=sender.id, session_id=sender.session_id, target_id=target.id, amount=amount, pin=proof)
        await database.write(wallet.transfer, command)

    return call


async def take(call: Call, seconds: float) -> dict[str, float]:
    """64 callers, each with one call in flight."""
    took: list[float] = []
    began = time.perf_counter()
    until = began + seconds

    async def run(caller: int) -> None:
        while (sent := time.perf_counter()) < until:
            await call(caller)
            took.append(time.perf_counter() - sent)

    await asyncio.gather(*(run(caller) for caller in range(CALLERS)))
    elapsed = time.perf_counter() - began
    took.sort()
    return {"per_second": len(took) / elapsed, "p50_ms": 1000 * took[len(took) // 2], "p99_ms": 1000 * took[len(took) * 99 // 100]}


def report(medians: dict[str, dict[str, float]]) -> None:
    """A table, and a line of JSON."""
    print(f"| {CALLERS} callers | per second | p50 ms | p99 ms | p99 / p50 |\n| --- | ---: | ---: | ---: | ---: |")
    for name, one in medians.items():
        print(f"| {name} | {one['per_second']:,.0f} | {one['p50_ms']:.2f} | {one['p99_ms']:.2f} | {one['p99_ms'] / one['p50_ms']:.2f} |")
    ratios = {f"p99_to_p50: {name}": round(one["p99_ms"] / one["p50_ms"], 2) for name, one in medians.items()}
    ratios["pay_vs_transfer"] = round(medians["pay one merchant, verb"]["per_second"] / medians["transfer, verb"]["per_second"], 2)
    figures = {f"{name}: {figure}": round(value, 2) for name, one in medians.items() for figure, value in one.items()}
    figures["load_average"] = os.getloadavg()[0]
    print(orjson.dumps({"bench": "pay", "ratios": ratios, "figures": figures}).decode())


if __name__ == "__main__":
    main()

"""The ledger through the whole gateway: HTTP, a token, a trusted document, the wallet's own rules; load from wrk, which is not Python."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import orjson

from bench.wallet.pay import KEY, served
from bench.wallet.street import Street, furnish
from domains import wallet
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from gateway.trusted import read_live_manifests

CUSTOMERS = 2048
"""Signed in, each with a wallet. Their tokens live ten minutes: so long may the slices take."""

CONNECTIONS = (64, 256)

RECEIPTS = {
    "Transfer": "mutation Send($input: TransferInput!) { transfer(input: $input) { __typename ... on Transferred { movementId balanceAfter { amount currency } "
    "bookedAt } ... on Problem { message } } }",
    "Pay": "mutation PayByCode($input: PayInput!) { pay(input: $input) { __typename ... on Paid { paymentId amount { amount currency } "
    "balanceAfter { amount currency } paidAt } ... on Problem { message } } }",
}
"""What the verb itself answers, and no further reading: as pgbench's transaction answers with a balance."""

COUNT_MOVEMENTS = "SELECT count(*) FROM ledger_movement WHERE kind IN ('transfer', 'payment')"

Slice = Callable[[], Awaitable[dict[str, float]]]


def find_wrk() -> str:
    """The load program. Raises FileNotFoundError with the package that has it."""
    found = shutil.which("wrk")
    if found is None:
        raise FileNotFoundError("wrk is not installed; Debian's package is wrk")
    return found


@dataclass(frozen=True, slots=True)
class Through:
    """The gateway in a process of its own, and who may use it."""

    port: int
    street: Street
    folder: Path
    dsn: str

    def slice(self, *, hot: bool, connections: int, seconds: float, app: bool = False) -> Slice:
        """Transfers between any two customers, or payments to the one merchant. Only what is in the books afterwards counts.

        With `app` the app's own trusted document is asked for, which reads the movement and its counterparty after the commit; else the receipt alone."""
        script = self._script("Pay" if hot else "Transfer", app=app)

        async def take() -> dict[str, float]:
            before = await self._count()
            requests, elapsed, p50, p99 = await _wrk(self.port, script, connections, seconds)
            posted = await self._count() - before
            if posted < requests:
                raise RuntimeError(f"{requests} requests were answered, and {posted} movements posted")
            return {"per_second": requests / elapsed, "p50_ms": p50, "p99_ms": p99, "count": requests}

        return take

    def _script(self, name: str, *, app: bool) -> Path:
        (document,) = [one.id for manifest in read_live_manifests()[:1] for one in manifest.documents.values() if one.name == name]
        asked = {"documentId": document} if app else {"query": RECEIPTS[name]}
        told = {
            "tokens": _list([one.token for one in self.street.payers]),
            "customers": _list([str(one.id) for one in self.street.payers]),
            "asked": _text(orjson.dumps(asked)[1:-1].decode()),
            "code": _text(self.street.codes[0]) if name == "Pay" else "nil",
        }
        script = self.folder / f"{name.lower()}{'-app' if app else ''}.lua"
        lines = [f"{variable} = {value}" for variable, value in told.items()]
        script.write_text("\n".join([*lines, Path(__file__).with_name("wrk.lua").read_text()]))
        return script

    async def _count(self) -> int:
        connection = await asyncpg.connect(self.dsn)
        try:
            return int(await connection.fetchval(COUNT_MOVEMENTS))
        finally:
            await connection.close()


@asynccontextmanager
async def gateway_beside(dsn: str, folder: Path, customers_count: int = CUSTOMERS) -> AsyncIterator[Through]:
    """Sign customers in, open a merchant, and run the production application until the block ends."""
    ports = {Keyring: Keyring({"bench": KEY}, "bench"), wallet.FundingSources: wallet.FundingSources([wallet.WalletSource()])}
    database = await Database.open(dsn, Clock(), ports=ports)  # type: ignore[arg-type]
    try:
        street = await furnish(database, customers_count=customers_count, merchants_count=1)
    finally:
        await database.close()
    async with served(dsn, folder) as port:
        yield Through(port, street, folder, dsn)


async def _wrk(port: int, script: Path, connections: int, seconds: float) -> tuple[int, float, float, float]:
    """Requests that were answered well, seconds, and latency in ms (median, 99th of a hundred)."""
    command = ("-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "20s", "-s", str(script), f"http://127.0.0.1:{port}/graphql")
    process = await asyncio.create_subprocess_exec(find_wrk(), *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
    told = (await process.communicate())[0].decode()
    found = re.search(r"RESULT\t(\S+)\t(\S+)\t(\S+)\t(\S+)\t(\S+)", told)
    if found is None or float(found[3]):
        raise RuntimeError(f"the load did not go well: {told}")
    requests, microseconds, _, p50, p99 = (float(one) for one in found.groups())
    return int(requests), microseconds / 1e6, p50 / 1e3, p99 / 1e3


def _list(texts: list[str]) -> str:
    return "{" + ", ".join(map(_text, texts)) + "}"


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

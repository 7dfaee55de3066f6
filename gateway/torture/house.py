"""A house of its own to be struck: embedded PostgreSQL, a proxy before it, server and worker as child processes, in a folder that goes away."""

import asyncio
import os
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx
from pydantic import SecretStr

import migrations
from domains import customers, ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.money import Amount
from gateway.cli.children import Child, start_child
from gateway.cli.databases import database_folder, with_addresses
from gateway.cli.failures import CommandFailed
from gateway.cli.up import free_port
from gateway.embedded import Instance, start
from gateway.embedded.instance import HOST
from gateway.settings import Environment, Settings
from gateway.torture.clients import Person
from gateway.torture.history import Entry
from gateway.torture.proxy import Proxy
from gateway.torture.queries import ENTRIES, RELOAD
from gateway.wiring import House, opened_house

READY_SECONDS = 60.0
EQUAL_SECONDS = 30.0
"""How long the sealer may need, after a strike, to have sealed everything."""
SMALL_DISK_BYTES = 400 * 2**20
SMALL_WAL = "96MB"


@dataclass
class TorturedHouse:
    """Running processes, and what is needed to strike them and to look at the books past them."""

    settings: Settings
    """Straight to the database; the server goes through the proxy."""
    database: Instance
    server: Child
    worker: Child
    proxy: Proxy
    has_small_disk: bool

    @property
    def database_folder(self) -> Path:
        return database_folder(self.settings)

    def kill_database(self) -> None:
        """As a crash of PostgreSQL's first process; the others notice and end."""
        os.kill(int((self.database_folder / "cluster" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    async def mend(self) -> list[str]:
        """Start again whatever is not running, wait until the server says that it is ready, and name what had ended."""
        ended: list[str] = []
        await self.wait_until_ready(ended)
        return ended

    async def wait_until_ready(self, ended: list[str] | None = None) -> None:
        """Raises CommandFailed when it does not become ready. With `ended`, what has ended, or ends yet (a full disk takes its time to), is started again."""
        until = asyncio.get_running_loop().time() + READY_SECONDS
        async with httpx.AsyncClient(base_url=self.settings.origin, trust_env=False, timeout=5) as client:
            while asyncio.get_running_loop().time() < until:
                if ended is not None:
                    ended += await self._start_ended()
                elif self.server.has_ended:
                    break
                if await _is_ready(client):
                    return
                await asyncio.sleep(0.05)
        raise CommandFailed(f"The server did not become ready. Its last words:\n{self.server.last_words()}")

    async def _start_ended(self) -> list[str]:
        ended: list[str] = []
        if self.database.has_ended:
            ended.append("database")
            await asyncio.to_thread(self.database.start_again)
        for child in (self.worker, self.server):
            if child.has_ended:
                ended.append(child.name)
                child.start_again()
        return ended

    async def make_people(self, names: list[str], opened: Amount) -> dict[str, Person]:
        """Customers with that much in their wallets."""
        people: dict[str, Person] = {}
        async with self._opened() as house:
            for name in names:
                phone = f"+86139{uuid4().int % 10**8:08d}"
                made = await customers.make_development_customer(house.database, phone)
                command = wallet.OpenWalletCommand(request_id=uuid4(), owner_id=made.customer_id, asset=CNY.code)
                account = await house.database.write(wallet.open_wallet, command)
                fill = wallet.FillForDevelopmentCommand(request_id=None, owner_id=HOUSE_ID, customer_id=made.customer_id, least=opened)
                await house.database.write(wallet.fill_for_development, fill)
                people[name] = Person(phone, made.customer_id, account.account_id, made.tokens.access_token)
        return people

    async def sign_in(self, person: Person) -> None:
        async with self._opened() as house:
            person.token = (await customers.make_development_customer(house.database, person.phone)).tokens.access_token

    async def books(self, people: dict[str, Person]) -> dict[str, list[Entry]]:
        """The people's entries, in the order of their sequence, read past the house."""
        connection = await asyncpg.connect(self.settings.owner_dsn)
        try:
            rows = await connection.fetch(ENTRIES, [one.account_id for one in people.values()])
        finally:
            await connection.close()
        books: dict[UUID, list[Entry]] = {one.account_id: [] for one in people.values()}
        for row in rows:
            signed = row["amount_minor"] if row["side"] == "credit" else -row["amount_minor"]
            books[row["account_id"]].append(Entry(row["journal_id"], signed, row["balance_after_minor"]))
        return {name: books[one.account_id] for name, one in people.items()}

    async def verify(self) -> list[str]:
        """What `scenebank ledger verify` finds, once the sealer has had its time; nothing when the books are equal."""
        until = asyncio.get_running_loop().time() + EQUAL_SECONDS
        async with self._opened() as house:
            while True:
                report = await ledger.verify(house.database)
                if report.is_equal:
                    return []
                if asyncio.get_running_loop().time() > until:
                    return report.lines()
                await asyncio.sleep(0.5)

    def masked_errors(self) -> list[str]:
        """What the server's log says of the answers that it masked as INTERNAL."""
        log = (self.settings.data / "server.log").read_text(errors="replace")
        return [line for line in log.splitlines() if "error_id" in line]

    async def as_superuser(self, statement: str) -> None:
        connection = await asyncpg.connect(self.database.dsn())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[House]:
        async with opened_house(self.settings, lambda _: None) as house:
            yield house


@asynccontextmanager
async def tortured_house(*, small_disk: bool) -> AsyncIterator[TorturedHouse]:
    """Start everything. With `small_disk` the database stands on a file system of its own, if one can be mounted here."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(_a_folder())
        settings = Settings(
            data=folder, environment=Environment.DEVELOPMENT, host=HOST, port=free_port(HOST), sandbox_url=None, write_connections=4, read_connections=4
        )
        has_small_disk = small_disk and stack.enter_context(_small_disk(database_folder(settings)))
        database = stack.enter_context(start(database_folder(settings)))
        settings = with_addresses(settings, database.addresses)
        await asyncio.to_thread(migrations.upgrade, settings.owner_dsn)
        proxy = await stack.enter_async_context(Proxy(HOST, database.port).listening())
        through = database.app_dsn.replace(f":{database.port}/", f":{proxy.port}/")
        behind = settings.model_copy(update={"database_url": SecretStr(through)})
        worker = stack.enter_context(start_child("worker", settings, folder / "worker.log"))
        server = stack.enter_context(start_child("server", behind, folder / "server.log"))
        house = TorturedHouse(settings, database, server, worker, proxy, has_small_disk)
        if has_small_disk:
            await house.as_superuser(f"ALTER SYSTEM SET max_wal_size = '{SMALL_WAL}'")
            await house.as_superuser(RELOAD)
        await house.wait_until_ready()
        # Children stop before the stack goes on, off the loop: the server drains through the proxy, which runs here.
        stack.push_async_callback(_stop, server, worker)
        yield house


async def _stop(*children: Child) -> None:
    await asyncio.gather(*(asyncio.to_thread(child.stop) for child in children))


async def _is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def _a_folder() -> Iterator[Path]:
    """A folder that the database's account may enter."""
    with tempfile.TemporaryDirectory(prefix="scenebank-torture-") as folder:
        Path(folder).chmod(0o755)
        (data := Path(folder) / "data").mkdir()
        yield data


@contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    """A small tmpfs on the folder; false where none may be mounted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_BYTES},mode=0755", "scenebank-torture", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603
    except FileNotFoundError:
        mounted = False
    if not mounted:
        folder.rmdir()
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)  # noqa: S603, S607

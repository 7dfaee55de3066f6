"""What a run needs: a PostgreSQL with the world in it, customers who are signed in, and the servers as processes."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import asyncpg
import orjson

import migrations
from bench.gateway import data, statements
from bench.gateway.server import document
from domains.customers.service.development import make_development_customer
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from gateway.embedded import Instance, find_binaries, start
from gateway.seed import seed as plant
from gateway.seed.people import person_of
from gateway.trusted import read_live_manifests

NODE = Path(__file__).parent / "node"
SERVER_CORE, LOAD_CORE = "0", "1"
STORES = ("memory", "postgres")
SERVERS = ("scenebank", "floor", "mercurius", "yoga", "apollo", "strawberry")
HOME_SERVERS = ("house", "house_uncompiled", "home_floor")
"""Of the second table: the production gateway, the same on graphql-core, and no GraphQL."""
OURS = ("scenebank", "house", "house_uncompiled")
SEEDED_CUSTOMERS = 1000


@dataclass
class World:
    """Where the database is, where the files are, and the customers' tokens."""

    folder: Path
    instance: Instance
    keys: str
    viewers: list[str] = field(default_factory=list)
    seeded: list[str] = field(default_factory=list)
    """Customers of the seed, once `seed` was called: those of the app's real home screen."""
    tokens: dict[str, str] = field(default_factory=dict)
    issued_at: float = 0.0
    is_seeded: bool = False

    def sign_in(self) -> None:
        """Fresh tokens for all customers; they live ten minutes."""
        asyncio.run(self._sign_in())
        self.issued_at = time.monotonic()

    async def _sign_in(self) -> None:
        name, _, key = self.keys.partition(":")
        database = await Database.open(self.instance.app_dsn, Clock(), ports={Keyring: Keyring({name: b64decode(key)}, name)})
        try:
            made = [await make_development_customer(database, f"138{number:08}") for number in range(data.VIEWERS_COUNT)]
            # Every third of the seed's, past the two of the demo: neighbours know each other, and so have their rows in common.
            known = [person_of(1, 2 + 3 * number).phone for number in range(data.VIEWERS_COUNT)] if self.is_seeded else []
            seeded = [await make_development_customer(database, phone) for phone in known]
        finally:
            await database.close()
        self.viewers = [str(one.customer_id) for one in made]
        self.seeded = [str(one.customer_id) for one in seeded]
        self.tokens = {str(one.customer_id): one.tokens.access_token for one in (*made, *seeded)}

    def seed(self) -> None:
        """Customers with months of movements beside the benchmark's own, some of them signed in."""
        asyncio.run(self._seed())
        self.is_seeded = True
        self.sign_in()

    async def _seed(self) -> None:
        name, _, key = self.keys.partition(":")
        database = await Database.open(self.instance.app_dsn, Clock(), ports={Keyring: Keyring({name: b64decode(key)}, name)})
        try:
            await plant(database, customers=SEEDED_CUSTOMERS)
        finally:
            await database.close()
        connection = await asyncpg.connect(self.instance.owner_dsn)
        try:
            await connection.execute("ANALYZE")
        finally:
            await connection.close()

    async def fill(self) -> None:
        """The benchmark's tables, in a schema of their own."""
        rows = data.build_data(self.viewers)
        (self.folder / "world.json").write_bytes(orjson.dumps(rows))
        texts = {name: getattr(statements, name) for name in ("HOME", "ACCOUNTS", "MOVEMENTS", "COUNTERPARTIES", "OFFERS")}
        (self.folder / "statements.json").write_bytes(orjson.dumps(texts))
        connection = await asyncpg.connect(self.instance.owner_dsn)
        try:
            await connection.execute(data.TABLES)
            for table in ("customer", "account", "movement", "offer"):
                columns = list(rows[table][0])
                await connection.copy_records_to_table(table, schema_name="bench", columns=columns, records=[tuple(row.values()) for row in rows[table]])
            await connection.execute("GRANT USAGE ON SCHEMA bench TO scenebank_app; GRANT SELECT ON ALL TABLES IN SCHEMA bench TO scenebank_app")
            await connection.execute("ANALYZE bench.customer, bench.account, bench.movement, bench.offer")
        finally:
            await connection.close()

    def environment(self, store: str) -> dict[str, str]:
        return os.environ | {
            "STORE": store,
            "WORLD": str(self.folder / "world.json"),
            "STATEMENTS": str(self.folder / "statements.json"),
            "DATABASE_URL": self.instance.app_dsn,
            "SCENEBANK_KEYS": self.keys,
            "SCENEBANK_ENVIRONMENT": "production",
            "SCENEBANK_ALLOWED_HOSTS": "127.0.0.1",
            "SCENEBANK_LOG_LEVEL": "warning",
            "NODE_ENV": "production",
        }


@dataclass
class Server:
    """A server that runs, and what is sent to it."""

    name: str
    store: str
    port: int
    process: subprocess.Popen[bytes]

    def request(self, operation: str, world: World, viewer: str) -> tuple[dict[str, str], bytes]:
        """Headers and body. Ours is given a real token and, as in production, an id; Mercurius its own kind of persisted query."""
        if self.name in HOME_SERVERS:
            token = world.tokens[viewer] if self.name in OURS else viewer
            return {"content-type": "application/json", "authorization": f"Bearer {token}"}, orjson.dumps({"documentId": home_id(), "variables": {}})
        variables = {"first": data.FIRST} if operation == "home" else {}
        id_, text = document(operation, ours=self.name == "scenebank")
        body: dict[str, Any] = {"query": text, "variables": variables}
        if self.name == "scenebank":
            body = {"documentId": id_, "variables": variables}
        elif self.name == "mercurius":
            body = {"query": id_, "persisted": True, "variables": variables}
        credentials = world.tokens[viewer] if self.name == "scenebank" else viewer
        return {"content-type": "application/json", "authorization": f"Bearer {credentials}"}, orjson.dumps(body)

    def viewers(self, world: World) -> list[str]:
        """Who asks it."""
        return world.seeded if self.name in HOME_SERVERS else world.viewers

    def ask(self, operation: str, world: World, viewer: str) -> Any:
        """The answer's data. Raises RuntimeError for any other answer."""
        return self.time(operation, world, viewer)[1]

    def time(self, operation: str, world: World, viewer: str) -> tuple[float, Any]:
        """Seconds until the answer has arrived, and its data. Raises as `ask` does."""
        headers, body = self.request(operation, world, viewer)
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.connect()
            began = time.perf_counter()
            connection.request("POST", "/graphql", body, headers)
            response = connection.getresponse()
            text = response.read()
            seconds = time.perf_counter() - began
        answer = orjson.loads(text)
        if response.status != 200 or "errors" in answer:
            raise RuntimeError(f"{self.name} on {self.store} answered {response.status}: {text[:300]!r}")
        return seconds, answer["data"]

    def cpu_seconds(self) -> float:
        """What the server and its children have used."""
        return sum(_cpu_seconds(pid) for pid in _family(self.process.pid))


def home_id() -> str:
    """The id of the app's `Home` in the current manifest."""
    return next(one.id for one in read_live_manifests()[0].documents.values() if one.name == "Home")


@contextmanager
def prepared_world() -> Iterator[World]:
    """A database in memory-backed storage if there is any, migrated and filled."""
    shared = Path("/dev/shm")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else None, prefix="scenebank-bench-")))
        folder.chmod(0o755)
        instance = stack.enter_context(start(folder / "data", binaries=find_binaries(), fast_unsafe=True))
        migrations.upgrade(instance.owner_dsn)
        world = World(folder, instance, f"bench:{b64encode(secrets.token_bytes(32)).decode()}")
        world.sign_in()
        asyncio.run(world.fill())
        pin(instance_pid(instance), LOAD_CORE)
        yield world


@contextmanager
def running(name: str, store: str, world: World, port: int) -> Iterator[Server]:
    """A server on its own core, answering."""
    python = [sys.executable, "-m", "bench.gateway.server", name, str(port)]
    node = ["node", str(NODE / "server.mjs"), name, store, str(port)]
    command = pinned(python if name in (*OURS, "strawberry", "floor", "home_floor") else node, SERVER_CORE)
    process = subprocess.Popen(command, env=world.environment(store), start_new_session=True)
    try:
        server = Server(name, store, port, process)
        _wait_for(server, world)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def pinned(command: list[str], core: str) -> list[str]:
    """The command on one core, where the machine has two and a way to say so."""
    return ["taskset", "-c", core, *command] if shutil.which("taskset") and (os.cpu_count() or 1) > 1 else command


def pin(pid: int, core: str) -> None:
    """Move a process and what it forks later to a core."""
    if (os.cpu_count() or 1) > 1:
        for one in _family(pid):
            os.sched_setaffinity(one, {int(core)})


def instance_pid(instance: Instance) -> int:
    """The database server's main process."""
    return int(next(instance.data_folder.rglob("postmaster.pid")).read_text().splitlines()[0])


def _wait_for(server: Server, world: World) -> None:
    last: Exception | None = None
    for _ in range(200):
        if server.process.poll() is not None:
            raise RuntimeError(f"{server.name} did not start")
        try:
            server.ask("home", world, server.viewers(world)[0])
        except (HTTPException, OSError, RuntimeError, ValueError) as error:
            last = error
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{server.name} does not answer: {last}")


def _family(pid: int) -> list[int]:
    family, parents = [pid], {pid}
    for stat in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda path: int(path.parent.name)):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        if parent in parents:
            parents.add(int(stat.parent.name))
            family.append(int(stat.parent.name))
    return family


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

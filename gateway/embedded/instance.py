"""Starts an embedded PostgreSQL in a folder, and stands for it while it runs."""

import os
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from gateway.embedded.account import server_account
from gateway.embedded.binaries import Binaries, find_binaries, reachable_binaries
from gateway.embedded.configuration import HOST_BASED_AUTHENTICATION, server_configuration
from gateway.embedded.data_folder import APP, OWNER, SUPERUSER, DataFolder
from gateway.embedded.errors import PortInUse, StartFailed
from gateway.embedded.process import BoundProcess
from gateway.embedded.roles import DATABASE, make_database, make_roles_and_database
from gateway.state_folder import state_folder

HOST = "127.0.0.1"
READY_SECONDS = 600.0
TELL_EVERY_SECONDS = 5.0
LOOK_EVERY_SECONDS = 0.005
LAST_WORDS_BYTES = 2000
DYING_SERVER_SECONDS = 10.0
FREE_PORT_ATTEMPTS = 5


@dataclass(frozen=True)
class Addresses:
    """How to reach a running embedded server. Holds passwords: shown without them."""

    port: int
    passwords: Mapping[str, str] = field(repr=False)

    def dsn(self, user: str = SUPERUSER, database: str = DATABASE) -> str:
        """`postgresql://user:password@127.0.0.1:port/database` for one of the roles postgres, scenebank_owner and scenebank_app."""
        return f"postgresql://{user}:{self.passwords[user]}@{HOST}:{self.port}/{database}"

    @property
    def owner_dsn(self) -> str:
        """For migrations: the role that owns the schema."""
        return self.dsn(OWNER)

    @property
    def app_dsn(self) -> str:
        """For the server and the worker: the role that may not change the schema."""
        return self.dsn(APP)


class Instance:
    """A server that we started and that ends with us. A context manager: leaving it stops the server."""

    def __init__(self, folder: Path, version: str, addresses: Addresses, server: BoundProcess) -> None:
        self.data_folder = folder
        self.version = version
        self.addresses = addresses
        self.port = addresses.port
        self._server = server

    def dsn(self, user: str = SUPERUSER, database: str = DATABASE) -> str:
        """As Addresses.dsn."""
        return self.addresses.dsn(user, database)

    @property
    def owner_dsn(self) -> str:
        """As Addresses.owner_dsn."""
        return self.addresses.owner_dsn

    @property
    def app_dsn(self) -> str:
        """As Addresses.app_dsn."""
        return self.addresses.app_dsn

    def create_database(self, name: str) -> None:
        """Makes a further database, owned and entered as the first one is, unless it is there."""
        with psycopg.connect(self.dsn(database="postgres"), autocommit=True) as connection:
            make_database(connection, name)

    @property
    def has_ended(self) -> bool:
        """Whether the server has ended, by itself or because it was stopped."""
        return self._server.wait(0) is not None

    def start_again(self) -> None:
        """Starts a server that ended once more, on the same port. Raises as `start`."""
        self._server = start(self.data_folder, port=self.port)._server

    def stop(self) -> None:
        """Stops the server cleanly and returns when it has ended. Does nothing the second time."""
        self._server.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def start(
    data_folder: Path,
    *,
    binaries: Binaries | None = None,
    port: int = 0,
    fast_unsafe: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Instance:
    """Starts PostgreSQL in the folder, making the cluster, the roles and the database `scenebank` at the first start.

    Listens on 127.0.0.1 alone, on `port` or on a free one (0). Ends with this process, however that ends. `fast_unsafe` gives up
    durability, for tests alone. `progress` is told each step in a few words.

    Raises EmbeddedPostgresUnavailable (no binaries), DataFolderBusy (a live server holds the folder), DataFolderUnusable (damaged, of another
    major version, of another user, out of reach), PortInUse, StartFailed.
    """
    report = progress or (lambda _text: None)
    account = server_account()
    found = reachable_binaries(binaries or find_binaries(), account, state_folder(), report)
    folder = DataFolder(data_folder, account)
    folder.prepare()
    with folder.starting():
        folder.check_not_busy()
        has_cluster = folder.check_cluster(found)
        passwords = folder.passwords()
        if not has_cluster:
            report(f"making a new database in {folder.path}")
            _make_cluster(folder, found, passwords[SUPERUSER], is_durable=not fast_unsafe)
        server, taken_port = _run_server(folder, found, port, fast_unsafe, report)
        addresses = Addresses(taken_port, passwords)
        try:
            make_roles_and_database(addresses.dsn(database="postgres"), passwords)
        except psycopg.Error as problem:
            server.stop()
            raise StartFailed(f"PostgreSQL started in {folder.path}, but its roles could not be made: {problem}") from problem
        except BaseException:
            server.stop()
            raise
    report(f"PostgreSQL {found.version} is ready on {HOST}:{taken_port}")
    return Instance(folder.path, found.version, addresses, server)


def find_running(data_folder: Path) -> Addresses | None:
    """The addresses of the server that another process runs in the folder, or None when none is ready there.

    Needs the rights of the user who started it. Raises DataFolderUnusable when the passwords are lost.
    """
    folder = DataFolder(data_folder, server_account())
    server = folder.live_server()
    if server is None or server.status != "ready" or server.port is None:
        return None
    return Addresses(server.port, folder.kept_passwords())


def _make_cluster(folder: DataFolder, binaries: Binaries, password: str, *, is_durable: bool) -> None:
    unfinished = folder.new_cluster_folder()
    password_file = folder.path / "initdb.password"
    folder.write(password_file, password + "\n", 0o640 if folder.account.is_dropped else 0o600)
    command = [binaries.program("initdb"), "--pgdata", str(unfinished), "--username", SUPERUSER, "--pwfile", str(password_file)]
    command += ["--auth", "scram-sha-256", "--encoding", "UTF8", "--data-checksums", "--lc-collate=C", "--lc-ctype=C.UTF-8"]
    if binaries.major >= 17:
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if not is_durable:
        command.append("--no-sync")
    try:
        with folder.start_log.open("wb") as output:
            initdb = BoundProcess(command, folder.account, output.fileno())
        if (status := initdb.wait(READY_SECONDS)) is None:
            initdb.stop()
    finally:
        password_file.unlink()
    if status != 0:
        raise StartFailed(f"A new database could not be made in {folder.path} (initdb ended with {status}):\n{_last_words(folder)}")
    unfinished.rename(folder.cluster)


def _run_server(folder: DataFolder, binaries: Binaries, port: int, fast_unsafe: bool, report: Callable[[str], None]) -> tuple[BoundProcess, int]:
    folder.write(folder.authentication, HOST_BASED_AUTHENTICATION, 0o640 if folder.account.is_dropped else 0o600)
    asked = time.monotonic()
    attempts = 0
    while True:
        taken_port = _free_port(port)
        report(f"starting PostgreSQL {binaries.version} on {HOST}:{taken_port}")
        folder.write(
            folder.configuration,
            server_configuration(
                port=taken_port, authentication_file=folder.authentication, socket_folder=folder.run, log_folder=folder.log, fast_unsafe=fast_unsafe
            ),
            0o640 if folder.account.is_dropped else 0o600,
        )
        folder.forget_recycled_pid()
        command = [binaries.program("postgres"), "-D", str(folder.cluster), "-c", f"config_file={folder.configuration}"]
        with folder.start_log.open("wb") as output:
            server = BoundProcess(command, folder.account, output.fileno())
        if _becomes_ready(folder, server, report):
            return server, taken_port
        words = _last_words(folder)
        attempts += 1
        is_port_lost = port == 0 and attempts < FREE_PORT_ATTEMPTS and not _is_free(taken_port)
        is_predecessor_dying = "pre-existing shared memory block" in words and time.monotonic() - asked < DYING_SERVER_SECONDS
        if not is_port_lost and not is_predecessor_dying:
            raise StartFailed(f"PostgreSQL {binaries.version} did not start in {folder.path}. Its last words:\n{words}\nMore in {folder.log}.")
        time.sleep(LOOK_EVERY_SECONDS * 10)


def _becomes_ready(folder: DataFolder, server: BoundProcess, report: Callable[[str], None]) -> bool:
    """Waits until the server takes connections; false when it ended instead. After a crash it may replay its log for minutes."""
    began = told = time.monotonic()
    while server.wait(LOOK_EVERY_SECONDS) is None:
        live = folder.live_server()
        if live is not None and live.status == "ready":
            return True
        now = time.monotonic()
        if now - began > READY_SECONDS:
            server.stop()
            raise StartFailed(f"PostgreSQL did not become ready in {folder.path} within {READY_SECONDS:.0f} s.\n{_last_words(folder)}")
        if now - told > TELL_EVERY_SECONDS:
            told = now
            report(f"PostgreSQL is recovering from an unclean end, {now - began:.0f} s so far")
    return False


def _free_port(wanted: int) -> int:
    if wanted:
        if not _is_free(wanted):
            raise PortInUse(f"Port {wanted} on {HOST} is taken by another program. Give another one, or 0 for any free port.")
        return wanted
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _last_words(folder: DataFolder) -> str:
    """The end of what the server said: of the start, and of today's log where the start points to it."""
    words = folder.start_log.read_bytes()[-LAST_WORDS_BYTES:].decode(errors="replace")
    logs = sorted(folder.log.glob("*.log"), key=os.path.getmtime)
    if logs:
        words += logs[-1].read_bytes()[-LAST_WORDS_BYTES:].decode(errors="replace")
    return words.strip()

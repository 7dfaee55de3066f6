"""The folder of one embedded PostgreSQL: its layout, its passwords, and who may start on it."""

import fcntl
import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gateway.embedded.account import Account, account_name
from gateway.embedded.binaries import BINARIES_VARIABLE, SYSTEM_FOLDER, Binaries
from gateway.embedded.errors import DataFolderBusy, DataFolderUnusable

SUPERUSER, OWNER, APP = "postgres", "scenebank_owner", "scenebank_app"
ROLES = (SUPERUSER, OWNER, APP)

OTHER_START_SECONDS = 60.0
SHUTDOWN_SECONDS = 60.0
ORPHAN_NOTICE_SECONDS = 0.5
LOOK_EVERY_SECONDS = 0.02


@dataclass(frozen=True)
class LiveServer:
    """What a running server says of itself in postmaster.pid; its status is starting, ready, stopping or standby."""

    pid: int
    port: int | None
    status: str


class DataFolder:
    """The folder and what is in it. As root the folder stays ours and only the server's own parts belong to the server's account."""

    def __init__(self, path: Path, account: Account) -> None:
        self.path = path.expanduser().resolve()
        self.account = account
        self.cluster = self.path / "cluster"
        self.log = self.path / "log"
        self.run = self.path / "run"
        self.start_log = self.path / "start.log"
        self.configuration = self.path / "postgresql.conf"
        self.authentication = self.path / "pg_hba.conf"
        self._passwords = self.path / "passwords.json"
        self._lock = self.path / "start.lock"

    def prepare(self) -> None:
        """Makes the folder. Raises DataFolderUnusable when it is not Scenebank's, belongs to another user, or is out of the server's reach."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o755)
            self._check_ours()
            closed = self.account.first_closed_parent(self.path)
            if closed is not None:
                raise DataFolderUnusable(
                    f"As root the database runs as {self.account.name!r}, which may not enter {closed}, a parent of {self.path}. "
                    f"Choose a folder elsewhere (such as /var/lib/scenebank), start as a normal user, or run: chmod o+x {closed}"
                )
            self.account.let_read(self.path, 0o710 if self.account.is_dropped else 0o700)
        except (PermissionError, NotADirectoryError, FileExistsError) as problem:
            raise DataFolderUnusable(f"The data folder {self.path} cannot be used: {problem.strerror}: {problem.filename}") from problem

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Holds the folder while a server is started in it, so that two starts never make one cluster twice."""
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._take_lock(descriptor)
            for part in (self.log, self.run):
                if not part.exists():
                    part.mkdir()
                    self.account.own(part, 0o700)
            yield
        finally:
            os.close(descriptor)

    def check_not_busy(self) -> None:
        """Raises DataFolderBusy when a live server holds the folder; waits for one whose Scenebank has died and that is shutting down."""
        asked = time.monotonic()
        while (server := self.live_server()) is not None:
            patience = SHUTDOWN_SECONDS if server.status == "stopping" else ORPHAN_NOTICE_SECONDS
            if time.monotonic() - asked > patience:
                raise DataFolderBusy(
                    f"The data folder {self.path} is in use by another Scenebank: its PostgreSQL is process {server.pid}. "
                    "Stop that one first, or give this one another folder with --data.",
                    server.pid,
                )
            time.sleep(LOOK_EVERY_SECONDS)

    def check_cluster(self, binaries: Binaries) -> bool:
        """Whether there is a cluster already. Raises DataFolderUnusable when these binaries and this account cannot open it."""
        if not self.cluster.exists():
            return False
        owner = self.cluster.stat().st_uid
        if owner != self.account.uid:
            raise DataFolderUnusable(
                f"The database in {self.cluster} belongs to {account_name(owner)!r} and would be opened as {self.account.name!r}. "
                "Start Scenebank as the user that made it, or give another folder with --data."
            )
        try:
            major = int((self.cluster / "PG_VERSION").read_text().strip())
        except (FileNotFoundError, ValueError) as problem:
            raise DataFolderUnusable(f"{self.cluster} is damaged: its PG_VERSION cannot be read. Restore it from a backup.") from problem
        if major != binaries.major:
            raise DataFolderUnusable(self._other_version(major, binaries))
        return True

    def passwords(self) -> dict[str, str]:
        """Every role's password by role, made at the first start and kept for us alone. Raises DataFolderUnusable when they are lost."""
        if self._passwords.exists():
            return self.kept_passwords()
        if self.cluster.exists():
            raise DataFolderUnusable(f"{self._passwords} is missing, and without it nobody can sign in to the database. Restore it from a backup.")
        made = {role: secrets.token_urlsafe(24) for role in ROLES}
        self.write(self._passwords, json.dumps(made, indent=2) + "\n", 0o600)
        return made

    def kept_passwords(self) -> dict[str, str]:
        """The passwords as kept. Raises DataFolderUnusable when the file is damaged."""
        try:
            kept = json.loads(self._passwords.read_text())
            return {role: str(kept[role]) for role in ROLES}
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise DataFolderUnusable(f"{self._passwords} cannot be read ({problem}). Restore it from a backup.") from problem

    def write(self, path: Path, text: str, mode: int) -> None:
        """Writes a file of ours durably and whole; with a group bit in the mode the server may read it."""
        unfinished = path.with_name(f"{path.name}.new")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        self.account.let_read(unfinished, mode)
        unfinished.rename(path)

    def new_cluster_folder(self) -> Path:
        """An empty folder for initdb; renamed to `cluster` when it is whole, so that an interrupted first start leaves nothing half-made."""
        folder = self.path / "cluster.new"
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        self.account.own(folder, 0o700)
        return folder

    def live_server(self) -> LiveServer | None:
        """The server that holds the cluster now, or None. A number in postmaster.pid that now belongs to another program is not a server."""
        lines = self._postmaster_lines()
        pid = _number(lines, 0)
        if pid is None or not (_is_alive(pid) and self._is_serving(pid)):
            return None
        return LiveServer(pid, _number(lines, 3), lines[7].strip() if len(lines) > 7 else "starting")

    def forget_recycled_pid(self) -> None:
        """Removes a dead server's postmaster.pid whose number belongs to another program by now, the rule in restarted containers.

        PostgreSQL would take that program for a server. A number of nobody's is left to PostgreSQL, which also looks for surviving backends.
        """
        pid = _number(self._postmaster_lines(), 0)
        if pid is not None and _is_alive(pid) and not self._is_serving(pid):
            (self.cluster / "postmaster.pid").unlink()

    def _check_ours(self) -> None:
        status = self.path.stat()
        if status.st_uid != os.geteuid():
            raise DataFolderUnusable(
                f"The data folder {self.path} belongs to {account_name(status.st_uid)!r}. "
                "Start Scenebank as that user, or give a folder of your own with --data."
            )
        strangers = {entry.name for entry in self.path.iterdir()} - {self._lock.name, self.log.name, self.run.name, f"{self._passwords.name}.new"}
        if strangers and not self._passwords.exists() and not self.cluster.exists():
            raise DataFolderUnusable(f"{self.path} is not empty and holds no Scenebank database (found {min(strangers)!r}). Give a new folder.")

    def _take_lock(self, descriptor: int) -> None:
        asked = time.monotonic()
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() - asked > OTHER_START_SECONDS:
                    raise DataFolderBusy(f"Another Scenebank is starting in {self.path}, for over a minute.", _written_pid(descriptor)) from None
                time.sleep(LOOK_EVERY_SECONDS)
            else:
                os.ftruncate(descriptor, 0)
                os.pwrite(descriptor, str(os.getpid()).encode(), 0)
                return

    def _other_version(self, major: int, binaries: Binaries) -> str:
        matching = SYSTEM_FOLDER / str(major) / "bin"
        remedy = f"{BINARIES_VARIABLE}={matching}" if matching.exists() else f"{BINARIES_VARIABLE} set to the programs of PostgreSQL {major}"
        return (
            f"The database in {self.cluster} was made by PostgreSQL {major}, and {binaries.folder} is PostgreSQL {binaries.version}, which cannot open it. "
            f"Start it with {remedy}. To move it to {binaries.major}: dump it with pg_dump while it runs so, and load the dump into a new folder."
        )

    def _postmaster_lines(self) -> list[str]:
        try:
            return (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _is_serving(self, pid: int) -> bool:
        """On Linux a server's working directory is its cluster; elsewhere any live process of that number is taken for it."""
        if not sys.platform.startswith("linux"):
            return True
        try:
            return Path(f"/proc/{pid}/cwd").samefile(self.cluster)
        except FileNotFoundError:
            return False
        except PermissionError:
            return Path(f"/proc/{pid}").stat().st_uid == self.account.uid


def _number(lines: list[str], index: int) -> int | None:
    return int(lines[index]) if len(lines) > index and lines[index].strip().isdigit() else None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _written_pid(descriptor: int) -> int | None:
    text = os.pread(descriptor, 20, 0)
    return int(text) if text.isdigit() else None

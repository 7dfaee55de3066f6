"""A PostgreSQL program as a child process that cannot outlive us."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from gateway.embedded.account import Account

GUARD = Path(__file__).with_name("guard.py")
# Nothing of libpq's (PGDATA, PGPORT, ...) reaches the server; this one says where some Pythons find their own library.
KEPT_VARIABLES = ("LD_LIBRARY_PATH",)
FAST_STOP_SECONDS = 60.0
IMMEDIATE_STOP_SECONDS = 10.0


class BoundProcess:
    """A running program, tied to our life; ends fast and clean with `stop`."""

    def __init__(self, command: Sequence[str], account: Account, output: int, *, is_watched: bool = not sys.platform.startswith("linux")) -> None:
        """Starts the program under the account, its output going to the file descriptor `output`.

        A session of its own keeps the terminal's Ctrl-C away: Scenebank finishes its requests first and then stops the database.
        """
        uid, gid = (account.uid, account.gid) if account.is_dropped else (-1, -1)
        guarded = [sys.executable, "-I", "-S", str(GUARD), "watch" if is_watched else "signal", str(uid), str(gid), str(os.getpid()), *command]
        environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        environment |= {"PATH": os.pathsep.join((str(Path(command[0]).parent), "/usr/bin", "/bin")), "LC_ALL": "C", "TZ": "UTC"}
        started: Future[subprocess.Popen[bytes]] = Future()

        def keep() -> None:
            try:
                process = subprocess.Popen(  # noqa: S603 - a list, no shell
                    guarded, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd="/", start_new_session=True
                )
            except OSError as problem:
                started.set_exception(problem)
                return
            started.set_result(process)
            process.wait()

        # The kernel's death signal comes when the *thread* that forked ends, so a thread of our own forks and lives as long as the child.
        threading.Thread(target=keep, name="embedded-postgresql", daemon=True).start()
        self._process = started.result()

    @property
    def pid(self) -> int:
        """The child's process id: the program's own, or its watcher's where the kernel has no death signal."""
        return self._process.pid

    def wait(self, seconds: float) -> int | None:
        """The exit status, or None when the program still runs after so many seconds."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def stop(self) -> None:
        """Asks for a fast shutdown (open transactions are rolled back), insists after a minute, and returns when the process has ended."""
        for number, patience in ((signal.SIGINT, FAST_STOP_SECONDS), (signal.SIGQUIT, IMMEDIATE_STOP_SECONDS), (signal.SIGKILL, None)):
            self._process.send_signal(number)
            try:
                self._process.wait(patience)
                return
            except subprocess.TimeoutExpired:
                continue

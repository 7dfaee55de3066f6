"""Runs the command line as a person does, in folders that the database's account may enter."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]


def environment(**more: str) -> dict[str, str]:
    """The environment without what a person may have set, in plain text of a fixed width."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SCENEBANK_") or name == "SCENEBANK_POSTGRES_BIN"}
    kept.pop("DATABASE_URL", None)
    return kept | {"COLUMNS": "200", "NO_COLOR": "1"} | more


def scenebank(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end."""
    command = [sys.executable, "-m", "gateway.cli", *words]
    return subprocess.run(command, cwd=ROOT, env=environment(**more), capture_output=True, text=True, timeout=90, check=False)


@contextmanager
def a_data_folder() -> Iterator[Path]:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None, prefix="scenebank-up-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "data"


class Up:
    """A running `scenebank up`."""

    def __init__(self, process: "subprocess.Popen[str]", output: Path, data: Path) -> None:
        self.process = process
        self.data = data
        self._output = output

    @property
    def output(self) -> str:
        return self._output.read_text()

    def wait_for(self, text: str, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while text not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < until, self.output
            time.sleep(0.05)

    @property
    def origin(self) -> str:
        (line,) = [line for line in self.output.splitlines() if "/graphql" in line]
        return line.split("http://")[1].split("/graphql")[0].join(("http://", ""))

    def children(self) -> dict[str, int]:
        """Process ids of the server, the worker and the sandbox."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().decode().split("\0")
                parent = (folder / "status").read_text().split("PPid:\t")[1].split("\n")[0]
            except (FileNotFoundError, ProcessLookupError, IndexError):
                continue
            if int(parent) == self.process.pid and "gateway.cli" in words:
                found[words[words.index("gateway.cli") + 1]] = int(folder.name)
        return found


@contextmanager
def running_up(data: Path, *options: str, seconds: float = 60, **more: str) -> Iterator[Up]:
    """`scenebank up` until the block ends; ready when it is entered."""
    data.parent.mkdir(exist_ok=True)
    # Not a log: the panel names the demo customers for the person who started it.
    output = data.parent / f"up-{time.monotonic_ns()}.txt"
    with output.open("w") as opened:
        command = [sys.executable, "-m", "gateway.cli", "up", "--port", "0", "--data", str(data), *options]
        process = subprocess.Popen(command, cwd=ROOT, env=environment(**more), stdout=opened, stderr=subprocess.STDOUT, text=True)
    up = Up(process, output, data)
    try:
        up.wait_for("Scenebank is up", seconds)
        yield up
    finally:
        process.terminate()
        process.wait(40)

"""What the tests look at from outside: process ids, processes, sockets."""

import time
from collections.abc import Callable
from pathlib import Path

LISTENING = "0A"


def server_pid(data_folder: Path) -> int:
    return int((data_folder / "cluster" / "postmaster.pid").read_text().splitlines()[0])


def is_running(pid: int) -> bool:
    """Whether the process is there and not merely waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def seconds_until(condition: Callable[[], bool], limit: float) -> float:
    """How long it took; fails when it takes longer than the limit."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < limit, f"not within {limit} s"
        time.sleep(0.01)
    return time.monotonic() - began


def listening_addresses(port: int) -> list[str]:
    """The kernel's own list (hexadecimal, as in /proc/net/tcp) of the addresses on which anybody listens on the port."""
    found = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if not Path(table).exists():
            continue
        for line in Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            address, number = fields[1].rsplit(":", 1)
            if fields[3] == LISTENING and int(number, 16) == port:
                found.append(address)
    return found

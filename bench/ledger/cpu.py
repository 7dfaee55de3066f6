"""Processor time, of the server and of whoever asks it: what a transfer costs, also on a machine that others use."""

import resource
from pathlib import Path

TICKS_PER_SECOND = 100


def server_seconds(postmaster: int) -> float:
    """What the server's processes have used so far, those that ended with it. Zero where there is no /proc."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, _, rest = path.read_text().partition(" ")
        except OSError:
            continue
        fields = rest.rpartition(")")[2].split()
        if int(pid) == postmaster:
            ticks += sum(int(field) for field in fields[11:15])
        elif int(fields[1]) == postmaster:
            ticks += sum(int(field) for field in fields[11:13])
    return ticks / TICKS_PER_SECOND


def asker_seconds() -> float:
    """What this process and the programs that it ran have used."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)

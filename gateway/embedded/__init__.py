"""A PostgreSQL of its own for one machine: found among the installed binaries, started beside Scenebank, stopped with it."""

from gateway.embedded.binaries import Binaries, find_binaries
from gateway.embedded.errors import DataFolderBusy, DataFolderUnusable, EmbeddedPostgresError, EmbeddedPostgresUnavailable, PortInUse, StartFailed
from gateway.embedded.instance import Addresses, Instance, find_running, start

__all__ = [
    "Addresses",
    "Binaries",
    "DataFolderBusy",
    "DataFolderUnusable",
    "EmbeddedPostgresError",
    "EmbeddedPostgresUnavailable",
    "Instance",
    "PortInUse",
    "StartFailed",
    "find_binaries",
    "find_running",
    "start",
]

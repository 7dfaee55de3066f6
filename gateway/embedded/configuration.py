"""The server's configuration files: careful with money, modest in size, silent about customers."""

import sys
from collections.abc import Mapping
from pathlib import Path

SOCKET_PATH_LIMIT = 100

# scram-sha-256 on every line: whoever can open the port or the socket still needs a password.
HOST_BASED_AUTHENTICATION = """\
local all         all       scram-sha-256
host  all         all       127.0.0.1/32 scram-sha-256
local replication postgres  scram-sha-256
host  replication postgres  127.0.0.1/32 scram-sha-256
"""


def server_configuration(*, port: int, authentication_file: Path, socket_folder: Path, log_folder: Path, fast_unsafe: bool) -> str:
    """The text of postgresql.conf. `fast_unsafe` gives up every promise about a crash, for tests alone."""
    settings: dict[str, str] = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        # A socket's path is bounded by the kernel; beyond it TCP on the loopback is the only way in.
        "unix_socket_directories": str(socket_folder) if len(str(socket_folder)) < SOCKET_PATH_LIMIT - len("/.s.PGSQL.65535") else "",
        "unix_socket_permissions": "0700",
        "hba_file": str(authentication_file),
        "password_encryption": "scram-sha-256",
        "cluster_name": "scenebank",
        "timezone": "UTC",
        "max_connections": "200",
        "shared_buffers": "256MB",
        "effective_cache_size": "1GB",
        "work_mem": "8MB",
        "maintenance_work_mem": "64MB",
        "min_wal_size": "128MB",
        "max_wal_size": "1GB",
        "random_page_cost": "1.1",
        "jit": "off",
        **_durability(fast_unsafe),
        **_logging(log_folder),
    }
    return "# Written by Scenebank at every start. Change a setting with ALTER SYSTEM, which is kept.\n" + "\n".join(_lines(settings)) + "\n"


def _durability(fast_unsafe: bool) -> dict[str, str]:
    if fast_unsafe:
        return {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_wal_senders": "0", "wal_level": "minimal"}
    durable = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
    if sys.platform == "darwin":  # there a plain fsync stops at the drive's cache
        durable["wal_sync_method"] = "fsync_writethrough"
    return durable


def _logging(log_folder: Path) -> dict[str, str]:
    """A week of files; terse and without statements, because details and statements quote the rows of customers."""
    return {
        "logging_collector": "on",
        "log_directory": str(log_folder),
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length": "0",
        "log_checkpoints": "off",
        "log_lock_waits": "on",
    }


def _lines(settings: Mapping[str, str]) -> list[str]:
    quoted = {name: value.replace("\\", "\\\\").replace("'", "''") for name, value in settings.items()}
    return [f"{name} = '{value}'" for name, value in quoted.items()]

"""What can go wrong with the embedded PostgreSQL, each in words for the person who typed the command."""


class EmbeddedPostgresError(Exception):
    """Parent of every refusal of this package; its text says what is wrong and what to do."""


class EmbeddedPostgresUnavailable(EmbeddedPostgresError):
    """No usable PostgreSQL binaries, or no account to run them under."""


class DataFolderBusy(EmbeddedPostgresError):
    """Another live PostgreSQL, or another start under way, holds the data folder. `pid` is that process, where it is known."""

    def __init__(self, message: str, pid: int | None) -> None:
        super().__init__(message)
        self.pid = pid


class DataFolderUnusable(EmbeddedPostgresError):
    """The data folder is damaged, of another major version, of another user, out of reach, or not Scenebank's."""


class PortInUse(EmbeddedPostgresError):
    """The port asked for is taken by another program."""


class StartFailed(EmbeddedPostgresError):
    """PostgreSQL ended, or did not become ready; the text carries its last words."""

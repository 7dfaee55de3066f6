"""The operating system account that PostgreSQL runs under, because PostgreSQL refuses to run as root."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from gateway.embedded.errors import EmbeddedPostgresUnavailable

UNPRIVILEGED_NAME = "nobody"


@dataclass(frozen=True)
class Account:
    """Who runs the server. `is_dropped` is true when we are root and the server runs as somebody else."""

    uid: int
    gid: int
    name: str
    is_dropped: bool

    def own(self, path: Path, mode: int) -> None:
        """Gives a file or folder that we made to this account, with the mode."""
        if self.is_dropped:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)
        path.chmod(mode)

    def let_read(self, path: Path, mode: int) -> None:
        """Keeps the path ours and lets the account's group in with the mode, so that the server can read but never replace it."""
        if self.is_dropped:
            os.chown(path, os.geteuid(), self.gid, follow_symlinks=False)
        path.chmod(mode)

    def first_closed_parent(self, path: Path) -> Path | None:
        """The outermost parent of an absolute path that this account may not enter, or None. Judged by mode bits, without access lists."""
        if not self.is_dropped:
            return None
        return next((parent for parent in reversed(path.parents) if parent.exists() and not self._may_enter(parent)), None)

    def _may_enter(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def server_account() -> Account:
    """The account for the server: our own, or `nobody` when we are root. Raises EmbeddedPostgresUnavailable when it has no entry in the system."""
    uid = os.geteuid()
    if uid != 0:
        return _own_account(uid)
    try:
        entry = pwd.getpwnam(UNPRIVILEGED_NAME)
    except KeyError:
        raise EmbeddedPostgresUnavailable(
            f"PostgreSQL does not run as root, and there is no account {UNPRIVILEGED_NAME!r} to run it under. Start Scenebank as a normal user."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name, is_dropped=True)


def _own_account(uid: int) -> Account:
    try:
        return Account(uid, os.getegid(), pwd.getpwuid(uid).pw_name, is_dropped=False)
    except KeyError:
        raise EmbeddedPostgresUnavailable(
            f"PostgreSQL runs only under an account with a name, and user id {uid} has none on this system. Add one to /etc/passwd, or set DATABASE_URL."
        ) from None


def account_name(uid: int) -> str:
    """The account's name, or its number where it has no name (as in many containers)."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)

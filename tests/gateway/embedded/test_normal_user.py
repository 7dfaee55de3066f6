"""A normal user's own server; as root the tests become `nobody` for it, where root's checkout and Python may be closed to `nobody`."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import psycopg_binary
import pytest
import typing_extensions

from gateway.embedded import Binaries, EmbeddedPostgresUnavailable
from gateway.embedded.account import server_account
from gateway.embedded.binaries import reachable_binaries
from gateway.state_folder import state_folder
from tests.gateway.embedded.conftest import PROJECT

LEFT_OUT = shutil.ignore_patterns("__pycache__", "site-packages", "test", "tests", "config-*", "idlelib", "tkinter", "ensurepip", "lib2to3", "pydoc_data")


@dataclass(frozen=True)
class Runtime:
    """An interpreter and what it imports, readable by everybody."""

    python: Path
    variables: dict[str, str]


@pytest.fixture(scope="module")
def runtime() -> Iterator[Runtime]:
    with tempfile.TemporaryDirectory(prefix="scenebank-embedded-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        _copy_packages(folder / "packages")
        python, variables = Path(os.path.realpath(sys.executable)), {"PYTHONPATH": str(folder / "packages")}
        if server_account().first_closed_parent(python) is not None:
            python = _copy_python(folder / "python")
            variables["LD_LIBRARY_PATH"] = str(folder / "python" / "lib")
        yield Runtime(python, variables)


def test_a_normal_user_starts_and_stops_a_server_in_the_users_own_state_folder(runtime: Runtime, open_folder: Path, binaries: Binaries) -> None:
    user = server_account()
    programs = reachable_binaries(binaries, user, state_folder(), lambda _text: None)
    os.chown(open_folder, user.uid, user.gid)
    source = (
        "import os\nfrom pathlib import Path\nimport psycopg\n"
        "from gateway.embedded import find_binaries, start\nfrom gateway.state_folder import state_folder\n"
        f"binaries = find_binaries(folder=Path({str(programs.folder)!r}))\n"
        "folder = state_folder() / 'postgres'\n"
        "for _ in range(2):\n"
        "    with start(folder, binaries=binaries, fast_unsafe=True) as instance, psycopg.connect(instance.app_dsn) as app:\n"
        "        assert app.execute('SELECT current_user').fetchone() == ('scenebank_app',)\n"
        "        print(os.geteuid(), folder, (folder / 'cluster').stat().st_uid, instance.version, oct(folder.stat().st_mode & 0o777))\n"
    )
    answer = _run_as_user(runtime, open_folder, source)
    assert answer.stderr == ""
    assert answer.stdout == f"{user.uid} {open_folder}/.local/state/scenebank/postgres {user.uid} {programs.version} 0o700\n" * 2


def test_an_account_without_a_name_is_told_to_need_one(monkeypatch: pytest.MonkeyPatch) -> None:
    nameless = max(entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid < 60_000) + 1
    monkeypatch.setattr(os, "geteuid", lambda: nameless)
    with pytest.raises(EmbeddedPostgresUnavailable, match=f"user id {nameless} has none on this system"):
        server_account()


def _run_as_user(runtime: Runtime, home: Path, source: str) -> subprocess.CompletedProcess[str]:
    user = server_account()
    environment = {**runtime.variables, "HOME": str(home), "PATH": "/usr/bin:/bin"}
    command = [str(runtime.python), "-c", source]
    if not user.is_dropped:
        return subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, timeout=60, check=False)
    return subprocess.run(
        command, env=environment, cwd="/", capture_output=True, text=True, timeout=60, check=False, user=user.uid, group=user.gid, extra_groups=[]
    )


def _copy_packages(library: Path) -> None:
    shutil.copytree(PROJECT / "gateway" / "embedded", library / "gateway" / "embedded", ignore=LEFT_OUT)
    shutil.copy(PROJECT / "gateway" / "state_folder.py", library / "gateway" / "state_folder.py")
    site = Path(psycopg.__file__).parents[1]
    for package in (psycopg.__name__, psycopg_binary.__name__, f"{psycopg_binary.__name__}.libs"):
        if (site / package).exists():
            shutil.copytree(site / package, library / package, ignore=LEFT_OUT)
    shutil.copy(typing_extensions.__file__, library)


def _copy_python(folder: Path) -> Path:
    """Copies the interpreter and its standard library, without what no server needs."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    source = Path(sys.base_prefix)
    (folder / "bin").mkdir(parents=True)
    shutil.copytree(source / "lib" / version, folder / "lib" / version, ignore=LEFT_OUT)
    for library in source.glob("lib/libpython*.so*"):
        shutil.copy(library, folder / "lib")
    return Path(shutil.copy(os.path.realpath(sys.executable), folder / "bin" / version))

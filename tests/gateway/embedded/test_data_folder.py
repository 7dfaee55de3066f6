"""Data folders that cannot be served, each refused in plain words and left as it was."""

import json
import os
import shutil
from pathlib import Path

import psycopg
import pytest

from gateway.embedded import Binaries, DataFolderUnusable, StartFailed, start
from gateway.embedded.account import Account
from gateway.embedded.data_folder import DataFolder


def test_a_folder_of_another_major_version_is_refused_and_told_what_to_do(open_folder: Path, wheel: Binaries, oldest: Binaries) -> None:
    start(open_folder / "old", binaries=oldest, fast_unsafe=True).stop()
    with pytest.raises(DataFolderUnusable) as refusal:
        start(open_folder / "old", binaries=wheel)
    assert "was made by PostgreSQL 15" in str(refusal.value)
    assert f"is PostgreSQL {wheel.version}, which cannot open it" in str(refusal.value)
    assert "Start it with SCENEBANK_POSTGRES_BIN=/usr/lib/postgresql/15/bin. To move it to 18: dump it with pg_dump" in str(refusal.value)
    start(open_folder / "old", binaries=oldest, fast_unsafe=True).stop()


def test_a_cluster_without_a_version_is_told_to_be_damaged(data_folder: Path, wheel: Binaries) -> None:
    start(data_folder, binaries=wheel, fast_unsafe=True).stop()
    (data_folder / "cluster" / "PG_VERSION").write_text("")
    with pytest.raises(DataFolderUnusable, match="is damaged: its PG_VERSION cannot be read"):
        start(data_folder, binaries=wheel)


def test_a_server_that_cannot_start_is_told_with_its_last_words(data_folder: Path, binaries: Binaries) -> None:
    start(data_folder, binaries=binaries, fast_unsafe=True).stop()
    (data_folder / "cluster" / "global" / "pg_control").write_bytes(b"")
    with pytest.raises(StartFailed, match="pg_control"):
        start(data_folder, binaries=binaries)


def test_lost_passwords_are_told_and_nothing_is_made_anew(data_folder: Path, wheel: Binaries) -> None:
    start(data_folder, binaries=wheel, fast_unsafe=True).stop()
    kept = (data_folder / "passwords.json").read_text()
    (data_folder / "passwords.json").unlink()
    with pytest.raises(DataFolderUnusable, match=r"passwords\.json is missing"):
        start(data_folder, binaries=wheel)
    assert not (data_folder / "passwords.json").exists()
    for damaged in ("", "{}", "[]"):
        (data_folder / "passwords.json").write_text(damaged)
        with pytest.raises(DataFolderUnusable, match=r"passwords\.json cannot be read"):
            start(data_folder, binaries=wheel)
    (data_folder / "passwords.json").write_text(kept)
    start(data_folder, binaries=wheel, fast_unsafe=True).stop()


def test_a_superuser_password_that_is_not_the_clusters_is_told_and_the_server_stopped(data_folder: Path, wheel: Binaries) -> None:
    start(data_folder, binaries=wheel, fast_unsafe=True).stop()
    other = dict.fromkeys(json.loads((data_folder / "passwords.json").read_text()), "other")
    (data_folder / "passwords.json").write_text(json.dumps(other))
    with pytest.raises(StartFailed, match="password authentication failed") as refusal:
        start(data_folder, binaries=wheel, fast_unsafe=True)
    assert "other@" not in str(refusal.value)
    assert not (data_folder / "cluster" / "postmaster.pid").exists()


def test_a_folder_with_other_peoples_files_is_refused_and_keeps_its_mode(open_folder: Path, wheel: Binaries) -> None:
    (open_folder / "thesis.txt").write_text("mine")
    with pytest.raises(DataFolderUnusable, match=r"is not empty and holds no Scenebank database \(found 'thesis.txt'\)"):
        start(open_folder, binaries=wheel)
    assert open_folder.stat().st_mode & 0o777 == 0o755
    assert [entry.name for entry in open_folder.iterdir()] == ["thesis.txt"]


def test_a_folder_of_another_user_is_refused(open_folder: Path, wheel: Binaries) -> None:
    strange = _folder_of_another_user(open_folder)
    with pytest.raises(DataFolderUnusable, match=r"belongs to '(nobody|root)'"):
        start(strange, binaries=wheel)


def test_a_file_in_the_folders_place_is_refused(data_folder: Path, wheel: Binaries) -> None:
    data_folder.write_text("a file")
    with pytest.raises(DataFolderUnusable, match="cannot be used: File exists"):
        start(data_folder, binaries=wheel)


def test_an_initdb_that_was_cut_short_is_done_again(data_folder: Path, wheel: Binaries) -> None:
    start(data_folder, binaries=wheel, fast_unsafe=True).stop()
    (data_folder / "cluster").rename(data_folder / "cluster.new")
    shutil.rmtree(data_folder / "cluster.new" / "pg_wal")
    with start(data_folder, binaries=wheel, fast_unsafe=True) as instance, psycopg.connect(instance.app_dsn) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)
    assert not (data_folder / "cluster.new").exists()


def test_a_folder_that_the_servers_account_cannot_reach_is_refused_and_no_door_is_opened(open_folder: Path) -> None:
    private = open_folder / "private"
    private.mkdir(mode=0o700)
    somebody = Account(uid=os.geteuid() + 4242, gid=os.getegid() + 4242, name="somebody", is_dropped=True)
    with pytest.raises(DataFolderUnusable, match=f"runs as 'somebody', which may not enter {private}, a parent of"):
        DataFolder(private / "postgres", somebody).prepare()
    assert private.stat().st_mode & 0o777 == 0o700


def _folder_of_another_user(open_folder: Path) -> Path:
    if os.geteuid() != 0:
        return Path("/")
    folder = open_folder / "strange"
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    return folder

"""Starting, stopping and reaching an embedded PostgreSQL, on the newest and the oldest version."""

import os
import socket
import threading
import time
from pathlib import Path

import psycopg
import pytest

from gateway.embedded import Binaries, DataFolderBusy, Instance, PortInUse, find_running, start
from tests.gateway.embedded.observations import listening_addresses, server_pid


def test_rows_written_before_a_stop_are_there_after_the_next_start(data_folder: Path, binaries: Binaries) -> None:
    began = time.monotonic()
    with start(data_folder, binaries=binaries) as instance:
        first = time.monotonic() - began
        with psycopg.connect(instance.owner_dsn) as connection:
            connection.execute("CREATE TABLE coin (minor bigint NOT NULL)")
            connection.execute("INSERT INTO coin VALUES (1), (100)")
        began = time.monotonic()
    stopped = time.monotonic() - began
    began = time.monotonic()
    with start(data_folder, binaries=binaries) as instance:
        print(f"\nPostgreSQL {binaries.version}: first start {first:.2f} s, stop {stopped:.2f} s, restart {time.monotonic() - began:.2f} s")
        assert instance.version == binaries.version
        with psycopg.connect(instance.owner_dsn) as connection:
            assert connection.execute("SELECT minor FROM coin ORDER BY minor").fetchall() == [(1,), (100,)]
            assert str(connection.info.server_version).startswith(str(binaries.major))


def test_the_settings_keep_what_was_acknowledged(data_folder: Path, binaries: Binaries) -> None:
    with start(data_folder, binaries=binaries) as instance, psycopg.connect(instance.app_dsn) as connection:
        expected = {
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
            "data_checksums": "on",
            "jit": "off",
            "max_connections": "200",
            "shared_buffers": "256MB",
            "listen_addresses": "127.0.0.1",
            "password_encryption": "scram-sha-256",
            "server_encoding": "UTF8",
            "TimeZone": "UTC",
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        assert {name: _setting(connection, name) for name in expected} == expected
        assert connection.execute("SELECT 'ä' < 'b', upper('ä')").fetchone() == (False, "Ä")
        if binaries.major >= 17:
            assert connection.execute("SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'scenebank'").fetchone() == ("b", "C.UTF-8")


def test_fast_unsafe_gives_up_durability_until_the_next_start_without_it(data_folder: Path, binaries: Binaries) -> None:
    with start(data_folder, binaries=binaries, fast_unsafe=True) as instance, psycopg.connect(instance.app_dsn) as connection:
        assert [_setting(connection, name) for name in ("fsync", "synchronous_commit", "full_page_writes")] == ["off", "off", "off"]
    with start(data_folder, binaries=binaries) as instance, psycopg.connect(instance.app_dsn) as connection:
        assert [_setting(connection, name) for name in ("fsync", "synchronous_commit", "full_page_writes")] == ["on", "on", "on"]


def test_it_listens_on_the_loopback_and_a_private_socket_alone(data_folder: Path, binaries: Binaries) -> None:
    with start(data_folder, binaries=binaries, fast_unsafe=True) as instance:
        assert listening_addresses(instance.port) == ["0100007F"]
        assert (data_folder / "run" / f".s.PGSQL.{instance.port}").is_socket()
        assert (data_folder / "run").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("user", ["postgres", "scenebank_owner", "scenebank_app"])
def test_a_wrong_password_is_refused_over_tcp_and_over_the_socket(served: Instance, user: str) -> None:
    for host in ("127.0.0.1", str(served.data_folder / "run")):
        for password in ("wrong", None):
            with pytest.raises(psycopg.OperationalError, match=r"password authentication failed|no password supplied"):
                psycopg.connect(host=host, port=served.port, user=user, password=password, dbname="scenebank", passfile="/none")
        right = served.addresses.passwords[user]
        with psycopg.connect(host=host, port=served.port, user=user, password=right, dbname="scenebank") as connection:
            assert connection.execute("SELECT current_user").fetchone() == (user,)


def test_the_passwords_are_long_different_and_for_us_alone(served: Instance) -> None:
    kept = served.data_folder / "passwords.json"
    assert (kept.stat().st_mode & 0o777, kept.stat().st_uid) == (0o600, os.geteuid())
    assert len(set(served.addresses.passwords.values())) == 3
    assert all(len(password) >= 32 for password in served.addresses.passwords.values())
    assert not any(password in repr(served.addresses) for password in served.addresses.passwords.values())
    assert not list(served.data_folder.glob("initdb.password*"))


def test_the_server_does_not_run_as_root_and_cannot_replace_its_configuration(served: Instance) -> None:
    uid = Path(f"/proc/{server_pid(served.data_folder)}").stat().st_uid
    assert uid != 0
    assert (served.data_folder / "cluster").stat().st_uid == uid
    assert {(served.data_folder / name).stat().st_uid for name in ("", "postgresql.conf", "pg_hba.conf")} == {os.geteuid()}
    assert (served.data_folder / "pg_hba.conf").stat().st_mode & 0o027 == 0


def test_a_second_instance_on_the_same_folder_is_refused_and_told_the_process(served: Instance) -> None:
    with pytest.raises(DataFolderBusy, match=rf"in use by another Scenebank: its PostgreSQL is process {server_pid(served.data_folder)}\.") as refusal:
        start(served.data_folder)
    assert refusal.value.pid == server_pid(served.data_folder)
    with psycopg.connect(served.app_dsn) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_of_two_starts_at_the_same_moment_one_wins_and_the_other_is_refused(data_folder: Path, binaries: Binaries) -> None:
    outcomes: list[Instance | DataFolderBusy] = []
    gate = threading.Barrier(2)

    def race() -> None:
        gate.wait()
        try:
            outcomes.append(start(data_folder, binaries=binaries, fast_unsafe=True))
        except DataFolderBusy as refusal:
            outcomes.append(refusal)

    racers = [threading.Thread(target=race) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    winners = [outcome for outcome in outcomes if isinstance(outcome, Instance)]
    for winner in winners:
        winner.stop()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DataFolderBusy", "Instance"]


def test_two_folders_run_side_by_side(open_folder: Path, wheel: Binaries, oldest: Binaries) -> None:
    with start(open_folder / "a", binaries=wheel, fast_unsafe=True) as one, start(open_folder / "b", binaries=oldest, fast_unsafe=True) as other:
        assert one.port != other.port
        assert one.addresses.passwords["postgres"] != other.addresses.passwords["postgres"]


def test_a_given_port_is_used_and_a_taken_one_is_refused(data_folder: Path, wheel: Binaries) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=f"Port {port} on 127.0.0.1 is taken"):
            start(data_folder, binaries=wheel, port=port, fast_unsafe=True)
    with start(data_folder, binaries=wheel, port=port, fast_unsafe=True) as instance:
        assert instance.port == port
        assert instance.app_dsn == f"postgresql://scenebank_app:{instance.addresses.passwords['scenebank_app']}@127.0.0.1:{port}/scenebank"


def test_another_command_finds_the_running_server_and_after_the_stop_none(data_folder: Path, wheel: Binaries) -> None:
    assert find_running(data_folder) is None
    with start(data_folder, binaries=wheel, fast_unsafe=True) as instance:
        found = find_running(data_folder)
        assert found == instance.addresses
    assert find_running(data_folder) is None


def test_stopping_twice_is_the_same_as_stopping_once(data_folder: Path, wheel: Binaries) -> None:
    instance = start(data_folder, binaries=wheel, fast_unsafe=True)
    instance.stop()
    instance.stop()
    assert listening_addresses(instance.port) == []


def test_every_long_step_is_told(data_folder: Path, wheel: Binaries) -> None:
    told: list[str] = []
    with start(data_folder, binaries=wheel, fast_unsafe=True, progress=told.append) as instance:
        assert told[-3:] == [
            f"making a new database in {data_folder}",
            f"starting PostgreSQL {wheel.version} on 127.0.0.1:{instance.port}",
            f"PostgreSQL {wheel.version} is ready on 127.0.0.1:{instance.port}",
        ]


def _setting(connection: psycopg.Connection[tuple[object, ...]], name: str) -> object:
    row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
    assert row is not None
    return row[0]

"""Deaths without warning: of the server, of its parent, and of neither."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from gateway.embedded import Binaries, Instance, start
from gateway.embedded.account import server_account
from gateway.embedded.process import BoundProcess
from tests.gateway.embedded.observations import is_running, listening_addresses, seconds_until, server_pid

OtherProcess = Callable[[str], subprocess.Popen[str]]


def test_every_acknowledged_row_is_kept_when_the_server_is_killed(data_folder: Path, binaries: Binaries) -> None:
    instance = start(data_folder, binaries=binaries)
    with psycopg.connect(instance.owner_dsn) as owner:
        owner.execute("CREATE TABLE deposit (writer int, number int, PRIMARY KEY (writer, number)); GRANT INSERT ON deposit TO scenebank_app")
    acknowledged: list[tuple[int, int]] = []

    def write(writer: int) -> None:
        with psycopg.connect(instance.app_dsn, autocommit=True) as app:
            for number in range(1_000_000):
                try:
                    app.execute("INSERT INTO deposit VALUES (%s, %s)", (writer, number))
                except psycopg.OperationalError:
                    return
                acknowledged.append((writer, number))

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for writer in writers:
        writer.start()
    seconds_until(lambda: len(acknowledged) >= 200, limit=30)
    os.kill(server_pid(data_folder), signal.SIGKILL)
    restarted = start(data_folder, binaries=binaries)
    for thread in writers:
        thread.join()
    with restarted, psycopg.connect(restarted.owner_dsn) as owner:
        kept = set(owner.execute("SELECT writer, number FROM deposit").fetchall())
    assert set(acknowledged) - kept == set()
    assert len(kept - set(acknowledged)) <= len(writers)


def test_the_server_ends_within_two_seconds_of_its_killed_parent_and_the_next_start_recovers(
    data_folder: Path, binaries: Binaries, other_process: OtherProcess
) -> None:
    parent = other_process(_parent_source(data_folder, binaries))
    app_dsn = _first_line(parent)
    pid = server_pid(data_folder)
    idle = psycopg.connect(app_dsn)
    idle.execute("SELECT 1")
    parent.kill()
    print(f"\nPostgreSQL {binaries.version} ended {seconds_until(lambda: not is_running(pid), limit=2):.2f} s after its parent was killed")
    idle.close()
    with start(data_folder, binaries=binaries) as instance, psycopg.connect(instance.app_dsn) as app:
        assert app.execute("SELECT current_user").fetchone() == ("scenebank_app",)


def test_a_start_right_after_the_parent_was_killed_waits_for_the_old_server(data_folder: Path, binaries: Binaries, other_process: OtherProcess) -> None:
    parent = other_process(_parent_source(data_folder, binaries))
    _first_line(parent)
    pid = server_pid(data_folder)
    parent.kill()
    with start(data_folder, binaries=binaries):
        assert not is_running(pid)
        assert is_running(server_pid(data_folder))


def test_without_a_death_signal_a_watcher_stops_the_server(open_folder: Path, wheel: Binaries, other_process: OtherProcess) -> None:
    """The way of systems other than Linux, run here with a program that leaves a mark at its fast shutdown."""
    mark = open_folder / "mark"
    parent = other_process(
        "import os, time\n"
        "from gateway.embedded.account import server_account, Account\n"
        "from gateway.embedded.process import BoundProcess\n"
        "account = Account(os.geteuid(), os.getegid(), 'tester', is_dropped=False)\n"
        f"watched = BoundProcess(['/bin/sh', '-c', 'trap \"echo stopped > {mark}; exit\" INT; echo $$ > {mark}; while :; do sleep 0.05; done'],"
        " account, 2, is_watched=True)\n"
        "print('started', flush=True)\ntime.sleep(600)\n"
    )
    assert _first_line(parent) == "started"
    seconds_until(lambda: mark.exists() and mark.read_text().strip().isdigit(), limit=5)
    pid = int(mark.read_text())
    parent.kill()
    seconds_until(lambda: not is_running(pid), limit=2)
    assert mark.read_text() == "stopped\n"


def test_a_watched_server_is_stopped_and_its_exit_status_told(data_folder: Path, wheel: Binaries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoundProcess.__init__, "__kwdefaults__", {"is_watched": True})
    with start(data_folder, binaries=wheel, fast_unsafe=True) as instance, psycopg.connect(instance.app_dsn) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)
        pid = server_pid(data_folder)
        assert Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1] != str(os.getpid())
    assert not is_running(pid)
    with Path(os.devnull).open("wb") as nothing:
        assert BoundProcess(["/bin/sh", "-c", "exit 7"], server_account(), nothing.fileno()).wait(5) == 7


def test_the_server_outlives_the_thread_that_started_it(data_folder: Path, wheel: Binaries) -> None:
    started: list[Instance] = []
    starter = threading.Thread(target=lambda: started.append(start(data_folder, binaries=wheel, fast_unsafe=True)))
    starter.start()
    starter.join()
    time.sleep(0.3)
    with started[0] as instance, psycopg.connect(instance.app_dsn) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)


def test_ctrl_c_in_the_terminal_leaves_the_server_to_its_parent(data_folder: Path, wheel: Binaries, other_process: OtherProcess) -> None:
    parent = other_process("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + _parent_source(data_folder, wheel))
    app_dsn = _first_line(parent)
    os.killpg(parent.pid, signal.SIGINT)
    time.sleep(0.3)
    with psycopg.connect(app_dsn) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)


def test_a_dead_servers_number_that_another_program_has_by_now_is_no_obstacle(data_folder: Path, binaries: Binaries) -> None:
    start(data_folder, binaries=binaries, fast_unsafe=True).stop()
    left = data_folder / "cluster" / "postmaster.pid"
    with Path(os.devnull).open("wb") as nothing:
        stranger = BoundProcess(["/bin/sleep", "600"], server_account(), nothing.fileno())
    left.write_text(f"{stranger.pid}\n{data_folder / 'cluster'}\n1\n1\n\n127.0.0.1\n0 0\nready\n")
    os.chown(left, (data_folder / "cluster").stat().st_uid, -1)
    try:
        with start(data_folder, binaries=binaries, fast_unsafe=True) as instance:
            assert listening_addresses(instance.port) == ["0100007F"]
    finally:
        stranger.stop()


def _parent_source(data_folder: Path, binaries: Binaries) -> str:
    return (
        "import time\nfrom pathlib import Path\nfrom gateway.embedded import find_binaries, start\n"
        f"instance = start(Path({str(data_folder)!r}), binaries=find_binaries(folder=Path({str(binaries.folder)!r})))\n"
        "print(instance.app_dsn, flush=True)\ntime.sleep(600)\n"
    )


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()

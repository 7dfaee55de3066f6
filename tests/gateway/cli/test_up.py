"""`scenebank up`: everything started by one command, watched, and stopped without a trace."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.gateway.cli.running import Up, a_data_folder, running_up, scenebank


@pytest.fixture(scope="module")
def up() -> Iterator[Up]:
    with a_data_folder() as folder, running_up(folder, "--customers", "5") as running:
        yield running


def test_it_serves_graphql_and_keeps_its_process_id(up: Up) -> None:
    answer = httpx.post(f"{up.origin}/graphql", json={"query": "{ __typename }"}, trust_env=False)
    assert answer.json()["data"] == {"__typename": "Query"}
    assert (up.data / "scenebank.pid").read_text() == f"{up.process.pid}\n"


def test_progress_and_addresses_are_shown(up: Up) -> None:
    for text in ("✓ Starting PostgreSQL", "✓ Bringing the schema up to date", "✓ Starting server and worker", "/metrics", str(up.data)):
        assert text in up.output


def test_a_second_one_on_the_same_folder_is_refused_in_words(up: Up) -> None:
    refused = scenebank("up", "--port", "0", "--data", str(up.data))
    assert refused.returncode == 1
    assert "✗" in refused.stderr and "Traceback" not in refused.stderr
    assert "another" in refused.stderr.lower() or "already" in refused.stderr.lower()
    assert (up.data / "scenebank.pid").read_text() == f"{up.process.pid}\n"


def test_a_taken_port_is_refused_in_words(up: Up) -> None:
    port = up.origin.rpartition(":")[2]
    with a_data_folder() as folder:
        refused = scenebank("up", "--port", port, "--data", str(folder))
    assert refused.returncode == 1
    assert f"Port {port} on 127.0.0.1 is taken" in refused.stderr


def test_a_killed_worker_is_started_again(up: Up) -> None:
    before = up.children()["worker"]
    os.kill(before, signal.SIGKILL)
    until = time.monotonic() + 20
    while up.children().get("worker") in (None, before):
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_killed_sandbox_is_started_again(up: Up) -> None:
    before = up.children()["sandbox"]
    os.kill(before, signal.SIGKILL)
    until = time.monotonic() + 20
    while up.children().get("sandbox") in (None, before):
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_killed_database_is_started_again_and_the_house_goes_on(up: Up) -> None:
    cluster = up.data / "postgresql" / "cluster"
    os.kill(int((cluster / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    until = time.monotonic() + 40
    statuses = set()
    while not {200, 503} <= statuses:
        statuses.add(httpx.get(f"{up.origin}/readyz", trust_env=False).status_code)
        assert time.monotonic() < until, up.output
        time.sleep(0.05)
    query = {"query": '{ appRequirements(platform: "ios") { platform } }'}
    assert httpx.post(f"{up.origin}/graphql", json=query, trust_env=False).json()["data"] == {"appRequirements": None}


def test_the_doctor_finds_a_running_house_well(up: Up) -> None:
    seen = scenebank("doctor", "--data", str(up.data), "--port", up.origin.rpartition(":")[2], SCENEBANK_ENVIRONMENT="development")
    assert (seen.returncode, "All is well." in seen.stdout) == (0, True), seen.stdout


def test_the_books_are_equal(up: Up) -> None:
    seen = scenebank("ledger", "verify", "--data", str(up.data))
    assert (seen.returncode, "equal" in seen.stdout) == (0, True), seen.stdout + seen.stderr


def test_a_development_customer_gets_a_ready_token(up: Up) -> None:
    made = scenebank("dev", "customer", "--phone", "+8613900000077", "--balance", "128.50", "--pin", "493817", "--data", str(up.data))
    assert made.returncode == 0, made.stderr
    given = dict(line.removeprefix("export ").split("=", 1) for line in made.stdout.splitlines())
    query = {"query": "query ($id: ID!) { account(id: $id) { balance { amount currency } } }", "variables": {"id": given["SCENEBANK_ACCOUNT_ID"]}}
    headers = {"authorization": f"Bearer {given['SCENEBANK_TOKEN']}"}
    answer = httpx.post(f"{up.origin}/graphql", json=query, headers=headers, trust_env=False)
    assert answer.json()["data"] == {"account": {"balance": {"amount": "128.50", "currency": "CNY"}}}


def test_a_statement_is_printed_as_csv_or_refused_in_words(up: Up) -> None:
    made = scenebank("dev", "customer", "--phone", "+8613900000078", "--balance", "1.00", "--data", str(up.data))
    account_id = next(line.partition("=")[2] for line in made.stdout.splitlines() if "ACCOUNT_ID" in line)
    told = scenebank("ledger", "statement", "--account", account_id, "--from", "2026-01-01", "--to", "2026-01-31", "--data", str(up.data))
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[1:] == [
        "opening,2026-01-01T00:00:00.000000+08:00,2026-01-01,,,,,,,0.00,CNY",
        "closing,2026-02-01T00:00:00.000000+08:00,2026-01-31,,,,,,,0.00,CNY",
    ]
    refused = scenebank("ledger", "statement", "--account", account_id, "--from", "2026-01-02", "--to", "2026-01-01", "--data", str(up.data))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "No such statement: to: expected a day that is not before `from`" in refused.stderr


def test_the_clock_of_every_process_is_set() -> None:
    with a_data_folder() as folder:
        folder.mkdir()
        shown = scenebank("dev", "clock", "--to", "2030-01-01T00:00:00+08:00", "--data", str(folder))
        assert shown.stdout == "2030-01-01T00:00:00+08:00\n"
        assert scenebank("dev", "clock", "--data", str(folder)).stdout.startswith("2029-12-31T16:00:0")
        assert "90s, 15m" in scenebank("dev", "clock", "--advance", "soon", "--data", str(folder)).stderr


def test_two_run_side_by_side_and_a_stop_leaves_nothing_behind(up: Up) -> None:
    with a_data_folder() as folder:
        with running_up(folder, "--customers", "0") as other:
            assert other.origin != up.origin
            children = list(other.children().values())
            assert len(children) == 3
        assert other.process.returncode == 0, other.output
        assert "Traceback" not in other.output
        assert not (folder / "scenebank.pid").exists()
        assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def test_children_end_with_a_killed_parent() -> None:
    with a_data_folder() as folder, running_up(folder, "--customers", "0") as other:
        children = list(other.children().values())
        other.process.kill()
        other.process.wait()
        until = time.monotonic() + 20
        while any(Path(f"/proc/{pid}").exists() for pid in children):
            assert time.monotonic() < until
            time.sleep(0.1)


def test_without_a_database_a_command_says_what_to_do() -> None:
    with a_data_folder() as folder:
        refused = scenebank("ledger", "verify", "--data", str(folder))
    assert refused.returncode == 1
    assert "Start `scenebank up` first, or set DATABASE_URL" in refused.stderr


def test_production_without_keys_is_refused_in_words() -> None:
    refused = scenebank("worker", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert refused.returncode == 1
    assert "Set SCENEBANK_KEYS" in refused.stderr and "Traceback" not in refused.stderr

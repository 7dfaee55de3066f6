"""The run's search for personal data finds it in every stream, and fails the run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.logs import RunLog

PROJECT = Path(__file__).parents[1]

CONFTEST = """
from tests.logs import LogsOfTheRun

def pytest_configure(config):
    config.pluginmanager.register(LogsOfTheRun())
"""

SAID = """
import logging, subprocess, sys, tempfile
from pathlib import Path
from uuid import uuid4
import structlog
from domains.customers import sealing
from domains.kernel.crypto import Keyring

PHONE, ID_NUMBER = "+8613800138000", "11010118900307301X"

def test_register():
    sealing.seal_text(bytes(32), uuid4(), "phone", PHONE)
    sealing.seal_text(bytes(32), uuid4(), "id_number", ID_NUMBER)
    sealing.phone_index(Keyring({"test": bytes(32)}, "test"), "+8613800138001")

def test_structured():
    structlog.get_logger().warning("sent", to={phone})

def test_captured():
    with structlog.testing.capture_logs():
        structlog.get_logger().bind(customer={id_number}).info("verified")

def test_standard():
    logging.getLogger("driver").info("calling %s", {looked_up})

def test_printed():
    print({phone})

def test_file(tmp_path):
    (tmp_path / "worker.log").write_text("sent to " + {phone})

def test_folder():
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "log").mkdir()
        (Path(folder) / "log" / "server.log").write_text("sent to " + {phone})

def test_process():
    subprocess.run([sys.executable, "-c", "print('for', input())"], input={phone}, capture_output=True, text=True, check=True)
"""


def run(folder: Path, **said: str) -> tuple[int, str]:
    (folder / "conftest.py").write_text(CONFTEST)
    text = SAID
    for name, expression in said.items():
        text = text.replace(f"{{{name}}}", expression)
    (folder / "test_planted.py").write_text(text)
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", str(folder)]
    answer = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return answer.returncode, answer.stdout


def test_a_number_in_any_stream_fails_a_run_whose_tests_all_passed(tmp_path: Path) -> None:
    status, said = run(tmp_path, phone="PHONE", id_number="ID_NUMBER", looked_up='"138 0013 8001"')
    assert status == pytest.ExitCode.TESTS_FAILED
    assert "8 passed" in said
    for test, number in (
        ("test_structured", "phone 138****8000"),
        ("test_captured", "ID number 110***********301X"),
        ("test_standard", "phone 138****8001"),
        ("test_printed", "phone 138****8000"),
        ("test_process", "phone 138****8000"),
        ("worker.log", "phone 138****8000"),
        ("log/server.log", "phone 138****8000"),
    ):
        assert any(test in line and number in line for line in said.splitlines()), (test, said)
    assert "13800138000" not in said
    assert "11010118900307301X" not in said


def test_masked_numbers_and_unknown_ones_pass(tmp_path: Path) -> None:
    status, said = run(tmp_path, phone='"138****8000"', id_number='"110***********301X"', looked_up='"13900139000"')
    assert (status, "none found" in said) == (pytest.ExitCode.OK, True)
    assert "3 phone and ID numbers sought" in said


@pytest.mark.parametrize("said", ["+8613800138000", "8613800138000", "to=%2B8613800138000&x", "'13800138000'", "138-0013-8000", "008613800138000"])
def test_a_phone_is_found_in_each_of_its_forms(tmp_path: Path, said: str) -> None:
    log = RunLog(tmp_path / "run.said")
    log.expect_never("phone", "+8613800138000")
    log.keep("test_a", f"first line\n{said}")
    assert log.leaks() == ["test_a: phone 138****8000"]


@pytest.mark.parametrize("said", ["138001380001", "1380013800", "13800138001", "id 9f13800138000123"])
def test_a_longer_or_another_number_is_no_phone(tmp_path: Path, said: str) -> None:
    log = RunLog(tmp_path / "run.said")
    log.expect_never("phone", "+8613800138000")
    log.keep("test_a", said)
    assert log.leaks() == []


def test_an_id_number_is_found_whatever_its_last_sign(tmp_path: Path) -> None:
    log = RunLog(tmp_path / "run.said")
    log.expect_never("ID number", "11010118900307301X")
    log.expect_never("ID number", "110101189003077475")
    log.keep("test_a", "11010118900307301x")
    log.keep("test_b", "no=110101189003077475;")
    assert log.leaks() == ["test_a: ID number 110***********301X", "test_b: ID number 110***********7475"]

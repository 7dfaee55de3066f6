"""docs/partners/quickstart.md word for word: its programs are saved under their names, its commands run in their order, on a real bank. Only ports differ."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.clients.visiting import visit
from tests.gateway.cli.running import ROOT, Up, a_data_folder, environment, running_up, scenebank
from tests.gateway.graphql.conftest import free_port

PAGE = ROOT / "docs" / "partners" / "quickstart.md"
BLOCK = re.compile(r"(?:^`(?P<name>[\w.]+)`\n\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PHONE, PIN = "+8613900000001", "482913"


class Quickstart(NamedTuple):
    """What the page has a reader start, save, type and see."""

    starts: str
    programs: dict[str, str]
    types: str
    sees: str


def read_page(ports: dict[str, int]) -> Quickstart:
    text = PAGE.read_text()
    for port, other in ports.items():
        text = text.replace(port, str(other))
    blocks = list(BLOCK.finditer(text))
    assert {block["kind"] for block in blocks} == {"sh", "python", "text"}
    starts, *types = [block["text"] for block in blocks if block["kind"] == "sh"]
    programs = {block["name"]: block["text"] for block in blocks if block["kind"] == "python"}
    (sees,) = [block["text"] for block in blocks if block["kind"] == "text"]
    return Quickstart(starts, programs, "".join(types), sees)


@pytest.fixture(scope="module")
def bank() -> Iterator[Up]:
    """As the page starts it."""
    *exports, command = read_page({}).starts.strip().splitlines()
    told = dict(line.removeprefix("export ").split("=") for line in exports)
    assert command.startswith("scenebank up ")
    with a_data_folder() as folder, running_up(folder, *command.split()[2:], **told) as running:
        yield running


def commands_of(folder: Path) -> str:
    """A folder with `scenebank` and `python` in it, as they are on a reader's path."""
    folder.mkdir()
    for name, line in (("python", f'exec {sys.executable} "$@"'), ("scenebank", f'PYTHONPATH={ROOT} exec {sys.executable} -m gateway.cli "$@"')):
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_a_partners_engineer_is_connected_by_the_page_alone(bank: Up, tmp_path: Path) -> None:
    page = read_page({"8000": int(bank.origin.rpartition(":")[2]), "8765": free_port(), "8766": free_port()})
    work = tmp_path / "work"
    work.mkdir()
    for name, text in page.programs.items():
        (work / name).write_text(text)
    told = environment(PATH=commands_of(tmp_path / "bin"), SCENEBANK_DATA=str(bank.data), PYTHONUNBUFFERED="1", NO_PROXY="127.0.0.1")
    shell = subprocess.Popen(["bash", "-euo", "pipefail", "-c", page.types], cwd=work, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert shell.stdout is not None and shell.stderr is not None
    overdue = threading.Timer(90, shell.kill)
    overdue.start()
    lines = []
    try:
        for line in shell.stdout:
            lines.append(line)
            if line.startswith("Open in a browser: "):
                visit(line.removeprefix("Open in a browser: ").strip(), PHONE, PIN, lambda: latest_code(bank))
        assert shell.wait() == 0, "".join(lines) + shell.stderr.read()
    finally:
        overdue.cancel()
        shell.kill()
    output = "".join(lines)
    (paid_id,) = re.findall(r"^paid: PAID 128.00, ([0-9a-f-]{36})$", output, re.MULTILINE)
    assert page.sees in output
    assert f"verified: payment.paid {paid_id}\n" in output


def latest_code(bank: Up) -> str:
    """By the command that the page names."""
    shown = scenebank("dev", "code", "--phone", PHONE, SCENEBANK_DATA=str(bank.data))
    return shown.stdout.strip()

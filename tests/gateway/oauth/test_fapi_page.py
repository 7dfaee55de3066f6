"""docs/partners/fapi.md names a test for each requirement, and each of those tests exists."""

import re
from pathlib import Path

from tests.gateway.oauth import test_attacks

PROJECT = Path(__file__).parents[3]
PAGE = PROJECT / "docs/partners/fapi.md"
NAME = re.compile(r"`([a-z][a-z0-9_]+)`")


def lines() -> list[list[str]]:
    """The cells of every numbered line."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.read_text().splitlines() if re.match(r"\| \d+ \|", line)]


def known() -> set[str]:
    attacks = {attack.name for attack in test_attacks.ATTACKS}
    written = {name for file in (PROJECT / "tests").rglob("test_*.py") for name in re.findall(r"def (test_\w+)\(", file.read_text())}
    return attacks | written


def test_every_requirement_names_a_test() -> None:
    assert len(lines()) >= 35
    assert [line for line in lines() if len(line) != 4 or not NAME.findall(line[3])] == []


def test_every_test_that_is_named_exists() -> None:
    named = {name for line in lines() for name in NAME.findall(line[3])}
    assert named - known() == set()


def test_a_name_that_is_no_test_would_be_found() -> None:
    assert "no_such_attack" not in known()

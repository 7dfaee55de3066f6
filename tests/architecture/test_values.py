"""Money is whole minor units, moments know their offset, and nothing in a domain is left to chance."""

import ast

import pytest

from tests.architecture.source import Module, complaints, dotted, imports, planted

SECONDS = {
    "domains/kernel/committer.py",
    "domains/kernel/database.py",
    "domains/kernel/jobs.py",
    "domains/kernel/listening.py",
    "domains/kernel/relay.py",
}
"""Kernel files that wait: their floats are seconds of the event loop."""

RATES = {"domains/loans/rules/apr.py", "domains/wealth/rules/returns.py"}
"""Where a rate is solved for: it goes in and out as whole minor units and decimals."""

NAIVE = {"utcnow", "utcfromtimestamp", "today"}
CHANCE = ("random", "numpy.random", "uuid.uuid4", "uuid.uuid1")


def check_floats(module: Module) -> list[str]:
    if module.path in SECONDS | RATES:
        return []
    found = [node for node in ast.walk(module.tree) if _is_float(node)]
    return [module.at(node, "a float") for node in found]


def check_moments(module: Module) -> list[str]:
    found = []
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func).split(".")
        bare = not node.args and not any(keyword.arg in ("tz", "tzinfo") for keyword in node.keywords)
        if name[-1] in NAIVE or (name[-2:] == ["datetime", "now"] and bare) or (name[-1] == "fromtimestamp" and len(node.args) < 2 and not node.keywords):
            found.append(module.at(node, f"a moment without its offset: {'.'.join(name)}"))
        if name[-1] == "DateTime" and not any(keyword.arg == "timezone" for keyword in node.keywords):
            found.append(module.at(node, "a column without time zone"))
    return found


def check_chance(module: Module) -> list[str]:
    return [
        module.at(node, f"left to chance: {name}") for node, name in imports(module) if name == "random" or name.startswith(tuple(f"{one}" for one in CHANCE))
    ]


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    return isinstance(node, ast.Name) and node.id in ("float", "Float", "REAL", "Double")


def test_no_domain_counts_in_floats() -> None:
    assert complaints(check_floats, "domains") == []


def test_every_moment_knows_its_offset() -> None:
    assert complaints(check_moments, "domains", "resolvers", "gateway", "integrations", "migrations") == []


def test_no_domain_leaves_anything_to_chance() -> None:
    assert complaints(check_chance, "domains") == []


@pytest.mark.parametrize("code", ["def fee(amount: float): ...", "fee = 0.3", "fee = float(text)", "share = amount * 1e-2"])
def test_a_float_is_found(code: str) -> None:
    assert len(check_floats(planted("domains/wallet/rules/fees.py", code))) == 1


@pytest.mark.parametrize("code", ["datetime.now()", "datetime.datetime.utcnow()", "date.today()", "datetime.fromtimestamp(3)", "DateTime()"])
def test_a_moment_without_its_offset_is_found(code: str) -> None:
    assert len(check_moments(planted("domains/wallet/jobs.py", f"x = {code}"))) == 1


def test_a_moment_with_its_offset_passes() -> None:
    assert check_moments(planted("domains/kernel/clock.py", "x = datetime.now(UTC)\ny = datetime.fromtimestamp(3, UTC)\nz = DateTime(timezone=True)")) == []


@pytest.mark.parametrize("code", ["import random", "from random import choice", "from uuid import UUID, uuid4"])
def test_chance_is_found(code: str) -> None:
    assert len(check_chance(planted("domains/wallet/service/pay.py", code))) == 1

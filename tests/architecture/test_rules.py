"""Rules are pure: they are told the time, the rows and the limits, and raise or return."""

import ast

import pytest

from tests.architecture.source import Module, complaints, dotted, planted

IMPURE = ("now", "today", "utcnow", "monotonic", "perf_counter", "urandom", "token_bytes", "token_hex", "uuid4", "open", "print", "getenv")


def check_rules(module: Module) -> list[str]:
    if module.drawer != "rules":
        return []
    found = [module.at(node, "a rule that waits") for node in ast.walk(module.tree) if isinstance(node, ast.AsyncFunctionDef | ast.Await)]
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    return found + [module.at(call, f"a rule that asks: {dotted(call.func)}") for call in calls if dotted(call.func).rsplit(".", 1)[-1] in IMPURE]


def test_no_rule_waits_or_asks_for_the_time_or_chance() -> None:
    assert complaints(check_rules, "domains") == []


@pytest.mark.parametrize("code", ["async def check_it(): ...", "x = datetime.now(UTC)", "x = date.today()", "x = uuid4()", "x = open('limits')"])
def test_an_impure_rule_is_found(code: str) -> None:
    assert len(check_rules(planted("domains/wallet/rules/fees.py", code))) == 1
    assert len(check_rules(planted("domains/ledger/rules.py", code))) == 1

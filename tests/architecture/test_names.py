"""Names say what a thing is: no drawer for odds and ends, no verb that says nothing, and in each domain only the house's drawers."""

import pytest

from tests.architecture.source import PROJECT, Module, complaints, functions, planted

EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc", "shared"}
EMPTY_VERBS = ("process_", "handle_", "do_", "manage_")

DRAWERS = {"__init__", "models", "rules", "queries", "service", "errors", "events", "jobs", "listeners", "ports"}

NAMED_DRAWERS = {
    "customers": {"acting", "identities", "notices", "phones", "rows", "sealing", "tokens"},
    "ledger": {"planned"},
    "loans": {"accounts", "servicing"},
    "mall": {"after_sale", "flash", "fulfilment", "importing", "notices", "searching"},
    "offers": {"accounts", "branches", "games"},
    "scenes": {"agreements", "bookings", "companies", "networks", "payouts", "pushes", "shops", "webhooks"},
    "wallet": {"accounts", "bills", "checkouts", "closing", "judging", "merchants", "pay_outs"},
    "wealth": {"accounts", "desk", "registers"},
}
"""Drawers that one domain has beside the house's. docs/decisions/0003-drawers-of-their-own.md says why; a new one is a new line there."""


def check_file_name(module: Module) -> list[str]:
    words = {word for part in module.parts for word in part.strip("_").split("_")}
    return [f"{module.path} is named after nothing: {word}" for word in sorted(words & EMPTY_WORDS)]


def check_function_names(module: Module) -> list[str]:
    return [
        module.at(function, f"{function.name} does not say what it does") for function in functions(module) if function.name.lstrip("_").startswith(EMPTY_VERBS)
    ]


def check_drawer(module: Module) -> list[str]:
    domain, drawer = module.domain, module.drawer
    if domain is None or domain == "kernel" or drawer in DRAWERS | NAMED_DRAWERS.get(domain, set()):
        return []
    return [f"{module.path} is in no drawer of the house"]


def test_no_file_is_named_after_nothing() -> None:
    assert complaints(check_file_name) == []


def test_no_function_hides_what_it_does() -> None:
    assert complaints(check_function_names) == []


def test_each_domain_has_only_the_houses_drawers() -> None:
    assert complaints(check_drawer, "domains") == []


def test_every_drawer_of_its_own_exists_and_stands_in_the_decision() -> None:
    decision = (PROJECT / "docs/decisions/0003-drawers-of-their-own.md").read_text()
    for domain, drawers in NAMED_DRAWERS.items():
        for drawer in drawers:
            assert (PROJECT / f"domains/{domain}/{drawer}.py").exists(), drawer
            assert f"`{domain}/{drawer}.py`" in decision


@pytest.mark.parametrize("path", ["domains/wallet/utils.py", "resolvers/common/types.py", "gateway/session_manager.py", "domains/kernel/base.py"])
def test_a_file_named_after_nothing_is_found(path: str) -> None:
    assert len(check_file_name(planted(path, ""))) == 1


@pytest.mark.parametrize("code", ["def process_order(): ...", "async def handle_callback(): ...", "def _handle_it(): ..."])
def test_a_function_that_hides_what_it_does_is_found(code: str) -> None:
    assert len(check_function_names(planted("domains/wallet/jobs.py", code))) == 1


def test_the_name_that_a_library_asks_for_is_left_alone() -> None:
    assert check_function_names(planted("resolvers/problems.py", "class Wording:\n    def handle(self): ...")) == []


def test_a_foreign_drawer_is_found() -> None:
    assert check_drawer(planted("domains/wallet/tools.py", "")) == ["domains/wallet/tools.py is in no drawer of the house"]
    assert check_drawer(planted("domains/wallet/sealing.py", "")) != []
    assert check_drawer(planted("domains/wallet/service/transfer.py", "")) == []

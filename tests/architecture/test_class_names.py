"""Refusals and facts are stored by the name of their class and read back by it: no two classes of the house have one name."""

import ast
from collections.abc import Sequence

from tests.architecture.source import Module, dotted, modules, planted

STORED = ("Refusal", "Event")
"""`kernel.commands.decode_refusal` finds a refusal, and listeners and jobs a fact, by nothing but its name."""


def check_names(found: Sequence[Module]) -> list[str]:
    classes = [(module, node, _bases(node)) for module in found for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    names, known = {*STORED}, 0
    while len(names) != known:
        known = len(names)
        names |= {node.name for _, node, bases in classes if bases & names}
    first: dict[str, str] = {}
    complaints = []
    for module, node, bases in classes:
        if bases & names and node.name in first:
            complaints.append(module.at(node, f"{node.name} has the name of {first[node.name]}"))
        elif bases & names:
            first[node.name] = module.path
    return complaints


def _bases(node: ast.ClassDef) -> set[str]:
    return {dotted(base).rsplit(".", 1)[-1] for base in node.bases}


def test_no_two_refusals_or_facts_have_one_name() -> None:
    assert check_names(modules("domains")) == []


def test_two_of_one_name_are_found_also_where_one_follows_from_another() -> None:
    first = planted("domains/wallet/errors.py", "class RefundTooLarge(Refusal): ...\nclass Gone(Refusal): ...")
    second = planted("domains/loans/errors.py", "class LoanRefused(errors.Gone): ...\nclass RefundTooLarge(LoanRefused): ...")
    fact = planted("domains/loans/events.py", "class Gone(Event): ...")
    assert check_names([first, second, fact]) == [
        "domains/loans/errors.py:2 RefundTooLarge has the name of domains/wallet/errors.py",
        "domains/loans/events.py:1 Gone has the name of domains/wallet/errors.py",
    ]


def test_classes_that_are_not_stored_may_share_a_name() -> None:
    outcome, fact = planted("domains/wallet/service.py", "class CodeWithdrawn: ..."), planted("domains/offers/events.py", "class CodeWithdrawn(Event): ...")
    assert check_names([outcome, fact, planted("domains/mall/service.py", "class CodeWithdrawn: ...")]) == []

"""Every module says its purpose; every public function of a domain says what it promises."""

import ast

from tests.architecture.source import Function, Module, complaints, planted

SAID_BY_ITS_NAME = ("queries", "sealing")
"""Drawers whose functions are named after the one statement or step that they are; house names (find, list, lock, insert) carry the promise."""


def check_module(module: Module) -> list[str]:
    empty = module.path.endswith("__init__.py") and not module.tree.body
    return [] if empty or ast.get_docstring(module.tree) else [f"{module.path} does not say its purpose"]


def check_functions(module: Module) -> list[str]:
    if module.drawer in SAID_BY_ITS_NAME or module.parts[-1].endswith("queries"):
        return []
    public = [node for node in module.tree.body if isinstance(node, Function) and not node.name.startswith("_")]
    return [module.at(function, f"{function.name} does not say what it promises") for function in public if not ast.get_docstring(function)]


def test_every_module_says_its_purpose() -> None:
    assert complaints(check_module) == []


def test_every_public_function_of_a_domain_says_what_it_promises() -> None:
    assert complaints(check_functions, "domains") == []


def test_a_module_without_a_purpose_is_found() -> None:
    assert check_module(planted("domains/wallet/service/pay.py", "x = 1")) == ["domains/wallet/service/pay.py does not say its purpose"]
    assert check_module(planted("domains/wallet/service/__init__.py", "")) == []
    assert check_module(planted("domains/wallet/service/__init__.py", "x = 1")) != []


def test_a_public_function_without_a_promise_is_found() -> None:
    assert check_functions(planted("domains/wallet/service/pay.py", "async def pay(): ...")) == [
        "domains/wallet/service/pay.py:1 pay does not say what it promises"
    ]
    assert check_functions(planted("domains/wallet/service/pay.py", "def _pay(): ...")) == []

"""Facts carry ids, amounts and codes, never personal data, and speak in the past tense."""

import ast
import re

import pytest

from tests.architecture.source import Module, complaints, dotted, planted

TYPES = {"UUID", "int", "str", "bool", "date", "datetime", "UUID | None", "int | None", "str | None", "tuple[UUID, ...]", "tuple[int, ...]"}
"""A fact's `str` is a code of the house's (an asset, a state, a channel)."""

PERSONAL = re.compile(
    r"(^|_)(name|phone|email|mail|address|birth\w*|id_number|identity|card|note|message|text|comment|content|title|token|pin|password|secret|code_sent|device|ip|"
    r"latitude|longitude|location)(_|$)"
)
PAST = re.compile(r"(ed|Withdrawn|Set|Paid|Sent|Sold|Spent|Made|Taken|Begun|Given|Met|Lost|Held|Bought|Put|Found|Back)$")


def check_events(module: Module) -> list[str]:
    found = []
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ClassDef) or "Event" not in {dotted(base).rsplit(".", 1)[-1] for base in node.bases}:
            continue
        if not PAST.search(node.name):
            found.append(module.at(node, f"{node.name} is not in the past tense"))
        if module.drawer != "events":
            found.append(module.at(node, f"{node.name} is not in the events drawer"))
        found.extend(_check_fields(module, node))
    return found


def _check_fields(module: Module, event: ast.ClassDef) -> list[str]:
    found = []
    for field in event.body:
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        name, type_ = field.target.id, ast.unparse(field.annotation)
        if type_ not in TYPES:
            found.append(module.at(field, f"{event.name}.{name} is a {type_}"))
        if PERSONAL.search(name) and type_ not in ("UUID", "UUID | None"):
            found.append(module.at(field, f"{event.name}.{name} sounds personal"))
    return found


def test_facts_carry_ids_amounts_and_codes_alone() -> None:
    assert complaints(check_events, "domains") == []


@pytest.mark.parametrize(
    "field", ["phone: str", "masked_name: str", "note: str", "amount: float", "amount: Amount", "row: dict[str, Any]", "id_number: str", "device_token: str"]
)
def test_a_fact_with_more_is_found(field: str) -> None:
    assert len(check_events(planted("domains/wallet/events.py", f"class TopUpPosted(Event):\n    {field}"))) == 1


def test_a_fact_in_the_present_tense_or_out_of_its_drawer_is_found() -> None:
    assert check_events(planted("domains/wallet/events.py", "class PostTopUp(Event):\n    id: UUID")) == [
        "domains/wallet/events.py:1 PostTopUp is not in the past tense"
    ]
    assert check_events(planted("domains/wallet/service/pay.py", "class TopUpPosted(Event): ...")) != []


def test_ids_amounts_and_codes_pass() -> None:
    code = "class TopUpPosted(Event):\n    top_up_id: UUID\n    amount_minor: int\n    asset: str\n    device_id: UUID"
    assert check_events(planted("domains/wallet/events.py", code)) == []

"""The app's operations: valid for the customer, compiled, affordable, and ready for refusals that are not there yet."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import parse, print_ast, validate

from gateway.engine import Plan, compile_operation
from gateway.graphql import Documents
from gateway.graphql.documents import OperationRequest
from gateway.limits import CostOptions, DocumentCheck, OperationCost
from gateway.mobile_schema import OperationsWrong, TrustedDocument, audience_schema, problems_not_selected, read_operations
from gateway.mobile_schema.operations import document_id
from gateway.trusted import MOBILE_SCHEMA
from resolvers.permissions import Audience
from resolvers.schema import build_schema

schema = build_schema()._schema
customer = audience_schema(schema, Audience.CUSTOMER)
OPERATIONS = read_operations(MOBILE_SCHEMA / "operations")
each = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)


@each
def test_an_operation_is_valid_for_a_customer(operation: TrustedDocument) -> None:
    assert validate(customer, parse(operation.text)) == []


@each
def test_an_operation_selects_the_problems_of_its_mutations(operation: TrustedDocument) -> None:
    assert problems_not_selected(schema, parse(operation.text)) == []


@each
def test_an_operation_compiles(operation: TrustedDocument) -> None:
    assert isinstance(compile_operation(schema, parse(operation.text), operation.name, events=True), Plan)


@each
def test_an_operation_is_within_the_limits_and_can_be_paid(operation: TrustedDocument) -> None:
    documents = Documents(schema, trusted={operation.id: operation.text}, trusted_only=True, check_limits=DocumentCheck(schema))
    prepared = documents.prepare(OperationRequest(None, document_id=operation.id), introspection=False)
    price = OperationCost(schema, prepared).requested({"first": 50, "movements": 50})
    assert 0 < price.total <= CostOptions().operation_max


@each
def test_an_id_is_the_hash_of_the_printed_document(operation: TrustedDocument) -> None:
    assert operation.text == print_ast(parse(operation.text))
    assert operation.id == document_id(operation.text)


def test_an_app_finds_what_it_needs() -> None:
    names = {operation.name for operation in OPERATIONS}
    needed = {"RequestCode", "SignIn", "RefreshTokens", "SignOut", "Viewer", "Home", "Wallets", "Statement", "Transfer", "StartTopUp", "WalletChanged"}
    assert needed | {"Sessions", "RevokeSession", "SetPin", "ChangePin", "ResetPin"} <= names


def test_no_trusted_document_asks_for_introspection() -> None:
    assert not [operation.name for operation in OPERATIONS if "__schema" in operation.text or "__type(" in operation.text]


def written(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / "wallet").mkdir(exist_ok=True)
        (tmp_path / "wallet" / f"{name}.graphql").write_text(text)
    return tmp_path


def test_a_document_holds_its_fragments_and_no_others(tmp_path: Path) -> None:
    folder = written(tmp_path, a="query A { ...F } fragment Unused on Query { x }", b="fragment G on Query { g } fragment F on Query { ...G f }")
    (operation,) = read_operations(folder)
    assert (operation.name, operation.kind, operation.domain) == ("A", "query", "wallet")
    assert operation.text == print_ast(parse("query A { ...F } fragment F on Query { ...G f } fragment G on Query { g }"))


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"a": "query A {"}, r"wallet/a\.graphql: Syntax Error"),
        ({"a": "{ x }"}, "only operations and fragments with names"),
        ({"a": "type A { x: Int }"}, "only operations and fragments with names"),
        ({"a": "query A { x }", "b": "query A { y }"}, r"wallet/b\.graphql: the name A is taken"),
        ({"a": "query A { ...F }"}, "A spreads the unknown fragment F"),
    ],
)
def test_operations_that_cannot_be_read_are_named(tmp_path: Path, files: dict[str, str], why: str) -> None:
    with pytest.raises(OperationsWrong, match=why):
        read_operations(written(tmp_path, **files))


@pytest.mark.parametrize(
    ("selection", "missing"),
    [
        ("__typename ... on Problem { message }", []),
        ("__typename ...P", []),
        ("... on Problem { message }", ["openWallet"]),
        ("__typename", ["openWallet"]),
        ("__typename ... on Problem { __typename }", ["openWallet"]),
        ("__typename ... on IdReused { message }", ["openWallet"]),
        ("kind: __typename ... on Problem { message }", ["openWallet"]),
    ],
)
def test_a_mutation_that_could_not_show_a_new_refusal_is_found(selection: str, missing: list[str]) -> None:
    text = f"mutation ($i: OpenWalletInput!) {{ openWallet(input: $i) {{ {selection} }} }} fragment P on Problem {{ message }}"
    assert problems_not_selected(schema, parse(text)) == missing

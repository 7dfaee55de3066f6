"""Staff's operations: valid for staff, compiled, ready for refusals that are not there yet, and all that staff can do with the wallet and the ledger."""

from __future__ import annotations

import pytest
from graphql import FieldNode, OperationDefinitionNode, parse, validate

from gateway.engine import Plan, compile_operation
from gateway.limits import DocumentCheck
from gateway.mobile_schema import TrustedDocument, audience_schema, problems_not_selected, read_operations
from gateway.mobile_schema.audiences import permission_of
from gateway.trusted import MOBILE_SCHEMA, read_live_manifests, trusted_texts
from resolvers.permissions import OPERATOR_PERMISSIONS, Audience
from resolvers.schema import build_schema

schema = build_schema()._schema
staff = audience_schema(schema, Audience.OPERATOR)
OPERATIONS = read_operations(MOBILE_SCHEMA / "operator-operations")
each = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
OTHERS_OWN = ("offers", "scenes")
"""Domains whose documents of staff are written by whoever builds their consoles."""


@each
def test_an_operation_is_valid_for_staff_and_compiles(operation: TrustedDocument) -> None:
    document = parse(operation.text)
    assert validate(staff, document) == []
    assert problems_not_selected(schema, document) == []
    DocumentCheck(schema)(document)
    assert isinstance(compile_operation(schema, document, operation.name, events=True), Plan)


@each
def test_an_operation_is_served_by_its_id(operation: TrustedDocument) -> None:
    assert trusted_texts(read_live_manifests())[operation.id] == operation.text


def test_each_thing_that_only_staff_may_do_with_ledger_wallet_and_customers_has_a_document() -> None:
    asked = set()
    for operation in OPERATIONS:
        (node,) = [one for one in parse(operation.text).definitions if isinstance(one, OperationDefinitionNode)]
        asked |= {one.name.value for one in node.selection_set.selections if isinstance(one, FieldNode)}
    for root in (schema.query_type, schema.mutation_type):
        assert root is not None
        for name, field in root.fields.items():
            if permission_of(field) not in OPERATOR_PERMISSIONS:
                continue
            resolver = field.extensions["strawberry-definition"].base_resolver
            where = resolver.wrapped_func.__module__ if resolver is not None else ""
            if not any(f".{domain}." in where for domain in OTHERS_OWN):
                assert name in asked, (name, where)

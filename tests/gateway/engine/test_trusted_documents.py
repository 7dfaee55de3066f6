"""Every document of every live app version runs on the engine, and answers as graphql-core does."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

import orjson
import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, is_required_input_field, parse, print_ast, validate

from domains import customers
from domains.kernel.database import Database
from gateway.engine import Plan, compile_operation
from gateway.graphql import CompiledExecutor, Documents, GraphQLCoreExecutor, Masker
from gateway.graphql.documents import VALIDATION_RULES, OperationRequest
from gateway.trusted import CURRENT, MOBILE_SCHEMA, read_manifest
from resolvers.context import Context, Viewer
from resolvers.permissions import Permission
from resolvers.schema import build_schema
from tests.resolvers.asking import nothing_happens

SCHEMA = build_schema()
DOCUMENTS = read_manifest(MOBILE_SCHEMA / CURRENT).documents
QUERIES = [document for document in DOCUMENTS.values() if document.kind == "query"]
VALUES: dict[str, Any] = {
    "platform": "ios",
    "version": "1.0.0",
    "at": "2026-01-01T00:00:00Z",
    "month": "2026-01",
    "fromDay": "2026-01-01",
    "toDay": "2026-01-31",
    "since": "2025-12-01",
    "Int": 3,
    "Boolean": True,
    "CurrencyCode": "CNY",
    "Decimal": "12.00",
    "Date": "2026-01-01",
}
"""What a variable of that name, or else of that type, is given."""
CUSTOMER = frozenset({Permission.PUBLIC, Permission.CUSTOMER})


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.name)
def test_every_trusted_document_is_compiled(document: Any) -> None:
    plan = compile_operation(SCHEMA._schema, parse(document.text), events=True)
    assert isinstance(plan, Plan)
    assert plan.can_gang == plan.is_query


@pytest.mark.parametrize("document", QUERIES, ids=lambda document: document.name)
async def test_a_trusted_query_in_a_gang_is_answered_as_graphql_core_answers_it_alone(document: Any, database: Database) -> None:
    made = await customers.make_development_customer(database, f"+86136{uuid4().int % 10**8:08d}")
    viewer = Viewer(made.customer_id, made.session_id, CUSTOMER)
    operation = Documents(SCHEMA._schema).prepare(OperationRequest(document.text), introspection=True)
    asked = {one.variable.name.value: print_ast(one.type).strip("!") for one in operation.node.variable_definitions or ()}
    variables = {name: a_value(name, type_) for name, type_ in asked.items() if name != "after"}
    compiled = CompiledExecutor(SCHEMA, Masker(), database.read, decoy=Viewer(uuid4(), uuid4(), CUSTOMER))
    answers = []
    for executor in (compiled, GraphQLCoreExecutor(SCHEMA, Masker())):
        context = Context(viewer, database.read(), database.write, nothing_happens)
        answers.append(orjson.loads((await executor.execute(operation, variables, context)).body))
    assert answers[0] == answers[1]
    assert "errors" not in answers[0]
    assert compiled.plans.fallback == 0


def test_the_home_query_is_parsed_validated_and_compiled_within_20_ms() -> None:
    text = next(document.text for document in QUERIES if document.name == "Home")
    tries = []
    for _ in range(5):
        began = time.process_time()
        document = parse(text)
        assert not validate(SCHEMA._schema, document, VALIDATION_RULES)
        compile_operation(SCHEMA._schema, document)
        tries.append(time.process_time() - began)
    assert min(tries) < 0.020


def a_value(name: str, type_name: str) -> Any:
    """Something that a variable may hold; an input object is given without its optional fields."""
    if type_name.startswith("["):
        return [a_value(name, type_name.strip("[]!"))]
    type_ = SCHEMA._schema.type_map.get(type_name)
    if isinstance(type_, GraphQLEnumType):
        return next(iter(type_.values))
    if isinstance(type_, GraphQLInputObjectType):
        return {field: a_value(field, str(one.type).strip("!")) for field, one in type_.fields.items() if is_required_input_field(one)}
    return VALUES.get(name, VALUES.get(type_name, str(uuid4())))

"""Input objects go by functions that are made once; what comes out is what graphql-core and Strawberry make of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import uuid4

import pytest
import strawberry
from graphql import GraphQLInputObjectType, Undefined, get_variable_values, parse
from graphql.utilities import coerce_input_value
from strawberry.types.arguments import convert_argument

from gateway.engine.inputs import coercion_of
from gateway.engine.variables import Variables
from resolvers.inputs import compile_inputs
from resolvers.schema import build_schema

SCHEMA = build_schema()
CORE = SCHEMA._schema
INPUTS = {name: type_ for name, type_ in CORE.type_map.items() if isinstance(type_, GraphQLInputObjectType)}

MONEY = {"amount": "12.50", "currency": "CNY"}
ID = str(uuid4())
TRANSFER = {"requestId": ID, "amount": MONEY, "to": {"phone": "13700000001"}}

RIGHT: dict[str, list[Any]] = {
    "TransferInput": [TRANSFER, {**TRANSFER, "to": {"customerId": ID}, "note": "for lunch", "pin": None}, {**TRANSFER, "note": ""}],
    "PayInput": [{"requestId": ID, "purchase": {"to": {"code": "x"}, "amount": MONEY}}, {"requestId": ID, "purchase": {"to": {"orderId": ID}, "amount": None}}],
    "OpenWalletInput": [{"requestId": ID, "currency": "USD"}],
}

WRONG: list[Any] = [
    None,
    "text",
    [TRANSFER],
    {},
    {**TRANSFER, "requestId": "no id"},
    {**TRANSFER, "requestId": None},
    {**TRANSFER, "amount": "12.50"},
    {**TRANSFER, "amount": {"currency": "CNY"}},
    {**TRANSFER, "amount": {**MONEY, "amount": 12.5, "more": 1}},
    {**TRANSFER, "to": {}},
    {**TRANSFER, "to": {"phone": None}},
    {**TRANSFER, "to": {"phone": "1", "customerId": ID}},
    {**TRANSFER, "to": {"phone": 1}},
    {**TRANSFER, "note": 5},
    {**TRANSFER, "unknown": 5},
]


@contextmanager
def by_strawberry_alone() -> Iterator[None]:
    """While the block runs no input type has a function."""
    definitions = [type_.extensions["strawberry-definition"] for type_ in INPUTS.values()]
    hooks = [definition.from_input for definition in definitions]
    try:
        for definition in definitions:
            definition.from_input = None
        yield
    finally:
        for definition, hook in zip(definitions, hooks, strict=True):
            definition.from_input = hook


def converted(name: str, coerced: Any) -> Any:
    """The input object that a resolver is handed."""
    origin = INPUTS[name].extensions["strawberry-definition"].origin
    return convert_argument(coerced, origin, SCHEMA.schema_converter.scalar_registry, SCHEMA.config)


def test_every_input_of_the_house_has_its_functions() -> None:
    assert [name for name, type_ in INPUTS.items() if type_.extensions["strawberry-definition"].from_input is None] == []
    assert [name for name, type_ in INPUTS.items() if coercion_of(type_) is None] == []


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in RIGHT.items() for value in values])
def test_what_is_right_is_what_graphql_core_and_strawberry_make_of_it(name: str, value: Any) -> None:
    coerce = coercion_of(INPUTS[name])
    assert coerce is not None
    coerced = coerce(value)
    assert coerced == coerce_input_value(value, INPUTS[name])
    made = converted(name, coerced)
    with by_strawberry_alone():
        assert made == converted(name, coerced)


@pytest.mark.parametrize("value", WRONG)
def test_what_is_wrong_is_told_in_graphql_cores_words(value: Any) -> None:
    document = parse("mutation Send($input: TransferInput!) { transfer(input: $input) { __typename } }")
    operation: Any = document.definitions[0]
    ours = Variables(CORE, operation, hide_suggestions=False).coerced({"input": value})
    theirs = get_variable_values(CORE, operation.variable_definitions, {"input": value})
    assert isinstance(ours, list)
    assert isinstance(theirs, list)
    assert [error.message for error in ours] == [error.message for error in theirs]


def test_a_type_that_may_hold_itself_is_left_to_graphql_core() -> None:
    @strawberry.input
    class Leaf:
        below: "list[Leaf] | None" = None

    Leaf.__module__ = __name__
    globals()["Leaf"] = Leaf

    @strawberry.type
    class Query:
        @strawberry.field
        def depth(self, leaf: Leaf) -> int:
            return 1 if leaf.below is None else 2

    schema = strawberry.Schema(Query)
    assert coercion_of(schema._schema.type_map["Leaf"]) is None
    assert schema.execute_sync("{ depth(leaf: {below: []}) }").data == {"depth": 2}


def test_a_list_in_an_input_is_a_new_one_each_time() -> None:
    @strawberry.input
    class Names:
        names: list[str] = strawberry.field(default_factory=lambda: ["a"])

    @strawberry.type
    class Query:
        @strawberry.field
        def count(self, names: Names) -> int:
            return len(names.names)

    schema = strawberry.Schema(Query)
    compile_inputs(schema)
    coerce = coercion_of(schema._schema.type_map["Names"])
    assert coerce is not None
    first, second = (cast(Names, convert_argument(coerce({}), Names, schema.schema_converter.scalar_registry, schema.config)) for _ in range(2))
    assert first == second
    assert first.names is not second.names
    assert coerce({"names": ["a", None]}) is Undefined
    assert coerce({"names": "a"}) is Undefined

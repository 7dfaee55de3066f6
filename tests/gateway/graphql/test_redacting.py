"""A value that the schema does not allow never comes back in the message that says so."""

from __future__ import annotations

import time
from typing import Any

import pytest
from graphql import GraphQLError, GraphQLInputObjectType, get_named_type, parse
from strawberry import Schema

from gateway.engine.variables import Variables
from gateway.graphql import Documents
from gateway.graphql.documents import OperationRequest
from gateway.graphql.errors import RequestRefused, document_refused, with_code
from gateway.graphql.redacting import without_values
from resolvers.schema import build_schema

SECRET = "493817"
WRONG: list[Any] = [SECRET, int(SECRET), float(SECRET) + 0.5, True, [SECRET, [SECRET]], {SECRET: 1}, {"pin": SECRET, "currentPin": int(SECRET)}]


@pytest.fixture(scope="module")
def schema() -> Schema:
    return build_schema()


def messages_of(schema: Schema, type_: str, value: object) -> list[str]:
    document = parse(f"query ($given: {type_}) {{ __typename }}")
    coerced = Variables(schema._schema, document.definitions[0], hide_suggestions=False).coerced({"given": value})  # type: ignore[arg-type]
    if not isinstance(coerced, list):
        return []
    return [error["message"] for error in document_refused("BAD_USER_INPUT", coerced).errors]


def test_no_input_type_of_the_schema_repeats_a_wrong_value(schema: Schema) -> None:
    types = [named for named in schema._schema.type_map.values() if isinstance(named, GraphQLInputObjectType)]
    assert len(types) > 20
    told = []
    for type_ in types:
        for wrong in WRONG:
            told += messages_of(schema, type_.name, wrong)
            for name, field in type_.fields.items():
                told += messages_of(schema, type_.name, {name: wrong})
                told += messages_of(schema, str(get_named_type(field.type)), wrong)
    assert len(told) > 1000
    for message in told:
        # The name of a field that does not exist is the app's own word, and says what to mend.
        assert SECRET not in message.replace(f"unknown field '{SECRET}'", ""), message


@pytest.mark.parametrize(
    ("type_", "value", "message"),
    [
        ("ChangePinInput", {"currentPin": 493817, "newPin": "1"}, " at .currentPin: String cannot represent a non string value."),
        ("ChangePinInput", SECRET, ": Expected value of type 'ChangePinInput' to be an object."),
        ("SetPinInput", {"Pin": SECRET, "pin": "1"}, ": Expected value of type 'SetPinInput' not to include unknown field 'Pin'. Did you mean 'pin'?"),
        ("SetPinInput", {}, ": Expected value of type 'SetPinInput' to include required field 'pin'."),
        ("Language", SECRET, ": The value does not exist in the enumeration."),
        ("UUID", SECRET, ": Value cannot represent a UUID."),
        ("Int", 2**31, ": Int cannot represent non 32-bit signed integer value."),
        ("Decimal", 12.5, ': Decimal is written as a string, for example "12.30".'),
    ],
)
def test_variable_path_and_rule_are_still_told(schema: Schema, type_: str, value: object, message: str) -> None:
    assert messages_of(schema, type_, value) == [f"Variable '$given' has invalid value{message}"]


@pytest.mark.parametrize(
    "document",
    [
        "mutation { changePin(input: {currentPin: 493817, newPin: true}) { __typename } }",
        'mutation { changePin(input: {currentPin: "493817"}) { __typename } }',
        'mutation { changePin(input: "493817") { __typename } }',
        'mutation { setLanguage(input: {requestId: "493817", language: "493817"}) { __typename } }',
        'mutation { setPin(input: {pin: "1" "493817"}) { __typename } }',
        "mutation { setPin(input: {pin: 1 493817}) { __typename } }",
        'mutation { setPin(input: {pin: "1" """493817"""}) { __typename } }',
        "query ($first: Int = 493817.5) { wallets { statement(first: $first) { nodes { id } } } }",
    ],
)
def test_a_value_written_into_the_document_is_not_repeated_either(schema: Schema, document: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        Documents(schema._schema, hide_suggestions=False).prepare(OperationRequest(document), introspection=True)
    assert SECRET not in refused.value.body.decode() + str(refused.value)


def test_our_own_words_stay_as_they_are() -> None:
    error = GraphQLError("We found: 3.", extensions={"code": "RATE_LIMITED"})
    assert with_code(error, "INTERNAL")["message"] == "We found: 3."


def test_a_message_made_to_be_slow_is_not() -> None:
    for text in ("Value '", "cannot represent non ", ", found", "found String '"):
        began = time.perf_counter()
        with_code(GraphQLError("unknown field '" + text * 20_000), "BAD_USER_INPUT")
        assert time.perf_counter() - began < 0.1
    assert without_values("") == ""

"""The schema keeps its promises: described, classed, permitted, exact about money, and every mutation answers with its union."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from graphql import (
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    is_introspection_type,
    is_specified_scalar_type,
)

from domains.kernel.models import C3, DataClass
from resolvers.permissions import Permission
from resolvers.schema import build_schema as build_house_schema

FROM_THE_LIBRARY = {"UUID", "Query", "Mutation", "Subscription"}
"""Known by their names: the roots, which Strawberry merges, and its scalar."""

WITHOUT_ID = {
    "signIn": "the code is used up by its first success",
    "signInWithMiniProgram": "the code is used up by its first success",
    "signInWithTicket": "the code is used up by its first success",
    "signUpWithMiniProgram": "the code is used up by its first success",
    "refreshTokens": "the token is the id: a repeat gets the same pair",
    "signOut": "ending what has ended is the same",
    "setPin": "the second one is refused: there is a PIN",
    "changePin": "the second one is refused: another PIN stands",
    "resetPin": "sets the same PIN again",
    "verifyIdentity": "the second one is refused: it is verified",
    "registerPushToken": "keeps the same token again",
    "setCartLine": "has so many units in the cart again",
    "setLanguage": "sets the same language again",
    "requireAppVersion": "sets the same version again",
    "scan": "whoever scans again has scanned twice",
}
"""Mutations that move neither money nor stock and whose repeat is harmless. Every other one takes an id made by the client."""

MONEY = re.compile(r"amount|balance|price|fee|money|minor|principal|interest|cost|payment|total|limit$|^most$|^left$|available", re.IGNORECASE)


@cache
def house() -> GraphQLSchema:
    return build_house_schema()._schema


def own_types(schema: GraphQLSchema) -> Iterator[GraphQLNamedType]:
    return (type_ for type_ in schema.type_map.values() if not is_introspection_type(type_) and not is_specified_scalar_type(type_))


def fields_of(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLField]]:
    for type_ in own_types(schema):
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            yield from ((f"{type_.name}.{name}", field) for name, field in type_.fields.items())


def metadata_of(field: GraphQLField) -> dict[str, Any]:
    return dict(getattr(field.extensions.get("strawberry-definition"), "metadata", {}))


def check_descriptions(schema: GraphQLSchema) -> list[str]:
    found = [type_.name for type_ in own_types(schema) if not type_.description and type_.name not in FROM_THE_LIBRARY]
    found += [place for place, field in fields_of(schema) if not field.description]
    for type_ in own_types(schema):
        if isinstance(type_, GraphQLInputObjectType):
            found += [f"{type_.name}.{name}" for name, field in type_.fields.items() if not field.description]
    return [f"{place} has no description" for place in found]


def check_data_classes(schema: GraphQLSchema) -> list[str]:
    classes = {place: metadata_of(field).get("data_class") for place, field in fields_of(schema)}
    found = [f"{place} has no data class" for place, class_ in classes.items() if not isinstance(class_, DataClass)]
    return found + [f"{place} is C3 and can be selected" for place, class_ in classes.items() if class_ is C3]


def check_permissions(schema: GraphQLSchema) -> list[str]:
    return [f"{place} has no permission" for place, field in _root_fields(schema) if not isinstance(metadata_of(field).get("permission"), Permission)]


def check_money(schema: GraphQLSchema) -> list[str]:
    found = []
    for place, field in [*fields_of(schema), *_inputs(schema)]:
        type_ = get_named_type(field.type).name
        if type_ == "Float" or (type_ == "Int" and MONEY.search(place.rpartition(".")[2])):
            found.append(f"{place} is {type_}")
    return found


def check_mutations(schema: GraphQLSchema) -> list[str]:
    mutations = schema.mutation_type.fields if schema.mutation_type else {}
    return [f"{name} {complaint}" for name, field in mutations.items() for complaint in (*_check_result(name, field), *_check_input(name, field))]


def _check_result(name: str, field: GraphQLField) -> Iterator[str]:
    union = get_named_type(field.type)
    wanted = f"{name[0].upper()}{name[1:]}Result"
    if not isinstance(union, GraphQLUnionType) or union.name != wanted:
        yield f"answers with {union.name}, not with the union {wanted}"
        return
    outcomes = [member.name for member in union.types if "Problem" not in {interface.name for interface in member.interfaces}]
    if len(outcomes) != 1:
        yield f"has {len(outcomes)} members that are no Problem, not one outcome: {', '.join(outcomes)}"


def _check_input(name: str, field: GraphQLField) -> Iterator[str]:
    argument = field.args.get("input")
    type_ = argument.type.of_type if argument is not None and isinstance(argument.type, GraphQLNonNull) else None
    if set(field.args) != {"input"} or not isinstance(type_, GraphQLInputObjectType):
        yield "does not take one input"
        return
    request_id = type_.fields.get("requestId")
    if name not in WITHOUT_ID and (request_id is None or str(request_id.type) != "UUID!"):
        yield "takes no id made by the client"


def _root_fields(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLField]]:
    roots = {root.name for root in (schema.query_type, schema.mutation_type, schema.subscription_type) if root is not None}
    return ((place, field) for place, field in fields_of(schema) if place.partition(".")[0] in roots)


def _inputs(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLInputField]]:
    for type_ in own_types(schema):
        if isinstance(type_, GraphQLInputObjectType):
            yield from ((f"{type_.name}.{name}", field) for name, field in type_.fields.items())


CHECKS = [check_descriptions, check_data_classes, check_permissions, check_money, check_mutations]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_the_schema_keeps_the_rule(check: Callable[[GraphQLSchema], list[str]]) -> None:
    assert check(house()) == []


def test_every_mutation_that_may_do_without_an_id_exists() -> None:
    mutations = house().mutation_type
    assert mutations is not None
    assert set(WITHOUT_ID) - set(mutations.fields) == set()


def test_a_type_a_field_and_an_input_field_without_description_are_found() -> None:
    schema = build_schema('type Query { "Said." wallet(input: In): Wallet } type Wallet { id: ID } input In { id: ID }')
    assert check_descriptions(schema) == [f"{place} has no description" for place in ("Wallet", "In", "Wallet.id", "In.id")]


def test_a_field_without_class_or_permission_and_one_of_class_c3_are_found() -> None:
    schema = build_schema("type Query { pin: String wallet: String }")
    schema.query_type.fields["pin"].extensions = {"strawberry-definition": _Declared({"data_class": C3, "permission": Permission.PUBLIC})}  # type: ignore[union-attr]
    assert check_data_classes(schema) == ["Query.wallet has no data class", "Query.pin is C3 and can be selected"]
    assert check_permissions(schema) == ["Query.wallet has no permission"]


def test_money_as_a_number_is_found() -> None:
    schema = build_schema("type Query { rate: Float balance: Int amountMinor: Int! noteLength: Int pay(input: In): ID } input In { fee: [Int!] }")
    assert check_money(schema) == ["Query.rate is Float", "Query.balance is Int", "Query.amountMinor is Int", "In.fee is Int"]


@pytest.mark.parametrize(
    ("mutation", "complaint"),
    [
        ("pay(input: Good!): ID", "answers with ID, not with the union PayResult"),
        ("pay(input: Good!): OtherResult", "answers with OtherResult, not with the union PayResult"),
        ("pay(input: Good!): PayResult", None),
        ("pay(input: Good): PayResult", "does not take one input"),
        ("pay(requestId: ID!): PayResult", "does not take one input"),
        ("pay(input: Good!, note: String): PayResult", "does not take one input"),
        ("pay(input: Anonymous!): PayResult", "takes no id made by the client"),
        ("order(input: Good!): OrderResult", "has 2 members that are no Problem, not one outcome: Paid, Refused"),
    ],
)
def test_a_mutation_that_breaks_a_rule_is_found(mutation: str, complaint: str | None) -> None:
    schema = build_schema(f"""
        scalar UUID
        interface Problem {{ message: String! }}
        type Paid {{ id: ID }} type Refused {{ message: String! }} type Poor implements Problem {{ message: String! }}
        union PayResult = Paid | Poor  union OtherResult = Paid | Poor  union OrderResult = Paid | Refused | Poor
        input Good {{ requestId: UUID! }} input Anonymous {{ requestId: UUID }}
        type Query {{ id: ID }} type Mutation {{ {mutation} }}
    """)
    assert check_mutations(schema) == ([f"{mutation.partition('(')[0]} {complaint}"] if complaint else [])


class _Declared:
    """What Strawberry keeps of a field."""

    def __init__(self, metadata: dict[str, object]) -> None:
        self.metadata = metadata

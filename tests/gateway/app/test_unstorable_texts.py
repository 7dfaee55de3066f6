"""Text that the database cannot hold, in the place of every text that a root field takes: whoever sends it is told, and nothing of ours fails."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLField, GraphQLInputObjectType, GraphQLList, GraphQLNonNull, GraphQLSchema, get_named_type, is_leaf_type
from graphql import build_schema as build_sdl

from domains import customers
from gateway.mobile_schema import audience_sdl
from resolvers.permissions import OPERATOR_PERMISSIONS, Audience
from resolvers.schema import build_schema
from tests.gateway.app.field_walk import SAMPLES
from tests.gateway.app.running import RunningApp

UNSTORABLE = '"a\\u0000b"'
TEXTS = ("String", "ID")
DEEPEST = 3


def leaves(type_: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where a text may stand in a value of that type."""
    named = get_named_type(type_)
    if isinstance(named, GraphQLInputObjectType):
        if len(path) < DEEPEST:
            yield from chain.from_iterable(leaves(field.type, (*path, name)) for name, field in named.fields.items())
    elif named.name in TEXTS:
        yield path


def literal(type_: Any, path: tuple[str, ...] | None) -> str:
    """A value of that type with the text at the end of the path, if there is one, and what must be given beside it."""
    inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    named: Any = get_named_type(inner)
    if isinstance(named, GraphQLInputObjectType):
        wanted = [name for name, field in named.fields.items() if isinstance(field.type, GraphQLNonNull) or (path and name == path[0])]
        wanted = wanted or [next(iter(named.fields))]
        fields = {name: literal(named.fields[name].type, path[1:] if path and name == path[0] else None) for name in wanted}
        text = "{" + ", ".join(f"{name}: {value}" for name, value in fields.items()) + "}"
    elif path is not None:
        text = UNSTORABLE
    elif isinstance(named, GraphQLEnumType):
        text = next(iter(named.values))
    else:
        text = SAMPLES.get(named.name, '"x"')
    return f"[{text}]" if isinstance(inner, GraphQLList) else text


def operations(kind: str, name: str, field: GraphQLField) -> Iterator[str]:
    """One for each text that the field takes."""
    end = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
    for path in chain.from_iterable(leaves(argument.type, (name_,)) for name_, argument in field.args.items()):
        told = []
        for name_, argument in field.args.items():
            if name_ == path[0] or isinstance(argument.type, GraphQLNonNull):
                told.append(f"{name_}: {literal(argument.type, path[1:] if name_ == path[0] else None)}")
        yield f"{kind} {{ {name}({', '.join(told)}){end} }}"


def all_operations(schema: GraphQLSchema) -> Iterator[str]:
    for kind, root in (("query", schema.query_type), ("mutation", schema.mutation_type)):
        for name, field in root.fields.items() if root is not None else ():
            yield from operations(kind, name, field)


async def a_token(app: RunningApp, audience: Audience) -> str:
    if audience is Audience.CUSTOMER:
        return (await app.customer()).token
    database = app.application.house.database
    operator_id = await customers.create_operator(database, "unstorable texts", [permission.value for permission in OPERATOR_PERMISSIONS])
    return (await customers.make_operator_token(database, operator_id)).access_token


@pytest.mark.parametrize("audience", [Audience.CUSTOMER, Audience.OPERATOR])
async def test_text_that_the_database_cannot_hold_is_refused_wherever_it_comes_in(app: RunningApp, audience: Audience) -> None:
    ours = {}
    texts = list(all_operations(build_sdl(audience_sdl(build_schema()._schema, audience))))
    token = ""
    for number, text in enumerate(texts):
        # Somebody else now and then: one of them signs out, and nobody's allowance is spent.
        if number % 20 == 0 or not token:
            token = await a_token(app, audience)
        headers = {"accept": "application/graphql-response+json", "authorization": f"Bearer {token}"}
        response = await app.http.post("/graphql", json={"query": text}, headers=headers, timeout=60)
        codes = {error["extensions"]["code"] for error in response.json().get("errors", ())}
        token = "" if "signOut" in text or "UNAUTHENTICATED" in codes else token
        assert "GRAPHQL_VALIDATION_FAILED" not in codes, (text, response.text)
        if response.status_code >= 500 or codes & {"INTERNAL", "UNAVAILABLE"}:
            ours[text] = response.text
    assert len(texts) > 100
    assert not ours, f"{len(ours)} of {len(texts)}: {ours}"

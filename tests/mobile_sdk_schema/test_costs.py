"""The costs that the SDL tells are those by which the gate admits."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLSchema, build_schema, parse

from gateway.graphql import Documents
from gateway.graphql.documents import OperationRequest
from gateway.limits import OperationCost
from gateway.limits.weights import COST_EXTENSION, LIST_SIZE_EXTENSION, ROOT_WRITE_COST
from gateway.mobile_schema import audience_sdl
from gateway.trusted import read_live_manifests
from resolvers.permissions import Audience
from resolvers.schema import build_schema as build_house_schema

house = build_house_schema()._schema


def told_schema(audience: Audience) -> GraphQLSchema:
    """A schema of the SDL alone, whose weights are what its directives say."""
    text = audience_sdl(house, audience)
    schema = build_schema(text)
    for definition in parse(text).definitions:
        for node in getattr(definition, "fields", None) or ():
            field = getattr(schema.type_map[definition.name.value], "fields")[node.name.value]  # type: ignore[attr-defined]  # noqa: B009
            uses = {one.name.value: {argument.name.value: argument.value for argument in one.arguments} for one in getattr(node, "directives", None) or ()}
            weight: Any = uses.get("cost", {}).get("weight")
            size: Any = uses.get("listSize", {}).get("assumedSize")
            field.extensions[COST_EXTENSION] = 0 if weight is None else int(weight.value)
            if size is not None:
                field.extensions[LIST_SIZE_EXTENSION] = int(size.value)
    return schema


def test_every_document_of_the_app_costs_by_the_sdl_what_it_costs_at_the_gate() -> None:
    told = told_schema(Audience.CUSTOMER)
    theirs, ours = Documents(told), Documents(house)
    prices = set()
    for document in read_live_manifests()[0].documents.values():
        request = OperationRequest(document.text)
        price = OperationCost(house, ours.prepare(request, introspection=False)).requested({})
        assert OperationCost(told, theirs.prepare(request, introspection=False)).requested({}) == price, document.name
        prices.add(price)
    assert len(prices) > 20


@pytest.mark.parametrize("audience", Audience)
def test_every_mutation_tells_its_weight(audience: Audience) -> None:
    mutations = told_schema(audience).mutation_type
    assert mutations is not None
    assert min(field.extensions[COST_EXTENSION] for field in mutations.fields.values()) >= ROOT_WRITE_COST


def test_a_page_tells_which_argument_sizes_which_lists() -> None:
    text = audience_sdl(house, Audience.CUSTOMER)
    assert (
        'MovementConnection! @cost(weight: "1") @listSize(assumedSize: 20, slicingArguments: ["first"], sizedFields: ["edges", "nodes"],'
        " requireOneSlicingArgument: false)" in text
    )
    assert 'sessions: [Session!]! @cost(weight: "1") @listSize(assumedSize: 20)' in text
    assert text.startswith('"""\nWhat the field itself costs')

"""What operations cost: objects times the sizes of their lists, reads once, by text and variables."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import build_schema, validate

from gateway.graphql import Documents, RequestRefused
from gateway.graphql.documents import OperationRequest, PreparedOperation
from gateway.limits import OperationCost, Price
from resolvers.batch import BATCHED_EXTENSION, BatchedField

schema = build_schema("""
    type Query { viewer: Customer, node: Node, plain: Int, rated: Int, nodes(first: Int = 5): [Node!]! }
    type Mutation { pay(input: Int): Payment! }
    type Subscription { paid: Payment }
    union Payment = Paid | Refused
    type Paid { movement: Movement, by: Customer }
    type Refused { message: String }
    interface Node { id: ID }
    type Customer implements Node { id: ID, name: String, note: String, accounts: [Account!]!, friends(first: Int, last: Int): [Customer!]!, tags: [String] }
    type Account implements Node { id: ID, currency: String, balance: Money, movements(first: Int! = 20, after: String): Movements }
    type Money { amount: String }
    type Movements { edges: [Edge!]!, nodes: [Movement!]!, pageInfo: PageInfo! }
    type Edge { node: Movement!, cursor: String }
    type Movement { amount: Money, id: ID }
    type PageInfo { endCursor: String }
""")


async def _load(*_: object) -> list[Any]:
    return []


for type_name, name in (("Query", "viewer"), ("Customer", "accounts"), ("Customer", "note"), ("Account", "movements")):
    schema.type_map[type_name].fields[name].extensions[BATCHED_EXTENSION] = BatchedField(name, _load)  # type: ignore[attr-defined]
schema.type_map["Query"].fields["rated"].extensions["scenebank.cost"] = 7  # type: ignore[attr-defined]
schema.type_map["Customer"].fields["accounts"].extensions["scenebank.list_size"] = 4  # type: ignore[attr-defined]


def prepared(text: str) -> PreparedOperation:
    return Documents(schema).prepare(OperationRequest(text), introspection=True)


def cost(text: str, **variables: Any) -> tuple[int, int]:
    """What is read once, and the most objects."""
    return tuple(OperationCost(schema, prepared(text)).requested(variables))  # type: ignore[return-value]


def test_a_leaf_costs_nothing_and_an_object_one() -> None:
    assert cost("{ plain }") == (0, 0)
    assert cost("{ node { id } }") == (0, 1)


def test_a_field_that_reads_costs_one_more_once() -> None:
    assert cost("{ viewer { id } }") == (1, 1)
    assert cost("{ viewer { accounts { id } } }") == (2, 1 + 4)
    assert cost("{ viewer { friends(first: 10) { note } } }") == (2, 1 + 10)


def test_a_mutation_and_a_subscription_cost_ten_and_a_field_what_it_says() -> None:
    assert cost("mutation { pay { __typename } }") == (10, 1)
    assert cost("subscription { paid { __typename } }") == (10, 1)
    assert cost("{ rated }") == (7, 0)


def test_lists_multiply_what_is_below_them() -> None:
    assert cost("{ viewer { friends(first: 3) { friends(last: 4) { id } } } }") == (1, 1 + 3 * (1 + 4))
    assert cost("{ viewer { accounts { balance { amount } } } }") == (2, 1 + 4 * 2)
    assert cost("{ viewer { tags } }") == (1, 1)


def test_a_connection_is_as_long_as_its_page_in_its_edges_and_nodes_alone() -> None:
    connection = "{ viewer { accounts { movements(first: 30) { nodes { id } pageInfo { endCursor } } } } }"
    assert cost(connection) == (3, 1 + 4 * (1 + 1 + 30 + 1))
    edges = "{ viewer { accounts { movements(first: 30) { edges { node { amount { amount } } } } } } }"
    assert cost(edges) == (3, 1 + 4 * (1 + 1 + 30 * 3))


def test_the_page_size_comes_from_the_variable_its_default_or_the_argument() -> None:
    text = "query ($n: Int) { viewer { friends(first: $n) { id } } }"
    assert cost(text, n=7) == (1, 1 + 7)
    assert cost(text) == (1, 1 + 20)
    assert cost(text.replace("$n: Int", "$n: Int = 8")) == (1, 1 + 8)
    assert cost("{ nodes { id } }") == (0, 5)
    assert cost("{ viewer { friends { id } } }") == (1, 1 + 20)


def test_a_page_is_never_counted_longer_than_fifty_or_shorter_than_nothing() -> None:
    text = "query ($n: Int) { viewer { friends(first: $n) { id } } }"
    assert cost(text, n=1_000_000) == (1, 51)
    assert cost(text, n=-5) == (1, 1)
    assert cost(text, n="7") == cost(text, n=True) == cost(text, n=7.5) == (1, 21)
    assert cost("{ viewer { friends(first: 99) { id } } }") == (1, 51)


def test_fields_that_execution_merges_count_once() -> None:
    merged = "{ viewer { accounts { id } } ...f } fragment f on Query { viewer { accounts { currency balance { amount } } } }"
    assert cost(merged) == cost("{ viewer { accounts { id balance { amount } } } }")
    assert cost("{ a: node { id } b: node { id } }") == (0, 2)


def test_of_several_types_the_dearest_counts() -> None:
    text = "{ node { ... on Customer { friends(first: 9) { id } } ... on Account { balance { amount } } } }"
    assert cost(text) == (0, 1 + 9)
    assert cost("mutation { pay { ... on Paid { movement { id } by { id } } ... on Refused { message } } }") == (10, 3)


def test_what_a_variable_leaves_out_is_not_counted() -> None:
    text = "query ($on: Boolean!, $off: Boolean = false) { viewer { accounts @include(if: $on) { id } friends(first: 5) @skip(if: $off) { id } } }"
    assert cost(text, on=True) == (2, 1 + 4 + 5)
    assert cost(text, on=False) == (1, 1 + 5)
    assert cost(text, on=False, off=True) == (1, 1)
    assert cost("{ viewer { accounts @include(if: false) { id } } }") == (1, 1)


def test_introspection_has_a_price_of_its_own() -> None:
    assert cost("{ __schema { types { name fields { name } } } }") == (100, 0)


def test_prices_are_remembered_for_each_set_of_page_sizes() -> None:
    operation = OperationCost(schema, prepared("query ($n: Int) { viewer { friends(first: $n) { id } } }"))
    assert operation.requested({"n": 3}) is operation.requested({"n": 3, "other": 1})
    assert operation.requested({"n": 60}) is operation.requested({"n": 70})
    assert operation.requested(None) == Price(1, 21)


def test_an_operation_with_too_many_places_is_refused_and_not_walked() -> None:
    kinds = "type Query { n: N } interface N { n: N } " + " ".join(f"type T{i} implements N {{ n: N a: Int }}" for i in range(30))
    wide = build_schema(kinds)
    text = "{ n { " * 1
    for level in range(4):
        text += f"n {{ id{level}: __typename " + " ".join(f"... on T{i} {{ n {{ x{level}_{i}: __typename }} }}" for i in range(30)) + " "
    text += "}" * 6
    document = Documents(wide).prepare(OperationRequest(text), introspection=True)
    assert not validate(wide, document.document)
    with pytest.raises(RequestRefused) as refused:
        OperationCost(wide, document)
    assert refused.value.errors[0]["extensions"] == {"code": "TOO_COMPLEX", "what": "places", "maximum": 5000}

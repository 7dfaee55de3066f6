"""Schemas as the house writes them: rows, computed fields, batched fields, pages, refusals as union members, mutations in series."""

from __future__ import annotations

from collections.abc import AsyncIterator
from enum import Enum
from inspect import isawaitable
from types import SimpleNamespace
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import orjson
import pytest
import strawberry
from graphql import execute, parse, validate

from domains.kernel.assets import asset_of
from domains.kernel.errors import IdReused as IdReusedRefusal
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from gateway.engine import Plan, RequestInvalid, Result, Unsupported, compile_operation
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.problems import HANDLERS, PROBLEMS, IdReused
from resolvers.scalars import CONFIG, Cursor

CNY = asset_of("CNY")
log: list[Any] = []


class AccountRow(NamedTuple):
    id: UUID
    name: str
    balance: Amount


class CardRow(NamedTuple):
    id: UUID
    digits: str | None


class NoteRow(NamedTuple):
    text: str


@strawberry.enum
class Order(Enum):
    NEWEST = "newest"
    OLDEST = "oldest"


@strawberry.input(description="Which notes.")
class NoteFilter:
    word: str = strawberry.field(description="A word.")
    limit: int = strawberry.field(default=3, description="How many.")


@type_of(NoteRow, "A note.")
class Note:
    text: str = field("Its text.")

    @computed("Its length.")
    def length(row: NoteRow) -> int:  # noqa: N805
        log.append(("length", row.text))
        if row.text == "broken":
            raise ValueError("no length")
        return len(row.text)


@strawberry.interface(description="Something with an id.")
class Holding:
    id: strawberry.ID = field("Its id.")


@type_of(CardRow, "A card.")
class Card(Holding):
    digits: str | None = field("Its last digits.")


@type_of(AccountRow, "An account.")
class Account(Holding):
    name: str = field("Its name.")
    balance: Money = field("What is in it.")

    @batched(list[Note], "Its notes.")
    async def notes(read: Any, accounts: list[Any], viewers: list[Any], *, order: Order = Order.NEWEST, filter: NoteFilter | None = None) -> list[Any]:  # noqa: N805
        log.append(("notes", [row.name for row in accounts], order, filter))
        texts = sorted((filter.word if filter else "note", "broken"), reverse=order is Order.OLDEST)
        return [[NoteRow(text) for text in texts][: filter.limit if filter else 1] for _ in accounts]

    @batched(Connection[Note], "Its notes, in pages.")
    async def pages(read: Any, accounts: list[Any], viewers: list[Any], *, first: int = 2, after: Cursor | None = None) -> list[Any]:  # noqa: N805
        log.append(("pages", first, after))
        return [Page([NoteRow(f"{row.name}{n}") for n in range(first)], [f"c{n}" for n in range(first)], True) for row in accounts]


ROWS = [AccountRow(UUID(int=1), "a", Amount(123, CNY)), AccountRow(UUID(int=2), "b", Amount(-5, CNY))]
CARD = CardRow(UUID(int=3), None)


@strawberry.type
class Query:
    @batched(list[Account], "Accounts.")
    async def accounts(read: Any, parents: list[Any], viewers: list[Any]) -> list[Any]:  # noqa: N805
        return [ROWS for _ in parents]

    @batched(list[Holding], "Everything.")
    async def holdings(read: Any, parents: list[Any], viewers: list[Any]) -> list[Any]:  # noqa: N805
        return [[ROWS[0], CARD, ROWS[1]] for _ in parents]

    @strawberry.field(description="Who asks.")
    def who(self, info: Info) -> str:
        return f"{info.context.viewer.language} {info.path.key} {info.field_name}"


TransferResult = Annotated[Account | IdReused, strawberry.union("TransferResult")]


@strawberry.type
class Mutation:
    @strawberry.mutation(description="Moves money.")
    async def transfer(self, info: Info, amount: int) -> TransferResult:
        log.append(("transfer", amount))
        if amount == 13:
            raise IdReusedRefusal(UUID(int=9))
        if amount == 0:
            raise ValueError("nothing to move")
        return ROWS[0]._replace(balance=Amount(amount, CNY))  # type: ignore[return-value]


@strawberry.type
class Subscription:
    @strawberry.subscription(description="Ticks.")
    async def ticks(self) -> AsyncIterator[int]:
        yield 1


SCHEMA = strawberry.Schema(Query, Mutation, Subscription, types=[*PROBLEMS, Card], config=CONFIG, exception_handlers=HANDLERS)._schema


class Read:
    async def close(self) -> None:
        log.append("close")


def context() -> Any:
    return SimpleNamespace(viewer=Viewer(), read=Read(), batches=None)


async def both(text: str, variables: dict[str, Any] | None = None) -> tuple[Result, list[Any]]:
    """The engine's answer, which must equal graphql-core's, and what it asked."""
    document = parse(text)
    assert not validate(SCHEMA, document)
    expected = execute(SCHEMA, document, None, context(), variables)
    expected = await expected if isawaitable(expected) else expected
    plan = compile_operation(SCHEMA, document)
    log.clear()
    actual = await plan.execute(None, context(), variables)
    asked = list(log)
    assert actual.data == expected.data
    assert [one.formatted for one in actual.errors or []] == [one.formatted for one in expected.errors or []]
    return actual, asked


async def test_rows_money_and_pages_are_written_as_graphql_core_writes_them() -> None:
    query = """query Q($first: Int!, $after: Cursor) { accounts { id name balance { amount currency }
        pages(first: $first, after: $after) { edges { cursor node { text length } } nodes { text } pageInfo { hasNextPage endCursor } } } }"""
    result, asked = await both(query, {"first": 2, "after": "c9"})
    assert result.data is not None
    assert result.data["accounts"][1]["balance"] == {"amount": "-0.05", "currency": "CNY"}
    assert result.data["accounts"][0]["pages"]["edges"][1] == {"cursor": "c1", "node": {"text": "a1", "length": 2}}
    assert asked[0] == ("pages", 2, "c9")


async def test_a_batched_field_is_loaded_once_for_all_parents_with_python_arguments() -> None:
    _, asked = await both(
        'query Q($f: NoteFilter) { accounts { notes(order: OLDEST, filter: $f) { text } other: notes(filter: {word: "x"}) { text } } }',
        {"f": {"word": "zebra", "limit": 1}},
    )
    assert asked == [("notes", ["a", "b"], Order.OLDEST, NoteFilter(word="zebra", limit=1)), ("notes", ["a", "b"], Order.NEWEST, NoteFilter(word="x", limit=3))]


async def test_a_computed_field_is_called_once_a_row_also_when_another_one_fails() -> None:
    result, asked = await both('{ accounts { notes(filter: {word: "good"}) { text length } } }')
    assert result.data is None
    assert [error.path for error in result.errors or []] == [["accounts", 0, "notes", 0, "length"]]
    lengths = [one for one in asked if one[0] == "length"]
    assert lengths.count(("length", "broken")) <= 2
    assert lengths.count(("length", "good")) <= 2


async def test_mixed_types_in_one_list_are_told_apart() -> None:
    result, asked = await both("{ holdings { __typename id ... on Card { digits } ... on Account { name notes { text } } } }")
    assert result.data is not None
    assert [one["__typename"] for one in result.data["holdings"]] == ["Account", "Card", "Account"]
    assert asked[0][:2] == ("notes", ["a", "b"])


async def test_resolvers_get_a_real_info() -> None:
    result, _ = await both("{ me: who }")
    assert result.data == {"me": "zh me who"}


async def test_mutations_run_in_series_and_what_follows_reads_a_fresh_snapshot() -> None:
    result, asked = await both(
        """mutation {
            one: transfer(amount: 5) { __typename ... on Account { balance { amount } notes { text } } }
            two: transfer(amount: 13) { __typename ... on Problem { message } }
        }"""
    )
    assert result.data is not None
    assert result.data["two"]["__typename"] == "IdReused"
    assert [one if isinstance(one, str) else one[0] for one in asked] == ["transfer", "close", "notes", "transfer"]


async def test_a_mutation_whose_answer_cannot_be_null_stops_those_after_it() -> None:
    result, asked = await both("mutation { one: transfer(amount: 0) { __typename } two: transfer(amount: 5) { __typename } }")
    assert result.data is None
    assert asked == [("transfer", 0)]


async def test_introspection_is_answered() -> None:
    result, _ = await both('{ __schema { types { name fields { name type { name } } } } __type(name: "Money") { name } }')
    assert result.data is not None
    assert result.data["__type"] == {"name": "Money"}


async def test_bytes_are_the_answer_as_json() -> None:
    plan = compile_operation(SCHEMA, parse("{ accounts { id name } }"))
    body = await plan.execute_bytes(None, context())
    assert orjson.loads(body) == {"data": {"accounts": [{"id": str(row.id), "name": row.name} for row in ROWS]}}


async def test_variables_that_do_not_fit_are_refused_before_anything_runs() -> None:
    plan = compile_operation(SCHEMA, parse("query Q($first: Int!) { accounts { pages(first: $first) { nodes { text } } } }"))
    log.clear()
    with pytest.raises(RequestInvalid, match="Variable '\\$first'"):
        await plan.execute_bytes(None, context(), {"first": "many"})
    assert not log


async def test_include_and_skip_are_branches_of_one_plan() -> None:
    text = "query Q($on: Boolean!) { accounts { name notes @include(if: $on) { text } id @skip(if: $on) } }"
    plan = compile_operation(SCHEMA, parse(text))
    for on, keys in ((True, ["name", "notes"]), (False, ["name", "id"])):
        result = await plan.execute(None, context(), {"on": on})
        assert result.data is not None
        assert list(result.data["accounts"][0]) == keys
        await both(text, {"on": on})


@pytest.mark.parametrize("text", ["subscription { ticks }", "{ accounts { ... @defer { name } } }"])
def test_what_the_engine_does_not_run_is_unsupported(text: str) -> None:
    with pytest.raises(Unsupported):
        compile_operation(SCHEMA, parse(text))


def test_a_plan_knows_whether_it_can_gang_and_whether_it_is_one_batched_field() -> None:
    def plan(text: str) -> Plan:
        found = compile_operation(SCHEMA, parse(text))
        assert isinstance(found, Plan)
        return found

    assert plan("{ accounts { name } }").can_gang
    assert plan("{ accounts { name } }").statement_bound
    assert not plan("{ accounts { notes { text } } }").statement_bound
    assert not plan("{ accounts { name } who }").can_gang
    assert not plan("mutation { transfer(amount: 1) { __typename } }").can_gang

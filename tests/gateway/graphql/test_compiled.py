"""The compiled executor answers as graphql-core does, on snapshots that end, and lets pass whose token carries what is needed."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import pytest

from gateway.graphql import Answer, RequestRefused
from resolvers.context import Viewer
from resolvers.permissions import Permission
from tests.gateway.graphql.bank import Bank, without_error_ids

MAKE = """mutation ($a: String!) { one: make(digits: $a) { __typename ... on Card { digits nickname } ... on Problem { message } }
    two: make(digits: "2") { ... on Card { nickname } } }"""


async def both(text: str, variables: dict[str, Any] | None = None) -> tuple[Answer, Bank]:
    """The compiled executor's answer, which must be graphql-core's."""
    bank = Bank()
    operation = bank.operation(text)
    expected = await bank.core.execute(operation, variables, bank.context())
    bank.log.events.clear()
    actual = await bank.compiled.execute(operation, variables, bank.context())
    assert without_error_ids(actual.body) == without_error_ids(expected.body)
    assert (actual.status, actual.refused) == (expected.status, expected.refused)
    return actual, bank


@pytest.mark.parametrize(
    "text",
    [
        "{ cards { digits nickname } greeting }",
        "{ found { ... on Card { digits } ... on Problem { message } } }",
        "{ found(twice: true) { __typename ... on Problem { message } } }",
        '{ cards(digits: "broken") { digits } }',
        "{ holding { digits ... on Card { nickname } } }",
        "{ __typename __schema { queryType { name } } }",
    ],
)
async def test_queries_are_answered_as_graphql_core_answers_them(text: str) -> None:
    answer, bank = await both(text)
    assert (answer.status, answer.refused) == (200, False)
    assert bank.compiled.plans.fallback == 0
    assert bank.log.events.count("close") == sum(one.startswith("open") for one in bank.log.events)


async def test_mutations_run_in_series_and_read_what_they_wrote() -> None:
    _, bank = await both(MAKE, {"a": "1"})
    assert bank.log.events == ["write", "open", "write", "close", "open", "close"]
    answer, bank = await both(MAKE, {"a": "again"})
    assert orjson.loads(answer.body)["data"]["one"]["__typename"] == "IdReused"
    assert bank.log.events == ["write", "open", "close"]


async def test_variables_that_do_not_fit_are_refused_with_400_before_anything_runs() -> None:
    answer, bank = await both("query ($d: String!) { cards(digits: $d) { nickname } }", {"d": 5})
    assert (answer.status, answer.refused) == (400, True)
    assert orjson.loads(answer.body)["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}
    assert bank.log.events == []


async def test_a_query_of_one_batched_field_gets_no_transaction_around_it() -> None:
    _, bank = await both("{ cards { digits } }")
    assert bank.log.events == ["open single", "close"]
    _, bank = await both("{ cards { digits nickname } }")
    assert bank.log.events == ["open", "close"]


async def test_a_bug_is_masked() -> None:
    answer, bank = await both('{ cards(digits: "broken") { digits } }')
    assert b"secret" not in answer.body
    assert orjson.loads(answer.body)["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert bank.log.events == ["open single", "close"]


async def test_a_plan_is_compiled_once_and_kept_on_the_operation() -> None:
    bank = Bank()
    operation = bank.operation("{ cards { digits } }")
    for number in range(3):
        await bank.compiled.execute(operation, None, bank.context(number))
    assert (bank.compiled.plans.compiled, len(bank.compiled.plans)) == (1, 1)
    assert operation.plan is not None


async def test_an_operation_whose_plan_had_to_go_is_compiled_again() -> None:
    bank = Bank(plans_max=1)
    first, second = bank.operation("{ cards { digits } }"), bank.operation("{ greeting }")
    for operation in (first, second, first):
        await bank.compiled.execute(operation, None, bank.context())
    assert (bank.compiled.plans.compiled, bank.compiled.plans.evicted) == (3, 2)
    assert second.plan is None


async def test_what_the_engine_does_not_run_is_answered_by_graphql_core_and_counted_by_reason() -> None:
    told: list[str] = []
    bank = Bank(on_fallback=told.append)
    operation = bank.operation("query ($on: Boolean = true) { cards { nickname @include(if: $on) digits } }")
    expected = await bank.core.execute(operation, {"on": None}, bank.context())
    assert await bank.compiled.execute(operation, {"on": None}, bank.context()) == expected
    assert told == ["a variable of @skip or @include is not a Boolean"]
    assert bank.compiled.plans.reasons == {told[0]: 1}
    assert not (await bank.compiled.execute(operation, {"on": True}, bank.context())).refused
    assert bank.compiled.plans.fallback == 1


async def test_requests_in_flight_together_form_a_gang_and_each_reads_its_own() -> None:
    bank = Bank()
    operation = bank.operation("{ cards { nickname } }")
    answers = await asyncio.gather(*(bank.compiled.execute(operation, None, bank.context(number)) for number in range(1, 9)))
    for number, answer in enumerate(answers, start=1):
        assert orjson.loads(answer.body)["data"]["cards"][0]["nickname"].endswith(f"-{number:012x}")


async def test_with_a_decoy_every_query_runs_in_a_gang_and_answers_the_same() -> None:
    bank = Bank(decoy=Viewer(permissions=frozenset()))
    for text in ("{ cards { digits nickname } greeting }", '{ cards(digits: "broken") { digits } }'):
        operation = bank.operation(text)
        expected = await bank.core.execute(operation, None, bank.context())
        actual = await bank.compiled.execute(operation, None, bank.context())
        assert without_error_ids(actual.body) == without_error_ids(expected.body)
    assert bank.log.events.count("close") == sum(one.startswith("open") for one in bank.log.events)


CHANGES = "subscription ($n: [Int!]!) { changes(numbers: $n) { number card { digits nickname } } }"


@pytest.mark.parametrize("name", ["compiled", "core"])
async def test_each_event_is_told_on_a_snapshot_of_its_own_that_does_not_outlive_it(name: str) -> None:
    bank = Bank()
    stream = await getattr(bank, name).subscribe(bank.operation(CHANGES), {"n": [1, 2]}, bank.context())
    seen = []
    async for body in stream:
        seen.append(orjson.loads(body)["data"]["changes"])
        assert bank.log.events[-1] == "close"
    assert [one["number"] for one in seen] == [1, 2]
    assert seen[0]["card"]["nickname"].startswith("1 of ")
    assert bank.log.events == ["open", "close"] * 2


async def test_events_that_fail_are_masked_as_graphql_core_would_and_the_stream_goes_on() -> None:
    bodies = {}
    for name in ("compiled", "core"):
        bank = Bank()
        stream = await getattr(bank, name).subscribe(bank.operation(CHANGES), {"n": [13, 2]}, bank.context())
        bodies[name] = [without_error_ids(body) async for body in stream]
    assert bodies["compiled"] == bodies["core"]
    assert bodies["core"][0]["data"] == {"changes": {"number": 13, "card": None}}


async def test_a_subscription_whose_variables_do_not_fit_is_refused() -> None:
    bank = Bank()
    for executor in (bank.compiled, bank.core):
        answer = await executor.subscribe(bank.operation(CHANGES), {"n": "one"}, bank.context())
        assert isinstance(answer, Answer)
        assert (answer.status, answer.refused) == (400, True)


@pytest.mark.parametrize("name", ["compiled", "core"])
@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("{ greeting }", set()),
        ("{ greeting cards { digits } }", {Permission.CUSTOMER}),
        ("{ ...F } fragment F on Query { cards { ...C @skip(if: true) } } fragment C on Card { remark }", {Permission.CUSTOMER, Permission.OPERATOR_CUSTOMERS}),
        ("{ holding { ... on Card { remark } } }", {Permission.CUSTOMER, Permission.OPERATOR_CUSTOMERS}),
        ('mutation { make(digits: "1") { __typename } }', {Permission.CUSTOMER}),
        ("subscription { changes(numbers: [1]) { number } }", {Permission.CUSTOMER}),
    ],
)
async def test_what_an_operation_needs_is_asked_of_the_token_before_anything_runs(name: str, text: str, needed: set[Permission]) -> None:
    bank = Bank()
    executor, operation = getattr(bank, name), bank.operation(text)
    run = executor.subscribe if operation.kind == "subscription" else executor.execute
    for carried in (frozenset(needed) - {one} for one in needed):
        with pytest.raises(RequestRefused) as refused:
            await run(operation, None, bank.context(permissions=carried))
        assert (refused.value.code, refused.value.status) == ("FORBIDDEN", 403)
        with pytest.raises(RequestRefused) as refused:
            await run(operation, None, bank.context(0, permissions=carried))
        assert (refused.value.code, refused.value.status) == ("UNAUTHENTICATED", 401)
    assert bank.log.events == []
    assert operation.permissions == needed if needed else operation.permissions is None
    answer = await run(operation, None, bank.context(permissions=frozenset(needed)))
    assert not isinstance(answer, Answer) or not answer.refused


def test_extensions_are_added_to_an_answer_without_reading_it_again() -> None:
    answer = Answer(b'{"data":{"greeting":"hello"}}').with_extensions(b'{"cost":{"spent":3}}')
    assert orjson.loads(answer.body) == {"data": {"greeting": "hello"}, "extensions": {"cost": {"spent": 3}}}

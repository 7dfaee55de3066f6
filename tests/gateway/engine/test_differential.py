"""The engine against graphql-core on random schemas, data and operations. SCENEBANK_FUZZ multiplies the number of worlds."""

from __future__ import annotations

import asyncio
import os
from inspect import isawaitable
from random import Random
from typing import Any

from graphql import ExecutionResult, execute, parse, validate
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gateway.engine import Plan, compile_operation
from tests.gateway.engine.faults import inject_faults
from tests.gateway.engine.operations import random_operation, random_variables
from tests.gateway.engine.worlds import KINDS, OneRequest, World, build_world

SCALE = float(os.environ.get("SCENEBANK_FUZZ", "1"))
OPERATIONS_PER_WORLD = 6
seeds = st.integers(0, 2**32 - 1)


def worlds(count: int) -> Any:
    return settings(max_examples=max(1, int(count * SCALE)), deadline=None, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate])


def documents(world: World, random: Random) -> list[Any]:
    found = []
    for _ in range(OPERATIONS_PER_WORLD):
        document = parse(random_operation(world.schema, random))
        if not validate(world.schema, document):
            found.append(document)
    return found


async def on_graphql_core(world: World, document: Any, variables: dict[str, Any]) -> ExecutionResult:
    result = execute(world.schema, document, world.root, OneRequest(), variables)
    return await result if isawaitable(result) else result


def errors_of(result: Any) -> list[tuple[str, str, str]]:
    return sorted((str(error.path), error.message, str(error.locations)) for error in result.errors or ())


async def compare(world: World, random: Random, *, exact: bool) -> int:
    """Run operations on both; the number of comparisons."""
    compared = 0
    for document in documents(world, random):
        plan = compile_operation(world.schema, document)
        for _ in range(2):
            variables = random_variables(random)
            expected = await on_graphql_core(world, document, variables)
            for _ in range(20):  # graphql-core leaves the siblings of what failed running
                await asyncio.sleep(0)
            world.asked.clear()
            actual = await plan.execute(world.root, OneRequest(), variables)
            assert actual.data == expected.data
            assert str(actual.data) == str(expected.data)  # the keys stand in the same order
            if actual.objects is not None:
                assert actual.objects == objects_in(actual.data) - 1
            assert bool(actual.errors) == bool(expected.errors)
            if exact:
                assert errors_of(actual) == errors_of(expected)
            assert_asked_once(plan, world)
            compared += 1
    return compared


def objects_in(value: Any) -> int:
    """How many objects a value holds, itself among them."""
    if isinstance(value, dict):
        return 1 + sum(objects_in(one) for one in value.values())
    return sum(objects_in(one) for one in value) if isinstance(value, list) else 0


def assert_asked_once(plan: Any, world: World) -> None:
    """Rows have one parent each: a resolver may meet a row once for each place of the operation that selects it."""
    assert isinstance(plan, Plan)
    for (name, _), times in world.asked.items():
        assert times <= plan.places[name]


@worlds(70)
@given(seeds)
def test_an_answer_without_faults_equals_graphql_cores(seed: int) -> None:
    world = build_world(seed)
    asyncio.run(compare(world, Random(seed), exact=True))


@worlds(120)
@given(seeds)
def test_an_answer_with_one_fault_equals_graphql_cores_with_the_same_error(seed: int) -> None:
    world, random = build_world(seed), Random(seed)
    inject_faults(world, random, 1, one_error=True)
    asyncio.run(compare(world, random, exact=True))


@worlds(60)
@given(seeds, st.integers(2, 12))
def test_with_many_faults_and_nothing_asynchronous_all_errors_equal_graphql_cores(seed: int, faults: int) -> None:
    world, random = build_world(seed, ("attribute", "computed", "sync", "default")), Random(seed)
    inject_faults(world, random, faults)
    asyncio.run(compare(world, random, exact=True))


@worlds(60)
@given(seeds, st.integers(2, 12))
def test_with_many_faults_the_data_equals_graphql_cores(seed: int, faults: int) -> None:
    world, random = build_world(seed, KINDS), Random(seed)
    inject_faults(world, random, faults)
    asyncio.run(compare(world, random, exact=False))

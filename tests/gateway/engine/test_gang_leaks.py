"""A gang gives every member the answer that it would get alone, and nothing of another member's. SCENEBANK_FUZZ multiplies the number of worlds."""

from __future__ import annotations

import asyncio
import os
from random import Random
from typing import Any
from uuid import UUID

from graphql import parse, validate
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gateway.engine import Plan, compile_operation, execute_gang
from resolvers.context import Viewer
from tests.gateway.engine.faults import inject_faults
from tests.gateway.engine.operations import random_operation, random_variables
from tests.gateway.engine.worlds import OneRequest, World, build_shared_world

SCALE = float(os.environ.get("SCENEBANK_FUZZ", "1"))
VIEWERS = [UUID(int=number) for number in range(1, 6)]
MIXES_PER_OPERATION = 4


class Snapshot:
    def __init__(self, *, single: bool = False) -> None: ...

    async def close(self) -> None: ...


def member(viewer: UUID) -> OneRequest:
    return OneRequest(Viewer(id=viewer))


async def mixes(world: World, random: Random) -> int:
    """Compare random gangs with the answers of their members alone; the number of gangs."""
    compared = 0
    for _ in range(4):
        document = parse(random_operation(world.schema, random))
        if validate(world.schema, document):
            continue
        plan = compile_operation(world.schema, document)
        assert isinstance(plan, Plan)
        assert plan.can_gang
        variables = random_variables(random)
        alone = {viewer: await plan.execute_bytes(None, member(viewer), variables) for viewer in VIEWERS}
        for _ in range(MIXES_PER_OPERATION):
            viewers = [random.choice(VIEWERS) for _ in range(random.randint(2, 7))]
            bodies = await execute_gang(plan, [member(viewer) for viewer in viewers], variables, Snapshot)
            for viewer, body in zip(viewers, bodies, strict=True):
                assert body == alone[viewer]
                assert_only_of(viewer, body)
            compared += 1
    return compared


def assert_only_of(viewer: UUID, body: bytes) -> None:
    for other in VIEWERS:
        assert other == viewer or f"<{other}>".encode() not in body


def compare_in_world(seed: int, faults: int, breakers: int) -> None:
    world, random = build_shared_world(seed, VIEWERS), Random(seed)
    inject_faults(world, random, faults)
    names = [name for type_ in world.schema.type_map.values() if not type_.name.startswith("__") for name in getattr(type_, "fields", {})]
    world.breakers = {(random.choice(names), random.choice(VIEWERS)) for _ in range(breakers)}
    asyncio.run(mixes(world, random))


def worlds(count: int) -> Any:
    return settings(max_examples=max(1, int(count * SCALE)), deadline=None, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate])


@worlds(60)
@given(st.integers(0, 2**32 - 1))
def test_each_answer_of_a_gang_equals_the_answer_alone(seed: int) -> None:
    compare_in_world(seed, faults=0, breakers=0)


@worlds(110)
@given(st.integers(0, 2**32 - 1), st.integers(1, 15))
def test_refusals_and_faults_of_one_member_stay_with_that_member(seed: int, faults: int) -> None:
    compare_in_world(seed, faults=faults, breakers=0)


@worlds(70)
@given(st.integers(0, 2**32 - 1), st.integers(0, 6), st.integers(1, 4))
def test_members_that_break_a_gang_are_cut_out_of_it(seed: int, faults: int, breakers: int) -> None:
    compare_in_world(seed, faults=faults, breakers=breakers)

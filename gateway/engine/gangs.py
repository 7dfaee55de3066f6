"""Gangs: the same query with the same variables, asked by several viewers at once, runs as one on one snapshot."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, Protocol

import orjson
from graphql.execution.executor import CollectedErrors
from graphql.execution.values import VariableValues

from gateway.engine.execution import Execution, GangBroken, end_snapshot
from gateway.engine.interpreter import Interpreter
from gateway.engine.plan import FormatErrors, Plan, Result, Written, written
from gateway.engine.shapes import ObjectPlan
from gateway.engine.slices import Slices
from resolvers.context import NOBODY

GANG_MAX = 64
"""Members of one gang."""

LANES = 2
"""Gangs of one query in flight at once."""

ALONE_SECONDS = 60.0
"""How long a member that broke a gang runs alone."""

ALONE_MAX = 10_000
"""Members that are remembered for breaking a gang."""


class OpenRead(Protocol):
    """Opens a `Read`, which takes its snapshot with its first statement. `single`: there will be one statement, so no transaction is needed."""

    def __call__(self, *, single: bool = False) -> Any: ...


class GangAnswers(NamedTuple):
    """One answer per member, whether it tells of an error, and the members that broke the gang."""

    bodies: list[Written]
    failed: list[bool]
    breakers: list[int]


async def execute_gang(
    plan: Plan, members: Sequence[Any], raw_variables: Mapping[str, Any] | None, open_read: OpenRead, *, format_errors: FormatErrors | None = None
) -> list[bytes]:
    """The answers of these contexts, as if each had run alone. Raises RequestInvalid and Unsupported, before anything ran."""
    return [one.body for one in (await _run(plan, members, plan.coerced(raw_variables), open_read, format_errors)).bodies]


class Gangs:
    """Runs queries; those that arrive while gangs of the same query are in flight form the next one."""

    def __init__(
        self,
        open_read: OpenRead,
        *,
        gang_max: int = GANG_MAX,
        lanes: int = LANES,
        format_errors: FormatErrors | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_read = open_read
        self._gang_max = gang_max
        self._lanes = lanes
        self._format_errors = format_errors
        self._clock = clock
        self._queues: dict[tuple[Plan, bytes], _Queue] = {}
        self._alone: OrderedDict[Hashable, float] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self.ganged = 0
        """Requests answered in a gang of two or more."""
        self.gangs = 0
        """Gangs of two or more."""
        self.broken = 0
        """Members that broke a gang."""

    async def execute(self, plan: Plan, context: Any, raw_variables: Mapping[str, Any] | None = None) -> Written:
        """The answer of one request whose plan can gang, on a snapshot that ends with it: a gang's own, or `context.read`.

        Raises RequestInvalid and Unsupported, before anything ran."""
        if self._alone and self._runs_alone(context.viewer):
            return await self._execute_alone(plan, context, plan.coerced(raw_variables))
        text = orjson.dumps(raw_variables, option=orjson.OPT_SORT_KEYS) if raw_variables else b""
        variables = plan.coerced_text(text, raw_variables)
        key = (plan, text)
        queue = self._queues.get(key)
        if queue is None:
            queue = self._queues[key] = _Queue(variables)
        if queue.in_flight < self._lanes and not queue.waiting:
            queue.in_flight += 1
            try:
                return await self._execute_alone(plan, context, variables)
            finally:
                self._hand_over(key, queue)
        answer: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        queue.waiting.append((context, answer))
        return await answer

    async def _execute_alone(self, plan: Plan, context: Any, variables: VariableValues) -> Written:
        read = self._open_read(single=True) if plan.statement_bound else getattr(context, "read", None)
        try:
            return await plan.answer(context, variables, read, self._format_errors)
        finally:
            await end_snapshot(read)

    def _hand_over(self, key: tuple[Plan, bytes], queue: _Queue) -> None:
        """Give a lane that became free to whoever waits."""
        if queue.waiting:
            task = asyncio.create_task(self._run_lane(key, queue), name="gang")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            return
        queue.in_flight -= 1
        if not queue.in_flight:
            del self._queues[key]

    async def _run_lane(self, key: tuple[Plan, bytes], queue: _Queue) -> None:
        try:
            while queue.waiting:
                members = [queue.waiting.popleft() for _ in range(min(self._gang_max, len(queue.waiting)))]
                members = [(context, answer) for context, answer in members if not answer.done()]
                if members:
                    await self._answer(key[0], queue, members)
        finally:
            self._hand_over(key, queue)

    async def _answer(self, plan: Plan, queue: _Queue, members: list[tuple[Any, asyncio.Future[Written]]]) -> None:
        contexts = [context for context, _ in members]
        try:
            answers = await _run(plan, contexts, queue.variables, self._open_read, self._format_errors)
        except BaseException as error:
            for _, answer in members:
                if not answer.done():
                    answer.set_exception(error if isinstance(error, Exception) else asyncio.CancelledError())
            if not isinstance(error, Exception):
                raise
            return
        for (_, answer), body in zip(members, answers.bodies, strict=True):
            if not answer.done():
                answer.set_result(body)
        if len(members) > 1:
            self.gangs += 1
            self.ganged += len(members)
            self._note_breakers([contexts[index] for index in answers.breakers])

    def _note_breakers(self, contexts: Sequence[Any]) -> None:
        for context in contexts:
            self.broken += 1
            self._alone[_member(context.viewer)] = self._clock() + ALONE_SECONDS
            if len(self._alone) > ALONE_MAX:
                self._alone.popitem(last=False)

    def _runs_alone(self, viewer: Any) -> bool:
        member = _member(viewer)
        until = self._alone.get(member)
        if until is not None and until <= self._clock():
            del self._alone[member]
            return False
        return until is not None


class _Queue:
    __slots__ = ("in_flight", "variables", "waiting")

    def __init__(self, variables: VariableValues) -> None:
        self.variables = variables
        self.in_flight = 0
        self.waiting: deque[tuple[Any, asyncio.Future[Written]]] = deque()


def _member(viewer: Any) -> Hashable:
    """Who is remembered. Callers who are not signed in share an id, so their address stands for them."""
    return viewer.id if viewer.id != NOBODY else (NOBODY, viewer.address)


async def _run(plan: Plan, contexts: Sequence[Any], variables: VariableValues, open_read: OpenRead, format_errors: FormatErrors | None) -> GangAnswers:
    """One attempt on a snapshot of its own; a gang that breaks is halved, down to members alone."""
    execution = plan.execution(contexts, None, variables, open_read(single=plan.statement_bound))
    try:
        segment = plan.segments[0]
        await segment.gather(execution)
    except GangBroken:
        pass
    else:
        return _written_out(plan, execution, format_errors)
    finally:
        execution.forget_places()
        await execution.fresh_snapshot()
    half = len(contexts) // 2
    first = await _run(plan, contexts[:half], variables, open_read, format_errors)
    second = await _run(plan, contexts[half:], variables, open_read, format_errors)
    return GangAnswers(first.bodies + second.bodies, first.failed + second.failed, _breakers(first) + [half + index for index in _breakers(second)])


def _breakers(half: GangAnswers) -> list[int]:
    """Who broke the gang, in a half of it: a member that fails alone."""
    return [0] if half.failed == [True] else half.breakers


def _written_out(plan: Plan, execution: Execution, format_errors: FormatErrors | None) -> GangAnswers:
    """The answers, member by member: what one answer is made of is still in the processor's cache when it is written as JSON."""
    root, assemble = plan.segments[0].root, plan.segments[0].assemble
    slices = Slices(execution, root)
    faulty = slices.faulty()
    answers = GangAnswers([], [], [])
    for member in range(len(execution.contexts)):
        result = None
        if member not in faulty:
            part = slices.member(member)
            # Whatever a check or a conversion raises is found again by the interpreter, at its place.
            with suppress(Exception):
                result = Result(assemble(part)[0], None, objects=part.objects_written)
            execution.memos = part.memos
        if result is None:
            result = _interpreted(execution, root, member)
            if result.errors and not faulty and len(execution.contexts) > 1:
                answers.breakers.append(member)
        answers.bodies.append(Written(written(result, format_errors), result.objects))
        answers.failed.append(bool(result.errors))
    return answers


def _interpreted(execution: Execution, root: ObjectPlan, member: int) -> Result:
    errors = CollectedErrors()
    data = Interpreter(execution).answer(root, member, errors)
    return Result(data, errors.errors or None)

"""The executor over the engine: compiled operations, queries in gangs, and graphql-core for what is not compiled."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Callable
from dataclasses import replace
from typing import Any

import strawberry

from gateway.engine import Gangs, Plan, PlanCache, RefusedPlan, RequestInvalid, Unsupported, execute_gang
from gateway.engine.execution import end_snapshot
from gateway.engine.gangs import OpenRead
from gateway.graphql.documents import PreparedOperation
from gateway.graphql.errors import document_refused
from gateway.graphql.graphql_core import GraphQLCoreExecutor
from gateway.graphql.masking import Masker
from gateway.graphql.permissions import check_permissions
from gateway.graphql.ports import Answer, Variables
from resolvers.context import Viewer


class CompiledExecutor:
    """Implements `Executor`. `plans` and `gangs` count what they did; `plans.reasons` says how often graphql-core ran, and why.

    The snapshot of an operation is `context.read`, opened by its first statement and ended when the answer is built. `open_read` gives what a
    gang shares, and what a query of one statement reads from without a transaction."""

    def __init__(
        self,
        schema: strawberry.Schema,
        masker: Masker,
        open_read: OpenRead,
        *,
        hide_suggestions: bool = True,
        plans_max: int = 1_000,
        on_fallback: Callable[[str], None] | None = None,
        decoy: Viewer | None = None,
    ) -> None:
        """`on_fallback` is told why graphql-core runs an operation. With a `decoy` (tests), every query runs in a gang between two requests of that viewer."""
        self._schema = schema._schema
        self._masker = masker
        self._open_read = open_read
        self._on_fallback = on_fallback
        self._decoy = decoy
        self._graphql_core = GraphQLCoreExecutor(schema, masker, hide_suggestions=hide_suggestions)
        self.plans = PlanCache(self._schema, plans_max=plans_max, hide_suggestions=hide_suggestions, on_evicted=_forget_plan)
        self.gangs = Gangs(open_read, format_errors=masker.field_errors)

    async def execute(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> Answer:
        check_permissions(self._schema, operation, context)
        plan = operation.plan
        if plan is None:
            plan = self._compiled(operation)
        try:
            if plan.can_gang:
                if self._decoy is not None:
                    return Answer(await self._execute_with_decoys(plan, variables, context, self._decoy))
                body, objects = await self.gangs.execute(plan, context, variables)
                return Answer(body, objects=objects)
            return Answer(await self._execute_apart(plan, variables, context))
        except RequestInvalid as invalid:
            refused = document_refused("BAD_USER_INPUT", invalid.errors)
            return Answer(refused.body, refused.status, refused=True)
        except Unsupported as unsupported:
            self._note_fallback(unsupported)
        return await self._graphql_core.execute(operation, variables, context)

    async def subscribe(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> AsyncGenerator[bytes, None] | Answer:
        check_permissions(self._schema, operation, context)
        plan = operation.plan if operation.plan is not None else self._compiled(operation)
        try:
            plan.check_variables(variables)
        except Unsupported as unsupported:
            self._note_fallback(unsupported)
            return await self._graphql_core.subscribe(operation, variables, context)
        source = await self._graphql_core.source(operation, variables, context)
        return source if isinstance(source, Answer) else self._events(plan, source[1], variables, context)

    async def _execute_apart(self, plan: Plan | RefusedPlan | _Uncompiled, variables: Variables | None, context: Any) -> bytes:
        try:
            return await plan.execute_bytes(None, context, variables, format_errors=self._masker.field_errors)
        finally:
            await end_snapshot(getattr(context, "read", None))

    async def _execute_with_decoys(self, plan: Plan, variables: Variables | None, context: Any, decoy: Viewer) -> bytes:
        members = [replace(context, viewer=decoy), context, replace(context, viewer=decoy)]
        return (await execute_gang(plan, members, variables, self._open_read, format_errors=self._masker.field_errors))[1]

    async def _events(
        self, plan: Plan | RefusedPlan | _Uncompiled, source: AsyncIterable[Any], variables: Variables | None, context: Any
    ) -> AsyncGenerator[bytes, None]:
        try:
            async for event in source:
                try:
                    body = await plan.execute_bytes(event, context, variables, format_errors=self._masker.field_errors)
                finally:
                    # Nobody knows when the next event comes: no connection waits for it.
                    await end_snapshot(getattr(context, "read", None))
                yield body
        finally:
            if isinstance(source, AsyncGenerator):
                await source.aclose()

    def _compiled(self, operation: PreparedOperation) -> Plan | RefusedPlan | _Uncompiled:
        plan = self.plans.plan(operation, operation.document, operation.name)
        operation.plan = _Uncompiled(plan) if isinstance(plan, Unsupported) else plan
        return operation.plan  # type: ignore[no-any-return]

    def _note_fallback(self, unsupported: Unsupported) -> None:
        self.plans.note_fallback(unsupported)
        if self._on_fallback is not None:
            self._on_fallback(str(unsupported))


class _Uncompiled:
    """Stands where a plan would, for an operation that graphql-core must run."""

    can_gang = False

    def __init__(self, why: Unsupported) -> None:
        self._why = why

    async def execute_bytes(self, *_: object, **__: object) -> bytes:
        """Raises Unsupported."""
        raise self._why.with_traceback(None)

    def check_variables(self, _: object) -> None:
        """Raises Unsupported."""
        raise self._why.with_traceback(None)


def _forget_plan(operation: Any) -> None:
    operation.plan = None

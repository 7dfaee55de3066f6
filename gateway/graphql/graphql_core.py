"""The executor over graphql-core: runs every operation that the schema allows, none of them fast."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable
from inspect import isawaitable
from typing import Any

import orjson
import strawberry
from graphql import ExecutionResult, create_source_event_stream, execute, map_source_to_response_event
from graphql.execution.executor import Executor
from strawberry.execution import optimized_is_awaitable

from gateway.engine.execution import end_snapshot
from gateway.graphql.documents import PreparedOperation
from gateway.graphql.errors import document_refused
from gateway.graphql.masking import Masker
from gateway.graphql.permissions import check_permissions
from gateway.graphql.ports import Answer, Variables


class GraphQLCoreExecutor:
    """Implements `Executor` for a Strawberry schema. Schema extensions of Strawberry do not run: the gateway does their work.

    The snapshot of an operation is `context.read`, where the context has one; it is ended when the answer is built."""

    def __init__(self, schema: strawberry.Schema, masker: Masker, *, hide_suggestions: bool = True) -> None:
        self._schema = schema._schema
        self._executor_class = schema.execution_context_class or Executor
        self._masker = masker
        self._hide_suggestions = hide_suggestions

    async def execute(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> Answer:
        check_permissions(self._schema, operation, context)
        try:
            result = execute(
                self._schema,
                operation.document,
                context_value=context,
                variable_values=dict(variables) if variables else None,
                operation_name=operation.name,
                is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]
                executor_class=self._executor_class,
                hide_suggestions=self._hide_suggestions,
            )
            return self._answer(await result if isawaitable(result) else result)
        finally:
            await end_snapshot(getattr(context, "read", None))

    async def subscribe(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> AsyncGenerator[bytes, None] | Answer:
        check_permissions(self._schema, operation, context)
        source = await self.source(operation, variables, context)
        return source if isinstance(source, Answer) else self._bodies(*source, context)

    async def source(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> tuple[Executor[Any], AsyncIterable[Any]] | Answer:
        """The events of a subscription, and what runs one of them; or the answer that refuses. Permissions are the caller's to check."""
        executor = self._executor_class.build(
            self._schema,
            operation.document,
            context_value=context,
            raw_variable_values=dict(variables) if variables else None,
            operation_name=operation.name,
            hide_suggestions=self._hide_suggestions,
        )
        if isinstance(executor, list):
            return self._answer(ExecutionResult(None, executor), began=False)
        found = create_source_event_stream(executor)
        source = await found if isawaitable(found) else found
        if isinstance(source, ExecutionResult):
            await end_snapshot(getattr(context, "read", None))
            return self._answer(source, began=False)
        return executor, source

    async def _bodies(self, executor: Executor[Any], source: AsyncIterable[Any], context: Any) -> AsyncGenerator[bytes, None]:
        stream = map_source_to_response_event(executor, source)
        try:
            async for result in stream:
                body = self._answer(result).body
                # Nobody knows when the next event comes: no connection waits for it.
                await end_snapshot(getattr(context, "read", None))
                yield body
        finally:
            await stream.aclose()
            await end_snapshot(getattr(context, "read", None))

    def _answer(self, result: ExecutionResult, *, began: bool = True) -> Answer:
        errors = result.errors
        if not errors:
            return Answer(orjson.dumps({"data": result.data}))
        # Only an error of a field has a path; where none has one, the variables did not fit and nothing ran.
        if result.data is None and all(error.path is None for error in errors):
            refused = document_refused("BAD_USER_INPUT", errors)
            return Answer(refused.body, refused.status, refused=True)
        masked = self._masker.field_errors(errors)
        if not began:
            return Answer(orjson.dumps({"errors": masked}), refused=True)
        return Answer(orjson.dumps({"errors": masked, "data": result.data}))

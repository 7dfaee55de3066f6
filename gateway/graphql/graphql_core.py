"""The executor over graphql-core: runs every operation that the schema allows, none of them fast."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from inspect import isawaitable
from typing import Any

import orjson
import strawberry
from graphql import ExecutionResult, execute, subscribe
from strawberry.execution import optimized_is_awaitable

from gateway.graphql.documents import PreparedOperation
from gateway.graphql.errors import document_refused
from gateway.graphql.masking import Masker
from gateway.graphql.ports import Answer, Variables


class GraphQLCoreExecutor:
    """Implements `Executor` for a Strawberry schema. Schema extensions of Strawberry do not run: the gateway does their work."""

    def __init__(self, schema: strawberry.Schema, masker: Masker, *, hide_suggestions: bool = True) -> None:
        self._schema = schema._schema
        self._executor_class = schema.execution_context_class
        self._masker = masker
        self._hide_suggestions = hide_suggestions

    async def execute(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> Answer:
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

    async def subscribe(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> AsyncGenerator[bytes, None] | Answer:
        source = subscribe(
            self._schema,
            operation.document,
            context_value=context,
            variable_values=dict(variables) if variables else None,
            operation_name=operation.name,
            executor_class=self._executor_class,
            hide_suggestions=self._hide_suggestions,
        )
        stream = await source if isawaitable(source) else source
        if isinstance(stream, ExecutionResult):
            return self._answer(stream, began=False)
        return self._bodies(stream)

    async def _bodies(self, stream: AsyncIterator[ExecutionResult]) -> AsyncGenerator[bytes, None]:
        try:
            async for result in stream:
                yield self._answer(result).body
        finally:
            await stream.aclose()  # type: ignore[attr-defined]

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

"""Asks a schema as the gateway does: a viewer, a snapshot that starts anew after each write, and the verbs' own answers."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

import orjson
import strawberry
from graphql import ExecutionResult, GraphQLError, parse, validate

from domains.kernel.commands import Command, Verb
from domains.kernel.database import Database
from domains.kernel.events import PublishedEvent
from gateway.engine import Plan, RequestInvalid, compile_operation, execute_gang
from gateway.graphql.documents import VALIDATION_RULES
from resolvers.context import Context, Listen, Viewer


async def nothing_happens(*_: object) -> AsyncIterator[PublishedEvent]:
    """A hub without facts."""
    return
    yield


async def ask(schema: strawberry.Schema, database: Database, viewer: Viewer, document: str, *, listen: Listen = nothing_happens, **variables: Any) -> Any:
    """The answer's `data`. Fails the test on any error."""
    result = await ask_result(schema, database, viewer, document, listen=listen, **variables)
    assert result.errors is None, result.errors
    return result.data


async def ask_result(
    schema: strawberry.Schema, database: Database, viewer: Viewer, document: str, *, listen: Listen = nothing_happens, **variables: Any
) -> Any:
    """The whole answer, errors and all. It is the compiled one: an operation that the engine does not run fails the test.

    Every query runs in a gang, between two requests of a stranger with the same permissions, so that nothing of theirs can stand in the answer
    unnoticed."""
    try:
        parsed = parse(document)
    except GraphQLError as error:
        return ExecutionResult(None, [error])
    if errors := validate(schema._schema, parsed, VALIDATION_RULES):
        return ExecutionResult(None, errors)
    plan = compile_operation(schema._schema, parsed)
    read = database.read()

    async def write(verb: Verb[Any, Any], command: Command) -> Any:
        try:
            return await database.write(verb, command)
        finally:
            await read.close()

    context = Context(viewer, read, write, listen)
    try:
        if isinstance(plan, Plan) and plan.can_gang:
            return await _between_decoys(plan, context, database, variables)
        result = await plan.execute(None, context, variables)
        return ExecutionResult(result.data, result.errors)
    finally:
        await read.close()


async def _between_decoys(plan: Plan, context: Context, database: Database, variables: dict[str, Any]) -> ExecutionResult:
    decoy = replace(context, viewer=replace(context.viewer, id=uuid4(), session_id=uuid4()))
    told: list[Sequence[GraphQLError]] = []

    def number(errors: Sequence[GraphQLError]) -> list[dict[str, Any]]:
        told.append(errors)
        return [{"number": len(told) - 1}]

    try:
        bodies = await execute_gang(plan, [decoy, context, decoy], variables, database.read, format_errors=number)
    except RequestInvalid as invalid:
        return ExecutionResult(None, invalid.errors)
    answer = orjson.loads(bodies[1])
    return ExecutionResult(answer["data"], list(told[answer["errors"][0]["number"]]) if "errors" in answer else None)

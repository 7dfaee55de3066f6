"""Asks a schema as the gateway does: a viewer, a snapshot that starts anew after each write, and the verbs' own answers."""

from collections.abc import AsyncIterator
from typing import Any

import strawberry

from domains.kernel.commands import Command, Verb
from domains.kernel.database import Database
from domains.kernel.events import PublishedEvent
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
    """The whole answer, errors and all."""
    read = database.read()

    async def write(verb: Verb[Any, Any], command: Command) -> Any:
        try:
            return await database.write(verb, command)
        finally:
            await read.close()

    try:
        return await schema.execute(document, variables, context_value=Context(viewer, read, write, listen))
    finally:
        await read.close()

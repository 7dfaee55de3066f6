"""The pages' own documents, run in-process through the schema: the road that apps go, without the network."""

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from graphql import GraphQLSchema

from gateway.graphql import Answer, Documents, Executor, Masker, PreparedOperation, RequestRefused
from gateway.graphql.documents import OperationRequest
from resolvers.context import Context, Viewer

FOLDER = Path(__file__).with_name("operations")


class AskFailed(Exception):
    """The operation gave no data. `code` is that of the first error; `error_id` is found again in the log."""

    def __init__(self, error: dict[str, Any]) -> None:
        extensions = error.get("extensions", {})
        self.code: str = extensions.get("code", "INTERNAL")
        self.error_id: str | None = extensions.get("errorId")
        self.retry_after_seconds: int | None = extensions.get("retryAfterSeconds")
        super().__init__(self.code)


class PageCaller:
    """Runs the documents under operations/, each by the name of its file. A document that does not fit the schema is told when this is made."""

    def __init__(self, schema: GraphQLSchema, executor: Executor, masker: Masker, open_context: Callable[[Viewer, float | None], Context]) -> None:
        self._executor = executor
        self._masker = masker
        self._open_context = open_context
        self._running: set[asyncio.Task[Answer]] = set()
        texts = {file.stem: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.graphql")}
        ids = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
        documents = Documents(schema, trusted={ids[name]: text for name, text in texts.items()}, trusted_only=True)
        self._operations = {name: documents.prepare(OperationRequest(None, id_), introspection=False) for name, id_ in ids.items()}

    async def ask(self, name: str, viewer: Viewer, variables: dict[str, Any]) -> dict[str, Any]:
        """The answer's data. Raises AskFailed when a root field has none. Who hangs up cancels nothing."""
        task = asyncio.create_task(self._execute(self._operations[name], viewer, variables))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        answer = orjson.loads((await asyncio.shield(task)).body)
        data: dict[str, Any] | None = answer.get("data")
        errors: list[dict[str, Any]] = answer.get("errors", [])
        # A failure further down leaves its field null: what was done is shown, and what could not be read is left out.
        if data is None or any(len(error.get("path", ())) <= 1 for error in errors):
            raise AskFailed(errors[0])
        return data

    async def _execute(self, operation: PreparedOperation, viewer: Viewer, variables: dict[str, Any]) -> Answer:
        try:
            return await self._executor.execute(operation, variables, self._open_context(viewer, None))
        except Exception as error:  # noqa: BLE001 - the edge: masked and logged
            refusal: RequestRefused = self._masker.refusal(error)
            return Answer(refusal.body, refusal.status, refused=True)

"""One operation from request to answer, the same for every transport."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import Any

from gateway.graphql.documents import Documents, OperationRequest, PreparedOperation
from gateway.graphql.errors import RequestRefused
from gateway.graphql.masking import Masker
from gateway.graphql.ports import Answer, Authenticator, Executor, Identity, Scope


class Operations:
    """Identifies, prepares and runs; whatever goes wrong comes out as `RequestRefused` or inside an answer. Counts what runs."""

    def __init__(self, documents: Documents, executor: Executor, authenticator: Authenticator, masker: Masker) -> None:
        self.documents = documents
        self.running = 0
        self._detached: set[asyncio.Task[Answer]] = set()
        self._executor = executor
        self._authenticator = authenticator
        self._masker = masker

    async def identify(self, scope: Scope, payload: Mapping[str, Any] | None = None) -> Identity:
        try:
            return await self._authenticator.identify(scope, payload)
        except Exception as error:  # noqa: BLE001 - the edge: masked and logged
            raise self._masker.refusal(error) from None

    def prepare(self, request: OperationRequest, identity: Identity) -> PreparedOperation:
        return self.documents.prepare(request, introspection=identity.may_introspect)

    async def execute(self, operation: PreparedOperation, request: OperationRequest, identity: Identity, scope: Scope, request_id: str) -> Answer:
        self.running += 1
        try:
            return await self._executor.execute(operation, request.variables, self._authenticator.context(identity, scope, request_id))
        except Exception as error:  # noqa: BLE001 - the edge: masked and logged
            raise self._masker.refusal(error) from None
        finally:
            self.running -= 1

    async def execute_detached(self, operation: PreparedOperation, request: OperationRequest, identity: Identity, scope: Scope, request_id: str) -> Answer:
        """Like `execute`, but runs on to its end when the caller stops waiting: who hangs up cancels nothing."""
        task = asyncio.create_task(self.execute(operation, request, identity, scope, request_id))
        self._detached.add(task)
        task.add_done_callback(self._detached.discard)
        return await asyncio.shield(task)

    async def subscribe(
        self, operation: PreparedOperation, request: OperationRequest, identity: Identity, scope: Scope, request_id: str
    ) -> AsyncGenerator[bytes, None] | Answer:
        try:
            stream = await self._executor.subscribe(operation, request.variables, self._authenticator.context(identity, scope, request_id))
        except Exception as error:  # noqa: BLE001 - the edge: masked and logged
            raise self._masker.refusal(error) from None
        return stream if isinstance(stream, Answer) else self._refusing(stream)

    async def idle(self, timeout: float) -> bool:
        """Waits until no query or mutation runs, at most `timeout` seconds; tells whether that came true."""
        deadline = asyncio.get_running_loop().time() + timeout
        while self.running and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)
        return not self.running

    async def _refusing(self, stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        try:
            async for body in stream:
                yield body
        except Exception as error:  # noqa: BLE001 - the edge: masked and logged
            raise self._masker.refusal(error) from None
        finally:
            await stream.aclose()


def refused_answer(refusal: RequestRefused) -> Answer:
    """The refusal as an answer, for transports that carry it inside a stream or a socket."""
    return Answer(refusal.body, refusal.status, refused=True)

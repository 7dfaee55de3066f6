"""One operation from request to answer, the same for every transport."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from gateway.graphql.documents import Documents, OperationRequest, PreparedOperation, chosen_operation
from gateway.graphql.documents import Operations as PreparedOperations
from gateway.graphql.errors import RequestRefused
from gateway.graphql.exchange import Exchange
from gateway.graphql.masking import Masker
from gateway.graphql.partner_documents import PartnerDocuments, PreparedPartnerDocuments
from gateway.graphql.ports import Answer, Authenticator, Executor, Identity, Scope, Variables


class Call(NamedTuple):
    """One operation about to run: what, with which variables, for whom, and on which exchange."""

    operation: PreparedOperation
    variables: Variables | None
    identity: Identity
    exchange: Exchange


class Operations:
    """Identifies, prepares and runs; whatever goes wrong comes out as `RequestRefused` or inside an answer. Counts what runs."""

    def __init__(
        self, documents: Documents, executor: Executor, authenticator: Authenticator, masker: Masker, partner_documents: PartnerDocuments | None = None
    ) -> None:
        self._documents = documents
        self._partners = PreparedPartnerDocuments(partner_documents, documents) if partner_documents is not None else None
        self._executor = executor
        self._authenticator = authenticator
        self._masker = masker
        self._running = 0
        self._quiet: asyncio.Event | None = None
        self._detached: set[asyncio.Task[Answer]] = set()

    async def identify(self, scope: Scope, payload: Mapping[str, Any] | None = None) -> Identity:
        """The caller, by an HTTP request's headers or a socket's `connection_init` payload."""
        try:
            return await self._authenticator.identify(scope, payload)
        except Exception as error:  # noqa: BLE001 - the edge: masked and logged
            raise self._masker.refusal(error) from None

    async def prepare(self, request: OperationRequest, identity: Identity, exchange: Exchange) -> Call:
        """The call that a request makes, its document checked. A partner's token is served that partner's own documents too."""
        if identity.partner_id is not None and self._partners is not None and not self._documents.knows(request.document_id):
            operations = await self._registered(identity.partner_id, request)
            if operations is not None:
                operation = chosen_operation(operations, request, introspection=identity.may_introspect)
                return Call(operation, request.variables, identity, exchange)
        operation = self._documents.prepare(request, introspection=identity.may_introspect)
        return Call(operation, request.variables, identity, exchange)

    async def execute(self, call: Call) -> Answer:
        """The answer of a query or a mutation."""
        self._running += 1
        try:
            return await self._executor.execute(call.operation, call.variables, self._context(call))
        except Exception as error:  # noqa: BLE001 - the edge: masked and logged
            raise self._masker.refusal(error) from None
        finally:
            self._running -= 1
            if self._quiet is not None and not self._running:
                self._quiet.set()

    async def execute_detached(self, call: Call) -> Answer:
        """Like `execute`, but runs on to its end when the caller stops waiting: who hangs up cancels nothing."""
        task = asyncio.create_task(self.execute(call))
        self._detached.add(task)
        task.add_done_callback(self._detached.discard)
        return await asyncio.shield(task)

    async def subscribe(self, call: Call) -> AsyncGenerator[bytes, None] | Answer:
        """A body per event, or the answer that refuses. A stream that breaks raises `RequestRefused`."""
        try:
            stream = await self._executor.subscribe(call.operation, call.variables, self._context(call))
        except Exception as error:  # noqa: BLE001 - the edge: masked and logged
            raise self._masker.refusal(error) from None
        return stream if isinstance(stream, Answer) else self._refusing(stream)

    async def quiet(self, timeout: float) -> bool:
        """Waits until no query or mutation runs, at most `timeout` seconds; tells whether that came true."""
        if self._running:
            self._quiet = asyncio.Event()
            try:
                await asyncio.wait_for(self._quiet.wait(), timeout)
            except TimeoutError:
                return False
        return True

    async def _registered(self, partner_id: UUID, request: OperationRequest) -> PreparedOperations | None:
        assert self._partners is not None
        try:
            return await self._partners.operations(partner_id, request)
        except RequestRefused:
            raise
        except Exception as error:  # noqa: BLE001 - the edge: masked and logged
            raise self._masker.refusal(error) from None

    def _context(self, call: Call) -> Any:
        return self._authenticator.context(call.identity, call.exchange.scope, call.exchange.request_id.decode())

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

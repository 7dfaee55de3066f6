"""What the endpoint needs from others: somebody who knows the caller, and somebody who runs an operation."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, MutableMapping
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from gateway.graphql.documents import PreparedOperation

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Variables = Mapping[str, Any]


class WholeRequest(Protocol):
    """A request that the server has read to its end, as our own connection gives it to an application under `scope["extensions"][WHOLE]`.

    It spares both sides ASGI's messages: 4 us of a request of 60."""

    def take_body(self) -> bytes:
        """The body, in place of the first `http.request` message."""
        ...

    def answer(self, status: int, header_lines: bytes, body: bytes) -> bool:
        """Write a whole answer. `header_lines` are complete, each with its line break. False where `send` must be used instead; nothing was written then."""
        ...


WHOLE = "scenebank.whole"


class Answer(NamedTuple):
    """One GraphQL response, already written as JSON.

    `refused` means that the operation did not begin (no `data` entry). `status` is the HTTP status under
    `application/graphql-response+json`; transports without a status ignore it. `objects` is how many objects `data` holds, where the executor knows.
    """

    body: bytes
    status: int = 200
    refused: bool = False
    objects: int | None = None

    def with_extensions(self, extensions: bytes) -> Answer:
        """The same answer with an `extensions` entry, given as a JSON object. The body is not read again: it is an object and has none yet."""
        return self._replace(body=b'%b,"extensions":%b}' % (self.body[:-1], extensions))


class Executor(Protocol):
    """Runs prepared operations. Neither method raises for what a resolver did: that is in the answer, masked."""

    async def execute(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> Answer:
        """The answer of a query or a mutation."""
        ...

    async def subscribe(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> AsyncGenerator[bytes, None] | Answer:
        """One JSON body per event, or the answer that refuses. The stream may raise `RequestRefused` when it breaks, and frees its source on `aclose`."""
        ...


class Identity(Protocol):
    """Who asks, as far as a transport must know: until when (Unix seconds, None for ever), and what may be shown."""

    @property
    def expires_at(self) -> float | None: ...

    @property
    def may_introspect(self) -> bool: ...

    @property
    def partner_id(self) -> UUID | None:
        """The partner whose client's token it is; None for the bank's own apps."""
        ...


class Authenticator(Protocol):
    """Knows the caller and makes what the resolvers get."""

    async def identify(self, scope: Scope, payload: Mapping[str, Any] | None) -> Identity:
        """The caller of an HTTP request (payload is None), or of a socket by its `connection_init` payload ({} when it sent none).

        A caller without credentials is an identity too. Raises `Unauthenticated` for credentials that are forged, expired or revoked.
        """
        ...

    def context(self, identity: Identity, scope: Scope, request_id: str) -> Any:
        """A fresh context for one operation of that caller."""
        ...

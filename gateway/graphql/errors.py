"""Why a request is refused before it runs, as the GraphQL errors that the caller reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from graphql import GraphQLError

from gateway.graphql.redacting import without_values

STATUS_OF_CODE = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "REQUEST_TIMEOUT": 408,
    "PAYLOAD_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "RATE_LIMITED": 429,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
}


MESSAGE_MAX = 1_000
"""Characters of a message: some quote what was sent, which may be long."""


class RequestRefused(Exception):
    """The request does not run. `errors` are formatted GraphQL errors, each with `extensions.code`.

    `well_formed` tells a GraphQL request that failed on its document, operation or variables (200 under `application/json`)
    from one that never was a GraphQL request (always its own status).
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        errors: Sequence[Mapping[str, Any]] | None = None,
        headers: Sequence[tuple[bytes, bytes]] = (),
        well_formed: bool = False,
        **extensions: Any,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.errors: Sequence[Mapping[str, Any]] = errors if errors is not None else [{"message": message, "extensions": {"code": code, **extensions}}]
        self.headers = headers
        self.well_formed = well_formed

    @property
    def status(self) -> int:
        """HTTP status; 400 where the code has none of its own."""
        return STATUS_OF_CODE.get(self.code, 400)

    @property
    def body(self) -> bytes:
        """The GraphQL response that carries the errors: without a `data` entry, since nothing ran."""
        return orjson.dumps({"errors": self.errors})


class Unauthenticated(RequestRefused):
    """The credentials are forged, expired or revoked."""

    def __init__(self, message: str = "Sign in again: the access token is not valid.", *, challenge: bytes = b'Bearer error="invalid_token"') -> None:
        super().__init__("UNAUTHENTICATED", message, headers=((b"www-authenticate", challenge),))


def document_refused(code: str, errors: Sequence[GraphQLError]) -> RequestRefused:
    """The refusal of a document or its variables, with the code on every error that has none."""
    formatted = [with_code(error, code) for error in errors]
    return RequestRefused(formatted[0]["extensions"]["code"], formatted[0]["message"], errors=formatted, well_formed=True)


def with_code(error: GraphQLError, code: str) -> dict[str, Any]:
    """The error as the specification formats it, with `extensions.code`. Messages that are not ours lose the values that they quote."""
    formatted: dict[str, Any] = {**error.formatted}
    extensions = error.extensions or {}
    message = formatted["message"]
    if len(message) > MESSAGE_MAX:
        message = message[:MESSAGE_MAX] + "..."
    formatted["message"] = message if "code" in extensions else without_values(message)
    formatted["extensions"] = {"code": code, **extensions}
    return formatted

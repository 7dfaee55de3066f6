"""What a caller may read of an error: our own words with their code, or INTERNAL with an id found again in the log."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from graphql import FieldNode, GraphQLError

from domains.kernel.errors import trace_of
from gateway.graphql.errors import RequestRefused, with_code

_log = structlog.get_logger("gateway.graphql")


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an exception of a lower layer reads outside: a code, a message, and further extensions (`retryable`, `retryAfterSeconds`)."""

    code: str
    message: str
    extensions: dict[str, Any] = field(default_factory=dict)


Translate = Callable[[BaseException], Explanation | None]
"""Explains an exception that is known to the gateway; None for a bug of ours."""


class Masker:
    """Formats errors for callers. A `GraphQLError` with `extensions.code` is ours and passes; so does what `translate` explains."""

    def __init__(self, translate: Translate | None = None) -> None:
        self._translate = translate

    def field_errors(self, errors: Sequence[GraphQLError]) -> list[dict[str, Any]]:
        """The `errors` entry of an operation that ran. Equal failures of one field in a list share an error id and one log line."""
        logged: dict[tuple[object, ...], str] = {}
        return [self._field_error(error, logged) for error in errors]

    def refusal(self, error: BaseException) -> RequestRefused:
        """The refusal that tells of an exception outside any field: a `RequestRefused` as it is, else explained or masked."""
        if isinstance(error, RequestRefused):
            return error
        if isinstance(error, GraphQLError) and _is_ours(error):
            formatted = with_code(error, "INTERNAL")
            return RequestRefused(formatted["extensions"]["code"], error.message, errors=[formatted])
        if isinstance(error, GraphQLError) and error.original_error is not None:
            error = error.original_error
        explanation = self._explain(error)
        if explanation is not None:
            return RequestRefused(explanation.code, explanation.message, **explanation.extensions)
        error_id = _log_masked(error, None)
        return RequestRefused("INTERNAL", _masked_message(error_id), errorId=error_id)

    def _field_error(self, error: GraphQLError, logged: dict[tuple[object, ...], str]) -> dict[str, Any]:
        cause = error.original_error
        if (cause is None or isinstance(cause, GraphQLError)) and (_is_ours(error) or _is_about_the_input(error)):
            return with_code(error, "BAD_USER_INPUT")
        formatted: dict[str, Any] = {**error.formatted}
        explanation = self._explain(cause) if cause is not None else None
        if explanation is not None:
            formatted["message"] = explanation.message
            formatted["extensions"] = {"code": explanation.code, **explanation.extensions}
            return formatted
        field_path = tuple(key for key in error.path or () if isinstance(key, str))
        failure = (type(cause), str(cause), field_path)
        error_id = logged.get(failure)
        if error_id is None:
            error_id = logged[failure] = _log_masked(cause or error, ".".join(field_path))
        formatted["message"] = _masked_message(error_id)
        formatted["extensions"] = {"code": "INTERNAL", "errorId": error_id}
        return formatted

    def _explain(self, error: BaseException) -> Explanation | None:
        return self._translate(error) if self._translate is not None else None


def _is_ours(error: GraphQLError) -> bool:
    return bool(error.extensions) and "code" in (error.extensions or {})


def _is_about_the_input(error: GraphQLError) -> bool:
    # graphql-core locates a wrong argument at its value; any other message of its own is located at the field and may quote a stored value.
    return error.nodes is not None and not isinstance(error.nodes[0], FieldNode)


def _masked_message(error_id: str) -> str:
    return f"Something went wrong on our side. Tell support this id: {error_id}"


def _log_masked(error: BaseException, path: str | None) -> str:
    error_id = secrets.token_hex(8)
    # Not the exception itself: a renderer may print its text and the local variables of each frame, and they hold personal data.
    _log.error("graphql_error_masked", error_id=error_id, path=path, exception=trace_of(error))
    return error_id

"""Reads a GraphQL request out of a body, a query string or a socket message, and refuses what is none."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qsl

import orjson

from gateway.graphql.documents import OperationRequest
from gateway.graphql.errors import RequestRefused
from gateway.graphql.exchange import Exchange
from gateway.graphql.negotiation import is_json
from gateway.graphql.options import EndpointOptions
from gateway.graphql.ports import Message, Receive

_PARAMETERS_MAX = 10
_ACCEPT_POST = ((b"accept-post", b"application/json"),)
_HANG_UP = ((b"connection", b"close"),)


class ClientGone(Exception):
    """The caller hung up before its request was whole: nobody waits for an answer."""


async def read_json(exchange: Exchange, options: EndpointOptions) -> Any:
    """The JSON value of a request's body. Stops reading as soon as the body is, or says it will be, longer than `options.body_max`.

    Raises `RequestRefused` (UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, REQUEST_TIMEOUT; BAD_REQUEST for what is not JSON: bad UTF-8, NaN
    and nesting beyond 1,024 levels too) and `ClientGone`.
    """
    if not is_json(exchange.headers.get(b"content-type")):
        raise RequestRefused("UNSUPPORTED_MEDIA_TYPE", "Send the request as `content-type: application/json` in UTF-8.", headers=_ACCEPT_POST)
    body = await _read_body(exchange, options)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RequestRefused("BAD_REQUEST", f"The body is not valid JSON: {error.msg}." if body else "The body is empty.") from None


def operation_request(value: Any) -> OperationRequest:
    """The request in a JSON object. Raises `RequestRefused` naming the parameter of a wrong type; unknown parameters are ignored."""
    if type(value) is not dict:
        raise RequestRefused("BAD_REQUEST", "A GraphQL request is a JSON object.")
    query, variables, extensions = (value.get("query"), value.get("variables"), value.get("extensions"))
    operation_name, document_id = value.get("operationName"), value.get("documentId")
    if query is not None and type(query) is not str:
        raise _wrong_type("query", "a string")
    if operation_name is not None and type(operation_name) is not str:
        raise _wrong_type("operationName", "a string")
    if variables is not None and type(variables) is not dict:
        raise _wrong_type("variables", "an object")
    if extensions is not None and type(extensions) is not dict:
        raise _wrong_type("extensions", "an object")
    if document_id is None and extensions:
        document_id = _persisted_query_id(extensions)
    if document_id is not None and type(document_id) is not str:
        raise _wrong_type("documentId", "a string")
    if query is None and document_id is None:
        raise RequestRefused("BAD_REQUEST", "The request has neither `query` nor `documentId`.")
    return OperationRequest(query, document_id, operation_name or None, variables, extensions)


def query_string_request(query_string: bytes) -> OperationRequest:
    """The request in a URL's query string, where `variables` and `extensions` are JSON. Raises `RequestRefused`."""
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_PARAMETERS_MAX)
    except ValueError:
        raise RequestRefused("BAD_REQUEST", "The query string is not URL-encoded UTF-8 of at most ten parameters.") from None
    value: dict[str, Any] = dict(pairs)
    if len(value) != len(pairs):
        raise RequestRefused("BAD_REQUEST", "A parameter of the query string is repeated.")
    for name in ("variables", "extensions"):
        if text := value.pop(name, None):
            value[name] = _parse_parameter(name, text)
    return operation_request(value)


async def _read_body(exchange: Exchange, options: EndpointOptions) -> bytes:
    most = options.body_max
    announced = exchange.headers.get(b"content-length")
    if announced is not None and (not announced.isdigit() or len(announced) > 12 or int(announced) > most):
        raise _too_large(most)
    if exchange.whole is not None:
        whole = exchange.whole.take_body()
        if len(whole) > most:
            raise _too_large(most)
        return whole
    message = await exchange.receive()
    body: bytes = message.get("body", b"")
    if message["type"] == "http.request" and not message.get("more_body", False):
        if len(body) > most:
            raise _too_large(most)
        return body
    try:
        async with asyncio.timeout(options.body_timeout):
            return await _read_chunks(exchange.receive, message, most)
    except TimeoutError:
        raise RequestRefused("REQUEST_TIMEOUT", f"The body did not arrive within {options.body_timeout:g} seconds.", headers=_HANG_UP) from None


async def _read_chunks(receive: Receive, message: Message, most: int) -> bytes:
    chunks = bytearray()
    while True:
        if message["type"] != "http.request":
            raise ClientGone
        chunks += message.get("body", b"")
        if len(chunks) > most:
            raise _too_large(most)
        if not message.get("more_body", False):
            return bytes(chunks)
        message = await receive()


def _parse_parameter(name: str, text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RequestRefused("BAD_REQUEST", f"`{name}` is not valid JSON: {error.msg}.") from None


def _persisted_query_id(extensions: dict[str, Any]) -> Any:
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    if type(persisted) is not dict or type(persisted.get("sha256Hash")) is not str:
        raise _wrong_type("extensions.persistedQuery", "an object with sha256Hash")
    return persisted["sha256Hash"]


def _wrong_type(name: str, expected: str) -> RequestRefused:
    return RequestRefused("BAD_REQUEST", f"`{name}` must be {expected}.")


def _too_large(most: int) -> RequestRefused:
    # The connection stays: one that is closed while the body still comes is reset, and the caller never reads why.
    return RequestRefused("PAYLOAD_TOO_LARGE", f"The body is longer than {most} bytes.", maxBytes=most)

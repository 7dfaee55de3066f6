"""Which media types a caller takes, and which one it sent, per the GraphQL-over-HTTP specification."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"
EVENT_STREAM = "text/event-stream"
MULTIPART = "multipart/mixed"
HTML = "text/html"

_HEADER_CACHED_MAX = 512


class Accepted(NamedTuple):
    """What an `Accept` header allows: one media type for a single answer, one for a stream of answers, each None where nothing of ours fits."""

    single: str | None
    stream: str | None
    html: bool


def accepted(header: bytes | None) -> Accepted:
    """Reads an `Accept` header; none at all means `application/json`, as servers must assume until clients have moved."""
    if header is None:
        return _JSON_ONLY
    # Only short headers are cached: a caller must not fill memory with long ones.
    return _read(header) if len(header) <= _HEADER_CACHED_MAX else _read.__wrapped__(header)


def is_json(content_type: bytes | None) -> bool:
    """Whether a body is JSON in UTF-8. Everything else, so every type a browser sends without a preflight, is refused."""
    if content_type == b"application/json":
        return True
    if content_type is None or len(content_type) > _HEADER_CACHED_MAX:
        return False
    media_type, parameters = _media_type(content_type.decode("latin-1"))
    return media_type == JSON and parameters.get("charset", "utf-8") in ("utf-8", "utf8")


_JSON_ONLY = Accepted(JSON, None, False)


@lru_cache(maxsize=256)
def _read(header: bytes) -> Accepted:
    quality: dict[str, float] = {}
    for part in header.decode("latin-1").split(","):
        media_type, parameters = _media_type(part)
        if parameters.get("charset", "utf-8") not in ("utf-8", "utf8"):
            continue
        quality[media_type] = max(quality.get(media_type, 0.0), _quality(parameters))
    return Accepted(_single(quality), _stream(quality), quality.get(HTML, 0.0) > 0)


def _single(quality: dict[str, float]) -> str | None:
    anything = max(quality.get("*/*", 0.0), quality.get("application/*", 0.0))
    json_quality = quality.get(JSON, anything)
    response_quality = quality.get(RESPONSE_JSON, 0.0)
    if response_quality > 0 and response_quality >= json_quality:
        return RESPONSE_JSON
    if json_quality > 0:
        return JSON
    return None


def _stream(quality: dict[str, float]) -> str | None:
    # A wildcard does not ask for a stream: a client that cannot read one sends it too.
    best = max((EVENT_STREAM, MULTIPART), key=lambda media_type: quality.get(media_type, 0.0))
    return best if quality.get(best, 0.0) > 0 else None


def _media_type(value: str) -> tuple[str, dict[str, str]]:
    name, *rest = value.split(";")
    parameters = {}
    for parameter in rest:
        key, _, text = parameter.partition("=")
        parameters[key.strip().lower()] = text.strip().strip('"').lower()
    return name.strip().lower(), parameters


def _quality(parameters: dict[str, str]) -> float:
    try:
        quality = float(parameters.get("q", "1"))
    except ValueError:
        return 0.0
    return quality if 0.0 <= quality <= 1.0 else 0.0

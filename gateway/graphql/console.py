"""The console for browsers in development: one page of our own, with its script and style, nothing fetched from elsewhere."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from gateway.graphql.exchange import Exchange

_FOLDER = Path(__file__).with_name("console_page")
_ASSETS = {"console.js": b"text/javascript; charset=utf-8", "console.css": b"text/css; charset=utf-8"}
_POLICY = b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Page(NamedTuple):
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]


def page(exchange: Exchange) -> Page | None:
    """The page for a browser that asks for HTML and no query, or one of the page's two assets by `?asset=`; None for anything else."""
    query_string: bytes = exchange.scope["query_string"]
    if query_string.startswith(b"asset="):
        name = query_string.removeprefix(b"asset=").decode("latin-1")
        return _file(name, _ASSETS[name]) if name in _ASSETS else None
    if exchange.accepts.html and not query_string:
        return _file("console.html", b"text/html; charset=utf-8")
    return None


@lru_cache(maxsize=len(_ASSETS) + 1)
def _file(name: str, content_type: bytes) -> Page:
    headers = (
        (b"content-type", content_type),
        (b"content-security-policy", _POLICY),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
    )
    return Page((_FOLDER / name).read_bytes(), headers)

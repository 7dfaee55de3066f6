"""The console for browsers in development: GraphiQL, served from here alone; nothing is fetched from elsewhere."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from gateway.graphql.exchange import Exchange

_FOLDER = Path(__file__).with_name("console_page")
_SCRIPT, _STYLE = b"text/javascript; charset=utf-8", b"text/css; charset=utf-8"
_ASSETS = {
    "console.js": ("console.js", _SCRIPT),
    "console.css": ("console.css", _STYLE),
    "graphiql.min.js": ("vendor/graphiql.min.js", _SCRIPT),
    "graphiql.min.css": ("vendor/graphiql.min.css", _STYLE),
    "react.production.min.js": ("vendor/react.production.min.js", _SCRIPT),
    "react-dom.production.min.js": ("vendor/react-dom.production.min.js", _SCRIPT),
}
# GraphiQL's editor sets styles as it goes, and its fonts and pictures stand in its style sheet.
_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src data:; img-src 'self' data:; connect-src 'self'; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Page(NamedTuple):
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]


def page(exchange: Exchange) -> Page | None:
    """The page for a browser that asks for HTML and no query, or one of the page's assets by `?asset=`; None for anything else."""
    query_string: bytes = exchange.scope["query_string"]
    if query_string.startswith(b"asset="):
        name = query_string.removeprefix(b"asset=").decode("latin-1")
        return _file(*_ASSETS[name]) if name in _ASSETS else None
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

"""Under which names the server answers: a name that is not ours (a page elsewhere that points its own at us, a proxy gone wrong) gets nothing."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.responses import JSONResponse

from gateway.graphql.ports import Receive, Scope, Send

PROBED = frozenset({"/livez", "/readyz", "/metrics"})
"""Asked for by address, from inside."""


class Hosts:
    """The names that are allowed, each with its port or, without one, for any port."""

    def __init__(self, origin: str, more: Iterable[str]) -> None:
        self._allowed = frozenset(name.lower() for name in (urlsplit(origin).netloc, *more))

    def knows(self, scope: Scope) -> bool:
        """Whether a request names us. One that names nobody does not, nor one that names two."""
        if scope["path"] in PROBED:
            return True
        named = [value for name, value in scope["headers"] if name == b"host"]
        if len(named) != 1:
            return False
        host = named[0].decode("latin-1").lower()
        return host in self._allowed or _without_port(host) in self._allowed


async def refuse_host(scope: Scope, receive: Receive, send: Send) -> None:
    """421 Misdirected Request; a socket is not opened."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await JSONResponse({"error": {"code": "unknown_host"}}, 421)(scope, receive, send)


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host

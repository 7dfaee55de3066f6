"""What a server process serves in the test of the graceful stop."""

from __future__ import annotations

from gateway.graphql.ports import Receive, Scope, Send
from tests.gateway.graphql.world import make_world


class Application:
    """An endpoint that drains when the server begins to stop."""

    def __init__(self) -> None:
        self._endpoint = make_world().endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._endpoint(scope, receive, send)

    async def drain(self) -> None:
        await self._endpoint.drain(3)


if __name__ == "__main__":
    import sys

    from gateway.server import serve, server_config

    port, workers = (int(argument) for argument in sys.argv[1:])
    serve(server_config("tests.gateway.graphql.stopping_app:Application", factory=True, port=port, workers=workers, drain_seconds=4, lifespan="off"))

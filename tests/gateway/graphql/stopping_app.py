"""What a worker process serves in the test of the graceful stop."""

from __future__ import annotations

from gateway.graphql.graceful import drain_on_request, drain_workers_before_stop
from gateway.graphql.ports import Receive, Scope, Send
from tests.gateway.graphql.world import make_world

_world = make_world()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "lifespan":
        await _world.endpoint(scope, receive, send)
        return
    await receive()
    drain_on_request(lambda: _world.endpoint.drain(3))
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


if __name__ == "__main__":
    import sys

    from granian import Granian
    from granian.constants import Interfaces

    server = Granian("tests.gateway.graphql.stopping_app:application", port=int(sys.argv[1]), interface=Interfaces.ASGI, workers_kill_timeout=5)
    drain_workers_before_stop(server, timeout=4)
    server.serve()

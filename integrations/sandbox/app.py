"""The sandbox's application: each partner under a path of its own, and a clock that can be set with the house's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from domains.kernel.clock import Clock
from integrations.sandbox.carrier import CarrierServer
from integrations.sandbox.channel import ChannelServer
from integrations.sandbox.keys import SANDBOX_API_KEY, SANDBOX_WEBHOOK_SECRET, push_secret
from integrations.sandbox.messenger import MessengerServer
from integrations.sandbox.mini_programs import MiniProgramServer
from integrations.sandbox.registrar import RegistrarServer
from integrations.sandbox.scenes import scene_mounts

BODY_MAX = 4 * 1024 * 1024
"""A registrar is told of a day's orders at once."""

CHANNELS = {"/channel": "SBX", "/channel-two": "SBT"}
"""Where each payment channel is, and how its references begin."""


def create_sandbox_app(
    *, api_key: str = SANDBOX_API_KEY, webhook_secret: str = SANDBOX_WEBHOOK_SECRET, settle_seconds: float = 0.05, clock: Clock | None = None
) -> Starlette:
    """All sandbox partners; a network of mini-programs is at /mini-programs, a registrar of fund shares at /registrar, a carrier of short messages at
    /messenger, one of parcels at /carrier.

    Two payment channels of one network are at /channel and /channel-two, each with books and faults of its own; they settle a charge
    `settle_seconds` after they took it, and then call back."""
    clock = clock or Clock()
    channels = {path: ChannelServer(api_key, webhook_secret, settle_seconds, clock, prefix) for path, prefix in CHANNELS.items()}
    carrier = CarrierServer(api_key, push_secret(webhook_secret, "carrier"), clock)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        for channel in channels.values():
            await channel.close()
        await carrier.close()

    async def set_clock(request: Request) -> Response:
        """PUT /clock {"now": "2026-11-23T08:00:00+08:00"} goes on from there."""
        try:
            now = datetime.fromisoformat(orjson.loads(await request.body())["now"])
            clock.run()
            clock.advance(now - clock.now())
        except (ValueError, KeyError, TypeError):
            return JSONResponse({"error": {"code": "malformed"}}, 400)
        return JSONResponse({"now": clock.now().isoformat()})

    async def live(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return Starlette(
        routes=[
            Route("/livez", live),
            Route("/clock", set_clock, methods=["PUT"]),
            *(Mount(path, routes=channel.routes()) for path, channel in channels.items()),
            Mount("/messenger", routes=MessengerServer(api_key).routes()),
            Mount("/carrier", routes=carrier.routes()),
            Mount("/registrar", routes=RegistrarServer(api_key).routes()),
            Mount("/mini-programs", routes=MiniProgramServer(api_key, clock).routes()),
            *scene_mounts(api_key, clock),
        ],
        lifespan=lifespan,
        max_body_size=BODY_MAX,
    )

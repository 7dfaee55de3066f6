"""The doors for pictures of codes: GET /codes/{token}.svg and .png for anybody who has the code, and a wall's heat map for members of staff."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domains import offers
from domains.kernel.clock import business_date
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput, Refusal
from gateway.auth import GatewayAuthenticator
from gateway.codes.heat_map import heat_map_of
from gateway.codes.qr import png_of, svg_of
from gateway.receipts.routes import GUARDS
from gateway.refusing import answered, refuse
from resolvers.permissions import Permission

MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
DAYS_SHOWN = 30

PUBLIC = {**GUARDS, "cache-control": "public, max-age=86400", "cross-origin-resource-policy": "cross-origin"}
"""A code's picture never changes while its token stands, and may be shown on any page."""


class CodePictures:
    """Draws codes that the house sealed, and what came of walls."""

    def __init__(self, database: Database, authenticator: GatewayAuthenticator) -> None:
        self._database = database
        self._authenticator = authenticator

    async def draw_code(self, request: Request) -> Response:
        """The picture; 404 for a token that the house did not make, or that has expired."""
        format_ = request.path_params["format"]
        if format_ not in MEDIA_TYPES:
            return _not_found()
        read = self._database.read()
        try:
            address = offers.check_code_token(read, request.path_params["token"])
        except Refusal:
            return _not_found()
        finally:
            await read.close()
        body = svg_of(address) if format_ == "svg" else await asyncio.to_thread(png_of, address)
        return Response(body, media_type=MEDIA_TYPES[format_], headers=PUBLIC)

    @answered
    async def draw_heat_map(self, request: Request) -> Response:
        """The picture of a wall's last 30 days, or of `since` through `through`; 401, 403 for no right to it, 404 for no such wall, 400 for a bad period."""
        caller = await self._authenticator.identify(request.scope, None)
        if Permission.OPERATOR_OFFERS not in caller.viewer.permissions:
            return refuse("forbidden", 403)
        drawn = await self._drawn(request, caller.viewer.language)
        return _not_found() if drawn is None else Response(drawn, media_type="image/svg+xml", headers=GUARDS)

    async def _drawn(self, request: Request, language: str) -> str | None:
        wall_id = request.path_params["id"]
        async with self._database.reading() as read:
            since, through = _period(request, business_date(read.now))
            wall = (await offers.find_walls(read, [wall_id])).get(wall_id)
            if wall is None:
                return None
            (counts,) = await offers.count_slots(read, [wall_id], since, through)
            (slots,) = await offers.list_slots(read, [wall_id])
        names = {slot.number: slot.code.placement.label if slot.product is None else _name(slot.product, language) for slot in slots}
        return heat_map_of(wall, counts, names, language)


def code_routes(opened: Callable[[], CodePictures]) -> list[Route]:
    """`opened` gives what the application's lifespan opened."""

    async def draw_code(request: Request) -> Response:
        return await opened().draw_code(request)

    async def draw_heat_map(request: Request) -> Response:
        return await opened().draw_heat_map(request)

    return [Route("/codes/{token}.{format}", draw_code), Route("/walls/{id:uuid}/heat-map.svg", draw_heat_map)]


def _period(request: Request, today: date) -> tuple[date, date]:
    try:
        through = date.fromisoformat(request.query_params.get("through", today.isoformat()))
        return date.fromisoformat(request.query_params.get("since", (through - timedelta(days=DAYS_SHOWN - 1)).isoformat())), through
    except (ValueError, OverflowError):
        raise InvalidInput("since", "days such as 2026-11-30") from None


def _name(product: offers.Product, language: str) -> str:
    return product.name_zh if language == "zh" else product.name_en


def _not_found() -> Response:
    return refuse("code_not_found", 404)

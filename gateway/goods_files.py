"""Files of products over plain HTTP: a shop sends its catalogue in as CSV, and looks at /graphql how far it is."""

import asyncio
import hashlib
import zlib
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domains import mall
from domains.kernel.database import Database
from domains.kernel.errors import IdReused, Refusal
from gateway.auth import GatewayAuthenticator
from gateway.refusing import answered, customer_of, refuse
from resolvers.scalars import read_id

importing = mall.importing

FILES_AT_ONCE = 2
"""That are held at the same time."""

REFUSED: dict[type[Refusal], tuple[str, int]] = {
    mall.ShopNotFound: ("shop_not_found", 404),
    mall.ShopClosed: ("shop_closed", 409),
    importing.ImportsWaiting: ("imports_waiting", 429),
    IdReused: ("id_reused", 409),
}


class GoodsFiles:
    """Takes files of products with the access token that the caller has for /graphql."""

    def __init__(self, database: Database, authenticator: GatewayAuthenticator) -> None:
        self._database = database
        self._authenticator = authenticator
        self._held = asyncio.Semaphore(FILES_AT_ONCE)

    @answered
    async def take(self, request: Request) -> Response:
        """202 with the import's id; a repeat of the same `request_id` with the same file is the same import."""
        caller = await customer_of(self._authenticator, request)
        shop_id, request_id = read_id(request.path_params["shop_id"]), read_id(request.query_params.get("request_id", ""))
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "text/csv":
            return refuse("media_type_unknown", 415)
        if request_id is None:
            return refuse("invalid_input", 400)
        if shop_id is None:
            return refuse("shop_not_found", 404)
        async with self._held:
            content = await request.body()
            digest, packed = await asyncio.to_thread(lambda: (hashlib.sha256(content).hexdigest(), zlib.compress(content, 1)))
        who = {"owner_id": caller.viewer.id, "session_id": caller.viewer.session_id}
        command = importing.ReceiveImportCommand(request_id=request_id, shop_id=shop_id, sha256=digest, content=packed, **who)
        try:
            taken = await self._database.write(importing.receive_import, command)
        except Refusal as refusal:
            code, status = REFUSED[type(refusal)]
            return refuse(code, status)
        return JSONResponse({"import_id": str(taken.id)}, 202)


def goods_file_routes(opened: Callable[[], GoodsFiles]) -> list[Route]:
    """`opened` gives what the application's lifespan opened."""

    async def take(request: Request) -> Response:
        return await opened().take(request)

    # The router refuses a larger body with 413 before it is read in full.
    return [Route("/mall/shops/{shop_id}/goods-imports", take, methods=["POST"], max_body_size=importing.FILE_MOST_BYTES)]

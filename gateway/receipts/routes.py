"""The door for receipts: GET /receipts/{movement}.svg and .pdf, for the signed-in customer whose movement it is."""

from collections.abc import Callable
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domains import wallet
from domains.kernel.committer import is_lost
from domains.kernel.database import Database
from domains.kernel.errors import Unavailable
from gateway.auth import GatewayAuthenticator
from gateway.graphql import Unauthenticated
from gateway.receipts.pdf import pdf_of
from gateway.receipts.picture import picture_of
from gateway.receipts.wording import Words, words_of
from resolvers.permissions import Permission

FORMATS: dict[str, tuple[str, Callable[[Words], str | bytes]]] = {"svg": ("image/svg+xml", picture_of), "pdf": ("application/pdf", pdf_of)}

GUARDS = {
    "cache-control": "private, no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
}


class Receipts:
    """Draws receipts for those who are signed in, in the language of Accept-Language."""

    def __init__(self, database: Database, authenticator: GatewayAuthenticator) -> None:
        self._database = database
        self._authenticator = authenticator

    async def draw(self, request: Request) -> Response:
        """The file; 401 without a token that stands, 404 for a movement that is not the caller's, or none."""
        try:
            caller = await self._authenticator.identify(request.scope, None)
            if Permission.CUSTOMER not in caller.viewer.permissions:
                raise Unauthenticated
            receipt = await self._find(request.path_params["id"], caller.viewer.id)
        except Unauthenticated as refusal:
            headers = {name.decode(): value.decode() for name, value in refusal.headers}
            return JSONResponse({"error": {"code": "unauthenticated"}}, 401, headers)
        except Unavailable:
            return JSONResponse({"error": {"code": "unavailable"}}, 503, {"retry-after": "1"})
        if receipt is None:
            return JSONResponse({"error": {"code": "receipt_not_found"}}, 404)
        format_ = request.path_params["format"]
        media_type, draw = FORMATS[format_]
        name = f"receipt-{receipt.code[:11]}.{format_}"
        return Response(
            draw(words_of(receipt, caller.viewer.language)), media_type=media_type, headers={**GUARDS, "content-disposition": f'attachment; filename="{name}"'}
        )

    async def _find(self, movement_id: UUID, customer_id: UUID) -> wallet.Receipt | None:
        try:
            async with self._database.reading() as read:
                (receipt,) = await wallet.find_receipts(read, [movement_id], [customer_id])
        except Exception as error:
            if is_lost(error):
                raise Unavailable("the database is away") from error
            raise
        return receipt


def receipt_routes(opened: Callable[[], Receipts]) -> list[Route]:
    """`opened` gives what the application's lifespan opened."""

    async def draw(request: Request) -> Response:
        if request.path_params["format"] not in FORMATS:
            return JSONResponse({"error": {"code": "receipt_not_found"}}, 404)
        return await opened().draw(request)

    return [Route("/receipts/{id:uuid}.{format}", draw)]

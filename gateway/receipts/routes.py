"""The door for receipts: GET /receipts/{movement}.svg and .pdf, for the signed-in customer whose movement it is."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domains import wallet
from domains.kernel.database import Database
from gateway.auth import GatewayAuthenticator
from gateway.receipts.pdf import pdf_of
from gateway.receipts.picture import picture_of
from gateway.receipts.wording import Words, words_of
from gateway.refusing import answered, customer_of, refuse

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

    @answered
    async def draw(self, request: Request) -> Response:
        """The file; 401 without a token that stands, 404 for a movement that is not the caller's, or none."""
        caller = await customer_of(self._authenticator, request)
        async with self._database.reading() as read:
            (receipt,) = await wallet.find_receipts(read, [request.path_params["id"]], [caller.viewer.id])
        if receipt is None:
            return refuse("receipt_not_found", 404)
        format_ = request.path_params["format"]
        media_type, draw = FORMATS[format_]
        name = f"receipt-{receipt.code[:11]}.{format_}"
        return Response(
            draw(words_of(receipt, caller.viewer.language)), media_type=media_type, headers={**GUARDS, "content-disposition": f'attachment; filename="{name}"'}
        )


def receipt_routes(opened: Callable[[], Receipts]) -> list[Route]:
    """`opened` gives what the application's lifespan opened."""

    async def draw(request: Request) -> Response:
        if request.path_params["format"] not in FORMATS:
            return refuse("receipt_not_found", 404)
        return await opened().draw(request)

    return [Route("/receipts/{id:uuid}.{format}", draw)]

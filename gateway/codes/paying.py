"""Pictures of codes that pay: GET /payment-code/qr.svg, .png and /payment-code/barcode.svg, .png for the session that may show them, and
/merchant-code.svg, .png?text=… for a code of one of the house's merchants."""

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domains import wallet
from domains.kernel.database import Database
from gateway.auth import GatewayAuthenticator
from gateway.codes.barcode import barcode_png, barcode_svg
from gateway.codes.qr import png_of, svg_of
from gateway.receipts.routes import GUARDS
from gateway.refusing import answered, customer_of, refuse

MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
EXPIRES, NEXT = "x-code-expires-at", "x-next-code-at"


class PayingPictures:
    """Draws payment codes and merchants' codes for customers who are signed in."""

    def __init__(self, database: Database, authenticator: GatewayAuthenticator) -> None:
        self._database = database
        self._authenticator = authenticator

    @answered
    async def draw_payment_code(self, request: Request) -> Response:
        """The code to show now, and by headers until when; 401 without a token that stands, 404 before `enrolPaymentCodes`."""
        caller = await customer_of(self._authenticator, request)
        async with self._database.reading() as read:
            (shown,) = await wallet.list_shown_codes(read, [caller.viewer.session_id], [caller.viewer.id])
        picture, format_ = request.path_params["picture"], request.path_params["format"]
        if shown is None or picture not in ("qr", "barcode") or format_ not in MEDIA_TYPES:
            return _not_found()
        if picture == "barcode":
            body: str | bytes = barcode_svg(shown.digits) if format_ == "svg" else await asyncio.to_thread(barcode_png, shown.digits)
        else:
            text = wallet.consumer_presented(shown.digits)
            body = svg_of(text, mark=False) if format_ == "svg" else await asyncio.to_thread(png_of, text, mark=False)
        headers = {**GUARDS, EXPIRES: shown.expires_at.isoformat(), NEXT: shown.next_at.isoformat()}
        return Response(body, media_type=MEDIA_TYPES[format_], headers=headers)

    @answered
    async def draw_merchant_code(self, request: Request) -> Response:
        """The picture of a merchant's code, given by its text; 401 as above, 404 for a text that is no code of the house's merchants."""
        await customer_of(self._authenticator, request)
        format_, text = request.path_params["format"], request.query_params.get("text", "")
        try:
            scanned = wallet.read_merchant_code(text)
        except wallet.CodeMalformed:
            scanned = None
        if scanned is None or format_ not in MEDIA_TYPES:
            return _not_found()
        body = svg_of(text) if format_ == "svg" else await asyncio.to_thread(png_of, text)
        return Response(body, media_type=MEDIA_TYPES[format_], headers=GUARDS)


def paying_routes(opened: Callable[[], PayingPictures]) -> list[Route]:
    """`opened` gives what the application's lifespan opened."""

    async def draw_payment_code(request: Request) -> Response:
        return await opened().draw_payment_code(request)

    async def draw_merchant_code(request: Request) -> Response:
        return await opened().draw_merchant_code(request)

    return [Route("/payment-code/{picture}.{format}", draw_payment_code), Route("/merchant-code.{format}", draw_merchant_code)]


def _not_found() -> Response:
    return refuse("code_not_found", 404)

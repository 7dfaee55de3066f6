"""The door for portfolio statements: GET /portfolio-statements/{currency}/{first day}/{last day}.csv and .pdf, of the signed-in customer's own funds."""

import asyncio
from collections.abc import Callable
from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domains import wealth
from domains.kernel.assets import AssetKind, find_asset
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput
from gateway.auth import GatewayAuthenticator
from gateway.portfolio_statements.csv_file import csv_of
from gateway.portfolio_statements.pdf import pdf_of
from gateway.receipts.routes import GUARDS
from gateway.refusing import answered, customer_of, refuse

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}

PDF_LINES_MAX = 5_000
"""A PDF is made whole before it is sent; CSV tells of more."""

PDFS_AT_ONCE = 2


class PortfolioStatements:
    """Writes statements for those who are signed in, in the language of Accept-Language."""

    def __init__(self, database: Database, authenticator: GatewayAuthenticator) -> None:
        self._database = database
        self._authenticator = authenticator
        self._drawing = asyncio.Semaphore(PDFS_AT_ONCE)

    @answered
    async def write(self, request: Request) -> Response:
        """The file; 401 without a token that stands, 400 for a currency, period or format that cannot be told. Who holds nothing has an empty one."""
        format_ = request.path_params["format"]
        caller = await customer_of(self._authenticator, request)
        statement = await self._make(request, caller.viewer.id)
        if format_ == "pdf" and len(statement.lines) > PDF_LINES_MAX:
            raise InvalidInput("from", f"a period with {PDF_LINES_MAX} changes at most; CSV tells of more")
        name = f"portfolio-{statement.asset.code}-{statement.first_day}-{statement.last_day}.{format_}"
        headers = {**GUARDS, "content-disposition": f'attachment; filename="{name}"', "vary": "accept-language, authorization"}
        if format_ == "csv":
            return Response(csv_of(statement, caller.viewer.language), media_type=MEDIA_TYPES[format_], headers=headers)
        async with self._drawing:
            body = await asyncio.to_thread(pdf_of, statement, caller.viewer.language)
        return Response(body, media_type=MEDIA_TYPES[format_], headers=headers)

    async def _make(self, request: Request, customer_id: UUID) -> wealth.PortfolioStatement:
        asset = find_asset(request.path_params["currency"])
        if asset is None or asset.kind is not AssetKind.CURRENCY:
            raise InvalidInput("currency", "a currency of the house")
        try:
            first_day, last_day = (date.fromisoformat(request.path_params[name]) for name in ("first_day", "last_day"))
        except ValueError:
            raise InvalidInput("from", "days such as 2026-11-30") from None
        async with self._database.reading() as read:
            return await wealth.make_statement(read, customer_id, asset, first_day, last_day)


def portfolio_statement_routes(opened: Callable[[], PortfolioStatements]) -> list[Route]:
    """`opened` gives what the application's lifespan opened."""

    async def write(request: Request) -> Response:
        if request.path_params["format"] not in MEDIA_TYPES:
            return refuse("statement_not_found", 404)
        return await opened().write(request)

    return [Route("/portfolio-statements/{currency}/{first_day}/{last_day}.{format}", write)]

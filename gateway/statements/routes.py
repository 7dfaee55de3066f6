"""The door for statements: GET /statements/{account}/{first day}/{last day}.csv, .pdf and .xml, for the signed-in customer whose account it is."""

import asyncio
from collections.abc import Callable
from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from domains import ledger
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput
from gateway.auth import GatewayAuthenticator
from gateway.receipts.routes import GUARDS
from gateway.refusing import answered, customer_of, refuse
from gateway.statements.pdf import pdf_of
from gateway.statements.wording import camt_words, csv_words

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "pdf": "application/pdf", "xml": "application/xml"}

PDF_MOVEMENTS_MAX = 10_000
"""A PDF is made whole before it is sent. Longer periods are told by the other two formats, which are not."""

PDFS_AT_ONCE = 2


class Statements:
    """Writes statements for those who are signed in, in the language of Accept-Language."""

    def __init__(self, database: Database, authenticator: GatewayAuthenticator) -> None:
        self._database = database
        self._authenticator = authenticator
        self._drawing = asyncio.Semaphore(PDFS_AT_ONCE)

    @answered
    async def write(self, request: Request) -> Response:
        """The file; 401 without a token that stands, 404 for an account that is not the caller's, or none, 400 for a period or format that cannot be told."""
        format_ = request.path_params["format"]
        caller = await customer_of(self._authenticator, request)
        statement = await self._find(request, caller.viewer.id)
        if statement is None:
            return _not_found()
        if format_ == "xml":
            ledger.check_camt(statement)
        if format_ == "pdf" and statement.movements > PDF_MOVEMENTS_MAX:
            raise InvalidInput("to", f"a period with {PDF_MOVEMENTS_MAX} movements at most; CSV and camt.053 tell of more")
        name = f"statement-{statement.first_day}-{statement.last_day}.{format_}"
        headers = {**GUARDS, "content-disposition": f'attachment; filename="{name}"', "vary": "accept-language, authorization"}
        return await self._written(statement, format_, caller.viewer.language, headers)

    async def _find(self, request: Request, customer_id: UUID) -> ledger.Statement | None:
        try:
            first_day, last_day = (date.fromisoformat(request.path_params[name]) for name in ("first_day", "last_day"))
        except ValueError:
            raise InvalidInput("from", "days such as 2026-11-30") from None
        account_id = request.path_params["account_id"]
        async with self._database.reading() as read:
            account = (await ledger.find_accounts(read, [account_id])).get(account_id)
            if account is None or account.owner_id != customer_id:
                return None
            return await ledger.make_statement(read, account_id, first_day, last_day)

    async def _written(self, statement: ledger.Statement, format_: str, language: str, headers: dict[str, str]) -> Response:
        pages = ledger.read_lines(self._database, statement)
        if format_ != "pdf":
            pieces = (
                ledger.camt_053(statement, pages, camt_words(language)) if format_ == "xml" else ledger.statement_csv(statement, pages, csv_words(language))
            )
            return StreamingResponse(pieces, media_type=MEDIA_TYPES[format_], headers=headers)
        async with self._drawing:
            lines = [line async for page in pages for line in page]
            body = await asyncio.to_thread(pdf_of, statement, lines, language)
        return Response(body, media_type=MEDIA_TYPES[format_], headers=headers)


def statement_routes(opened: Callable[[], Statements]) -> list[Route]:
    """`opened` gives what the application's lifespan opened."""

    async def write(request: Request) -> Response:
        if request.path_params["format"] not in MEDIA_TYPES:
            return _not_found()
        return await opened().write(request)

    return [Route("/statements/{account_id:uuid}/{first_day}/{last_day}.{format}", write)]


def _not_found() -> Response:
    return refuse("statement_not_found", 404)

"""Companies' files over plain HTTP: payment files in, what became of them and statements out; for a company's own system and for those who act for it."""

import asyncio
from collections.abc import Callable
from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from domains import ledger, scenes
from domains.kernel.assets import asset_of
from domains.kernel.clock import business_date
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput, Refusal, UnknownAsset
from domains.kernel.transactions import Read
from gateway.auth import Caller
from gateway.csv_files import file_answered, file_headers, refuse_file
from gateway.graphql import Unauthenticated
from gateway.partner_door import PartnerDoor
from gateway.statements.wording import camt_words
from resolvers.permissions import Permission
from resolvers.scalars import read_id

companies = scenes.companies

READ, WRITE = frozenset({"companies.read"}), frozenset({"companies.write"})
FILES_AT_ONCE = 2
"""That are read at the same time: reading one keeps a core busy for a moment."""

FORMATS = {"text/csv": companies.FileFormat.CSV, "application/xml": companies.FileFormat.PAIN_001, "text/xml": companies.FileFormat.PAIN_001}

REFUSED: dict[type[Refusal], tuple[str, int]] = {
    companies.CompanyNotFound: ("company_not_found", 404),
    companies.PaymentRunNameUsed: ("name_used", 409),
    companies.PaymentRunEmpty: ("payment_file_malformed", 422),
}


class CompanyFiles:
    """Takes and gives files with the access token that the caller has for /graphql: a partner's client (scopes companies.write and companies.read) for
    companies that let its system in, a customer for companies that they act for."""

    def __init__(self, database: Database, door: PartnerDoor) -> None:
        self._database = database
        self._door = door
        self._reading = asyncio.Semaphore(FILES_AT_ONCE)

    @file_answered
    async def take(self, request: Request) -> Response:
        """A payment file: 201 with the run that it is, 200 where it was known; 422 with the line where it ends to be one."""
        caller = await self._caller(request, WRITE)
        format_ = FORMATS.get(request.headers.get("content-type", "").partition(";")[0].strip().lower())
        if format_ is None:
            return refuse_file("media_type_unknown", 415)
        company_id = read_id(request.path_params["company_id"])
        if company_id is None:
            return refuse_file("company_not_found", 404)
        content = await request.body()
        try:
            async with self._reading:
                file = await asyncio.to_thread(self._read_file, format_, content, request.query_params.get("message_id"))
            brought = await self._bring(caller, company_id, file)
        except companies.PaymentFileMalformed as malformed:
            return JSONResponse({"error": "payment_file_malformed", "line": malformed.line, "reason": malformed.reason}, 422)
        except Refusal as refusal:
            code, status = REFUSED[type(refusal)]
            return refuse_file(code, status)
        return JSONResponse({"run_id": str(brought.run_id), "is_repeat": brought.is_repeat}, 200 if brought.is_repeat else 201)

    @file_answered
    async def give_status(self, request: Request) -> Response:
        """What became of a run, as pain.002."""
        caller = await self._caller(request, READ)
        company_id, run_id = read_id(request.path_params["company_id"]), read_id(request.path_params["run_id"])
        async with self._database.reading() as read:
            company = await self._company(read, caller, company_id)
            run = None if run_id is None else (await companies.find_runs(read, [run_id])).get(run_id)
        if company is None or run is None or run.company_id != company.id:
            return refuse_file("payment_run_not_found", 404)
        return Response(companies.pain_002(run.report), media_type="application/xml", headers=file_headers(f"status-{run.id}.xml"))

    @file_answered
    async def give_statement(self, request: Request) -> Response:
        """The statement of the company's account, as camt.053; of another currency than CNY with `?currency=`."""
        caller = await self._caller(request, READ)
        company_id = read_id(request.path_params["company_id"])
        try:
            first_day, last_day = (date.fromisoformat(request.path_params[name]) for name in ("first_day", "last_day"))
            asset = asset_of(request.query_params.get("currency", "CNY"))
        except (ValueError, UnknownAsset):
            return refuse_file("invalid_input", 400)
        async with self._database.reading() as read:
            company = await self._company(read, caller, company_id)
            if company is None:
                return refuse_file("company_not_found", 404)
            account_id = (await companies.accounts_of(read, [company], asset))[company.id]
            try:
                statement = await ledger.make_statement(read, account_id, first_day, last_day)
                ledger.check_camt(statement)
            except InvalidInput:
                return refuse_file("invalid_input", 400)
            except ledger.AccountNotFound:
                return refuse_file("statement_not_found", 404)
        pieces = ledger.camt_053(statement, ledger.read_lines(self._database, statement), camt_words(caller.viewer.language))
        return StreamingResponse(pieces, media_type="application/xml", headers=file_headers(f"statement-{first_day}-{last_day}.xml"))

    async def _caller(self, request: Request, scopes: frozenset[str]) -> Caller:
        """A partner that is let in, or a customer. Raises Unauthenticated for anybody else, and what `let_in` does."""
        caller = await self._door.let_in(request, scopes)
        if caller.viewer.partner is None and Permission.CUSTOMER not in caller.viewer.permissions:
            raise Unauthenticated
        return caller

    async def _company(self, read: Read, caller: Caller, company_id: UUID | None) -> companies.Company | None:
        if company_id is None:
            return None
        if caller.viewer.partner is not None:
            try:
                return await companies.find_company_for(read, read.port(scenes.ScenePartners), caller.viewer.partner.partner_id, company_id)
            except companies.CompanyNotFound:
                return None
        (office,) = await companies.find_offices(read, [caller.viewer.id], [company_id])
        return None if office is None else office.company

    def _read_file(self, format_: companies.FileFormat, content: bytes, message_id: str | None) -> companies.PaymentFile:
        if format_ is companies.FileFormat.CSV:
            return companies.read_payment_csv(content, message_id)
        return companies.read_pain_001(content, business_date(self._database.clock.now()))

    async def _bring(self, caller: Caller, company_id: UUID, file: companies.PaymentFile) -> companies.RunBrought:
        partner = caller.viewer.partner
        if partner is not None:
            upload = companies.UploadRunCommand(request_id=None, owner_id=partner.client_id, partner_id=partner.partner_id, company_id=company_id, file=file)
            return await self._database.write(companies.upload_run, upload)
        session_id = caller.viewer.session_id
        submit = companies.SubmitRunCommand(request_id=None, owner_id=caller.viewer.id, session_id=session_id, company_id=company_id, file=file)
        return await self._database.write(companies.submit_run, submit)


def company_file_routes(opened: Callable[[], CompanyFiles]) -> list[Route]:
    """`opened` gives what the application's lifespan opened."""

    async def take(request: Request) -> Response:
        return await opened().take(request)

    async def give_status(request: Request) -> Response:
        return await opened().give_status(request)

    async def give_statement(request: Request) -> Response:
        return await opened().give_statement(request)

    return [
        # The router refuses a larger body with 413 before it is read in full.
        Route("/companies/{company_id}/payment-files", take, methods=["POST"], max_body_size=companies.FILE_MOST_BYTES),
        Route("/companies/{company_id}/payment-runs/{run_id}.xml", give_status),
        Route("/companies/{company_id}/statements/{first_day}/{last_day}.xml", give_statement),
    ]

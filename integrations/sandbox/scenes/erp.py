"""A company's system in the sandbox: it pushes documents, brings payment files, hears the bank's webhooks and fetches files back; wrong on demand.

POST /pushes         {"address", "webhook_id", "type", "data", "fault"?}: push it once; answers {"status"}: what the house said
POST /bank           {"origin", "client_id", "jwk", "document_ids"?}: be that client of the bank, and listen to its webhooks
POST /documents      {"address", "documents": [{"type", "data"}], "faults"?}: tell them all, each until it is acknowledged; answers {"attempts"}
POST /payment-runs   {"company", "message_id", "invoices", "format"?, "faults"?}: bring a payment file; answers {"run_ids", "answers"}
POST /hooks          the bank's webhooks                                                              (signed by the bank; the others with the sandbox's key)
GET  /ledger         {"hooks": {id: how often}, "runs": {message id: status}, "statements": {day: statement}, "failures"}

Faults of a push: wrong_signature, old_timestamp, duplicate (the same message twice), changed_body (after it was signed). Of documents: duplicate, out_of_order,
lost_answer. Of a run: duplicate (at once), lost_answer. Of webhooks, by POST /faults: server_error, unavailable, never_answers, server_error_after_success and
timeout_after_success (it was taken)."""

import asyncio
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from typing import Any

import httpx
import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from domains.kernel.clock import Clock
from integrations.errors import SignatureInvalid
from integrations.sandbox.callbacks import FOREIGN_SECRET
from integrations.sandbox.failing import fail, refusal
from integrations.sandbox.faults import NOTHING_TAKEN, Fault
from integrations.sandbox.keys import SANDBOX_WEBHOOK_SECRET, push_secret
from integrations.sandbox.scenes.erp_bank import Bank, BankUnavailable
from integrations.sandbox.scenes.erp_files import payment_csv, payment_xml, read_statement, read_status
from integrations.sandbox.scenes.payments import Payment, PaymentRequest
from integrations.sandbox.scenes.server import SceneServer
from integrations.signatures import check_signature, signed_headers

EVENTS = ["payment_run.paid", "payment_run.refused", "statement.ready"]
ATTEMPTS = 20
PAUSE_SECONDS = 0.1
HASTE_SECONDS = 0.001
HELD_SECONDS = 12.0
"""Longer than the bank waits for an answer."""


class ErpServer(SceneServer):
    """It takes no payments: suppliers are paid in the house."""

    def __init__(self, name: str, api_key: str, clock: Clock) -> None:
        super().__init__(name, api_key, clock)
        self._bank: Bank | None = None
        self._secrets: list[str] = []
        self._hooks: Counter[str] = Counter()
        self._runs: dict[str, dict[str, Any]] = {}
        self._statements: dict[str, dict[str, Any]] = {}
        self._failures: list[str] = []
        self._fetching: set[asyncio.Task[None]] = set()

    def refusal_of(self, _login: str, _asked: PaymentRequest) -> str | None:
        return "not_payable"

    def take(self, payment: Payment) -> None:
        raise NotImplementedError(payment)

    def kind_routes(self) -> list[BaseRoute]:
        return [
            Route("/pushes", self.desk(self._push), methods=["POST"]),
            Route("/bank", self.desk(self._connect), methods=["POST"]),
            Route("/documents", self.desk(self._tell), methods=["POST"]),
            Route("/payment-runs", self.desk(self._bring), methods=["POST"]),
            Route("/hooks", self._hear, methods=["POST"]),
            Route("/ledger", self.desk(self._show_ledger)),
        ]

    async def _push(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        fault = asked.get("fault")
        now = self.clock.now() - (timedelta(minutes=10) if fault == "old_timestamp" else timedelta())
        body = orjson.dumps({"type": asked["type"], "timestamp": now.isoformat(), "data": asked["data"]})
        secret = FOREIGN_SECRET if fault == "wrong_signature" else push_secret(SANDBOX_WEBHOOK_SECRET, self.name)
        headers = signed_headers(secret, asked["webhook_id"], int(now.timestamp()), body)
        sent = body.replace(b"}", b" }") if fault == "changed_body" else body
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            answers = [await client.post(asked["address"], content=sent, headers=headers) for _ in range(2 if fault == "duplicate" else 1)]
        return JSONResponse({"status": [answer.status_code for answer in answers]})

    async def _connect(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        self._bank = Bank(self.clock, asked["origin"], asked["client_id"], asked["jwk"])
        address = f"{request.url.scheme}://{request.url.netloc}{request.url.path.removesuffix('/bank')}/hooks"
        documents = asked.get("document_ids", {})
        try:
            self._secrets = [await self._bank.listen(address, [event], documents.get(event)) for event in EVENTS]
        except BankUnavailable as failure:
            return JSONResponse({"error": {"code": "bank", "message": str(failure)}}, 502)
        return JSONResponse({"listens": address})

    async def _tell(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        faults, documents = asked.get("faults", []), asked["documents"]
        if "out_of_order" in faults:
            documents = documents[::-1]
        times = 2 if "duplicate" in faults else 1
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            told = [self._until_told(client, asked["address"], one, hasty=int("lost_answer" in faults)) for one in documents for _ in range(times)]
            attempts = await asyncio.gather(*told)
        return JSONResponse({"attempts": attempts})

    async def _until_told(self, client: httpx.AsyncClient, address: str, document: dict[str, Any], hasty: int) -> int:
        """How many attempts it took. The same document has the same id and the same bytes, however often it is told."""
        body = orjson.dumps({"type": document["type"], "data": document["data"]})
        webhook_id = sha256(body).hexdigest()[:32]
        for attempt in range(1, ATTEMPTS + 1):
            headers = signed_headers(push_secret(SANDBOX_WEBHOOK_SECRET, self.name), webhook_id, int(self.clock.now().timestamp()), body)
            try:
                answer = await client.post(address, content=body, headers=headers, timeout=HASTE_SECONDS if attempt <= hasty else 10)
            except httpx.TransportError:
                pass
            else:
                if answer.status_code < 500:
                    return attempt if answer.is_success else -answer.status_code
            await asyncio.sleep(PAUSE_SECONDS)
        return 0

    async def _bring(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        if self._bank is None:
            return refusal("no_bank", 409)
        try:
            return JSONResponse(await self._brought(self._bank, asked))
        except BankUnavailable as failure:
            return JSONResponse({"error": {"code": "bank", "message": str(failure)}}, 502)

    async def _brought(self, bank: Bank, asked: dict[str, Any]) -> dict[str, Any]:
        company, faults = await bank.company(asked["company"]), asked.get("faults", [])
        path = f"/companies/{company['id']}/payment-files"
        if asked.get("format") == "csv":
            content, kind, path = payment_csv(asked["invoices"]), "text/csv", f"{path}?message_id={asked['message_id']}"
        else:
            content, kind = payment_xml(asked["message_id"], company["accountId"], asked["invoices"], self.clock.now()), "application/xml"
        bank.answers.clear()
        sent = [bank.send("POST", path, content=content, kind=kind, hasty=int("lost_answer" in faults)) for _ in range(2 if "duplicate" in faults else 1)]
        told = [answer.json() for answer in await asyncio.gather(*sent)]
        return {"run_ids": [one.get("run_id") for one in told], "answers": list(bank.answers), "told": told}

    async def _hear(self, request: Request) -> Response:
        body = await request.body()
        try:
            webhook_id = check_signature(tuple(self._secrets), request.headers, body, self.clock.now())
        except SignatureInvalid:
            return refusal("signature_invalid", 401)
        self._hooks[webhook_id] += 1
        fault = self.faults.take(webhook_id)
        if fault in NOTHING_TAKEN:
            return await fail(request, fault, HELD_SECONDS)
        task = asyncio.create_task(self._take_up(orjson.loads(body)))
        self._fetching.add(task)
        task.add_done_callback(self._fetching.discard)
        if fault in (Fault.SERVER_ERROR_AFTER_SUCCESS, Fault.TIMEOUT_AFTER_SUCCESS):
            return await fail(request, fault, HELD_SECONDS)
        return Response(status_code=204)

    async def _take_up(self, message: dict[str, Any]) -> None:
        """What the webhook brings with it is taken as it is; what it only names is fetched."""
        data = message["data"]
        try:
            if message["type"] == "statement.ready":
                company_id, day = data.get("company_id"), data.get("day")
                text = data.get("companyStatementFile") or await self._fetched(f"/companies/{company_id}/statements/{day}/{day}.xml")
                self._statements[day or text.split("<FrDtTm>")[1][:10]] = read_statement(text) | {"is_in_webhook": "companyStatementFile" in data}
            else:
                told = data.get("paymentRunStatus")
                text = told["statusFile"] if told else await self._fetched(f"/companies/{data['company_id']}/payment-runs/{data['run_id']}.xml")
                status = read_status(text)
                known = self._runs.setdefault(status["message_id"], status | {"told": 0, "is_in_webhook": bool(told)})
                known["told"] += 1
        except (BankUnavailable, KeyError, TypeError, ValueError, SyntaxError) as failure:
            self._failures.append(f"{type(failure).__name__}: {failure}")

    async def _fetched(self, path: str) -> str:
        assert self._bank is not None
        answer = await self._bank.send("GET", path)
        if not answer.is_success:
            raise BankUnavailable(f"{path}: {answer.status_code} {answer.text}")
        return answer.text

    async def _show_ledger(self, _request: Request) -> Response:
        told = {"hooks": self._hooks, "runs": self._runs, "statements": self._statements, "failures": self._failures}
        return JSONResponse(told)

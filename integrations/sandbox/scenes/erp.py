"""A company's system in the sandbox: it pushes what a test gives it, signed, over HTTP, and wrong on demand.

POST /pushes   {"address", "webhook_id", "type", "data", "fault"?}: push it once; answers {"status"}: what the house said     (with the sandbox's key)

Faults: wrong_signature, old_timestamp, duplicate (the same message twice), changed_body (after it was signed)."""

from datetime import timedelta

import httpx
import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from integrations.sandbox.callbacks import FOREIGN_SECRET
from integrations.sandbox.keys import SANDBOX_WEBHOOK_SECRET, push_secret
from integrations.sandbox.scenes.payments import Payment, PaymentRequest
from integrations.sandbox.scenes.server import SceneServer
from integrations.signatures import signed_headers


class ErpServer(SceneServer):
    """It takes no payments: suppliers are paid in the house."""

    def refusal_of(self, _login: str, _asked: PaymentRequest) -> str | None:
        return "not_payable"

    def take(self, payment: Payment) -> None:
        raise NotImplementedError(payment)

    def kind_routes(self) -> list[BaseRoute]:
        return [Route("/pushes", self.desk(self._push), methods=["POST"])]

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

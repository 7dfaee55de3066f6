"""The door for partners' pushes: nothing of a body is understood before its signature and time hold, and 200 is said only after the commit."""

import hashlib
from collections.abc import Callable, Mapping

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.committer import is_lost
from domains.kernel.database import Database
from domains.kernel.errors import Unavailable
from gateway.refusing import refuse
from integrations.errors import SignatureInvalid
from integrations.signatures import check_signature
from integrations.strict_json import JsonRefused, read_object

BODY_MAX = 256 * 1024

SIGNED_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")

_log = structlog.get_logger("gateway.webhooks")


class PartnerPushes:
    """Takes the pushes of the scene partners that are wired, each signed with secrets of its own (Standard Webhooks)."""

    def __init__(self, database: Database, secrets: Mapping[str, tuple[str, ...]]) -> None:
        self._database = database
        self._secrets = secrets

    def knows(self, name: str) -> bool:
        """Whether there is such a partner, and it has said what it signs with."""
        return bool(self._secrets.get(name)) and self._scene(name) is not None

    async def take(self, name: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Store what a partner pushes. It repeats whatever is not answered 2xx; a repeat of what was stored is acknowledged and changes nothing."""
        scene = self._scene(name)
        if scene is None or not self.knows(name):
            return refuse("partner_not_found", 404)
        try:
            webhook_id = check_signature(self._secrets[name], headers, body, self._database.clock.now())
        except SignatureInvalid as failure:
            _log.warning("push refused", partner=scene.id, reason=failure.reason)
            return refuse("signature_invalid", 401)
        try:
            message = read_object(body)
        except JsonRefused:
            return refuse("malformed", 400)
        type_, data = message.get("type"), message.get("data")
        if not (webhook_id.isascii() and webhook_id.isprintable() and isinstance(type_, str) and isinstance(data, dict)):
            return refuse("malformed", 400)
        command = scenes.pushes.TakePushCommand(
            request_id=None,
            owner_id=HOUSE_ID,
            scene=scene.id,
            kind=scene.kind,
            webhook_id=webhook_id,
            type=type_,
            data=data,
            digest=hashlib.sha256(body).digest(),
        )
        return await self._take(command)

    async def _take(self, command: scenes.pushes.TakePushCommand) -> Response:
        try:
            taken = await self._database.write(scenes.pushes.take_push, command)
        except scenes.pushes.PushTypeUnknown:
            return refuse("type_unknown", 422)
        except scenes.pushes.PushMalformed:
            return refuse("malformed", 400)
        except scenes.pushes.PushReused:
            return refuse("webhook_id_reused", 409)
        except Unavailable:
            return refuse("unavailable", 503, {"retry-after": "1"})
        except Exception as error:
            if is_lost(error):
                return refuse("unavailable", 503, {"retry-after": "1"})
            raise
        return JSONResponse({"id": str(taken.push_id), "state": "known" if taken.is_repeat else "taken"})

    def _scene(self, name: str) -> scenes.Scene | None:
        partner = self._database.ports.get(scenes.ScenePartners).find(name)
        return None if partner is None else partner.scene


def partner_push_routes(opened: Callable[[], PartnerPushes]) -> list[Route]:
    """POST /webhooks/partners/{name}. `opened` gives what the application's lifespan opened."""

    async def take_partner_push(request: Request) -> Response:
        pushes, name = opened(), request.path_params["name"]
        if not pushes.knows(name):
            return refuse("partner_not_found", 404)
        if any(len(request.headers.getlist(header)) > 1 for header in SIGNED_HEADERS):
            # What stands before the house may have looked at the other one.
            return refuse("signature_invalid", 401)
        return await pushes.take(name, request.headers, await request.body())

    # The router refuses a larger body with 413 before it is read in full.
    return [Route("/webhooks/partners/{name}", take_partner_push, methods=["POST"], max_body_size=BODY_MAX)]

"""What every endpoint of the authorization server shares: the house, its keys, who the client is, and the proofs that it shows."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domains import customers, scenes
from domains.customers import PublicKey, TokenSigner
from domains.kernel.commands import HOUSE_ID, Command, Verb
from domains.kernel.committer import is_lost, is_unstorable
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.errors import Refusal, trace_of
from domains.kernel.transactions import Ports
from domains.scenes import Client
from gateway.dpop import Proof
from gateway.oauth.client_authentication import Authenticated, KeyUnknown, authenticate
from gateway.oauth.errors import OAuthError, answer_error, error_of, invalid_client
from gateway.oauth.key_sets import ClientKeys
from gateway.oauth.parameters import Parameters
from gateway.oauth.proofs import OAuthProofs, invalid_proof, kept_until
from gateway.settings import Settings

P = TypeVar("P")
C = TypeVar("C", bound=Command)
O = TypeVar("O")  # noqa: E741

PATH = "/oauth"
SIGNER_KEPT = timedelta(seconds=60)
"""Far below the quarter of an hour for which a key is published before it signs."""

_log = structlog.get_logger("gateway.oauth")

Endpoint = Callable[["AuthorizationServer", Request], Awaitable[Response]]


class HouseKeys:
    """The key ring outside of any transaction."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def port(self, port: type[P]) -> P:
        return self._ports.get(port)


class AuthorizationServer:
    """The bank towards partners' clients."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.issuer = settings.origin
        self.proofs = OAuthProofs(settings.origin, database.ports.get(Keyring).derive("scenebank dpop nonces"), lambda: database.clock.now().timestamp())
        self._client_keys = ClientKeys(database, may_be_loopback=settings.partners_on_loopback)
        self._signer: tuple[TokenSigner, datetime] | None = None
        self._keys: dict[str, PublicKey] = {}

    @property
    def ports(self) -> "HouseKeys":
        """What knows the house's key ring, for handles."""
        return HouseKeys(self.database.ports)

    @property
    def now(self) -> datetime:
        return self.database.clock.now()

    def address(self, endpoint: str) -> str:
        """The address of an endpoint."""
        return f"{self.issuer}{PATH}/{endpoint}"

    async def serve(self, request: Request, endpoint: Endpoint) -> Response:
        """The endpoint's answer, or the error that it raised. Every answer offers a nonce for the next proof."""
        try:
            response = await endpoint(self, request)
        except OAuthError as error:
            response = answer_error(error)
        except HTTPException as error:
            response = answer_error(OAuthError("invalid_request", "The body is too large.", status=error.status_code))
        except Exception as error:  # noqa: BLE001  a client is told that it was our fault, in the form that it reads
            if is_unstorable(error):
                response = answer_error(OAuthError("invalid_request", "A text holds what no text may."))
            elif not is_lost(error):
                _log.error("authorization failed", reason=trace_of(error))
                response = answer_error(OAuthError("server_error", status=500))
            else:
                response = answer_error(OAuthError("temporarily_unavailable", "Repeat the request.", status=503, headers={"retry-after": "1"}))
        response.headers["dpop-nonce"] = self.proofs.nonce()
        return response

    async def write(self, verb: Verb[C, O], command: C) -> O:
        """What a verb did. Raises OAuthError for its refusals."""
        try:
            return await self.database.write(verb, command)
        except Refusal as refusal:
            raise error_of(refusal) from refusal

    async def authenticated(self, request: Request, form: Parameters) -> Authenticated:
        """The client of a request, its assertion not used up yet. Keys at an address of the client's are read anew where one shows a key that is not known, and
        every hour. Raises OAuthError."""
        try:
            found = await self._authenticated(request, form)
        except KeyUnknown as unknown:
            if not await self._client_keys.renew(unknown.client):
                raise
            return await self._authenticated(request, form)
        if scenes.are_keys_due(found.client.keys_asked_at, self.now) and await self._client_keys.renew(found.client):
            return await self._authenticated(request, form)
        return found

    async def _authenticated(self, request: Request, form: Parameters) -> Authenticated:
        endpoints = {self.address(name) for name in ("token", "par")} | {f"{self.issuer}{request.url.path}"}
        async with self.database.reading(single=True) as read:
            return await authenticate(read, request, form, self.issuer, endpoints, is_development=self.settings.is_development)

    async def client_of(self, request: Request, form: Parameters) -> Client:
        """The client of a request, whose assertion is used up with it. Raises OAuthError."""
        found = await self.authenticated(request, form)
        await self.use_once(found, None)
        return found.client

    async def use_once(self, found: Authenticated, proof: Proof | None) -> None:
        """Note what was shown. Raises OAuthError for what was shown before: invalid_client, or invalid_dpop_proof where it can only be the proof."""
        shown = found.shown + (() if proof is None else ((proof.digest, kept_until(self.now)),))
        if not shown:
            return
        try:
            await self.database.write(scenes.use_once, scenes.UseOnceCommand(request_id=None, owner_id=found.client.partner_id, shown=shown))
        except scenes.AssertionReplayed as replayed:
            if replayed.place < len(found.shown):
                raise invalid_client("The assertion was used before.") from None
            raise invalid_proof("The DPoP proof was used before.") from None

    async def signer(self) -> TokenSigner:
        """The house's signing keys, a minute old at most."""
        if self._signer is None or self._signer[1] <= self.now:
            async with self.database.reading(single=True) as read:
                signer = await customers.load_signer(read)
            if signer.is_due(self.now):
                await self.database.write(customers.prepare_signing_key, customers.PrepareSigningKey(request_id=None, owner_id=HOUSE_ID))
                async with self.database.reading(single=True) as read:
                    signer = await customers.load_signer(read)
            self._signer = signer, self.now + SIGNER_KEPT
        return self._signer[0]

    async def public_keys(self, *, anew: bool = False) -> dict[str, PublicKey]:
        """Every key by which an access token that still holds may be signed."""
        if anew or not self._keys:
            async with self.database.reading(single=True) as read:
                self._keys = {key.id: key for key in await customers.public_keys(read)}
        return self._keys

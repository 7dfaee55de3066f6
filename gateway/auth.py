"""Who asks: bearer and DPoP tokens verified by keys and revocations that are kept at hand, without a statement on the way."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from uuid import UUID

import structlog

from domains import customers
from domains.customers import AccessClaims, ConfirmUse, PublicKey, TokenInvalid
from domains.kernel.committer import is_lost
from domains.kernel.database import Database
from domains.kernel.errors import Unavailable, reason_of
from gateway.credentials import credentials_in, language_of, text_in
from gateway.dpop import DPoPProofs, ProofInvalid
from gateway.graphql import Unauthenticated
from gateway.graphql.ports import Scope
from gateway.partner_access import PartnerAccess
from resolvers.context import NOBODY, Viewer
from resolvers.permissions import OPERATOR_PERMISSIONS, Permission

LOOK_EVERY_SECONDS = 0.25
"""Between two looks at ended sessions: what is revoked is refused by every process well within a second."""

STALE_SECONDS = 0.75
"""A look that is older is not gone by. With what a look takes, a revocation is heard within a second."""

REVOKED_KEPT = timedelta(minutes=15)
"""Longer than an access token lives: an older one has expired by itself."""

VERIFIED_MAX = 20_000
"""Tokens whose signature is remembered as right."""

_KnownBy = tuple[bytes, bytes | None, bytes | None, bytes | None, str]

_PERMISSIONS = {permission.value: permission for permission in Permission}
_DPOP = b'DPoP error="invalid_dpop_proof", algs="ES256"'

_log = structlog.get_logger("gateway.auth")


@dataclass(frozen=True, slots=True)
class Caller:
    """An identity: the viewer, until when, whether introspection is open to it, and the partner whose client's token it is."""

    viewer: Viewer
    expires_at: float | None
    may_introspect: bool
    partner_id: UUID | None = None


class TokenVerifier:
    """Knows the house's public keys and the sessions that ended lately. `start` before use, `stop` at the end."""

    def __init__(self, database: Database, on_revoked: Callable[[frozenset[UUID]], object] = lambda _: None) -> None:
        """`on_revoked` is told of sessions that were found ended since the last look."""
        self._database = database
        self._on_revoked = on_revoked
        self._keys: dict[str, PublicKey] = {}
        self._revoked: dict[UUID, float] = {}
        self._verified: OrderedDict[str, AccessClaims] = OrderedDict()
        self._confirmed: OrderedDict[tuple[UUID, int], None] = OrderedDict()
        self._looked_at: float | None = None
        self._looking = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        await self._look()
        self._task = asyncio.create_task(self._keep_looking(), name="revocations")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def verify(self, token: str) -> AccessClaims:
        """The claims of a token that stands. Raises Unauthenticated, or Unavailable when ended sessions could not be looked at for a second."""
        claims = self._verified.get(token) or await self._verify_signature(token)
        await self.look_if_stale()
        self.check_standing(claims)
        return claims

    def check_standing(self, claims: AccessClaims) -> None:
        """Whether a verified token still stands, as far as the last look told. Raises Unauthenticated."""
        if claims.expires_at <= self._database.clock.epoch_milliseconds() / 1000 or claims.session_id in self._revoked:
            raise Unauthenticated

    async def look_if_stale(self) -> None:
        """Look at ended sessions now where the last look is too old to go by: after a stall of this process, or of the database. Raises Unavailable."""
        if self.is_stale():
            async with self._looking:
                if self.is_stale():
                    try:
                        async with asyncio.timeout(STALE_SECONDS):
                            await self._look()
                    except Exception as error:
                        if is_lost(error):
                            raise Unavailable("whether the session still stands is not known") from error
                        raise

    async def confirm(self, claims: AccessClaims) -> None:
        """Note that a refreshed token is in use, so that its predecessor is dead. Once for each generation and process."""
        key = (claims.session_id, claims.generation)
        if claims.generation == 0 or key in self._confirmed:
            return
        command = ConfirmUse(request_id=None, owner_id=claims.owner_id, session_id=claims.session_id, generation=claims.generation)
        await self._database.write(customers.confirm_use, command)
        _remember(self._confirmed, key, None)

    async def _verify_signature(self, token: str) -> AccessClaims:
        try:
            claims = customers.verify_access_token(token, self._keys, self._database.clock.now())
        except TokenInvalid:
            raise Unauthenticated from None
        except KeyError:
            await self._load_keys()
            try:
                claims = customers.verify_access_token(token, self._keys, self._database.clock.now())
            except (TokenInvalid, KeyError):
                raise Unauthenticated from None
        _remember(self._verified, token, claims)
        return claims

    async def _load_keys(self) -> None:
        async with self._database.reading(single=True) as read:
            self._keys = {key.id: key for key in await customers.public_keys(read)}

    def is_stale(self) -> bool:
        """Whether the last look at ended sessions is too old to go by."""
        return self._looked_at is None or asyncio.get_running_loop().time() - self._looked_at > STALE_SECONDS

    async def _look(self) -> None:
        now = self._database.clock.now()
        async with self._database.reading(single=True) as read:
            ended = await customers.list_revoked_sessions(read, now - REVOKED_KEPT)
        known = self._revoked
        self._revoked = {one.id: one.revoked_at.timestamp() for one in ended}
        self._looked_at = asyncio.get_running_loop().time()
        fresh = frozenset(self._revoked.keys() - known.keys())
        if fresh:
            self._on_revoked(fresh)

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            try:
                await self._look()
            except Exception as error:  # noqa: BLE001  looked at again; meanwhile tokens are not taken
                _log.warning("revocations not seen", reason=reason_of(error))


class GatewayAuthenticator:
    """Implements `Authenticator`. `open_context` makes what the resolvers get of a viewer."""

    def __init__(
        self,
        verifier: TokenVerifier,
        open_context: Callable[[Viewer, float | None], Any],
        *,
        origin: str,
        now: Callable[[], float],
        is_development: bool = False,
        trusted_proxies: frozenset[str] = frozenset(),
        partners: PartnerAccess | None = None,
    ) -> None:
        """Without `partners` no partner's token is taken."""
        self._partners = partners
        self._verifier = verifier
        self._open_context = open_context
        self._proofs = DPoPProofs(origin, now)
        self._is_development = is_development
        self._trusted_proxies = trusted_proxies
        self._known: OrderedDict[_KnownBy, tuple[AccessClaims, Caller]] = OrderedDict()

    async def identify(self, scope: Scope, payload: Mapping[str, Any] | None) -> Caller:
        """The caller by `Authorization: Bearer` or `DPoP`, or by a socket's `connection_init` payload with the same names."""
        headers = dict(scope["headers"])
        known_by = _known_by(scope, headers) if payload is None else None
        if known_by is not None and (known := self._known.get(known_by)) is not None:
            if self._verifier.is_stale():
                await self._verifier.look_if_stale()
            self._verifier.check_standing(known[0])
            return known[1]
        scheme, token, proof = credentials_in(headers, payload)
        language, device, address = language_of(headers, payload), text_in(headers, payload, "x-device")[:60], self._address(scope, headers)
        try:
            device_key = self._proofs.check(proof, scope, token) if proof else None
        except ProofInvalid:
            raise Unauthenticated("The DPoP proof is not valid.", challenge=_DPOP) from None
        if not token:
            viewer = Viewer(language=language, device=device, address=address, device_key=device_key)
            return Caller(viewer, None, self._is_development)
        if self._partners is not None and self._partners.is_ours(token):
            return await self._partner(token, scheme, Viewer(language=language, device=device, address=address, device_key=device_key), payload)
        try:
            claims = await self._verifier.verify(token)
            if claims.key_thumbprint is not None and claims.key_thumbprint != device_key:
                raise Unauthenticated("This token is bound to a device key: send its DPoP proof.", challenge=_DPOP)
            if scheme == "dpop" and claims.key_thumbprint is None:
                raise Unauthenticated
            await self._verifier.confirm(claims)
        except Exception as error:
            if is_lost(error):
                raise Unavailable("who asks is not known") from error
            raise
        permissions = frozenset(_PERMISSIONS[name] for name in claims.permissions if name in _PERMISSIONS) | {Permission.PUBLIC}
        viewer = Viewer(claims.owner_id, claims.session_id, permissions, language, device, address, device_key)
        caller = Caller(viewer, claims.expires_at, self._is_development or bool(permissions & OPERATOR_PERMISSIONS))
        if known_by is not None:
            _remember(self._known, known_by, (claims, caller))
        return caller

    async def _partner(self, token: str, scheme: str, viewer: Viewer, payload: Mapping[str, Any] | None) -> Caller:
        """A partner by its access token, looked at anew with every request. Not on a socket, where what stands once would go on standing."""
        assert self._partners is not None
        if payload is not None:
            raise Unauthenticated("A partner's token is taken over HTTP alone.")
        try:
            call = await self._partners.identify(token, scheme, viewer.device_key)
        except Exception as error:
            if is_lost(error):
                raise Unavailable("who asks is not known") from error
            raise
        partner_id = call.principal.partner_id
        viewer = replace(viewer, id=partner_id, permissions=frozenset({Permission.PARTNER}), partner=call.principal)
        return Caller(viewer, call.expires_at, False, partner_id)

    def context(self, identity: Any, scope: Scope, request_id: str) -> Any:
        return self._open_context(identity.viewer, identity.expires_at)

    def _address(self, scope: Scope, headers: dict[bytes, bytes]) -> str:
        """Where the request came from: the peer or, behind a trusted proxy, whom the proxy names last."""
        peer = str((scope.get("client") or ("", 0))[0])
        forwarded = headers.get(b"x-forwarded-for", b"").decode("latin-1").rpartition(",")[2].strip()
        if peer not in self._trusted_proxies or not forwarded:
            return peer
        try:
            return str(ip_address(forwarded))
        except ValueError:
            return peer


def is_of_session(identity: Any, session_ids: frozenset[UUID]) -> bool:
    """Whether an identity rests on one of those sessions."""
    return identity.viewer.session_id != NOBODY and identity.viewer.session_id in session_ids


def _known_by(scope: Scope, headers: dict[bytes, bytes]) -> _KnownBy | None:
    """All of a request that says who asks, where that was found out once and need not be again; None without a token, and with a proof, which counts once."""
    authorization = headers.get(b"authorization")
    if authorization is None or b"dpop" in headers:
        return None
    peer = (scope.get("client") or ("",))[0]
    return authorization, headers.get(b"accept-language"), headers.get(b"x-device"), headers.get(b"x-forwarded-for"), peer


def _remember(memory: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    memory[key] = value
    if len(memory) > VERIFIED_MAX:
        memory.popitem(last=False)

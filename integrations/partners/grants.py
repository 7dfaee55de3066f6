"""How an account at a partner is linked: the address that the customer opens, the code that comes back, and the tokens that it gives."""

import asyncio
import hashlib
import hmac
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from secrets import token_urlsafe
from typing import Any
from urllib.parse import quote_plus, urlencode

from joserfc import jwt
from joserfc.jwk import import_key

from integrations.errors import PartnerUnavailable
from integrations.http import PartnerAnswer, PartnerHttp
from integrations.partners.answers import GrantAnswer
from integrations.partners.id_token import verify_id_token
from integrations.partners.provider import ANSWER_MAX, Provider, ProviderRefused, read_document
from integrations.partners.proving import Proofs
from integrations.strict_json import JsonRefused, read_object

TOTAL_SECONDS = 10.0
"""For a whole exchange, with metadata, keys and what is asked of the customer's account."""

TEXT_MAX_CHARACTERS = 8192
ASSERTION_SECONDS = 60
EXPIRES_SECONDS_DEFAULT = 300
EXPIRES_SECONDS_MOST = 365 * 86_400


class Grants:
    """Asks one provider for tokens. No method raises for what the provider does."""

    def __init__(
        self, provider: Provider, http: PartnerHttp, *, total_seconds: float = TOTAL_SECONDS, now: Callable[[], float] = time.time, proofs: Proofs | None = None
    ) -> None:
        """With `proofs`, tokens are taken only where they are bound to the key."""
        self._provider = provider
        self._terms = provider.terms
        self._http = http
        self._total_seconds = total_seconds
        self._now = now
        self._proofs = proofs

    async def authorization_address(self, *, state: str, nonce: str, verifier: str, redirect_uri: str) -> str | None:
        """Where the customer signs in at the partner; None when the partner is away, or says what cannot be believed."""
        try:
            async with asyncio.timeout(self._total_seconds):
                metadata = await self._provider.metadata()
        except (PartnerUnavailable, ProviderRefused, TimeoutError):
            return None
        asked = {
            "response_type": "code",
            "client_id": self._terms.client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(self._terms.scopes),
            "state": state,
            "nonce": nonce,
            "code_challenge": urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        if "offline_access" in self._terms.scopes:
            # OpenID Connect Core 11: without it a provider may leave the refresh token out.
            asked["prompt"] = "consent"
        if self._proofs is not None:
            asked["dpop_jkt"] = self._proofs.thumbprint
        return metadata.authorization_endpoint + ("&" if "?" in metadata.authorization_endpoint else "?") + urlencode(asked)

    async def redeem(self, *, code: str, issuer: str | None, nonce: str, verifier: str, redirect_uri: str) -> GrantAnswer:
        """Tokens for a code. `issuer` is what came back beside it (RFC 9207): another one, or none, and the code is shown to nobody."""
        if issuer is None or not hmac.compare_digest(issuer.encode(), self._terms.issuer.encode()):
            return GrantAnswer("refused", "response_iss")
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
        return await self._granted(form, nonce, None)

    async def refresh(self, refresh_token: str, subject: str) -> GrantAnswer:
        """Newer tokens of the same account. Without a new refresh token the one that was shown stays good."""
        return await self._granted({"grant_type": "refresh_token", "refresh_token": refresh_token}, None, subject)

    async def revoke(self, token: str) -> bool:
        """Whether the partner says that the token holds no more; also when it offers no such thing."""
        try:
            async with asyncio.timeout(self._total_seconds):
                address = (await self._provider.metadata()).revocation_endpoint
                return address is None or (await self._post(address, {"token": token})).status == 200
        except (PartnerUnavailable, ProviderRefused, TimeoutError):
            return False

    async def _granted(self, form: dict[str, str], nonce: str | None, subject: str | None) -> GrantAnswer:
        try:
            async with asyncio.timeout(self._total_seconds):
                return await self._ask(form, nonce, subject)
        except ProviderRefused as refused:
            return GrantAnswer("refused", refused.reason)
        except PartnerUnavailable as failure:
            return GrantAnswer("unknown", failure.what)
        except TimeoutError:
            return GrantAnswer("unknown", "no answer in time")

    async def _ask(self, form: dict[str, str], nonce: str | None, subject: str | None) -> GrantAnswer:
        metadata = await self._provider.metadata()
        answer = await self._post(metadata.token_endpoint, form, self._proofs)
        _check_refusal(answer)
        tokens = read_document(answer, "token")
        access_token = _token(tokens, "access_token", needed=True)
        refresh_token = _token(tokens, "refresh_token", needed=False)
        if str(tokens.get("token_type")).lower() != ("bearer" if self._proofs is None else "dpop"):
            raise ProviderRefused("token_type")
        self._check_scope(tokens)
        first = subject is None
        subject = await self._subject(tokens, access_token or "", nonce, subject)
        # A refreshed token stands for whom the first one stood for; who that is has been asked.
        if first and self._terms.asks_userinfo:
            await self._check_userinfo(metadata.userinfo_endpoint, access_token or "", subject)
        return GrantAnswer("granted", None, subject, access_token, refresh_token, _expires_in(tokens))

    async def _subject(self, tokens: Mapping[str, Any], access_token: str, nonce: str | None, subject: str | None) -> str:
        id_token = tokens.get("id_token")
        if id_token is None and subject is not None:
            return subject
        if not isinstance(id_token, str):
            raise ProviderRefused("id_token_missing")
        claims = await verify_id_token(self._provider, id_token, nonce=nonce, access_token=access_token, now=self._now)
        if subject is not None and claims["sub"] != subject:
            raise ProviderRefused("id_token_sub")
        return str(claims["sub"])

    async def _check_userinfo(self, address: str | None, access_token: str, subject: str) -> None:
        if address is None:
            raise ProviderRefused("metadata_userinfo_endpoint")
        answer = await self._look(address, access_token)
        if read_document(answer, "userinfo").get("sub") != subject:
            raise ProviderRefused("userinfo_sub")

    async def _look(self, address: str, access_token: str) -> PartnerAnswer:
        """GET with the token and, where it is bound, a proof: another one where the server wants its nonce in it."""
        proofs = self._proofs
        if proofs is None:
            return await self._http.call("GET", address, headers={"authorization": f"Bearer {access_token}"}, answer_max=ANSWER_MAX)
        answer = await self._http.call("GET", address, headers=proofs.headers("GET", address, access_token), answer_max=ANSWER_MAX)
        if proofs.wants_another(address, answer):
            answer = await self._http.call("GET", address, headers=proofs.headers("GET", address, access_token), answer_max=ANSWER_MAX)
        return answer

    def _check_scope(self, tokens: Mapping[str, Any]) -> None:
        scope = tokens.get("scope")
        if scope is not None and (not isinstance(scope, str) or not set(self._terms.scopes) - {"offline_access"} <= set(scope.split(" "))):
            raise ProviderRefused("token_scope")

    async def _post(self, address: str, form: dict[str, str], proofs: Proofs | None = None) -> PartnerAnswer:
        """As the client that we are; with `proofs`, by the holder of the key: a second time where the server wants its nonce in the proof."""
        for may_repeat in (True, False):
            # Made anew for each: an assertion and a proof are good once.
            more, headers = self._authentication()
            if proofs is not None:
                headers |= proofs.headers("POST", address)
            answer = await self._http.call("POST", address, form={**form, **more}, headers=headers, answer_max=ANSWER_MAX)
            if proofs is None or not proofs.wants_another(address, answer) or not may_repeat:
                break
        return answer

    def _authentication(self) -> tuple[dict[str, str], dict[str, str]]:
        """What says who we are: fields of the form, and headers."""
        terms = self._terms
        if terms.method == "client_secret_basic":
            credentials = b64encode(f"{quote_plus(terms.client_id)}:{quote_plus(terms.secret)}".encode()).decode()
            return {}, {"authorization": f"Basic {credentials}"}
        if terms.method == "client_secret_post":
            return {"client_id": terms.client_id, "client_secret": terms.secret}, {}
        key = import_key(read_object(terms.secret))
        now = int(self._now())
        claims = {"iss": terms.client_id, "sub": terms.client_id, "aud": terms.issuer, "jti": token_urlsafe(16), "iat": now, "exp": now + ASSERTION_SECONDS}
        header = {"alg": str(key.get("alg")), "kid": str(key.kid)}
        assertion = jwt.encode(header, claims, key, algorithms=[header["alg"]])
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return {"client_id": terms.client_id, "client_assertion_type": kind, "client_assertion": assertion}, {}


def _check_refusal(answer: PartnerAnswer) -> None:
    """Raise what the provider refused with, by its OAuth error where it is a known one."""
    if answer.status not in (400, 401, 403):
        return
    try:
        code = read_object(answer.body).get("error")
    except JsonRefused:
        code = None
    known = ("invalid_grant", "invalid_client", "invalid_request", "unauthorized_client", "unsupported_grant_type", "invalid_scope", "access_denied")
    raise ProviderRefused(code if code in known else "token_status")


def _token(tokens: Mapping[str, Any], name: str, *, needed: bool) -> str | None:
    token = tokens.get(name)
    if token is None and not needed:
        return None
    if not isinstance(token, str) or not 0 < len(token) <= TEXT_MAX_CHARACTERS or not all("!" <= character <= "~" for character in token):
        raise ProviderRefused(f"{name}_missing" if token is None else name)
    return token


def _expires_in(tokens: Mapping[str, Any]) -> int:
    seconds = tokens.get("expires_in", EXPIRES_SECONDS_DEFAULT)
    if type(seconds) is not int or seconds <= 0:
        raise ProviderRefused("token_expires_in")
    return min(seconds, EXPIRES_SECONDS_MOST)

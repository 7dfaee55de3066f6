"""A partner's client as the tests drive it: keys, assertions, proofs, and every step of the flow as plain functions."""

import json
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx
from joserfc import jws
from joserfc.jwk import ECKey

from domains import scenes, wallet
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.transactions import Tx
from domains.scenes import Client, Purpose
from gateway.oauth import answer_request
from tests.gateway.app.running import RunningApp, SignedIn
from tests.id_numbers import an_id_number

REDIRECT = "https://shop.example/back"
FAPI_SCOPE = "openid profile payments.write"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
EVERY_GRANT = ("authorization_code", "refresh_token", "client_credentials", DEVICE_GRANT)


def encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(key: ECKey, header: dict[str, Any], claims: dict[str, Any]) -> str:
    """A JWT with whatever header and claims."""
    return jws.serialize_compact({"alg": "ES256", **header}, json.dumps(claims).encode(), key, algorithms=["ES256"])


@dataclass
class TestClient:
    """One client with its key for assertions and its key for proofs."""

    __test__ = False

    app: RunningApp
    client: Client
    key: ECKey
    proof_key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"))
    nonce: str = ""
    redirect: str = REDIRECT

    @property
    def id(self) -> str:
        return str(self.client.id)

    @property
    def issuer(self) -> str:
        return str(self.app.http.base_url).rstrip("/")

    def url(self, endpoint: str) -> str:
        return f"{self.issuer}/oauth/{endpoint}"

    def assertion(self, header: dict[str, Any] | None = None, key: ECKey | None = None, **claims: Any) -> str:
        """What proves who the client is. A claim that is None is left out."""
        now = int(time.time())
        told = {"iss": self.id, "sub": self.id, "aud": self.issuer, "jti": token_urlsafe(16), "iat": now, "exp": now + 60} | claims
        return signed(key or self.key, {"kid": "1"} | (header or {}), {name: value for name, value in told.items() if value is not None})

    def proof(self, url: str, method: str = "POST", token: str = "", key: ECKey | None = None, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """What proves that the client holds its key. A claim that is None is left out."""
        signer = key or self.proof_key
        told = {
            "htm": method,
            "htu": url,
            "iat": int(self.app.application.house.clock.now().timestamp()),
            "jti": token_urlsafe(16),
            "nonce": self.nonce or None,
        } | claims
        if token:
            told.setdefault("ath", encode(sha256(token.encode()).digest()))
        public = signer.as_dict(private=False)
        jwk = {name: public[name] for name in ("kty", "crv", "x", "y")}
        return signed(signer, {"typ": "dpop+jwt", "jwk": jwk} | (header or {}), {name: value for name, value in told.items() if value is not None})

    @property
    def thumbprint(self) -> str:
        return self.proof_key.thumbprint()

    def identified(self, form: dict[str, Any]) -> dict[str, Any]:
        """The form with what proves who the client is."""
        if self.client.auth_method == "private_key_jwt":
            return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": self.assertion(), **form}
        return {"client_id": self.id, **form}

    async def fresh_nonce(self) -> None:
        self.nonce = (await self.app.http.get("/oauth/jwks")).headers["dpop-nonce"]

    async def post(self, endpoint: str, form: dict[str, Any], *, proof: str | None = "", headers: dict[str, str] | None = None) -> httpx.Response:
        """A request with everything that belongs to it. `proof` "" makes one, None sends none."""
        if not self.nonce:
            await self.fresh_nonce()
        sent = dict(headers or {})
        if proof is not None:
            sent["dpop"] = proof or self.proof(self.url(endpoint))
        return await self.app.http.post(f"/oauth/{endpoint}", data=self.identified(form), headers=sent)

    async def push(self, **changes: Any) -> httpx.Response:
        """POST /oauth/par. A parameter that is None is left out."""
        return await self.post("par", self.request(**changes))

    def request(self, verifier: str = "v" * 43, **changes: Any) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "response_type": "code",
            "redirect_uri": self.redirect,
            "scope": " ".join(self.client.scopes),
            "state": "the-state",
            "nonce": "the-nonce",
            "code_challenge": encode(sha256(verifier.encode()).digest()),
            "code_challenge_method": "S256",
        } | changes
        return {name: value for name, value in asked.items() if value is not None}

    async def code(self, customer: SignedIn, scopes: tuple[str, ...] | None = None, **changes: Any) -> str:
        """A code for that customer's consent."""
        pushed = await self.push(**changes)
        assert pushed.status_code == 201, pushed.text
        return (await self.walk(customer, {"client_id": self.id, "request_uri": pushed.json()["request_uri"]}, scopes))["code"]

    async def walk(self, customer: SignedIn, query: dict[str, Any], scopes: tuple[str, ...] | None = None) -> dict[str, str]:
        """What the customer's browser brings back to the client, after a yes."""
        browser = httpx.AsyncClient(base_url=self.issuer, trust_env=False)
        async with browser:
            led = await browser.get("/oauth/authorize", params=query)
            assert led.status_code == 303, led.text
            (request_id,) = parse_qs(urlsplit(led.headers["location"]).query)["request"]
            back = await say_yes(self.app, UUID(request_id), browser.cookies["scenebank_request"], customer, scopes or self.client.scopes)
        return {name: value for name, (value,) in parse_qs(urlsplit(back).query).items()}

    async def exchange(self, code: str, verifier: str = "v" * 43, **more: Any) -> httpx.Response:
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, "redirect_uri": self.redirect}
        given = {name: value for name, value in (form | {k: v for k, v in more.items() if k not in ("proof", "headers")}).items() if value is not None}
        return await self.post("token", given, **{name: value for name, value in more.items() if name in ("proof", "headers")})

    async def tokens(self, customer: SignedIn, **changes: Any) -> dict[str, Any]:
        answer = await self.exchange(await self.code(customer, **changes))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def refresh(self, token: str, **more: Any) -> httpx.Response:
        named = {name: value for name, value in more.items() if name in ("proof", "headers")}
        return await self.post("token", {"grant_type": "refresh_token", "refresh_token": token, **{k: v for k, v in more.items() if k not in named}}, **named)

    async def introspect(self, token: str) -> dict[str, Any]:
        answer = await self.post("introspect", {"token": token}, proof=None)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


async def say_yes(app: RunningApp, request_id: UUID, browser_key: str, customer: SignedIn, scopes: tuple[str, ...]) -> str:
    """The customer consents: where the browser is sent."""
    database = app.application.house.database
    async with database.transaction() as tx:
        opened = await scenes.find_open_request(tx, request_id, browser_key)
        assert opened is not None
        consent_id = await consent_of(tx, opened.client, customer, scopes)
        await scenes.issue_code(tx, request_id, browser_key, customer_id=customer.id, consent_id=consent_id, scopes=scopes, signed_in_at=datetime.now(UTC))
    return str((await answer_request(app.application._opened_doors().oauth, request_id, browser_key)).headers["location"])


async def a_customer(app: RunningApp) -> SignedIn:
    """Somebody with a name and a wallet, who consents."""
    made = await app.customer(name="王小明", id_number=an_id_number())
    command = wallet.OpenWalletCommand(request_id=uuid4(), owner_id=made.id, asset=CNY.code)
    await app.application.house.database.write(wallet.open_wallet, command)
    return made


async def consent_of(tx: Tx, client: Client, customer: SignedIn, scopes: tuple[str, ...]) -> UUID:
    """The widest consent to those scopes, as the page would write it."""
    (accounts,) = await wallet.list_wallets(tx, [customer.id])
    terms = scenes.widest_terms(scopes, [account.id for account in accounts], tx.now, CNY)
    new = scenes.NewConsent(
        id=uuid4(),
        customer_id=customer.id,
        session_id=customer.session_id,
        partner_id=client.partner_id,
        client_id=client.id,
        purpose="",
        widest=terms,
        terms=terms,
    )
    return (await scenes.grant_consent(tx, new)).id


async def make_client(app: RunningApp, **changes: Any) -> TestClient:
    """A partner with one client: confidential and of the FAPI profile unless changed."""
    database = app.application.house.database
    key = ECKey.generate_key("P-256")
    partner_id, client_id = uuid4(), uuid4()
    await database.write(scenes.register_partner, scenes.RegisterPartnerCommand(request_id=partner_id, owner_id=HOUSE_ID, name="晨光商城"))
    method = changes.get("auth_method", "private_key_jwt")
    told: dict[str, Any] = {
        "name": "Shop",
        "environment": "live",
        "auth_method": method,
        "jwks": {"keys": [key.as_dict(private=False) | {"kid": "1"}]} if method == "private_key_jwt" else None,
        "redirect_uris": (REDIRECT,),
        "scopes": tuple(FAPI_SCOPE.split()),
        "grant_types": ("authorization_code", "refresh_token"),
    } | changes
    if isinstance(told["scopes"], str):
        told["scopes"] = tuple(told["scopes"].split())
    command = scenes.RegisterClientCommand(request_id=client_id, owner_id=HOUSE_ID, partner_id=partner_id, **told)
    client = await database.write(scenes.register_client, command)
    return TestClient(app, client, key, redirect=told["redirect_uris"][0] if told["redirect_uris"] else "")


async def make_public(app: RunningApp, **changes: Any) -> TestClient:
    """A public client that may do no more than read."""
    return await make_client(app, **({"auth_method": "none", "scopes": "openid profile accounts.read"} | changes))


def secret_of(client: TestClient) -> str:
    """The secret of a client of the sandbox."""
    assert client.client.secret_number is not None
    ports = client.app.application._opened_doors().oauth.ports
    return scenes.text_of(ports, Purpose.CLIENT_SECRET, client.client.id, client.client.secret_number)

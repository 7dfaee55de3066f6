"""A partner's program: access tokens as the authorization server makes them, and operations sent with a proof of its key."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from domains import customers, scenes
from gateway.oauth.access_tokens import make_client_token, make_customer_token
from tests.domains.scenes.consenting import ALL_SCOPES, PartnerOfTests, a_partner, consent_to
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person
from tests.gateway.app.documents import customer_with_money
from tests.gateway.app.proofs import DeviceKey
from tests.gateway.app.running import RunningApp, SignedIn


@dataclass
class PartnerProgram:
    """One client of a partner, with the token of one consent."""

    app: RunningApp
    partner: PartnerOfTests
    consent: scenes.PartnerConsent | None
    token: str
    key: DeviceKey = field(default_factory=DeviceKey)
    scheme: str = "DPoP"

    async def post(self, query: str, *, headers: dict[str, str] | None = None, proof: str | None = None, **variables: Any) -> httpx.Response:
        address = f"{self.app.application.settings.origin}/graphql"
        sent = {
            "accept": "application/graphql-response+json",
            "accept-language": "en",
            "authorization": f"{self.scheme} {self.token}",
            "dpop": self.key.proof(address, self.token) if proof is None else proof,
            **(headers or {}),
        }
        sent = {name: value for name, value in sent.items() if value}
        return await self.app.http.post("/graphql", json={"query": query, "variables": variables}, headers=sent)

    async def ask(self, query: str, **variables: Any) -> Any:
        """The answer's `data`. Fails the test on any error."""
        answer = (await self.post(query, **variables)).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def refused(self, query: str, **variables: Any) -> tuple[int, str]:
        """Status and code of a refusal that came before anything ran."""
        response = await self.post(query, **variables)
        answer = response.json()
        assert "data" not in answer, answer
        return response.status_code, answer["errors"][0]["extensions"]["code"]


async def customers_token(app: RunningApp, consent: scenes.PartnerConsent, key: DeviceKey | None, scopes: tuple[str, ...] | None = None, **changed: Any) -> str:
    """A token under a consent, bound to a key, as the house signs it. The family of tokens is there too."""
    database = app.application.house.database
    now = database.clock.now()
    scopes = consent.terms.scopes if scopes is None else scopes
    granted = scenes.TokensGranted(uuid4(), consent.client_id, consent.partner_id, consent.customer_id, consent.id, scopes, 0, now)
    async with database.transaction() as tx:
        await tx.execute(
            "INSERT INTO scenes_token_family (id, client_id, partner_id, customer_id, consent_id, scopes, key_thumbprint, is_rotating, generation,"
            " rotated_at, signed_in_at, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, false, 0, $8, $8, $8, $9)",
            *(granted.family_id, granted.client_id, granted.partner_id, granted.customer_id, granted.consent_id, list(scopes)),
            *(key and key.thumbprint, now, now + timedelta(days=1)),
        )
    async with database.reading() as read:
        signer = await customers.load_signer(read)
    issuer = app.application.settings.origin
    values: dict[str, Any] = {"jti": uuid4(), "key_thumbprint": key and key.thumbprint, "now": now, "issuer": issuer} | changed
    return make_customer_token(signer, values["issuer"], granted, values["jti"], values["key_thumbprint"], values["now"])


async def clients_token(app: RunningApp, client_id: UUID, key: DeviceKey | None, scopes: tuple[str, ...]) -> str:
    """A token of the client's own."""
    database = app.application.house.database
    async with database.reading() as read:
        signer = await customers.load_signer(read)
    return make_client_token(signer, app.application.settings.origin, client_id, scopes, uuid4(), key and key.thumbprint, database.clock.now())


async def a_program(
    app: RunningApp,
    *,
    scopes: tuple[str, ...] = ALL_SCOPES,
    minor: int = 0,
    customer: SignedIn | None = None,
    partner: PartnerOfTests | None = None,
    **terms: Any,
) -> tuple[PartnerProgram, SignedIn]:
    """A partner's program with a token of those scopes, and the customer behind it."""
    database = app.application.house.database
    customer = customer or await customer_with_money(app, minor)
    partner = partner or await a_partner(database, shop=await shop_of(app))
    consent = await consent_to(database, person_of(customer), partner, scopes=scopes, **terms)
    key = DeviceKey()
    return PartnerProgram(app, partner, consent, await customers_token(app, consent, key), key), customer


_shops: dict[int, tills.Shop] = {}


async def shop_of(app: RunningApp) -> tills.Shop:
    """One shop for all programs of a server."""
    if app.port not in _shops:
        _shops[app.port] = await tills.shop(app.application.house.database)
    return _shops[app.port]


def person_of(customer: SignedIn) -> Person:
    return Person(customer.id, customer.session_id, customer.phone, UUID(int=0))

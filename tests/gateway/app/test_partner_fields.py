"""Every field of the schema, asked for with a partner's token of each scope: open is what the table of the partners' fields allows, and nothing else."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from resolvers.partner_fields import PARTNER_FIELDS
from resolvers.schema import build_schema
from tests.domains.scenes.consenting import ALL_SCOPES
from tests.gateway.app.field_walk import Place, places
from tests.gateway.app.partners import a_program
from tests.gateway.app.running import RunningApp

SUBJECT = "{ profile { subject } }"
ACCOUNTS = "{ consentedAccounts { id } }"
SCHEMA = build_schema()._schema
BOTH = {"accept": "application/graphql-response+json, text/event-stream"}
"""Queries and mutations answer in the one, subscriptions in the other."""


@pytest.mark.parametrize("scope", [*ALL_SCOPES, "orders.read", "orders.write"])
async def test_of_every_field_of_the_schema_a_token_of_one_scope_sees_what_the_table_allows_and_no_other(app: RunningApp, scope: str) -> None:
    """No field is allowed because it was forgotten: each is asked for over HTTP, along the way that leads to it."""
    program, _ = await a_program(app, scopes=(scope,), minor=1_000)
    walked = places(SCHEMA)
    assert len(walked) > 600
    gate = asyncio.Semaphore(8)

    async def outcome(query: str) -> str:
        async with gate:
            answer = told(await program.post(query, headers=BOTH))
        return "RAN" if "data" in answer else str(answer["errors"][0]["extensions"]["code"])

    outcomes = await asyncio.gather(*(outcome(place.query) for place in walked))
    assert set(outcomes) <= {"RAN", "FORBIDDEN"}
    ran = {place.query for place, told in zip(walked, outcomes, strict=True) if told == "RAN"}
    assert ran == {place.query for place in walked if is_open(place, scope)}, "a field is open that the table does not name, or closed that it does"


def told(response: httpx.Response) -> dict[str, Any]:
    """The answer or, in a stream, the first event."""
    text = response.text
    if text.startswith("event:") or "\nevent:" in text or text.startswith(":"):
        text = next(line.removeprefix("data:") for line in text.splitlines() if line.startswith("data:") and len(line) > 6)
    answer: dict[str, Any] = json.loads(text)
    return answer


def is_open(place: Place, scope: str) -> bool:
    """Whether the table allows a field, and every field on the way to it."""
    way = [(step.type_name, step.field) for step in place.way.steps if step.field is not None]
    return all(_allows(type_name, field, scope) for type_name, field in [*way, (place.type_name, place.field)])


def _allows(type_name: str, field: str, scope: str) -> bool:
    type_: Any = SCHEMA.type_map[type_name]
    rows = [PARTNER_FIELDS.get(name, {}).get(field) for name in (type_name, *(one.name for one in type_.interfaces))]
    needed = next((row for row in rows if row is not None), None)
    return needed is not None and (not needed or scope in needed)


@pytest.mark.parametrize(
    "query",
    [
        "{ viewer { id } }",
        "{ wallets { id } }",
        "{ consents { nodes { id } } }",
        '{ partner(id: "x") { id } }',
        '{ appRequirements(platform: "ios") { platform } }',
        "{ profile { subject } viewer { id } }",
        "{ profile { subject } ...F } fragment F on Query { wallets { id } }",
        "{ ... on Query { ... { wallets { id } } } }",
        "query ($x: Boolean = false) { profile { subject } wallets @include(if: $x) { id } }",
        "{ profile: wallets { id } }",
        "subscription { walletChanged { __typename } }",
        'mutation { signOut(input: {requestId: "0190b3a4-0000-7000-8000-000000000001"}) { __typename } }',
    ],
)
async def test_what_is_the_customers_or_the_operators_is_closed_however_it_is_asked_for(app: RunningApp, query: str) -> None:
    program, _ = await a_program(app)
    answer = told(await program.post(query, headers=BOTH))
    assert "data" not in answer
    assert answer["errors"][0]["extensions"]["code"] in ("FORBIDDEN", "GRAPHQL_VALIDATION_FAILED")


async def test_introspection_is_closed_to_partners(app: RunningApp) -> None:
    program, _ = await a_program(app)
    for query in ("{ __schema { types { name } } }", '{ __type(name: "Query") { name } }', "{ profile { subject __typename } __schema { types { name } } }"):
        assert (await program.refused(query))[1] == "INTROSPECTION_DISABLED"


async def test_a_customers_token_sees_nothing_of_the_partners(app: RunningApp) -> None:
    customer = await app.customer()
    for query in (SUBJECT, ACCOUNTS):
        answer = (await app.post(query, customer)).json()
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert (await app.post(SUBJECT)).json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_other_doors_of_the_house_take_no_partners_token(app: RunningApp) -> None:
    program, _ = await a_program(app)
    for path in (f"/receipts/{uuid4()}.pdf", f"/bills/{uuid4()}/2026-11-01.csv"):
        response = await app.http.get(
            path,
            headers={
                "authorization": f"DPoP {program.token}",
                "dpop": program.key.proof(f"{app.application.settings.origin}{path}", program.token, method="GET"),
            },
        )
        assert response.status_code in (401, 403, 404), path

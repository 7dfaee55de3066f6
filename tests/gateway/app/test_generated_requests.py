"""schemathesis against the running application: whatever the schema allows to be asked, the answer is never a failure of ours."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes

from domains import customers
from gateway.mobile_schema import audience_sdl
from resolvers.permissions import OPERATOR_PERMISSIONS, Audience
from resolvers.schema import build_schema
from tests.gateway.app.running import RunningApp

EXAMPLES = int(os.environ.get("SCENEBANK_GENERATED_REQUESTS", "8"))
"""Requests for each root field."""

OURS = {"INTERNAL", "UNAVAILABLE"}

_words = st.text(max_size=20)
SCALARS = {
    "UUID": st.uuids().map(str),
    "Decimal": st.sampled_from(["12.30", "0.01", "0", "-1", "1e3", "99999999999999999999.99", "1.234", "NaN", "٣"]) | _words,
    "CurrencyCode": st.sampled_from(["CNY", "JPY", "USD", "PTS", "XXX"]) | _words,
    "Cursor": st.sampled_from(["", "MQ", "MTIz", "////"]) | _words,
    "Instant": st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat) | _words,
}
for _name, _values in SCALARS.items():
    schemathesis.graphql.scalar(_name, _values.map(nodes.String))


def operations(audience: Audience) -> Iterator[Any]:
    schema = schemathesis.graphql.from_file(audience_sdl(build_schema()._schema, audience))
    for result in schema.get_all_operations():
        yield result.ok()


def ask_all(port: int, audience: Audience, tokens: dict[str, str]) -> Counter[str]:
    """Sends generated requests for every root field; gives how often each code was answered. Fails on a failure of ours."""
    codes: Counter[str] = Counter()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as http:
        for operation in operations(audience):
            if operation.label.startswith("Subscription."):
                continue
            headers = {"accept": "application/graphql-response+json", "authorization": f"Bearer {tokens[operation.label]}"}
            _send(http, operation, headers, codes)
    return codes


def _send(http: httpx.Client, operation: Any, headers: dict[str, str], codes: Counter[str]) -> None:
    @seed(1)
    @settings(max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy())
    def send(case: Any) -> None:
        response = http.post("/graphql", json={"query": case.body}, headers=headers)
        answer = response.json()
        told = {error["extensions"]["code"] for error in answer.get("errors", ())}
        assert response.status_code < 500, case.body
        assert not told & OURS, (case.body, answer)
        codes.update(told or {"data"})

    send()


async def tokens_for(app: RunningApp, audience: Audience) -> dict[str, str]:
    """A caller of their own for each root field: one of them signs out."""
    database = app.application.house.database
    if audience is Audience.OPERATOR:
        operator_id = await customers.create_operator(database, "generated requests", [permission.value for permission in OPERATOR_PERMISSIONS])
        tokens = await customers.make_operator_token(database, operator_id)
        return {operation.label: tokens.access_token for operation in operations(audience)}
    return {operation.label: (await app.customer()).token for operation in operations(audience)}


@pytest.mark.parametrize("audience", [Audience.CUSTOMER, Audience.OPERATOR])
async def test_no_generated_request_is_answered_with_a_failure_of_ours(app: RunningApp, audience: Audience) -> None:
    codes = await asyncio.to_thread(ask_all, app.port, audience, await tokens_for(app, audience))
    print(f"{audience.value}: {dict(codes)}")
    assert codes["data"] > 0
    assert set(codes) <= {"data", "BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED", "TOO_COMPLEX", "UNAUTHENTICATED", "RATE_LIMITED"}

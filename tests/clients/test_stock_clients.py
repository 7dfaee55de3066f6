"""Stock GraphQL clients of npm tell their story against a running endpoint."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.graphql.conftest import Served, serving
from tests.gateway.graphql.world import make_world
from tests.patience import patience

FOLDER = Path(__file__).parent


@pytest.fixture(scope="module")
async def endpoint(packages: None) -> AsyncIterator[Served]:
    async with serving(make_world()) as served:
        yield served


async def story(served: Served, script: str) -> dict[str, Any]:
    """What the script saw: the JSON object it prints."""
    environment = {**os.environ, "GRAPHQL_URL": f"http://127.0.0.1:{served.port}/graphql", "GRAPHQL_AUTHORIZATION": "Bearer alice"}
    node = await asyncio.create_subprocess_exec("node", script, cwd=FOLDER, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    async with patience():
        output, errors = await node.communicate()
    assert node.returncode == 0, errors.decode() + output.decode()
    seen: dict[str, Any] = json.loads(output.decode().strip().splitlines()[-1])
    return seen


COUNTS = [{"count": 1}, {"count": 2}, {"count": 3}]
RESULTS = [{"data": each} for each in COUNTS]


async def test_all_audits_of_graphql_over_http_pass(endpoint: Served) -> None:
    seen = await story(endpoint, "audits.mjs")
    print(f"graphql-http server audits: {seen['ok']} of {seen['audits']}")
    assert seen == {"audits": 61, "ok": 61, "failed": []}


async def test_graphql_ws_runs_everything_and_resumes_after_a_lost_socket(endpoint: Served) -> None:
    async def cut_off_once() -> None:
        while not any(socket._subscriptions for socket in endpoint.world.endpoint._sockets._open) or endpoint.world.ledger.counted < 5:
            await asyncio.sleep(0.005)
        await endpoint.world.endpoint._sockets.close_all()

    endpoint.world.ledger.counted = 0
    cutting = asyncio.create_task(cut_off_once())
    seen = await story(endpoint, "graphql-ws.mjs")
    await cutting
    assert seen == {
        "query": [{"data": {"whoami": "alice"}}],
        "mutation": [{"data": {"pay": "paid"}}],
        "subscription": RESULTS,
        "refused": ["GRAPHQL_VALIDATION_FAILED"],
        "resumed": [1, 2, 3, 4, 5, 6],
        "connections": 2,
    }


async def test_graphql_sse_works_with_distinct_connections_and_with_a_single_one(endpoint: Served) -> None:
    seen = await story(endpoint, "graphql-sse.mjs")
    together = [[{"data": {"whoami": "alice"}}], [{"data": {"pay": "paid"}}], RESULTS]
    assert seen["distinct"] == {"together": together, "first": RESULTS[0], "refused": "GRAPHQL_VALIDATION_FAILED"}
    assert seen["single"] == {"together": together, "first": RESULTS[0], "refused": 200}


async def test_urql_queries_mutates_and_subscribes_over_fetch_and_socket(endpoint: Served) -> None:
    assert await story(endpoint, "urql.mjs") == {
        "query": {"whoami": "alice"},
        "byGet": {"hello": "hello world"},
        "mutation": {"pay": "paid"},
        "refused": ["GRAPHQL_VALIDATION_FAILED"],
        "fetched": COUNTS,
        "socketed": COUNTS,
    }


async def test_apollo_queries_mutates_and_subscribes_by_multipart_and_socket(endpoint: Served) -> None:
    assert await story(endpoint, "apollo.mjs") == {
        "query": {"whoami": "alice"},
        "mutation": {"pay": "paid"},
        "refused": ["GRAPHQL_VALIDATION_FAILED"],
        "partial": ["FORBIDDEN"],
        "multipart": COUNTS,
        "socketed": COUNTS,
    }

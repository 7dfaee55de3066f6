"""What production does not do: take any document, show the schema, serve the console, know the sandbox."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import websockets

from gateway.embedded import Instance
from gateway.settings import Environment
from gateway.trusted import read_live_manifests
from tests.gateway.app.running import RunningApp, running_app


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def production(migrated: Instance, app_folder: Path) -> AsyncIterator[RunningApp]:
    async with running_app(migrated.app_dsn, app_folder, environment=Environment.PRODUCTION) as running:
        yield running


def code_of(answer: dict[str, object]) -> object:
    (error,) = answer["errors"]  # type: ignore[misc]
    return error["extensions"]["code"]  # type: ignore[index]


async def test_only_registered_documents_run_on_every_method(production: RunningApp) -> None:
    text = "{ __typename }"
    assert code_of((await production.post(text)).json()) == "DOCUMENT_NOT_TRUSTED"
    assert code_of((await production.http.get("/graphql", params={"query": text})).json()) == "DOCUMENT_NOT_TRUSTED"
    unknown = await production.http.post("/graphql", json={"documentId": "0" * 64})
    assert code_of(unknown.json()) == "PERSISTED_QUERY_NOT_FOUND"


async def test_a_registered_document_runs_by_its_id(production: RunningApp) -> None:
    (manifest, *_) = read_live_manifests()
    (id_,) = [one.id for one in manifest.documents.values() if one.name == "Wallets"]
    customer = await production.customer()
    answer = (await production.http.post("/graphql", json={"documentId": id_}, headers=customer.headers)).json()
    assert answer["data"]["wallets"] == [], json.dumps(answer)


async def test_pages_for_development_are_not_there(production: RunningApp) -> None:
    assert (await production.http.get("/development/resolver-calls")).status_code == 404
    console = await production.http.get("/graphql", headers={"accept": "text/html"})
    assert "text/html" not in console.headers["content-type"]
    assert (await production.http.post("/webhooks/channels/sandbox", content=b"{}")).status_code == 404


async def test_a_name_that_is_not_ours_gets_nothing(production: RunningApp) -> None:
    for path in ("/graphql", "/receipts", "/"):
        answer = await production.http.get(path, headers={"host": "evil.example"})
        assert (answer.status_code, answer.json()) == (421, {"error": {"code": "unknown_host"}})
    assert (await production.http.get("/livez", headers={"host": "10.0.0.7"})).status_code == 200
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(
            production.socket_url, additional_headers={"host": "evil.example"}, subprotocols=[websockets.Subprotocol("graphql-transport-ws")]
        )
    assert refused.value.response.status_code == 403

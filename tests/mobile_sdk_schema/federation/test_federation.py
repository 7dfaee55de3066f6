"""Two domains as subgraphs, composed by Hive's library and asked through Hive Gateway, over two server processes of the house."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from domains import customers, wallet
from domains.kernel.assets import CNY
from gateway.embedded import Instance
from gateway.mobile_schema import export_domain
from gateway.server import serving as serving_here
from gateway.settings import Environment, Settings
from gateway.wiring import opened_house
from resolvers.schema import build_schema
from tests.gateway.app.running import RUN_KEYS, a_phone
from tests.gateway.graphql.conftest import free_port

FOLDER = Path(__file__).parent
PROJECT = FOLDER.parents[2]

ACROSS = "{ viewer { id tier hasPin } wallets { currency balance { amount currency } statement { nodes { id } pageInfo { hasNextPage } } } }"


@pytest.fixture(scope="module", autouse=True)
def packages() -> None:
    """The locked npm packages, installed once."""
    npm = shutil.which("npm")
    assert npm is not None, "npm is not installed"
    installed = FOLDER / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (FOLDER / "package-lock.json").stat().st_mtime:
        subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=FOLDER, check=True, timeout=300)


@pytest.fixture(scope="module")
def subgraphs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The SDL of each domain that has something for customers."""
    folder = tmp_path_factory.mktemp("subgraphs")
    written = {}
    for domain in ("customers", "wallet"):
        written[domain] = folder / f"{domain}.graphql"
        written[domain].write_text(export_domain(build_schema(), domain))
    return written


async def federated(urls: dict[str, str], files: dict[str, Path], **environment: str) -> dict[str, Any]:
    """What the script saw: the JSON object it prints."""
    arguments = [f"{name}={url}={files[name]}" for name, url in urls.items()]
    node = await asyncio.create_subprocess_exec(
        "node", "federated.mjs", *arguments, cwd=FOLDER, env={**os.environ, **environment}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(180):
        output, errors = await node.communicate()
    assert node.returncode == 0, errors.decode() + output.decode()
    seen: dict[str, Any] = json.loads(output.decode().strip().splitlines()[-1])
    return seen


@asynccontextmanager
async def serving(dsn: str, folder: Path, names: list[str]) -> AsyncIterator[dict[str, str]]:
    """A server process of the house for each name until the block ends; gives their addresses."""
    ports = {name: free_port() for name in names}
    servers = [await _started(dsn, folder, port) for port in ports.values()]
    try:
        for port in ports.values():
            await _ready(port)
        yield {name: f"http://127.0.0.1:{port}/graphql" for name, port in ports.items()}
    finally:
        for server in servers:
            server.terminate()
        async with asyncio.timeout(30):
            for server in servers:
                await server.wait()


async def _started(dsn: str, folder: Path, port: int) -> asyncio.subprocess.Process:
    environment = {
        **os.environ,
        "DATABASE_URL": dsn,
        "SCENEBANK_DATA": str(folder),
        "SCENEBANK_KEYS": RUN_KEYS,
        "SCENEBANK_ENVIRONMENT": "development",
        "SCENEBANK_PORT": str(port),
        "SCENEBANK_LOG_LEVEL": "warning",
    }
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "gateway.cli", "serve", cwd=PROJECT, env=environment)


async def _ready(port: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
        for _ in range(2400):
            try:
                if (await http.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.05)
    raise TimeoutError("the server did not become ready")


async def test_the_domains_compose_to_one_supergraph(subgraphs: dict[str, Path]) -> None:
    seen = await federated({"customers": "http://127.0.0.1:1", "wallet": "http://127.0.0.1:2"}, subgraphs)
    assert seen["errors"] == []
    assert {"viewer", "appRequirements", "wallets", "account", "movement", "topUp"} <= set(seen["roots"])
    assert "ledgerAccounts" not in seen["roots"]


async def test_a_root_field_belongs_to_one_domain(subgraphs: dict[str, Path]) -> None:
    assert "\n  viewer: Customer!" in subgraphs["customers"].read_text()
    assert "\n  viewer: Customer!" not in subgraphs["wallet"].read_text()
    assert "\n  wallets: [WalletAccount!]!" in subgraphs["wallet"].read_text()
    assert "type Money @shareable" in subgraphs["wallet"].read_text()
    assert 'type Customer @key(fields: "id") @shareable' in subgraphs["customers"].read_text()
    assert 'type WalletAccount @key(fields: "id") @shareable' in subgraphs["wallet"].read_text()
    assert "openWallet(input: OpenWalletInput!): OpenWalletResult! @cost(weight: 10)" in subgraphs["wallet"].read_text()
    with pytest.raises(LookupError, match="customers, ledger, credit, wallet"):
        export_domain(build_schema(), "nothing")


async def test_one_query_is_answered_from_two_server_processes(migrated: Instance, subgraphs: dict[str, Path], tmp_path: Path) -> None:
    settings = Settings(environment=Environment.DEVELOPMENT, data=tmp_path, database_url=SecretStr(migrated.app_dsn), keys=SecretStr(RUN_KEYS))
    async with opened_house(settings, show=lambda _: None) as house:
        made = await customers.make_development_customer(house.database, a_phone())
        await house.database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=made.customer_id, asset="CNY"))
    async with serving(migrated.app_dsn, tmp_path, list(subgraphs)) as urls:
        seen = await federated(urls, subgraphs, GRAPHQL_QUERY=ACROSS, GRAPHQL_AUTHORIZATION=f"Bearer {made.tokens.access_token}")
    assert seen["errors"] == []
    assert seen["asked"] == ["customers", "wallet"]
    assert seen["answer"] == {
        "data": {
            "viewer": {"id": str(made.customer_id), "tier": "BASIC", "hasPin": False},
            "wallets": [{"currency": "CNY", "balance": {"amount": "0.00", "currency": "CNY"}, "statement": {"nodes": [], "pageInfo": {"hasNextPage": False}}}],
        }
    }


PINNED = """extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { pinned: Pin! }
type Pin { note: String!  account: WalletAccount! }
type WalletAccount @key(fields: "id", resolvable: false) { id: ID! }
"""
"""A subgraph of somebody else's, who knows an account by its key alone."""


def pinning(account_id: str) -> Starlette:
    """Answers with a pin on the account, whatever is asked."""

    async def answer(_request: Request) -> JSONResponse:
        return JSONResponse({"data": {"pinned": {"note": "rent", "account": {"__typename": "WalletAccount", "id": account_id}}}})

    return Starlette(routes=[Route("/graphql", answer, methods=["POST"])])


async def test_a_subgraph_of_somebody_elses_refers_to_an_account_by_its_key(migrated: Instance, subgraphs: dict[str, Path], tmp_path: Path) -> None:
    settings = Settings(environment=Environment.DEVELOPMENT, data=tmp_path, database_url=SecretStr(migrated.app_dsn), keys=SecretStr(RUN_KEYS))
    async with opened_house(settings, show=lambda _: None) as house:
        made = await customers.make_development_customer(house.database, a_phone())
        await house.database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=made.customer_id, asset="CNY"))
    account_id = str(wallet.wallet_account_id(made.customer_id, CNY))
    pins = tmp_path / "pins.graphql"
    pins.write_text(PINNED)
    files = {"wallet": subgraphs["wallet"], "pins": pins}
    port = free_port()
    query = "{ pinned { note account { id currency balance { amount } } } }"
    async with serving(migrated.app_dsn, tmp_path, ["wallet"]) as urls, serving_here(pinning(account_id), port):
        urls["pins"] = f"http://127.0.0.1:{port}/graphql"
        seen = await federated(urls, files, GRAPHQL_QUERY=query, GRAPHQL_AUTHORIZATION=f"Bearer {made.tokens.access_token}")
    assert seen["asked"] == ["pins", "wallet"]
    assert seen["answer"] == {"data": {"pinned": {"note": "rent", "account": {"id": account_id, "currency": "CNY", "balance": {"amount": "0.00"}}}}}

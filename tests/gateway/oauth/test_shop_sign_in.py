"""A shop in another process signs its customers in with the bank's own authorization server; what is ordered there is seen and paid in the bank."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
import pytest_asyncio

from domains import scenes, wallet
from domains.kernel.assets import CNY
from gateway.embedded import Instance
from tests.domains.scenes.scene_house import Person, SceneHouse, scene_house
from tests.domains.scenes.shopping import SHOP, find, pay, purchases_of
from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.clients import TestClient, make_client, secret_of
from tests.integrations.running import Sandbox, running_sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bank(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[SceneHouse]:
    async with scene_house(migrated.app_dsn, sandbox) as opened:
        yield opened


async def shop_client(app: RunningApp, bank: SceneHouse) -> TestClient:
    """The shop, registered at the bank, and told of it."""
    back = f"{bank.sandbox.url}/scenes/{SHOP}/back"
    client = await make_client(
        app, auth_method="client_secret_basic", environment="sandbox", redirect_uris=(back,), scopes="openid", grant_types=("authorization_code",)
    )
    await bank.at_partner("/bank", {"issuer": client.issuer, "client_id": client.id, "client_secret": secret_of(client)}, SHOP)
    return client


async def brought_back(client: TestClient, customer: SignedIn, browser: httpx.AsyncClient) -> dict[str, str]:
    """What the bank sends the browser back to the shop with, after the customer's yes."""
    away = await browser.get("sign-in")
    assert away.status_code == 303 and away.headers["location"].startswith(f"{client.issuer}/oauth/authorize?")
    return await client.walk(customer, dict(parse_qsl(urlsplit(away.headers["location"]).query)))


async def test_whoever_signed_in_with_the_bank_orders_in_the_shop_and_pays_in_the_bank(app: RunningApp, customer: SignedIn, bank: SceneHouse) -> None:
    client = await shop_client(app, bank)
    async with httpx.AsyncClient(base_url=f"{bank.sandbox.url}/scenes/{SHOP}/", trust_env=False) as browser:
        assert (await browser.post("checkout", json={"order_id": "no", "title": "no", "amount_minor": 1})).status_code == 401
        told = await brought_back(client, customer, browser)
        signed_in = await browser.get("back", params=told)
        login = signed_in.json()["login"]
        assert login == str(scenes.pairwise_id(client.client.partner_id, customer.id))
        order = {"order_id": f"{login}-tea", "title": "茶 Tea", "amount_minor": 3_600}
        assert (await browser.post("checkout", json=order)).status_code == 201
        # What was brought back is good for one sign-in.
        assert (await browser.get("back", params=told)).status_code == 400
    person = Person(customer.id, customer.session_id, wallet.wallet_account_id(customer.id, CNY), login)
    await bank.fill(person, 20_000)
    await bank.linked(person, SHOP)
    tea = (await purchases_of(bank, person))["tea"]
    paid = await pay(bank, person, tea)
    await bank.run_jobs(person)
    assert ((await bank.find_order(paid)).state, (await find(bank, tea)).state) == ("paid", "paid")
    assert [(one["subject"], one["amount_minor"]) for one in await bank.payments_of(person, SHOP)] == [(f"{login}-tea", 3_600)]


async def test_a_code_that_the_bank_did_not_give_signs_nobody_in(app: RunningApp, customer: SignedIn, bank: SceneHouse) -> None:
    client = await shop_client(app, bank)
    async with httpx.AsyncClient(base_url=f"{bank.sandbox.url}/scenes/{SHOP}/", trust_env=False) as browser:
        told = await brought_back(client, customer, browser)
        for changed, status in (({"iss": "https://elsewhere.example"}, 400), ({"state": "another"}, 400)):
            assert (await browser.get("back", params=told | changed)).status_code == status
        told = await brought_back(client, customer, browser)
        assert (await browser.get("back", params=told | {"code": "made-up"})).status_code == 401
        assert (await browser.post("checkout", json={"order_id": "no", "title": "no", "amount_minor": 1})).status_code == 401

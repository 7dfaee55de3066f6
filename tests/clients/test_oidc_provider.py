"""The house as client of a provider that nobody here wrote: npm `oidc-provider`, with a partner of public utilities beside it."""

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import orjson
import pytest
import pytest_asyncio
from joserfc.jwk import ECKey

from domains import scenes
from domains.scenes.jobs.link import forget_credential
from domains.scenes.service.credential import find_token, open_credential
from gateway.embedded import Instance
from integrations.partners import PartnerConnector, read_manifest
from tests.domains.scenes.scene_house import ORIGIN, Person, SceneHouse, scene_house
from tests.domains.wallet.top_ups import own_database
from tests.integrations.running import Sandbox, running_sandbox

FOLDER = Path(__file__).parents[2] / "integrations/sandbox/oidc_provider"
HEAT, BOUND = "distant-heat", "bound-heat"
"""Two of them: the second one binds its tokens to the house's key, and wants a nonce in each proof."""
PROOF_KEY = ECKey.generate_key("P-256")
KEY = ECKey.generate_key("P-256", parameters={"kid": "house", "alg": "ES256", "use": "sig"})


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address."""
    with running_provider(tmp_path_factory) as address:
        yield address


@pytest.fixture(scope="module")
def binding_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the one that binds its tokens."""
    with running_provider(tmp_path_factory, DPOP="1") as address:
        yield address


@contextmanager
def running_provider(tmp_path_factory: pytest.TempPathFactory, **more: str) -> Iterator[str]:
    """The packages are installed once, as locked."""
    npm, node = shutil.which("npm"), shutil.which("node")
    assert npm is not None and node is not None, "npm is not installed: `make test` brings it"
    with (tmp_path_factory.getbasetemp().parent / "oidc-provider-installing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (FOLDER / "node_modules/.package-lock.json").exists():
            subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=FOLDER, check=True, timeout=180, capture_output=True)
    environment = {
        "PATH": os.environ["PATH"],
        "REDIRECT_URI": f"{ORIGIN}/partners/links/callback",
        "CLIENT_JWKS": orjson.dumps({"keys": [KEY.as_dict(private=False)]}).decode(),
        **more,
    }
    with subprocess.Popen([node, "server.mjs"], cwd=FOLDER, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            line = next(line for line in process.stdout if line.startswith("provider on "))
            yield line.split()[-1]
        finally:
            process.kill()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bank(migrated: Instance, sandbox: Sandbox, provider: str, binding_provider: str) -> AsyncIterator[SceneHouse]:
    manifest = (FOLDER / "manifest.toml").read_text()
    bound = manifest.replace(HEAT, BOUND).replace("PROVIDER", binding_provider) + "dpop = true\n"
    key = orjson.dumps(KEY.as_dict(private=True)).decode()
    secrets = {HEAT: key, BOUND: key, f"{BOUND}.dpop": orjson.dumps(PROOF_KEY.as_dict(private=True)).decode()}
    with own_database(migrated, "clients_oidc_provider") as dsn:
        async with scene_house(dsn, sandbox, more=[manifest.replace("PROVIDER", provider), bound], secrets=secrets) as opened:
            yield opened


async def allow(address: str, login: str) -> scenes.PartnerReturn:
    """Through the provider's own pages, as a browser goes: sign in, agree, and back."""
    async with httpx.AsyncClient(trust_env=False) as browser:
        page = await browser.get(address)
        for _ in range(8):
            while page.is_redirect:
                location = urljoin(str(page.url), page.headers["location"])
                if location.startswith(ORIGIN):
                    told = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
                    return scenes.PartnerReturn(told["state"], told.get("code"), told.get("iss"), told.get("error"))
                page = await browser.get(location)
            action = unescape(re.search(r'<form[^>]*action="([^"]+)"', page.text)[1])  # type: ignore[index]
            prompt = re.search(r'name="prompt" value="(\w+)"', page.text)[1]  # type: ignore[index]
            page = await browser.post(urljoin(str(page.url), action), data={"prompt": prompt, "login": login, "password": "any"})
    raise AssertionError("the provider never sent the browser back")


async def linked(bank: SceneHouse, person: Person, scene: str = HEAT) -> scenes.Link:
    link = await bank.start(person, scene)
    authorized = await bank.come_back(await allow(await bank.open(link), person.login))
    confirmed = await bank.confirm(person, link.id, authorized.proof)
    await bank.run_jobs(person)
    return confirmed


async def plan(provider: str, fault: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.post(f"{provider}/faults", json={"fault": fault})).status_code == 200


async def payments(provider: str) -> list[dict[str, Any]]:
    async with httpx.AsyncClient(trust_env=False) as client:
        found: list[dict[str, Any]] = (await client.get(f"{provider}/books")).json()["payments"]
        return found


@pytest.mark.parametrize("scene", [HEAT, BOUND])
async def test_an_account_is_linked_and_its_bill_paid(bank: SceneHouse, provider: str, binding_provider: str, scene: str) -> None:
    person = await bank.person(50_000)
    await linked(bank, person, scene)
    bill = (await bank.bills(person, scene))["2"]
    order = await bank.pay(person, bill)
    await bank.run_jobs(person)
    ended = await bank.find_order(order)
    (taken,) = [one for one in await payments(provider if scene == HEAT else binding_provider) if one["payment_id"] == str(order.id)]
    assert (ended.state, ended.reference, ended.receipt and ended.receipt["receipt_number"]) == ("paid", taken["reference"], taken["receipt_number"])
    assert (await bank.balance(person), await bank.owed(scene)) == ((28_500, 28_500), 21_500)


@pytest.mark.parametrize("fault", ["server_error", "never_answers", "timeout_after_success", "server_error_after_success"])
async def test_whatever_goes_wrong_the_bill_is_paid_once(bank: SceneHouse, provider: str, fault: str) -> None:
    person = await bank.person(50_000)
    await linked(bank, person)
    order = await bank.pay(person, (await bank.bills(person, HEAT))["2"])
    await plan(provider, fault)
    await bank.run_jobs(person)
    assert (await bank.find_order(order)).state == "pending"
    await bank.later(timedelta(seconds=10))
    assert (await bank.find_order(order)).state == "paid"
    assert len([one for one in await payments(provider) if one["payment_id"] == str(order.id)]) == 1
    assert await bank.balance(person) == (28_500, 28_500)


@pytest.mark.parametrize("scene", [HEAT, BOUND])
async def test_its_tokens_are_refreshed_and_ended(bank: SceneHouse, scene: str) -> None:
    person = await bank.person()
    link = await linked(bank, person, scene)
    connector = bank.connector(scene)
    _, before = await open_credential(bank.database, link.id)
    assert before is not None and before.refresh_token is not None
    bank.database.clock.advance(timedelta(seconds=290))
    token = await find_token(bank.database, connector, link)
    assert token is not None and token != before.access_token
    assert (await connector.call("list_bills", link.id, token, {})).state == "done"
    await bank.unlink(person, link)
    await forget_credential(bank.database, {"link_id": str(link.id), "scene": scene})
    assert (await open_credential(bank.database, link.id)) == (None, None)
    _, kept = before, await connector.refresh(before.refresh_token, before.subject)
    assert (kept.state, kept.reason) == ("refused", "invalid_grant")


async def test_a_bound_token_is_worth_nothing_without_the_key(bank: SceneHouse, binding_provider: str) -> None:
    person = await bank.person()
    link = await linked(bank, person, BOUND)
    _, held = await open_credential(bank.database, link.id)
    assert held is not None and held.refresh_token is not None
    secrets = {
        BOUND: orjson.dumps(KEY.as_dict(private=True)).decode(),
        f"{BOUND}.dpop": orjson.dumps(ECKey.generate_key("P-256").as_dict(private=True)).decode(),
    }
    text = (FOLDER / "manifest.toml").read_text().replace(HEAT, BOUND).replace("PROVIDER", binding_provider) + "dpop = true\n"
    async with httpx.AsyncClient(trust_env=False) as thief:
        for scheme in ("Bearer", "DPoP"):
            assert (await thief.get(f"{binding_provider}/api/bills", headers={"authorization": f"{scheme} {held.access_token}"})).status_code == 401
    async with PartnerConnector(read_manifest(text, secrets, may_be_loopback=True), may_be_loopback=True) as other:
        assert (await other.call("list_bills", link.id, held.access_token, {})).state == "unauthorized"
    assert (await bank.connector(BOUND).call("list_bills", link.id, held.access_token, {})).state == "done"


async def test_a_no_at_the_provider_links_nothing(bank: SceneHouse) -> None:
    person = await bank.person()
    link = await bank.start(person, HEAT)
    address = await bank.open(link)
    state = parse_qs(urlsplit(address).query)["state"][0]
    with pytest.raises(scenes.LinkAnswerRefused, match="denied"):
        await bank.come_back(scenes.PartnerReturn(state, None, None, "access_denied"))


async def test_a_code_of_another_session_is_refused_by_the_provider_itself(bank: SceneHouse) -> None:
    attacker, victim = await bank.person(), await bank.person()
    stolen = await allow(await bank.open(await bank.start(attacker, HEAT)), attacker.login)
    own = await allow(await bank.open(await bank.start(victim, HEAT)), victim.login)
    with pytest.raises(scenes.LinkAnswerRefused, match="invalid_grant"):
        await bank.come_back(own._replace(code=stolen.code))

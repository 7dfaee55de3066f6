"""The partners' portal, as a partner's engineer goes through it in a browser without script."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from joserfc.jwk import ECKey
from pydantic import SecretStr
from starlette.responses import Response

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.crypto import Keyring
from gateway.cli.failures import CommandFailed
from gateway.cli.partner_clients import run_create_client
from gateway.cli.partners import run_open_portal
from gateway.embedded import Instance
from gateway.oauth.server import HouseKeys
from gateway.pages.sessions import PageSession, SessionCookies
from gateway.settings import Environment, Settings
from gateway.wiring import opened_house
from tests.gateway.app.running import RUN_KEYS, RunningApp, running_app
from tests.gateway.pages.portal import PortalUser, a_key, a_partner, registered

SCOPES = {"scope_openid": "yes", "scope_payments.write": "yes", "scope_webhooks.manage": "yes"}


async def test_a_key_of_the_bank_opens_the_portal_until_the_next_one_is_made(house: RunningApp, engineer: Callable[..., Any]) -> None:
    user = await engineer("zh")
    assert "还没有应用" in (await user.get("/portal")).text
    key = await a_key(house, user.partner_id)
    page = await user.get("/portal")
    assert page.path == "/portal/login"
    for wrong in ("", "x", key[:-2], str(user.partner_id)):
        refused = await user.enter(wrong)
        assert refused.status == 422 and "这个密钥无效" in refused.text
    assert (await user.enter(key)).path == "/portal"
    left = await user.submit(await user.get("/portal"), "/portal/leave")
    assert left.path == "/portal/login" and (await user.get("/portal/webhooks")).path == "/portal/login"


async def test_whoever_registered_itself_in_the_sandbox_signs_in_with_that_token(house: RunningApp, pages_folder: Path) -> None:
    made = await registered(house)
    user = PortalUser(house, pages_folder, "en", UUID(int=0))
    page = await user.enter(made["registration_access_token"])
    assert page.path == "/portal" and made["client_id"] in page.html
    page = await user.get("/portal/clients/new")
    assert 'value="sandbox"' in page.html and 'value="live"' not in page.html
    await user.http.aclose()


async def test_a_client_is_registered_changed_and_its_keys_are_rotated(house: RunningApp, engineer: Callable[..., Any]) -> None:
    user = await engineer()
    first, second = _jwk("1"), _jwk("2")
    fields = {"name": "Morning Shop", "environment": "live", "method": "private_key_jwt", "redirects": "https://shop.example/back\r\nhttps://shop.example/too"}
    page = await user.submit(await user.get("/portal/clients/new"), "/portal/clients/new", **fields, keys_address="", keys=json.dumps(first), **SCOPES)
    assert page.status == 200 and "The client is registered" in page.text, page.text
    client = await user.client()
    assert client.redirect_uris == ("https://shop.example/back", "https://shop.example/too")
    assert (client.environment, client.keeps_fapi, client.grant_types) == ("live", True, ("authorization_code", "refresh_token", "client_credentials"))
    here = f"/portal/clients/{client.id}"
    page = await user.submit(page, f"{here}/keys", keys=json.dumps({"keys": [second]}), keys_address="", how="add")
    assert page.status == 200 and (await user.client()).jwks == {"keys": [first, second]}
    page = await user.submit(page, f"{here}/keys/remove", {"kid": "1"})
    assert (await user.client()).jwks == {"keys": [second]}
    for private in (ECKey.generate_key("P-256").as_dict(private=True), {"kty": "oct", "k": "AAAA"}):
        refused = await user.submit(page, f"{here}/keys", keys=json.dumps(private), keys_address="", how="replace")
        assert refused.status == 422 and (await user.client()).jwks == {"keys": [second]}
    page = await user.submit(await user.get(here), here, name="Evening Shop", redirects="https://shop.example/only", **SCOPES)
    client = await user.client()
    assert page.status == 200 and (client.name, client.redirect_uris) == ("Evening Shop", ("https://shop.example/only",))
    kept = await user.submit(page, f"{here}/remove", confirmed="Morning Shop")
    assert kept.status == 422 and await user.client() == client
    assert (await user.submit(page, f"{here}/remove", confirmed="Evening Shop")).path == "/portal"
    assert "There is no client yet" in (await user.get("/portal")).text


async def test_a_secret_of_the_sandbox_is_shown_once(house: RunningApp, engineer: Callable[..., Any]) -> None:
    user = await engineer()
    fields = {"name": "Trial", "environment": "sandbox", "method": "client_secret_basic", "redirects": "http://127.0.0.1:9000/back"}
    page = await user.submit(await user.get("/portal/clients/new"), "/portal/clients/new", **fields, keys="", keys_address="", scope_openid="yes")
    client = await user.client()
    secret = scenes.text_of(HouseKeys(house.application.house.database.ports), scenes.Purpose.CLIENT_SECRET, client.id, 0)
    assert secret in page.text and secret not in (await user.get(f"/portal/clients/{client.id}")).html
    renewed = await user.submit(page, f"/portal/clients/{client.id}/secret")
    assert secret not in renewed.html and (await user.client()).secret_number == 1


async def test_what_a_registration_must_not_say_is_refused_in_words(engineer: Callable[..., Any]) -> None:
    user = await engineer()
    good = {"name": "Shop", "environment": "live", "method": "private_key_jwt", "redirects": "https://shop.example/back", "keys": json.dumps(_jwk("1"))}
    for change, words in (
        ({"name": "a\u202eb"}, "A name has 1 to 80 characters"),
        ({"redirects": "http://shop.example/back"}, "This redirect address cannot be used"),
        ({"redirects": ""}, ""),
        ({"keys": ""}, "Paste a public key"),
        ({"keys": "no json"}, "This is no public key"),
        ({"keys": "", "keys_address": "https://10.0.0.1/jwks"}, "This address of keys cannot be used"),
        ({"method": "client_secret_basic"}, "A client cannot prove itself in this way there"),
        ({"method": "none"}, "Scopes that move money"),
    ):
        page = await user.submit(await user.get("/portal/clients/new"), "/portal/clients/new", **({"keys_address": ""} | good | SCOPES | change))
        assert (page.status == 422 and words in page.text) or change == {"redirects": ""}, (change, page.text)
    assert [one.name for one in await user.clients()] == ["Shop"]


async def test_an_endpoint_is_added_tested_rotated_disabled_enabled_and_removed(house: RunningApp, engineer: Callable[..., Any]) -> None:
    user = await engineer()
    page = await user.submit(await user.get("/portal/webhooks"), "/portal/webhooks", address="https://shop.example/hooks", **{"event_payment.paid": "yes"})
    assert page.status == 200 and page.text.count("whsec_") == 1, page.text
    (endpoint,) = await user.endpoints()
    here = f"/portal/webhooks/{endpoint.id}"
    assert "whsec_" not in (await user.get(here)).html
    page = await user.submit(await user.get(here), f"{here}/secret", overlap_hours="24")
    assert page.text.count("whsec_") == 1
    page = await user.submit(page, here, address="https://shop.example/other", **{"event_consent.revoked": "yes", "event_payment.paid": "yes"})
    (endpoint,) = await user.endpoints()
    assert (endpoint.address, endpoint.event_types) == ("https://shop.example/other", ("consent.revoked", "payment.paid"))
    for what, state in (("test", "active"), ("disable", "disabled"), ("enable", "active")):
        page = await user.submit(page, f"{here}/act", {"act": what})
        assert f"{here}?lang=zh" in page.links
        assert page.status == 200 and [one.state for one in await user.endpoints()] == [state]
    for address, words in (
        ("http://shop.example/", "must be a public one"),
        ("https://127.0.0.1/", "must be a public one"),
        ("javascript:alert(1)", "must be a"),
    ):
        refused = await user.submit(await user.get(here), here, address=address, **{"event_payment.paid": "yes"})
        assert refused.status == 422 and words in refused.text
    page = await user.get(here)
    refused = await user.submit(page, here, address="https://shop.example/other")
    assert refused.status == 422 and "Choose at least one kind" in refused.text
    assert (await user.submit(page, f"{here}/act", {"act": "remove"})).path == "/portal/webhooks"
    assert await user.endpoints() == []


async def test_what_was_sent_is_listed_and_sent_again(house: RunningApp, engineer: Callable[..., Any]) -> None:
    user = await engineer()
    await user.submit(await user.get("/portal/webhooks"), "/portal/webhooks", address="https://shop.example/hooks", **{"event_payment.paid": "yes"})
    (endpoint,) = await user.endpoints()
    delivery_id = await user.delivery(endpoint.id, "failed")
    page = await user.get("/portal/deliveries?state=failed")
    assert "A payment was made" in page.text and str(delivery_id) in page.text and "HTTP 503" in page.text
    assert "There is none" in (await user.get("/portal/deliveries?state=delivered")).text
    page = await user.submit(page, "/portal/deliveries", {"delivery": str(delivery_id)})
    assert "It is sent again" in page.text
    held = await user.delivery(endpoint.id, "held")
    page = await user.submit(await user.get(f"/portal/webhooks/{endpoint.id}"), "/portal/deliveries/replay")
    assert "1 messages are sent again" in page.text
    async with house.application.house.database.reading() as read:
        rows = await read.fetch("SELECT state FROM scenes_webhook_delivery WHERE id = ANY($1::uuid[])", [delivery_id, held])
    assert {row["state"] for row in rows} == {"pending"}


async def test_the_sandbox_has_a_till_and_says_when_its_partners_are_away(house: RunningApp, engineer: Callable[..., Any]) -> None:
    user = await engineer()
    page = await user.submit(await user.get("/portal/sandbox"), "/portal/sandbox/till")
    async with house.application.house.database.reading() as read:
        payee_id = await read.fetchval("SELECT id FROM scenes_payee WHERE partner_id = $1", user.partner_id)
    assert str(payee_id) in page.text
    page = await user.submit(page, "/portal/sandbox", {}, scene="morning-water", fault="not_json", count="3")
    assert page.status == 422 and "The sandbox does not answer" in page.text


async def test_a_repeat_of_a_form_registers_one_client(engineer: Callable[..., Any]) -> None:
    user = await engineer()
    page = await user.get("/portal/clients/new")
    fields = {
        "name": "Shop",
        "environment": "sandbox",
        "method": "none",
        "redirects": "http://127.0.0.1:9/back",
        "keys": "",
        "keys_address": "",
        "scope_openid": "yes",
    }
    for _ in range(2):
        assert (await user.submit(page, "/portal/clients/new", **fields)).status == 200
    assert len(await user.clients()) == 1


async def test_a_suspended_partner_is_out_at_once(house: RunningApp, engineer: Callable[..., Any]) -> None:
    user = await engineer()
    async with house.application.house.database.transaction() as tx:
        await tx.execute("UPDATE scenes_partner SET state = 'suspended' WHERE id = $1", user.partner_id)
    assert (await user.get("/portal")).path == "/portal/login"
    command = scenes.OpenPortalCommand(request_id=uuid4(), owner_id=HOUSE_ID, partner_id=user.partner_id)
    try:
        await house.application.house.database.write(scenes.open_portal, command)
    except scenes.PartnerNotFound:
        return
    raise AssertionError("a suspended partner was given a key")


def _jwk(kid: str) -> dict[str, Any]:
    return ECKey.generate_key("P-256").as_dict(private=False) | {"kid": kid}


async def test_a_session_ends_after_half_an_hour_of_rest_and_after_eight_hours(house: RunningApp, engineer: Callable[..., Any]) -> None:
    user = await engineer()
    key, now = await a_key(house, user.partner_id), int(house.application.house.database.clock.now().timestamp())
    cookies = SessionCookies(house.application.house.database.ports.get(Keyring), house.application.settings.origin)
    for until, end, path in ((now + 60, now + 60, "/portal"), (now - 1, now + 60, "/portal/login"), (now + 60, now - 1, "/portal/login")):
        sealed = Response()
        cookies.write(sealed, PageSession(portal_key=key, portal_until=until, portal_end=end))
        user.http.cookies.clear()
        user.http.cookies.set(cookies.name, sealed.headers["set-cookie"].split("=", 1)[1].split(";")[0])
        assert (await user.get("/portal")).path == path


async def test_keys_are_read_from_an_address_once_and_kept(migrated: Instance, tmp_path: Path) -> None:
    async with running_app(migrated.app_dsn, tmp_path, partners_on_loopback=True) as app:
        user = PortalUser(app, tmp_path, "en", await a_partner(app))
        await user.enter(await a_key(app, user.partner_id))
        # The bank's own key set is one as good as any.
        fields = {
            "name": "Shop",
            "environment": "live",
            "method": "private_key_jwt",
            "redirects": "https://shop.example/back",
            "keys": "",
            "scope_openid": "yes",
        }
        page = await user.submit(
            await user.get("/portal/clients/new"), "/portal/clients/new", **fields, keys_address=f"{app.application.settings.origin}/oauth/jwks"
        )
        assert page.status == 200, page.text
        assert (await user.client()).jwks == (await app.http.get("/oauth/jwks")).json()
        for path, words in (("/oauth/authorize", "could not be read"), ("/.well-known/oauth-authorization-server", "This is no public key")):
            address = f"{app.application.settings.origin}{path}"
            page = await user.submit(await user.get("/portal/clients/new"), "/portal/clients/new", **fields, keys_address=address)
            assert page.status == 422 and words in page.text
        await user.http.aclose()


def test_the_bank_opens_the_portal_from_the_command_line(house: RunningApp, migrated: Instance, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(environment=Environment.DEVELOPMENT, data=tmp_path, database_url=SecretStr(migrated.app_dsn), keys=SecretStr(RUN_KEYS))
    run_create_client(settings, jwk=None, is_new=True, is_public=False, redirects=[], scope="orders.read", name="Shop", partner_id=None, is_sandbox=False)
    partner_id = UUID(json.loads(capsys.readouterr().out)["partner_id"])
    keys = []
    for _ in range(2):
        run_open_portal(settings, partner_id)
        keys.append(capsys.readouterr().out.strip())
    assert len(set(keys)) == 2

    async def found() -> list[scenes.PortalPartner | None]:
        async with opened_house(settings) as opened, opened.database.reading() as read:
            return [await scenes.find_portal_partner(read, key) for key in keys]

    assert asyncio.run(found()) == [None, scenes.PortalPartner(partner_id, "Shop", is_of_bank=True)]
    with pytest.raises(CommandFailed, match="There is no active partner"):
        run_open_portal(settings, uuid4())

"""Attacks on the partners' portal: forged, framed, on what is another partner's, and by what is typed."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

from joserfc.jwk import ECKey

from domains import scenes
from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.attacks.pages import CROSS
from tests.gateway.oauth.attacks.table import attack
from tests.gateway.oauth.clients import make_client, secret_of
from tests.gateway.pages.portal import PortalUser, a_key, a_partner, registered

GROUP = "The partners' portal"
NEW = "/portal/clients/new"


@asynccontextmanager
async def in_portal(app: RunningApp, key: str | None = None) -> AsyncIterator[PortalUser]:
    """Somebody of a new partner's, signed in by the bank's key or the one given."""
    user = PortalUser(app, app.application.settings.data, "en", await a_partner(app))
    assert (await user.enter(key or await a_key(app, user.partner_id))).path == "/portal"
    try:
        yield user
    finally:
        await user.http.aclose()


def good(**changes: str) -> dict[str, str]:
    jwk = ECKey.generate_key("P-256").as_dict(private=False)
    told = {"name": "Shop", "environment": "live", "method": "private_key_jwt", "redirects": "https://shop.example/back", "keys": json.dumps(jwk)}
    return told | {"keys_address": "", "scope_openid": "yes"} | changes


async def register(user: PortalUser, **changes: str) -> scenes.Client:
    page = await user.submit(await user.get(NEW), NEW, **good(**changes))
    assert page.status == 200, page.text
    return await user.client()


async def refused(user: PortalUser, *changes: dict[str, str]) -> str:
    """What registrations so changed are answered. None of them is taken."""
    statuses = {(await user.submit(await user.get(NEW), NEW, **good(**one))).status for one in changes}
    assert await user.clients() == []
    (only,) = statuses
    return f"page {only}"


@attack(GROUP, "Each of its forms is posted by a page of somebody else, with the partner's cookies (CSRF)", "page 403")
async def portal_forged(app: RunningApp, customer: SignedIn) -> str:
    async with in_portal(app) as user:
        client = await register(user)
        page = await user.submit(await user.get("/portal/webhooks"), "/portal/webhooks", address="https://shop.example/h", **{"event_payment.paid": "yes"})
        (endpoint,) = await user.endpoints()
        here, there = f"/portal/clients/{client.id}", f"/portal/webhooks/{endpoint.id}"
        token = page.form(there).fields["form_token"]
        told = good(name="Evil", redirects="https://evil.example/") | {"request_id": str(uuid4()), "confirmed": "Shop", "act": "remove", "overlap_hours": "0"}
        paths = (NEW, here, f"{here}/keys", f"{here}/remove", "/portal/webhooks", there, f"{there}/act", f"{there}/secret", "/portal/leave")
        statuses = set()
        for path in (*paths, "/portal/deliveries", "/portal/deliveries/replay", "/portal/sandbox", "/portal/sandbox/till"):
            for fields, headers in ((told, CROSS), (told, {}), (told | {"form_token": token}, CROSS), (told | {"form_token": "x"}, {})):
                statuses.add((await user.http.post(path, data=fields, headers=headers)).status_code)
        assert await user.clients() == [client] and await user.endpoints() == [endpoint]
        (only,) = statuses
        return f"page {only}"


@attack(GROUP, "Somebody is signed in to the thief's own account by a forged form (login CSRF)", "page 403")
async def portal_login_forged(app: RunningApp, customer: SignedIn) -> str:
    async with in_portal(app) as thief, in_portal(app) as user:
        token = (await thief.get("/portal")).form("/portal/leave").fields["form_token"]
        key = await a_key(app, thief.partner_id)
        answers = [
            await user.http.post("/portal/login", data={"key": key}, headers=CROSS),
            await user.http.post("/portal/login", data={"key": key, "form_token": token}),
        ]
        assert str(user.partner_id) not in key and (await user.get("/portal")).path == "/portal"
        (only,) = {one.status_code for one in answers}
        return f"page {only}"


@attack(GROUP, "Its pages are put into a frame (clickjacking)", "frame-ancestors 'none'")
async def portal_framed(app: RunningApp, customer: SignedIn) -> str:
    async with in_portal(app) as user:
        client = await register(user)
        for path in ("/portal/login", "/portal", NEW, f"/portal/clients/{client.id}", "/portal/webhooks", "/portal/deliveries", "/portal/sandbox"):
            answer = await user.send("GET", path)
            assert answer.headers["x-frame-options"] == "DENY" and "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    return "frame-ancestors 'none'"


@attack(GROUP, "Another partner's client is looked at, changed, given a key, removed, by its id", "page 404")
async def portal_client_of_another(app: RunningApp, customer: SignedIn) -> str:
    async with in_portal(app) as owner, in_portal(app) as thief:
        client, other = await register(owner), await register(thief)
        fields = (await thief.get(f"/portal/clients/{other.id}")).form(f"/portal/clients/{other.id}").fields
        here = f"/portal/clients/{client.id}"
        statuses = {(await thief.get(here)).status}
        for path in (here, f"{here}/keys", f"{here}/keys/remove", f"{here}/secret", f"{here}/remove"):
            told = fields | good(name="Evil") | {"request_id": str(uuid4()), "confirmed": client.name, "how": "replace", "place": "0", "kid": ""}
            statuses.add((await thief.http.post(path, data=told)).status_code)
        assert await owner.client() == client
        (only,) = statuses
        return f"page {only}"


@attack(GROUP, "Another partner's endpoint is looked at, changed, or given a new secret, by its id", "page 404")
async def portal_endpoint_of_another(app: RunningApp, customer: SignedIn) -> str:
    async with in_portal(app) as owner, in_portal(app) as thief:
        await owner.submit(await owner.get("/portal/webhooks"), "/portal/webhooks", address="https://shop.example/h", **{"event_payment.paid": "yes"})
        (endpoint,) = await owner.endpoints()
        here = f"/portal/webhooks/{endpoint.id}"
        fields = (await thief.get("/portal/webhooks")).form("/portal/webhooks").fields
        statuses = {(await thief.get(here)).status}
        for path in (here, f"{here}/act", f"{here}/secret"):
            told = fields | {"address": "https://evil.example/", "event_payment.paid": "yes", "act": "disable", "overlap_hours": "0"}
            statuses.add((await thief.http.post(path, data=told)).status_code)
        assert await owner.endpoints() == [endpoint]
        (only,) = statuses
        return f"page {only}"


@attack(GROUP, "Another partner's message is listed, or sent again, by its id", "page 422")
async def portal_delivery_of_another(app: RunningApp, customer: SignedIn) -> str:
    async with in_portal(app) as owner, in_portal(app) as thief:
        await owner.submit(await owner.get("/portal/webhooks"), "/portal/webhooks", address="https://shop.example/h", **{"event_payment.paid": "yes"})
        (endpoint,) = await owner.endpoints()
        delivery_id = await owner.delivery(endpoint.id, "failed")
        seen = await thief.get(f"/portal/deliveries?endpoint={endpoint.id}")
        assert str(delivery_id) not in seen.html and "https://shop.example/h" not in seen.html
        token = seen.form("/portal/leave").fields["form_token"]
        statuses = set()
        for path, told in (("/portal/deliveries", {"delivery": str(delivery_id)}), ("/portal/deliveries/replay", {"endpoint": str(endpoint.id)})):
            answer = await thief.http.post(path, data={"form_token": token, "request_id": str(uuid4()), **told})
            statuses.add(answer.status_code)
        async with app.application.house.database.reading() as read:
            assert await read.fetchval("SELECT state FROM scenes_webhook_delivery WHERE id = $1", delivery_id) == "failed"
        (only,) = statuses
        return f"page {only}"


@attack(GROUP, "A key that was renewed since is shown; whoever is inside with it is out", "page 422")
async def portal_key_old(app: RunningApp, customer: SignedIn) -> str:
    partner_id = await a_partner(app)
    key = await a_key(app, partner_id)
    async with in_portal(app, key) as user:
        await a_key(app, partner_id)
        assert (await user.get("/portal/webhooks")).path == "/portal/login"
        return f"page {(await user.enter(key)).status}"


@attack(GROUP, "A client's secret is shown as a key to the portal", "page 422")
async def portal_key_of_another_purpose(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, scopes="openid profile", auth_method="client_secret_basic", environment="sandbox")
    async with in_portal(app) as user:
        await user.submit(await user.get("/portal"), "/portal/leave")
        return f"page {(await user.enter(secret_of(client))).status}"


@attack(GROUP, "The registration token of one client of a larger partner is shown as a key to all that the partner has", "page 422")
async def portal_key_of_one_client(app: RunningApp, customer: SignedIn) -> str:
    async with in_portal(app) as user:
        made = await register(user, environment="sandbox")
        async with app.application.house.database.transaction() as tx:
            await tx.execute("UPDATE scenes_client SET registration_number = 0 WHERE id = $1", made.id)
        token = scenes.text_of(app.application._opened_doors().oauth.ports, scenes.Purpose.REGISTRATION, made.id, 0)
        await user.submit(await user.get("/portal"), "/portal/leave")
        return f"page {(await user.enter(token)).status}"


@attack(GROUP, "A partner that registered itself in the sandbox registers a live client", "page 403")
async def portal_live_from_the_sandbox(app: RunningApp, customer: SignedIn) -> str:
    async with in_portal(app, (await registered(app))["registration_access_token"]) as user:
        page = await user.get(NEW)
        answer = await user.http.post(NEW, data=page.form(NEW).fields | good())
        async with app.application.house.database.reading() as read:
            assert await read.fetchval("SELECT count(*) FROM scenes_client WHERE name = 'Shop' AND id = $1", UUID(page.form(NEW).fields["request_id"])) == 0
        return f"page {answer.status_code}"


@attack(GROUP, "A live client is to be redirected to this machine, or to a private network", "page 422")
async def portal_redirect_private(app: RunningApp, customer: SignedIn) -> str:
    hosts = ("127.0.0.1", "localhost", "[::1]", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0x7f000001", "[::ffff:127.0.0.1]", "intranet")
    async with in_portal(app) as user:
        return await refused(user, *({"redirects": f"https://{host}/back"} for host in hosts), {"redirects": "http://127.0.0.1:9000/back"})


@attack(GROUP, "A redirect address is a script, a file, or hides another host", "page 422")
async def portal_redirect_script(app: RunningApp, customer: SignedIn) -> str:
    addresses = ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://shop.example@evil.example/", "https://shop.example\\@evil.example/")
    async with in_portal(app) as user:
        return await refused(user, *({"redirects": one} for one in (*addresses, "https://shop.example/*", "https://shop.example/#x")))


@attack(GROUP, "Keys are to be read from this machine, a private network, or a cloud's metadata (SSRF)", "page 422")
async def portal_keys_ssrf(app: RunningApp, customer: SignedIn) -> str:
    addresses = (
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/",
        "https://127.0.0.1/keys",
        "https://[::1]/keys",
        "https://localhost/keys",
    )
    async with in_portal(app) as user:
        return await refused(user, *({"keys": "", "keys_address": one} for one in (*addresses, "file:///etc/passwd", f"{app.http.base_url}oauth/jwks")))


@attack(GROUP, "Webhooks are to be sent to this machine, a private network, or a cloud's metadata (SSRF)", "page 422")
async def portal_webhook_private(app: RunningApp, customer: SignedIn) -> str:
    addresses = ("https://127.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/", "https://[::1]/", "http://shop.example/", "https://metadata.internal/")
    async with in_portal(app) as user:
        statuses = set()
        for one in addresses:
            page = await user.submit(await user.get("/portal/webhooks"), "/portal/webhooks", address=one, **{"event_payment.paid": "yes"})
            statuses.add(page.status)
        assert await user.endpoints() == []
        (only,) = statuses
        return f"page {only}"


@attack(GROUP, "A client's name, key and addresses, and an endpoint's answer, carry HTML (stored XSS)", "shown as text")
async def portal_markup(app: RunningApp, customer: SignedIn) -> str:
    name, kid = '"><script>alert(1)</script>', "'\"><img src=x onerror=alert(1)>"
    async with in_portal(app) as user:
        jwk = ECKey.generate_key("P-256").as_dict(private=False) | {"kid": kid}
        client = await register(user, name=name, keys=json.dumps(jwk), redirects="https://shop.example/back?a='onclick=alert(1)")
        await user.submit(await user.get("/portal/webhooks"), "/portal/webhooks", address="https://shop.example/h?'onclick=", **{"event_payment.paid": "yes"})
        (endpoint,) = await user.endpoints()
        await user.delivery(endpoint.id, "failed", excerpt="<script>alert(1)</script>")
        paths = ("/portal", f"/portal/clients/{client.id}", "/portal/webhooks", f"/portal/webhooks/{endpoint.id}", "/portal/deliveries")
        # Reading a page fails on whatever could run in it.
        pages = {path: await user.get(path) for path in paths}
        assert name in pages["/portal"].text and kid in pages[f"/portal/clients/{client.id}"].text
        assert "<script>alert(1)</script>" in pages["/portal/deliveries"].text
    return "shown as text"


@attack(GROUP, "A partner's session is shown as a customer's, and a customer's as a partner's", "redirect to sign in")
async def portal_session_elsewhere(app: RunningApp, customer: SignedIn) -> str:
    async with in_portal(app) as user:
        for path in ("/wallet", "/settings", "/operators/reconciliation"):
            answer = await user.http.get(path)
            assert answer.status_code == 303 and "/login" in answer.headers["location"]
    person = PortalUser(app, app.application.settings.data, "en", UUID(int=0))
    await person.sign_in()
    assert (await person.get("/portal")).path == "/portal/login"
    await person.http.aclose()
    return "redirect to sign in"


@attack(GROUP, "A partner that was suspended goes on with its session", "redirect to sign in")
async def portal_suspended(app: RunningApp, customer: SignedIn) -> str:
    async with in_portal(app) as user:
        async with app.application.house.database.transaction() as tx:
            await tx.execute("UPDATE scenes_partner SET state = 'suspended' WHERE id = $1", user.partner_id)
        assert (await user.get(NEW)).path == "/portal/login"
    return "redirect to sign in"

"""A partner's clients: the list, a new one, and one with all that may be changed of it."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.responses import Response

from domains import scenes
from domains.kernel.errors import IdReused, Refusal
from domains.scenes import Client, PortalPartner, Purpose
from gateway.oauth.server import HouseKeys
from gateway.pages.consenting import worded
from gateway.pages.portal.entering import HOME, page
from gateway.pages.portal.forms import FormWrong, grants_of, lines_of, scopes_of
from gateway.pages.portal.key_sets import read_keys
from gateway.pages.portal.words import FIELD_WORDS, REDIRECT_WORDS, SCOPE_LABELS, SENT_BEFORE
from gateway.pages.visits import Visit

CLIENTS_MAX = 20


async def show_clients(visit: Visit, partner: PortalPartner) -> Response:
    async with visit.pages.database.reading() as read:
        clients = await scenes.list_clients(read, partner.id)
        (endpoints,) = await scenes.webhooks.list_webhook_endpoints(read, [partner.id], 20, None)
        (failed,) = await scenes.webhooks.list_webhook_deliveries(read, [partner.id], 50, None, state="failed")
    failures = f"{len(failed.items)}{'+' if failed.has_next else ''}"
    return page(visit, partner, "clients.html", clients=clients, endpoints=endpoints.items, failures=failures)


async def show_new(visit: Visit, partner: PortalPartner) -> Response:
    return _new(visit, partner, None)


async def register(visit: Visit, partner: PortalPartner) -> Response:
    """A client more. Its secret, where it has one, is on the page that answers, and on no other."""
    environment = visit.form.get("environment", "")
    if environment not in _environments(visit, partner):
        raise HTTPException(403)
    async with visit.pages.database.reading(single=True) as read:
        if len(await scenes.list_clients(read, partner.id)) >= CLIENTS_MAX:
            return _new(visit, partner, visit.say(f"最多可登记 {CLIENTS_MAX} 个应用。", f"At most {CLIENTS_MAX} clients can be registered."))
    method = visit.form.get("method", "")
    try:
        scopes = scopes_of(visit.form)
        redirects = lines_of(visit.form.get("redirects", ""))
        keys, followed = await read_keys(visit) if method == "private_key_jwt" else (None, None)
        command = scenes.RegisterClientCommand(
            request_id=visit.request_id(),
            owner_id=partner.id,
            partner_id=partner.id,
            name=visit.form.get("name", "").strip(),
            environment=environment,  # type: ignore[arg-type]
            auth_method=method,  # type: ignore[arg-type]
            jwks=None if keys is None else {"keys": keys},
            jwks_uri=followed,
            redirect_uris=redirects,
            scopes=scopes,
            grant_types=grants_of(scopes, redirects, is_public=method == "none"),
        )
        client = await visit.pages.database.write(scenes.register_client, command)
    except (FormWrong, Refusal) as wrong:
        return _new(visit, partner, _why(visit, wrong))
    return _client(visit, partner, client, done="registered", secret=_secret(visit, client))


async def show_client(visit: Visit, partner: PortalPartner) -> Response:
    return _client(visit, partner, await own_client(visit, partner))


async def change(visit: Visit, partner: PortalPartner) -> Response:
    """Name, redirect addresses and scopes anew; how it proves itself stays as it is."""

    async def changed(client: Client) -> dict[str, Any]:
        scopes, redirects = scopes_of(visit.form), lines_of(visit.form.get("redirects", ""))
        device = [grant for grant in client.grant_types if grant.endswith("device_code")]
        grants = tuple(dict.fromkeys([*grants_of(scopes, redirects, is_public=client.is_public), *device]))
        return {"name": visit.form.get("name", "").strip(), "redirect_uris": redirects, "scopes": scopes, "grant_types": grants}

    return await update(visit, partner, changed, "changed")


async def renew_secret(visit: Visit, partner: PortalPartner) -> Response:
    """Another secret, shown on the page that answers. The last one holds no more."""
    client = await own_client(visit, partner)
    command = scenes.ClientCommand(request_id=visit.request_id(), owner_id=partner.id, client_id=client.id, partner_id=partner.id)
    try:
        renewed = await visit.pages.database.write(scenes.renew_secret, command)
    except (IdReused, scenes.ClientNotFound):
        raise HTTPException(400) from None
    return _client(visit, partner, renewed, done="secret", secret=_secret(visit, renewed))


async def remove(visit: Visit, partner: PortalPartner) -> Response:
    """For good, once its name has been typed."""
    client = await own_client(visit, partner)
    if visit.form.get("confirmed", "").strip() != client.name:
        return _client(visit, partner, client, problem=visit.say("输入的名称与应用名称不一致。", "That is not the client's name."))
    command = scenes.ClientCommand(request_id=visit.request_id(), owner_id=partner.id, client_id=client.id, partner_id=partner.id)
    try:
        await visit.pages.database.write(scenes.remove_client, command)
    except (IdReused, scenes.ClientNotFound):
        raise HTTPException(400) from None
    return visit.see_other(HOME)


async def update(visit: Visit, partner: PortalPartner, changed: Callable[[Client], Awaitable[dict[str, Any]]], done: str) -> Response:
    """The registration with what `changed` makes of it."""
    client = await own_client(visit, partner)
    try:
        told = {
            "name": client.name,
            "auth_method": client.auth_method,
            "jwks": client.jwks,
            "jwks_uri": client.jwks_uri,
            "redirect_uris": client.redirect_uris,
            "scopes": client.scopes,
            "grant_types": client.grant_types,
        } | await changed(client)
        command = scenes.UpdateClientCommand(request_id=visit.request_id(), owner_id=partner.id, client_id=client.id, partner_id=partner.id, **told)
        return _client(visit, partner, await visit.pages.database.write(scenes.update_client, command), done=done)
    except (FormWrong, Refusal) as wrong:
        return _client(visit, partner, client, problem=_why(visit, wrong))


async def own_client(visit: Visit, partner: PortalPartner) -> Client:
    """The client of the address. Raises HTTPException (404), also for another partner's."""
    client_id: UUID = visit.request.path_params["id"]
    async with visit.pages.database.reading(single=True) as read:
        (client,) = await scenes.find_clients(read, [client_id])
    if client is None or client.partner_id != partner.id:
        raise HTTPException(404)
    return client


def _environments(visit: Visit, partner: PortalPartner) -> list[Any]:
    """Where a client may be: in the sandbox in development; live for a partner that the bank took in."""
    return [*(["sandbox"] if visit.pages.settings.is_development else []), *(["live"] if partner.is_of_bank else [])]


def _new(visit: Visit, partner: PortalPartner, problem: str | None) -> Response:
    ticked = {name for name in scenes.SCOPES if visit.form.get(f"scope_{name}") == "yes"} if visit.form else {"openid", "profile"}
    environments = _environments(visit, partner)
    values = {"scopes": _scopes(visit), "ticked": ticked, "environments": environments, "problem": problem}
    return page(visit, partner, "client_new.html", 200 if problem is None else 422, **values)


def _client(
    visit: Visit, partner: PortalPartner, client: Client, *, problem: str | None = None, done: str | None = None, secret: str | None = None
) -> Response:
    keys = [] if client.jwks is None else client.jwks["keys"]
    return page(
        visit,
        partner,
        "client.html",
        200 if problem is None else 422,
        client=client,
        keys=[(place, key, scenes.algorithm_of(key)) for place, key in enumerate(keys)],
        scopes=_scopes(visit),
        secret=secret,
        issuer=visit.pages.settings.origin,
        problem=problem,
        done=done,
    )


def _scopes(visit: Visit) -> list[tuple[str, str, bool]]:
    return [(name, visit.say(*SCOPE_LABELS[name]), scope.is_money) for name, scope in scenes.SCOPES.items()]


def _secret(visit: Visit, client: Client) -> str | None:
    if client.secret_number is None:
        return None
    return scenes.text_of(HouseKeys(visit.pages.database.ports), Purpose.CLIENT_SECRET, client.id, client.secret_number)


def _why(visit: Visit, wrong: Exception) -> str:
    """What is wrong with a form, in the visitor's language."""
    match wrong:
        case FormWrong():
            return visit.say(wrong.zh, wrong.en)
        case IdReused():
            return visit.say(*SENT_BEFORE)
        case scenes.RedirectUriMalformed():
            return visit.say(*REDIRECT_WORDS) + f" {wrong.address[:80]}"
        case scenes.ClientMetadataMalformed() if wrong.field in FIELD_WORDS:
            return visit.say(*FIELD_WORDS[wrong.field])
        case Refusal():
            return worded(visit, wrong)
    raise wrong

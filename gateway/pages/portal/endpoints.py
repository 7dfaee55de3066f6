"""Where a partner is told what happens: endpoints, their secrets, and a test."""

from typing import Any
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.responses import Response

from domains import scenes
from domains.kernel.crypto import Keyring
from domains.kernel.errors import IdReused, Refusal
from domains.scenes import PortalPartner
from gateway.pages.consenting import worded
from gateway.pages.portal.entering import HOME, page
from gateway.pages.portal.words import DELIVERY_STATES, DISABLED_WORDS, EVENT_LABELS, SENT_BEFORE
from gateway.pages.visits import Visit

ENDPOINTS_SHOWN, DELIVERIES_SHOWN = 20, 10
ACTS = {
    "enable": scenes.webhooks.enable_webhook_endpoint,
    "disable": scenes.webhooks.disable_webhook_endpoint,
    "test": scenes.webhooks.ping_webhook_endpoint,
    "remove": scenes.webhooks.remove_webhook_endpoint,
}
OVERLAPS = ("0", "1", "24", "168")


async def show_endpoints(visit: Visit, partner: PortalPartner) -> Response:
    return await _list(visit, partner)


async def register(visit: Visit, partner: PortalPartner) -> Response:
    """An endpoint more. Its secret is on the page that answers, and on no other."""
    command = scenes.webhooks.RegisterWebhookEndpointCommand(
        request_id=visit.request_id(),
        owner_id=partner.id,
        partner_id=partner.id,
        address=visit.form.get("address", "").strip(),
        event_types=_wanted(visit),
    )
    try:
        made = await visit.pages.database.write(scenes.webhooks.register_webhook_endpoint, command)
    except Refusal as refusal:
        return await _list(visit, partner, problem=_why(visit, refusal))
    return await _endpoint(visit, partner, made.endpoint, done="registered", secret_id=made.secret.id)


async def show_endpoint(visit: Visit, partner: PortalPartner) -> Response:
    return await _endpoint(visit, partner, await _own(visit, partner))


async def change(visit: Visit, partner: PortalPartner) -> Response:
    """Another address, or other kinds."""
    endpoint = await _own(visit, partner)
    command = scenes.webhooks.ChangeWebhookEndpointCommand(
        request_id=visit.request_id(),
        owner_id=partner.id,
        partner_id=partner.id,
        endpoint_id=endpoint.id,
        address=visit.form.get("address", "").strip(),
        event_types=_wanted(visit),
        document_id=endpoint.document_id,
    )
    try:
        changed = await visit.pages.database.write(scenes.webhooks.change_webhook_endpoint, command)
    except Refusal as refusal:
        return await _endpoint(visit, partner, endpoint, problem=_why(visit, refusal))
    return await _endpoint(visit, partner, changed, done="changed")


async def act(visit: Visit, partner: PortalPartner) -> Response:
    """Enable, disable, test or remove it."""
    endpoint, what = await _own(visit, partner), visit.form.get("act", "")
    if what not in ACTS:
        raise HTTPException(400)
    command = scenes.webhooks.WebhookEndpointCommand(request_id=visit.request_id(), owner_id=partner.id, partner_id=partner.id, endpoint_id=endpoint.id)
    try:
        changed = await visit.pages.database.write(ACTS[what], command)
    except Refusal as refusal:
        return await _endpoint(visit, partner, endpoint, problem=_why(visit, refusal))
    return visit.see_other(f"{HOME}/webhooks") if what == "remove" else await _endpoint(visit, partner, changed, done=what)


async def rotate(visit: Visit, partner: PortalPartner) -> Response:
    """Another secret, shown on the page that answers; the old ones sign too for as long as was chosen."""
    endpoint, hours = await _own(visit, partner), visit.form.get("overlap_hours", "")
    if hours not in OVERLAPS:
        raise HTTPException(400)
    command = scenes.webhooks.RotateWebhookSecretCommand(
        request_id=visit.request_id(), owner_id=partner.id, partner_id=partner.id, endpoint_id=endpoint.id, overlap_hours=int(hours)
    )
    try:
        rotated = await visit.pages.database.write(scenes.webhooks.rotate_webhook_secret, command)
    except Refusal as refusal:
        return await _endpoint(visit, partner, endpoint, problem=_why(visit, refusal))
    return await _endpoint(visit, partner, rotated.endpoint, done="secret", secret_id=rotated.secret.id)


def event_labels(visit: Visit) -> dict[str, str]:
    """What can be told, in words."""
    return {name: visit.say(*EVENT_LABELS.get(name, (name, name))) for name in scenes.webhooks.WEBHOOK_NAMES}


def state_labels(visit: Visit) -> dict[str, str]:
    """How a delivery stands, in words."""
    return {name: visit.say(*words) for name, words in DELIVERY_STATES.items()}


async def _list(visit: Visit, partner: PortalPartner, *, problem: str | None = None) -> Response:
    async with visit.pages.database.reading(single=True) as read:
        (endpoints,) = await scenes.webhooks.list_webhook_endpoints(read, [partner.id], ENDPOINTS_SHOWN, None)
    return page(visit, partner, "webhooks.html", 200 if problem is None else 422, endpoints=endpoints.items, labels=event_labels(visit), problem=problem)


async def _endpoint(
    visit: Visit,
    partner: PortalPartner,
    endpoint: scenes.webhooks.WebhookEndpoint,
    *,
    problem: str | None = None,
    done: str | None = None,
    secret_id: UUID | None = None,
) -> Response:
    async with visit.pages.database.reading() as read:
        (secrets,) = await scenes.webhooks.list_webhook_secrets(read, [endpoint.id])
        (deliveries,) = await scenes.webhooks.list_webhook_deliveries(read, [partner.id], DELIVERIES_SHOWN, None, endpoint_id=endpoint.id)
    secret = None if secret_id is None else scenes.webhooks.webhook_secret(visit.pages.database.ports.get(Keyring), secret_id)
    return page(
        visit,
        partner,
        "webhook.html",
        200 if problem is None else 422,
        endpoint=endpoint,
        why_disabled=visit.say(*DISABLED_WORDS[endpoint.disabled_reason]) if endpoint.disabled_reason else "",
        secrets=secrets,
        deliveries=deliveries.items,
        labels=event_labels(visit),
        states=state_labels(visit),
        secret=secret,
        problem=problem,
        done=done,
    )


async def _own(visit: Visit, partner: PortalPartner) -> scenes.webhooks.WebhookEndpoint:
    """The endpoint of the address. Raises HTTPException (404), also for another partner's."""
    async with visit.pages.database.reading(single=True) as read:
        (endpoint,) = await scenes.webhooks.find_webhook_endpoints(read, [visit.request.path_params["id"]], [partner.id])
    if endpoint is None:
        raise HTTPException(404)
    return endpoint


def _wanted(visit: Visit) -> tuple[str, ...]:
    return tuple(name for name in scenes.webhooks.WEBHOOK_NAMES if visit.form.get(f"event_{name}") == "yes")


def _why(visit: Visit, refusal: Any) -> str:
    match refusal:
        case scenes.webhooks.WebhookEventUnknown():
            return visit.say("请至少选择一种事件。", "Choose at least one kind of event.")
        case IdReused():
            return visit.say(*SENT_BEFORE)
    return worded(visit, refusal)

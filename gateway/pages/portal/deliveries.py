"""What a partner was told: the log of thirty days, and sending again."""

from datetime import timedelta
from typing import Any, get_args
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.responses import Response

from domains import scenes
from domains.kernel.errors import IdReused, InvalidInput, Refusal
from domains.scenes import PortalPartner
from gateway.pages.consenting import worded
from gateway.pages.portal.endpoints import ENDPOINTS_SHOWN, event_labels, state_labels
from gateway.pages.portal.entering import page
from gateway.pages.portal.words import SENT_BEFORE
from gateway.pages.visits import Visit

DELIVERIES_SHOWN = 20
KEPT = timedelta(days=30)


async def show_deliveries(visit: Visit, partner: PortalPartner) -> Response:
    return await _list(visit, partner)


async def replay(visit: Visit, partner: PortalPartner) -> Response:
    """One message again, under its id."""
    command = scenes.webhooks.ReplayDeliveryCommand(
        request_id=visit.request_id(), owner_id=partner.id, partner_id=partner.id, delivery_id=_id(visit.form.get("delivery", ""))
    )
    try:
        await visit.pages.database.write(scenes.webhooks.replay_webhook_delivery, command)
    except Refusal as refusal:
        return await _refused(visit, partner, refusal)
    return await _list(visit, partner, done=visit.say("已重新排队, 将马上发送。", "It is sent again, under the same id."))


async def replay_held(visit: Visit, partner: PortalPartner) -> Response:
    """Everything that an endpoint did not take, from the oldest on."""
    now = visit.pages.clock.now()
    command = scenes.webhooks.ReplayPeriodCommand(
        request_id=visit.request_id(),
        owner_id=partner.id,
        partner_id=partner.id,
        endpoint_id=_id(visit.form.get("endpoint", "")),
        since=now - KEPT,
        until=now,
    )
    try:
        replayed = await visit.pages.database.write(scenes.webhooks.replay_webhook_period, command)
    except Refusal as refusal:
        return await _refused(visit, partner, refusal)
    return await _list(visit, partner, done=visit.say(f"重新发送 {replayed.count} 条通知。", f"{replayed.count} messages are sent again."))


async def _refused(visit: Visit, partner: PortalPartner, refusal: Refusal) -> Response:
    return await _list(visit, partner, problem=visit.say(*SENT_BEFORE) if isinstance(refusal, IdReused) else worded(visit, refusal))


async def _list(visit: Visit, partner: PortalPartner, *, problem: str | None = None, done: str | None = None) -> Response:
    asked = visit.request.query_params
    state: Any = asked["state"] if asked.get("state") in get_args(scenes.webhooks.DeliveryState) else None
    endpoint_id = _id(asked["endpoint"]) if asked.get("endpoint") else None
    try:
        async with visit.pages.database.reading() as read:
            (endpoints,) = await scenes.webhooks.list_webhook_endpoints(read, [partner.id], ENDPOINTS_SHOWN, None)
            (found,) = await scenes.webhooks.list_webhook_deliveries(
                read, [partner.id], DELIVERIES_SHOWN, asked.get("after"), state=state, endpoint_id=endpoint_id
            )
    except InvalidInput:
        raise HTTPException(400) from None
    return page(
        visit,
        partner,
        "deliveries.html",
        200 if problem is None else 422,
        endpoints={one.id: one for one in endpoints.items},
        endpoint_id=endpoint_id,
        state=state,
        states=state_labels(visit),
        labels=event_labels(visit),
        deliveries=found.items,
        after=asked.get("after"),
        next=found.cursors[-1] if found.has_next else None,
        problem=problem,
        done=done,
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise HTTPException(400) from None

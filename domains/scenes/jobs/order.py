"""The orders' steps outside a transaction: telling the partner, and asking it again."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic
from domains.scenes.events.order import SceneOrderRequested
from domains.scenes.ports import ScenePartners
from domains.scenes.queries import order as orders
from domains.scenes.queries.order import Order
from domains.scenes.rules.order import OPEN, OrderState, has_expired, may_place
from domains.scenes.service.calling import Asked, ask_partner_for
from domains.scenes.service.order import PURPOSES, given_to_partner, settle_order, settlement

DUE_MAX = 200
"""Orders of one scene that one run asks for."""

ASKED_AT_ONCE = 16


@job(SceneOrderRequested)
async def place_order(database: Database, payload: dict[str, Any]) -> None:
    """Have the partner take a requested order. One that an earlier run has settled is left alone."""
    async with database.reading(single=True) as read:
        (order,) = await orders.find_orders(read, [UUID(payload["order_id"])], [UUID(payload["subject_id"])])
    if order is not None and order.state in OPEN:
        await _advance(database, order)


@periodic("* * * * * */5")
async def ask_for_orders(database: Database) -> None:
    """Ask for orders that are due. One that fails does not keep the others from being asked for; its failure is raised at the end."""
    scenes = database.ports.get(ScenePartners).scenes
    failures = [failure for found in await asyncio.gather(*(_ask_scene(database, scene.id) for scene in scenes)) for failure in found]
    if failures:
        raise ExceptionGroup("orders that could not be asked for", failures)


async def _ask_scene(database: Database, scene: str) -> list[Exception]:
    async with database.reading(single=True) as read:
        due = await orders.list_due_orders(read, scene, database.clock.now(), DUE_MAX)
    gate = asyncio.Semaphore(ASKED_AT_ONCE)

    async def advance(order: Order) -> None:
        async with gate:
            await _advance(database, order)

    results = await asyncio.gather(*(advance(order) for order in due), return_exceptions=True)
    return [result for result in results if isinstance(result, Exception)]


async def _advance(database: Database, order: Order) -> None:
    """One step: place what was never heard of, ask for the rest, place again under the same key what the partner does not know."""
    now = database.clock.now()
    placeable = may_place(order.requested_at, now)
    if order.state is OrderState.REQUESTED and placeable:
        asked = await _place(database, order)
    else:
        asked = await ask_partner_for(database, order.customer_id, order.scene, PURPOSES[order.purpose].ask, order.id, given_to_partner(order), noted=False)
        if asked.state == "absent" and placeable:
            asked = await _place(database, order)
    command = settlement(order.id, asked.state, asked.data, asked.reason, asked=True)
    if asked.state == "absent" and has_expired(order.requested_at, now):
        command = replace(command, state="refused", reason="expired")
    await database.write(settle_order, command)


async def _place(database: Database, order: Order) -> Asked:
    asked = await ask_partner_for(database, order.customer_id, order.scene, PURPOSES[order.purpose].place, order.id, given_to_partner(order))
    # Its first attempt, and the partner did not even let us in: nothing was done. After an attempt of which nothing is known the same word tells nothing.
    return asked._replace(state="refused") if asked.state == "unauthorized" and asked.attempts == 1 else asked

"""The refunds' steps outside a transaction: telling the partner, and asking it again."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic
from domains.scenes.events.order import SceneRefundRequested
from domains.scenes.ports import ScenePartners
from domains.scenes.queries import refund as refunds
from domains.scenes.queries.refund import SceneRefund
from domains.scenes.rules.order import OPEN, has_expired, may_place
from domains.scenes.rules.refund import RefundState
from domains.scenes.service.calling import Asked, ask_partner_for
from domains.scenes.service.order import settlement
from domains.scenes.service.refund import refund_given, refund_settlement, settle_refund

DUE_MAX = 200
PLACE, ASK = "refund_payment", "ask_refund"
"""The operations of every kind whose payments can be given back."""


@job(SceneRefundRequested)
async def place_refund(database: Database, payload: dict[str, Any]) -> None:
    """Have the partner give it back. One that an earlier run has settled is left alone."""
    async with database.reading(single=True) as read:
        (refund,) = await refunds.find_refunds(read, [UUID(payload["refund_id"])], [UUID(payload["subject_id"])])
    if refund is not None and refund.state in OPEN:
        await _advance(database, refund)


@periodic("* * * * * */5")
async def ask_for_refunds(database: Database) -> None:
    """Ask for refunds that are due. One that fails does not keep the others from being asked for; its failure is raised at the end."""
    failures: list[Exception] = []
    for scene in database.ports.get(ScenePartners).scenes:
        async with database.reading(single=True) as read:
            due = await refunds.list_due_refunds(read, scene.id, database.clock.now(), DUE_MAX)
        results = await asyncio.gather(*(_advance(database, refund) for refund in due), return_exceptions=True)
        failures += [result for result in results if isinstance(result, Exception)]
    if failures:
        raise ExceptionGroup("refunds that could not be asked for", failures)


async def _advance(database: Database, refund: SceneRefund) -> None:
    """One step: place what was never heard of, ask for the rest, place again under the same key what the partner does not know."""
    now = database.clock.now()
    placeable = may_place(refund.requested_at, now)
    if refund.state is RefundState.REQUESTED and placeable:
        asked = await _ask(database, refund, PLACE)
    else:
        asked = await _ask(database, refund, ASK)
        if asked.state == "absent" and placeable:
            asked = await _ask(database, refund, PLACE)
    command = refund_settlement(refund.id, settlement(refund.id, asked.state, asked.data, asked.reason, asked=True))
    if asked.state == "absent" and has_expired(refund.requested_at, now):
        command = replace(command, state="refused", reason="expired")
    await database.write(settle_refund, command)


async def _ask(database: Database, refund: SceneRefund, operation: str) -> Asked:
    return await ask_partner_for(database, refund.customer_id, refund.scene, operation, refund.id, refund_given(refund), noted=operation == PLACE)

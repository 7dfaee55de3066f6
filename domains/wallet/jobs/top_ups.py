"""The top-ups' steps outside a transaction: calling a payment channel, and asking it again."""

from typing import Any

from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic
from domains.wallet.events.top_ups import TopUpRequested
from domains.wallet.jobs.channels import Calls, ask_for_due, call_for
from domains.wallet.queries.top_ups import TOP_UPS
from domains.wallet.service.top_up import settle_top_up

CHARGES = Calls(TOP_UPS, lambda channel, top_up: channel.charge(top_up.id, top_up.amount), lambda channel, id_: channel.ask(id_), settle_top_up)


@job(TopUpRequested)
async def charge_channel(database: Database, payload: dict[str, Any]) -> None:
    """Charge a requested top-up."""
    await call_for(database, CHARGES, payload, payload["top_up_id"])


@periodic("* * * * * */5")
async def ask_channels(database: Database) -> None:
    """Ask each channel for its top-ups that are due."""
    await ask_for_due(database, CHARGES, "top-ups")

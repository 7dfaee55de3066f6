"""The purchases' steps outside a transaction: asking shops which there are, and collecting the parts that are due."""

from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.jobs import periodic
from domains.scenes.errors.link import LinkNotFound
from domains.scenes.errors.purchase import InstalmentNotDue
from domains.scenes.jobs.link import ask_for_news, asks_regularly, put_off
from domains.scenes.ports import ScenePartners
from domains.scenes.queries import instalment as instalments
from domains.scenes.queries.instalment import DueInstalment
from domains.scenes.queries.link import Link
from domains.scenes.rules.instalment import due_span
from domains.scenes.rules.scene import SceneKind
from domains.scenes.service.instalment import CollectInstalmentCommand, HoldInstalmentBackCommand, collect_instalment, hold_instalment_back
from domains.scenes.service.membership import TakeMembershipCommand, take_membership
from domains.scenes.service.purchase import TakePurchasesCommand, take_purchases

DUE_MAX = 500
"""Parts that one run collects."""


@asks_regularly(SceneKind.CONSUMPTION)
async def fetch_purchases(database: Database, link: Link) -> None:
    """Ask for the orders of a link, and for the membership where the shop has any, and take what is told."""
    orders = await ask_for_news(database, link, "list_orders")
    if orders is None:
        await put_off(database, link)
        return
    shop = database.ports.get(ScenePartners).find(link.scene)
    membership = await ask_for_news(database, link, "read_membership") if shop is not None and "membership" in shop.scene.can else None
    try:
        await database.write(take_purchases, TakePurchasesCommand(request_id=None, owner_id=HOUSE_ID, link_id=link.id, listed=orders["orders"]))
        if membership is not None:
            await database.write(take_membership, TakeMembershipCommand(request_id=None, owner_id=HOUSE_ID, link_id=link.id, told=membership))
    except LinkNotFound:
        # Unlinked while the shop was asked.
        return


@periodic("* * * * *")
async def collect_due_instalments(database: Database) -> None:
    """Collect the parts that are due. Each day tries a part once; whatever happens, one order stands for it."""
    now = database.clock.now()
    async with database.reading(single=True) as read:
        due = await instalments.list_due_parts(read, *due_span(business_date(now)), DUE_MAX)
    for one in due:
        await _collect(database, one, f"collect:{one.part.number}:{business_date(now)}")


async def _collect(database: Database, due: DueInstalment, step: str) -> None:
    part = due.part
    command = CollectInstalmentCommand(request_id=derived_id(part.plan_id, step), owner_id=part.customer_id, plan_id=part.plan_id, number=part.number)
    try:
        await database.write(collect_instalment, command)
    except InstalmentNotDue:
        # Another run has it, the customer has paid it by hand, or it is on its way back.
        return
    except Refusal as refusal:
        if part.held_back != type(refusal).__name__:
            await _hold_back(database, due, type(refusal).__name__)


async def _hold_back(database: Database, due: DueInstalment, reason: str) -> None:
    part = due.part
    command = HoldInstalmentBackCommand(request_id=None, owner_id=part.customer_id, plan_id=part.plan_id, number=part.number, reason=reason)
    try:
        await database.write(hold_instalment_back, command)
    except InstalmentNotDue:
        return

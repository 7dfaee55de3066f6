"""The bills' steps outside a transaction: asking partners which there are, and paying those that a standing consent covers."""

from datetime import date
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id, new_id
from domains.kernel.jobs import periodic
from domains.scenes.errors.link import LinkNotFound
from domains.scenes.jobs.link import asks_regularly, put_off
from domains.scenes.queries import bill as bills
from domains.scenes.queries.bill import DueBill
from domains.scenes.queries.link import Link
from domains.scenes.rules.bill import due_span, is_overdue, overdue_span
from domains.scenes.rules.scene import SceneKind
from domains.scenes.service.bill import AutoPayBillCommand, HoldBillBackCommand, TakeBillsCommand, auto_pay_bill, hold_bill_back, take_bills
from domains.scenes.service.calling import NoteAnswerCommand, ask_partner_for, note_answer
from domains.scenes.service.overdue_bill import tell_of_overdue_bills

NOBODYS = UUID(int=0)
DUE_MAX = 500
"""Bills that one run pays."""


@asks_regularly(SceneKind.PUBLIC_UTILITIES)
async def fetch_bills(database: Database, link: Link) -> None:
    """Ask for the bills of a link, and take what is listed."""
    call_id = new_id(database.clock)
    asked = await ask_partner_for(database, link.customer_id, link.scene, "list_bills", call_id, {})
    if asked.attempts:
        await database.write(note_answer, NoteAnswerCommand(request_id=None, owner_id=HOUSE_ID, call_id=call_id, state=asked.state, reason=asked.reason))
    if asked.state != "done":
        await put_off(database, link)
        return
    try:
        await database.write(take_bills, TakeBillsCommand(request_id=None, owner_id=HOUSE_ID, link_id=link.id, listed=asked.data["bills"]))
    except LinkNotFound:
        # Unlinked while the partner was asked.
        return


@periodic("* * * * *")
async def pay_due_bills(database: Database) -> None:
    """Pay the bills that standing consents cover and that are due soon. Each day tries a bill once; whatever happens, one order stands for it."""
    now = database.clock.now()
    async with database.reading(single=True) as read:
        due = await bills.list_due_bills(read, *due_span(business_date(now)), DUE_MAX)
    for one in due:
        await _pay(database, one, f"auto-pay:{business_date(now)}")


@periodic("23 * * * *")
async def tell_of_overdue(database: Database) -> None:
    """Tell credit of bills that have become overdue, group by group. What it was told of before changes nothing."""
    today = business_date(database.clock.now())
    after = (date.min, NOBODYS)
    while True:
        async with database.reading(single=True) as read:
            found = await bills.list_overdue(read, overdue_span(today), after, DUE_MAX)
        if not found:
            return
        late = [one for one in found if is_overdue(one.due_on, business_date(one.found_at), today)]
        async with database.transaction() as tx:
            await tell_of_overdue_bills(tx, late)
        after = (found[-1].due_on, found[-1].id)


async def _pay(database: Database, due: DueBill, step: str) -> None:
    bill = due.bill
    if bill.amount.asset != due.cap.asset or bill.amount.minor > due.cap.minor:
        await _hold_back(database, due, "over_cap")
        return
    command = AutoPayBillCommand(request_id=derived_id(bill.id, step), owner_id=bill.customer_id, bill_id=bill.id, amount=bill.amount)
    try:
        await database.write(auto_pay_bill, command)
    except Refusal as refusal:
        await _hold_back(database, due, type(refusal).__name__)


async def _hold_back(database: Database, due: DueBill, reason: str) -> None:
    if due.bill.held_back != reason:
        command = HoldBillBackCommand(request_id=None, owner_id=due.bill.customer_id, bill_id=due.bill.id, reason=reason)
        await database.write(hold_bill_back, command)

"""Bills that nobody paid in time: credit is told of them, and takes it back where the partner lists them no longer."""

from collections.abc import Sequence
from datetime import timedelta

from domains import credit
from domains.credit import EventKind, NewEvent, event_id
from domains.kernel.clock import business_date, day_start
from domains.kernel.commands import HOUSE_ID
from domains.kernel.transactions import Tx
from domains.scenes.queries.bill import Bill
from domains.scenes.rules.bill import OVERDUE_AFTER, is_overdue


async def tell_of_overdue_bills(tx: Tx, overdue: Sequence[Bill]) -> None:
    """Bills that are open though they were due."""
    await credit.record_events(tx, [overdue_event(one) for one in overdue])


async def tell_of_gone_bills(tx: Tx, gone: Sequence[Bill]) -> None:
    """Bills that their partner lists no longer: whether they were owed is not known, and they are not held against anybody."""
    today = business_date(tx.now)
    late = [one for one in gone if is_overdue(one.due_on, business_date(one.found_at), today)]
    await credit.void_events(tx, [(one.customer_id, event_id(one.id, EventKind.OVERDUE)) for one in late], "bill_withdrawn", HOUSE_ID)


def overdue_event(bill: Bill) -> NewEvent:
    """The event of a bill that is overdue: the same whoever tells it, dated when it became so."""
    at = day_start(bill.due_on + OVERDUE_AFTER + timedelta(days=1))
    return NewEvent(bill.customer_id, event_id(bill.id, EventKind.OVERDUE), EventKind.OVERDUE, bill.scene, at)

"""What credit is told of the scenes: what was paid at partners, and what came back."""

from collections.abc import Iterable
from uuid import UUID

from domains import credit
from domains.credit import EventKind, NewEvent, event_id
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.transactions import Tx
from domains.scenes.queries import bill as bills
from domains.scenes.queries import order as orders
from domains.scenes.rules.bill import is_overdue
from domains.scenes.service.bill import BILL, bill_id_of
from domains.scenes.service.overdue_bill import overdue_event


async def tell_of_paid_orders(tx: Tx, paid: Iterable[tuple[UUID, UUID]]) -> None:
    """Orders by customer and id that partners were paid for. A bill that was paid too late is told of as overdue; told twice, it is told once."""
    asked = sorted(set(paid))
    found = [one for one in await orders.find_orders(tx, [id_ for _, id_ in asked], [customer_id for customer_id, _ in asked]) if one is not None]
    keys = [(bill_id_of(one.customer_id, one.scene, one.subject), one.customer_id) for one in found if one.purpose == BILL]
    known = {bill.id: bill for bill in await bills.find_bills(tx, [id_ for id_, _ in keys], [owner for _, owner in keys]) if bill is not None} if keys else {}
    told = []
    for one in found:
        at = one.settled_at or tx.now
        bill = known.get(bill_id_of(one.customer_id, one.scene, one.subject)) if one.purpose == BILL else None
        if bill is not None and is_overdue(bill.due_on, business_date(bill.found_at), business_date(one.requested_at)):
            told.append(overdue_event(bill))
        else:
            told.append(NewEvent(one.customer_id, event_id(one.id, EventKind.PAID), EventKind.PAID, one.scene, at))
    await credit.record_events(tx, told)


async def tell_of_refunded_orders(tx: Tx, refunded: Iterable[tuple[UUID, UUID]]) -> None:
    """Orders by customer and id of which money came back: they were not paid."""
    await credit.void_events(tx, [(customer_id, event_id(id_, EventKind.PAID)) for customer_id, id_ in refunded], "refunded", HOUSE_ID)

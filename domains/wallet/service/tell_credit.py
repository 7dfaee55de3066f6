"""What credit is told of payments to merchants: each that was paid, unless all of it went back."""

from collections.abc import Iterable
from uuid import UUID

from domains import credit
from domains.credit import EventKind, NewEvent, event_id
from domains.kernel.commands import HOUSE_ID
from domains.kernel.transactions import Tx
from domains.wallet.queries.payments import find_payments

SCENE = "wallet"


async def tell_of_payments(tx: Tx, payments: Iterable[tuple[UUID, UUID]]) -> None:
    """Payments by customer and id, that were paid or refunded in part or wholly. Told twice it tells once."""
    asked = sorted(set(payments))
    found = await find_payments(tx, [id_ for _, id_ in asked], [customer_id for customer_id, _ in asked])
    known = [one for one in found if one is not None]
    kept = [one for one in known if one.held.left_minor]
    back = [one for one in known if not one.held.left_minor]
    await credit.record_events(tx, [NewEvent(one.customer_id, event_id(one.id, EventKind.PAID), EventKind.PAID, SCENE, one.paid_at) for one in kept])
    await credit.void_events(tx, [(one.customer_id, event_id(one.id, EventKind.PAID)) for one in back], "refunded", HOUSE_ID)

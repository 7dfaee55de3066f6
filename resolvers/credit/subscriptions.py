"""What the app hears of its customer's band."""

from collections.abc import AsyncIterator

import strawberry

from domains import credit
from domains.kernel.events import PublishedEvent
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.credit.rows import CreditRow
from resolvers.credit.types import CreditFile
from resolvers.fields import subscription, type_of
from resolvers.listening import cursor, viewers_facts
from resolvers.permissions import Permission
from resolvers.scalars import Cursor

NAMES = frozenset(event.__name__ for event in (credit.CreditBandChanged, credit.CreditReviewAnswered))


@batched(CreditFile, "The viewer's credit as it stands when this is told.", name="credit")
async def credit_that_changed(read: Read, events: list[PublishedEvent], viewers: list[Viewer]) -> list[CreditRow]:
    return [CreditRow(viewer.id) for viewer in viewers]


@type_of(PublishedEvent, "The viewer's band changed, or a review was answered.")
class CreditChange:
    cursor = cursor
    credit = credit_that_changed


@subscription(
    "Another band of the viewer's, or the answer to a review; from now on or since a cursor. A cursor that is too old, or not one of ours, is told as"
    " RESUME_EXPIRED.",
    permission=Permission.CUSTOMER,
)
def credit_changed(info: Info, since: Cursor | None = None) -> AsyncIterator[CreditChange]:
    return viewers_facts(info, NAMES, since)  # type: ignore[return-value]


@strawberry.type
class Subscription:
    credit_changed = credit_changed

"""What the app hears of its customer: what it should tell at once, above all what the customer did not do."""

from collections.abc import AsyncIterator
from enum import Enum

import strawberry

from domains import customers
from domains.kernel.errors import InvalidInput, ResumeExpired
from domains.kernel.events import PublishedEvent
from domains.kernel.paging import decode_number, encode_cursor
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.customers.types import Customer
from resolvers.fields import computed, subscription, type_of
from resolvers.permissions import Permission
from resolvers.scalars import Cursor


@strawberry.enum(description="What happened to a customer.")
class CustomerChangeKind(Enum):
    SESSION_STARTED = strawberry.enum_value("SessionStarted", description="Somebody signed in as the customer.")
    SESSION_REVOKED = strawberry.enum_value("SessionRevoked", description="A session ended.")
    IDENTITY_VERIFIED = strawberry.enum_value("IdentityVerified", description="The customer's identity was verified.")
    PIN_CHANGED = strawberry.enum_value("PinChanged", description="The payment PIN was set, changed or reset.")
    CONSENT_GRANTED = strawberry.enum_value("ConsentGranted", description="A consent was given.")
    CONSENT_WITHDRAWN = strawberry.enum_value("ConsentWithdrawn", description="A consent was withdrawn.")


NAMES = frozenset(
    event.__name__
    for event in (
        customers.SessionStarted,
        customers.SessionRevoked,
        customers.IdentityVerified,
        customers.PinChanged,
        customers.ConsentGranted,
        customers.ConsentWithdrawn,
    )
)


@computed("Give it back as `since` to miss nothing after a lost connection.")
def cursor(event: PublishedEvent) -> Cursor:
    return Cursor(encode_cursor(event.position))


@computed("What happened.")
def kind(event: PublishedEvent) -> CustomerChangeKind:
    return CustomerChangeKind(event.name)


@computed("Which session began or ended; null for what is not about one.")
def session_id(event: PublishedEvent) -> strawberry.ID | None:
    found = event.payload.get("session_id")
    return None if found is None else strawberry.ID(str(found))


@batched(Customer | None, "The customer, as they are when this is told.", name="customer")
async def customer_that_changed(read: Read, events: list[PublishedEvent], viewers: list[Viewer]) -> list[customers.CustomerRow | None]:
    found = await customers.list_customers(read, [viewer.id for viewer in viewers])
    return [found.get(viewer.id) if viewer.id == event.subject_id else None for event, viewer in zip(events, viewers, strict=True)]


@type_of(PublishedEvent, "Something about the customer changed.")
class CustomerChange:
    cursor = cursor
    kind = kind
    session_id = session_id
    customer = customer_that_changed


@subscription(
    "Sign-ins and changes of PIN, identity and consents, from now or since a cursor. A cursor that is too old, or not one of ours, is told as RESUME_EXPIRED.",
    permission=Permission.CUSTOMER,
)
async def customer_changed(info: Info, since: Cursor | None = None) -> AsyncIterator[CustomerChange]:
    context = info.context
    async for event in context.listen(context.viewer.id, NAMES, _position(since)):
        try:
            yield event  # type: ignore[misc]
        finally:
            # Each fact is shown as things stand when it is told, and no snapshot is held while waiting for the next.
            await context.read.close()


@strawberry.type
class Subscription:
    customer_changed = customer_changed


def _position(since: Cursor | None) -> int | None:
    try:
        return None if since is None else decode_number(since)
    except InvalidInput as error:
        raise ResumeExpired from error

"""What the app hears of its customer: what it should tell at once, above all what the customer did not do."""

from collections.abc import AsyncIterator
from enum import Enum

import strawberry

from domains import customers
from domains.kernel.events import PublishedEvent
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.customers.types import Customer
from resolvers.fields import computed, subscription, type_of
from resolvers.listening import cursor, viewers_facts
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
def customer_changed(info: Info, since: Cursor | None = None) -> AsyncIterator[CustomerChange]:
    return viewers_facts(info, NAMES, since)  # type: ignore[return-value]


@strawberry.type
class Subscription:
    customer_changed = customer_changed

"""Customers, their sessions, devices and consents as the app sees them. Everything personal arrives masked."""

from enum import Enum
from uuid import UUID

import strawberry

from domains import customers
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.customers.identity_types import Identity, IdentityChange
from resolvers.entities import entity
from resolvers.fields import computed, field, type_of
from resolvers.scalars import Instant


@strawberry.enum(description="How well the bank knows a customer. Limits go by it.")
class Tier(Enum):
    BASIC = strawberry.enum_value("basic", description="A phone that answered with its code.")
    VERIFIED = strawberry.enum_value("verified", description="Real name and ID number were checked.")


@strawberry.enum(description="A language in which the bank writes.")
class Language(Enum):
    ZH = strawberry.enum_value("zh", description="Chinese.")
    EN = strawberry.enum_value("en", description="English.")


@computed("A name to show: the masked name, for example 张*, or the masked phone where no name was verified. Null for a customer who was erased.", C2)
def display_name(party: customers.PartyRow) -> str | None:
    return party.masked_name or party.masked_phone


@type_of(customers.PartyRow, "A customer as others see one: the other side of a movement. Never more than a masked name and phone.")
class Party:
    display_name = display_name
    masked_phone: str | None = field("For example 138****8000; null for a customer who was erased.", C2)


@batched(bool, "Whether it is the session of this very request.")
async def is_current(read: Read, sessions: list[customers.SessionRow], viewers: list[Viewer]) -> list[bool]:
    return [session.id == viewer.session_id for session, viewer in zip(sessions, viewers, strict=True)]


@type_of(customers.SessionRow, "A sign-in that stands.")
class Session:
    id: strawberry.ID = field("The session.")
    device_id: strawberry.ID | None = field("The device it is on.")
    device_name: str | None = field("What the device calls itself.", C2)
    device_platform: str | None = field('For example "ios".')
    bound_to_key: bool = field("Whether its tokens work only together with a key that never leaves the device.")
    created_at: Instant = field("When the customer signed in.")
    last_used_at: Instant = field("When it was last used, to a few minutes.")
    expires_at: Instant = field("When it ends if it is not used.")
    is_current = is_current


@type_of(customers.DeviceRow, "A phone, tablet or browser on which the customer signed in.")
class Device:
    id: strawberry.ID = field("The device.")
    name: str = field("What it calls itself.", C2)
    platform: str = field('For example "ios".')
    bound_to_key: bool = field("Whether it has a key of its own that never leaves it.")
    gets_push: bool = field("Whether notifications go to it.")
    first_seen_at: Instant = field("First sign-in on it.")
    last_seen_at: Instant = field("Last sign-in on it.")


@type_of(customers.ConsentRow, "A yes to one purpose that stands.")
class Consent:
    id: strawberry.ID = field("The consent.")
    purpose: str = field('For example "credit_scoring".')
    version: str = field("Which wording the customer agreed to.")
    granted_at: Instant = field("Since when.")


@computed("How well the bank knows the customer.")
def tier(row: customers.CustomerRow) -> Tier:
    return Tier(row.tier.value)


@computed("In which language the bank writes to the customer by itself.")
def language(row: customers.CustomerRow) -> Language:
    return Language(row.language)


@batched(list[Session], "Sign-ins that stand, most recently used first; 20 at most.", list_size=20)
async def sessions(read: Read, rows: list[customers.CustomerRow], viewers: list[Viewer]) -> list[list[customers.SessionRow]]:
    found = await customers.list_sessions(read, [row.id for row in rows], read.now)
    return [found[row.id] for row in rows]


@batched(list[Device], "Devices that were not removed, last seen first; 50 at most.", list_size=20)
async def devices(read: Read, rows: list[customers.CustomerRow], viewers: list[Viewer]) -> list[list[customers.DeviceRow]]:
    found = await customers.list_devices(read, [row.id for row in rows])
    return [found[row.id] for row in rows]


@batched(list[Consent], "Consents that stand, by purpose.", list_size=5)
async def consents(read: Read, rows: list[customers.CustomerRow], viewers: list[Viewer]) -> list[list[customers.ConsentRow]]:
    found = await customers.list_consents(read, [row.id for row in rows])
    return [found[row.id] for row in rows]


@batched(list[Identity], "What leads to the customer at sign-in, oldest first; 25 or so at most.", list_size=5)
async def identities(read: Read, rows: list[customers.CustomerRow], viewers: list[Viewer]) -> list[list[customers.identities.IdentityRow]]:
    found = await customers.identities.list_identities(read, [row.id for row in rows])
    return [found[row.id] for row in rows]


@batched(list[IdentityChange], "What happened to identities, newest first; 50 at most.", list_size=20)
async def identity_changes(read: Read, rows: list[customers.CustomerRow], viewers: list[Viewer]) -> list[list[customers.identities.IdentityChangeRow]]:
    found = await customers.identities.list_identity_changes(read, [row.id for row in rows])
    return [found[row.id] for row in rows]


async def find_customers(read: Read, ids: list[UUID], viewers: list[Viewer]) -> list[customers.CustomerRow | None]:
    """The viewer's own row, and nobody else's."""
    found = await customers.list_customers(read, {id_ for id_, viewer in zip(ids, viewers, strict=True) if id_ == viewer.id})
    return [found.get(id_) if id_ == viewer.id else None for id_, viewer in zip(ids, viewers, strict=True)]


@entity(find_customers)
@type_of(customers.CustomerRow, "A customer, as they see themselves, and as staff see them after the look was written down. Others see a `Party`.")
class Customer:
    id: strawberry.ID = field("The customer.")
    masked_phone: str | None = field("For example 138****8000.", C2)
    masked_name: str | None = field("For example 张*; null until the identity was verified.", C2)
    masked_id_number: str | None = field("For example 110***********1234; null until the identity was verified.", C2)
    tier = tier
    language = language
    has_pin: bool = field("Whether a payment PIN was set.")
    registered_at: Instant = field("When the customer signed up.")
    sessions = sessions
    devices = devices
    consents = consents
    identities = identities
    identity_changes = identity_changes


@type_of(customers.AppRequirements, "What an app must be to be served.")
class AppRequirements:
    platform: str = field('For example "ios".')
    minimum_version: str = field("The oldest version that is served. An older app asks its user to update.")
    is_served: bool | None = field("Whether the version that was asked about is served; null when none was.")

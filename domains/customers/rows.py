"""What the domain hands out: frozen rows, with everything personal already masked."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Tier(StrEnum):
    """How well the house knows a customer; wallet's limits go by it."""

    BASIC = "basic"
    """A phone that answered with its code."""
    VERIFIED = "verified"
    """Real name and ID number were checked."""


class Language(StrEnum):
    """In which the house writes to a customer."""

    ZH = "zh"
    EN = "en"


class CustomerRow(NamedTuple):
    """A customer. The masked texts are None where nothing was given, or where the customer's data key was erased."""

    id: UUID
    tier: Tier
    language: str
    has_pin: bool
    registered_at: datetime
    masked_phone: str | None
    masked_name: str | None
    masked_id_number: str | None


class PartyRow(NamedTuple):
    """What others may see of a customer: who is on the other side of a movement, masked. A text is None where nothing was given, or was erased."""

    id: UUID
    masked_name: str | None
    masked_phone: str | None


class OpenClaims(NamedTuple):
    """What a customer lets somebody else see in full; None for what was not asked for, not given, or erased."""

    name: str | None
    phone: str | None


class Marks(NamedTuple):
    """What tells two customers apart: since when, every device they ever signed in with, and with whom they share one (see Claimant)."""

    registered_at: datetime
    devices: frozenset[str]
    household_id: UUID


class Claimant(NamedTuple):
    """Somebody who asks for what is given once: since when they are a customer, on which device, and with whom they share devices.

    `device_mark` is the same for whoever signs in with that device's key; `household_id` the first customer among those who share a device key."""

    tier: Tier
    registered_at: datetime
    device_mark: str | None
    household_id: UUID


class LockedCustomer(NamedTuple):
    """A customer held until the end of the transaction."""

    id: UUID
    tier: Tier


class SessionRow(NamedTuple):
    id: UUID
    owner_id: UUID
    device_id: UUID | None
    device_name: str | None
    device_platform: str | None
    bound_to_key: bool
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime


class DeviceRow(NamedTuple):
    id: UUID
    customer_id: UUID
    name: str
    platform: str
    bound_to_key: bool
    gets_push: bool
    first_seen_at: datetime
    last_seen_at: datetime


class ConsentRow(NamedTuple):
    id: UUID
    customer_id: UUID
    purpose: str
    version: str
    granted_at: datetime
    withdrawn_at: datetime | None


class PushTarget(NamedTuple):
    """Where a customer's notifications go. `token` is open: for the messenger alone, never for a log or an answer."""

    customer_id: UUID
    device_id: UUID
    service: str
    token: str


class AppRequirements(NamedTuple):
    """The oldest app that is still served on a platform; `is_served` of the version that was asked about, None when none was."""

    platform: str
    minimum_version: str
    is_served: bool | None


class RevokedSession(NamedTuple):
    id: UUID
    revoked_at: datetime


class SessionState(NamedTuple):
    """What decides whether a refresh token is still good."""

    generation: int
    confirmed_generation: int
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    key_thumbprint: str | None


class PinState(NamedTuple):
    version: int
    attempts: int
    locks: int
    locked_until: datetime | None


class IdentityKind(StrEnum):
    """By what a customer is known."""

    PHONE = "phone"
    MINI_PROGRAM = "mini_program"
    """An account of a network whose mini-programs the house has."""
    PARTNER = "partner"
    """A partner's word for one of its own customers."""


class IdentityProof(StrEnum):
    """What showed that an identity is the customer's, the weakest first."""

    PROVIDER = "provider"
    """The word of the network or the partner alone."""
    CODE = "code"
    """A one-time code was answered too."""
    PIN = "pin"
    """The payment PIN was given too."""


class IdentityRow(NamedTuple):
    """One identity that stands. The masked text is None where the customer's data key was erased."""

    id: UUID
    customer_id: UUID
    kind: IdentityKind
    issuer: str
    masked_value: str | None
    proof: IdentityProof
    linked_at: datetime


class IdentityChangeRow(NamedTuple):
    """What happened to an identity: linked, unlinked, moved_in or moved_out; `actor_id` did it."""

    id: UUID
    customer_id: UUID
    identity_id: UUID
    kind: IdentityKind
    issuer: str
    change: str
    actor_id: UUID
    changed_at: datetime

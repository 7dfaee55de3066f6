"""What happened to customers, for higher domains and for the worker. Ids only, never personal data."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CodeRequested(Event):
    """`subject_id` is the challenge: the worker calls `deliver_code` with it."""


@dataclass(frozen=True, slots=True)
class NoticeRequested(Event):
    """`subject_id` is the notice: the worker sends it."""


@dataclass(frozen=True, slots=True)
class CustomerRegistered(Event):
    """`subject_id` is the new customer."""


@dataclass(frozen=True, slots=True)
class SessionStarted(Event):
    """`subject_id` is the customer or operator."""

    session_id: UUID


@dataclass(frozen=True, slots=True)
class SessionRevoked(Event):
    """`subject_id` is the customer or operator."""

    session_id: UUID


@dataclass(frozen=True, slots=True)
class IdentityVerified(Event):
    """`subject_id` is the customer, now of tier `verified`."""


@dataclass(frozen=True, slots=True)
class PinChanged(Event):
    """The payment PIN was set, changed or reset. `subject_id` is the customer."""


@dataclass(frozen=True, slots=True)
class ConsentGranted(Event):
    purpose: str


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn(Event):
    purpose: str


@dataclass(frozen=True, slots=True)
class IdentityLinked(Event):
    """`subject_id` is the customer, who may sign in with one thing more."""

    identity_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class IdentityUnlinked(Event):
    """`subject_id` is the customer, who is no longer known by it."""

    identity_id: UUID
    kind: str
    issuer: str


@dataclass(frozen=True, slots=True)
class MergerProposed(Event):
    """`subject_id` is the customer who would be closed, `counterpart_id` who they are."""

    merger_id: UUID


@dataclass(frozen=True, slots=True)
class CustomerClosed(Event):
    """`subject_id` was found to be `counterpart_id`, and leads there from now on."""

    merger_id: UUID

"""What a customer is known by, and its log, as the app sees them. Values arrive masked."""

from enum import Enum

import strawberry

from domains import customers
from domains.kernel.data_classes import C2
from resolvers.fields import computed, field, type_of
from resolvers.scalars import Instant


@strawberry.enum(description="By what a customer is known.")
class IdentityKind(Enum):
    PHONE = strawberry.enum_value("phone", description="A phone number. It always remains.")
    MINI_PROGRAM = strawberry.enum_value("mini_program", description="An account of a network whose mini-programs the bank has.")
    PARTNER = strawberry.enum_value("partner", description="A partner's word for one of its own customers.")


@strawberry.enum(description="What showed that an identity is the customer's, the weakest first.")
class IdentityProof(Enum):
    PROVIDER = strawberry.enum_value("provider", description="The word of the network or the partner alone.")
    CODE = strawberry.enum_value("code", description="A one-time code was answered too.")
    PIN = strawberry.enum_value("pin", description="The payment PIN was given too.")


@strawberry.enum(description="What happened to an identity.")
class IdentityChangeKind(Enum):
    LINKED = strawberry.enum_value("linked", description="It was linked.")
    UNLINKED = strawberry.enum_value("unlinked", description="It was unlinked.")
    MOVED_IN = strawberry.enum_value("moved_in", description="It came from a customer who was found to be the same person.")
    MOVED_OUT = strawberry.enum_value("moved_out", description="It went to a customer who was found to be the same person.")


@computed("By what.")
def kind(row: customers.identities.IdentityRow) -> IdentityKind:
    return IdentityKind(row.kind.value)


@computed("What showed that it is the customer's.")
def proof(row: customers.identities.IdentityRow) -> IdentityProof:
    return IdentityProof(row.proof.value)


@type_of(customers.identities.IdentityRow, "Something that a customer is known by, and that leads to them at sign-in.")
class Identity:
    id: strawberry.ID = field("The identity.")
    kind = kind
    issuer: str = field("Which network or partner says so; empty for a phone.")
    masked_value: str | None = field("For example 138****8000; null for a customer who was erased.", C2)
    proof = proof
    linked_at: Instant = field("Since when.")


@computed("What happened.")
def change(row: customers.identities.IdentityChangeRow) -> IdentityChangeKind:
    return IdentityChangeKind(row.change)


@computed("Of which kind the identity is.")
def changed_kind(row: customers.identities.IdentityChangeRow) -> IdentityKind:
    return IdentityKind(row.kind.value)


@type_of(customers.identities.IdentityChangeRow, "A line of the log of a customer's identities.")
class IdentityChange:
    identity_id: strawberry.ID = field("Which identity.")
    kind = changed_kind
    issuer: str = field("Which network or partner.")
    change = change
    changed_at: Instant = field("When.")

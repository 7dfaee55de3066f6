"""What became of promised transfers. `subject_id` is the sender, `counterpart_id` the receiver, where there is one yet."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class TransferPromised(Event):
    """The money is set aside. `kind` says what makes it go."""

    promise_id: UUID
    kind: str
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class PromiseAddressed(Event):
    """The phone that it was for has registered: the new customer may accept it."""

    promise_id: UUID


@dataclass(frozen=True, slots=True)
class PromisePosted(Event):
    """The money has moved."""

    promise_id: UUID
    movement_id: UUID


@dataclass(frozen=True, slots=True)
class PromiseReturned(Event):
    """The money is the sender's again. `reason`: declined, called_back, expired or refused."""

    promise_id: UUID
    reason: str

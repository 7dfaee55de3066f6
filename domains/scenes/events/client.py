"""What became of clients and of the tokens that they hold. `subject_id` is the partner."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ClientRegistered(Event):
    """A partner has one program more by which it speaks to the bank."""

    client_id: UUID


@dataclass(frozen=True, slots=True)
class ClientRemoved(Event):
    """It gets no token any more, and those that it has hold no more."""

    client_id: UUID


@dataclass(frozen=True, slots=True)
class TokenReuseDetected(Event):
    """A code or refresh token came twice, so two have it. `counterpart_id` is the customer. `kind`: code or refresh_token. The family holds no more."""

    client_id: UUID
    family_id: UUID
    kind: str

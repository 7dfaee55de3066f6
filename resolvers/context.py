"""What a resolver is handed: who asks, and the keys to read, to write and to listen. Never a session."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from strawberry.types.info import Info as StrawberryInfo

from domains.kernel.commands import Command, Verb
from domains.kernel.events import PublishedEvent
from domains.kernel.transactions import Read
from resolvers.permissions import Permission

if TYPE_CHECKING:
    from resolvers.batch import Batches

C = TypeVar("C", bound=Command)
O = TypeVar("O")  # noqa: E741

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class PartnerPrincipal:
    """What a partner's access token stands for at this instant: whose consent it rests on, and what is left of it.

    `customer_id` and `consent_id` are None for a token of the client's own. `scopes` are those of the token that the consent still gives."""

    partner_id: UUID
    client_id: UUID
    scopes: frozenset[str]
    customer_id: UUID | None = None
    consent_id: UUID | None = None
    account_ids: tuple[UUID, ...] = ()
    open_claims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. `id` is the customer, operator or partner; NOBODY before sign-in. `language` is "zh" or "en".

    `device` and `address` are what a rate limit may count by: the client's own name for its device, and where the request came from."""

    id: UUID = NOBODY
    session_id: UUID = NOBODY
    permissions: frozenset[Permission] = frozenset({Permission.PUBLIC})
    language: str = "zh"
    device: str = ""
    address: str = ""
    device_key: str | None = None
    """RFC 7638 thumbprint of the key whose DPoP proof (RFC 9449) came with the request."""
    partner: PartnerPrincipal | None = None
    """Set where a partner asks: `id` is then the partner's."""


class Write(Protocol):
    """The only way to change anything: `await context.write(verb, command)`. Raises the verb's refusals."""

    async def __call__(self, verb: Verb[C, O], command: C) -> O: ...


class Listen(Protocol):
    """Facts about one subject, from now on or since a cursor. Raises ResumeExpired when the cursor is too old."""

    def __call__(self, subject_id: UUID, names: frozenset[str], since: int | None) -> AsyncIterator[PublishedEvent]: ...


@dataclass(slots=True)
class Context:
    """One operation's keys. `read` is its snapshot; a mutation starts a new one after each write."""

    viewer: Viewer
    read: Read
    write: Write
    listen: Listen
    batches: "Batches | None" = field(default=None)
    expires_at: float | None = None


Info = StrawberryInfo[Context, None]


def command_of(info: Info, request_id: UUID) -> dict[str, UUID]:
    """What the command of somebody signed in begins with: its id, its owner, and the session that it comes through."""
    viewer = info.context.viewer
    return {"request_id": request_id, "owner_id": viewer.id, "session_id": viewer.session_id}


OpenContext = Callable[[Viewer], Context]

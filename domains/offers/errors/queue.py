"""What is refused of queue tickets."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class BranchClosedNow(Refusal):
    """The branch is not open at this hour."""


@dataclass(eq=False)
class TicketHeldAlready(Refusal):
    """The customer has a ticket at this branch that is still good."""

    number: int


@dataclass(eq=False)
class TicketClassNotGiven(Refusal):
    """Tickets of that class are given by members of staff alone."""


@dataclass(eq=False)
class TicketNotFound(Refusal):
    """There is no such ticket that is still good, or it is somebody else's."""


@dataclass(eq=False)
class QueueEmpty(Refusal):
    """Nobody waits."""

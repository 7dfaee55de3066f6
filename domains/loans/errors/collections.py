"""What is refused of collections."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class PromiseRefused(Refusal):
    """`what` names what stands against a promise: due (nothing is), amount (less than is due), day (past, or too far), broken (too many before)."""

    what: str

"""What is refused of loans."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class LoanNotFound(Refusal):
    """The customer has no such loan."""

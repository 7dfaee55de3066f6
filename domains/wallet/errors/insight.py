"""What is refused of categories and budgets."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class LineNotFound(Refusal):
    """The customer has no movement of that id, or it has not come to the statement's index yet."""

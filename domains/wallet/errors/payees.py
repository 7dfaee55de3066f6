"""What is refused of payees."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class AliasTooLong(Refusal):
    most_characters: int


@dataclass(eq=False)
class TooManyPayees(Refusal):
    """No more payees are kept for one customer."""

    most: int


@dataclass(eq=False)
class PayeeNotFound(Refusal):
    """The customer keeps no such payee."""

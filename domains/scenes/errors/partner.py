"""What is refused of partners."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class PartnerNameMalformed(Refusal):
    most_characters: int


@dataclass(eq=False)
class PartnerNotFound(Refusal):
    """There is no such partner, or it is suspended."""

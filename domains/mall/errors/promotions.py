"""What is refused of promotions."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class PromotionNotFound(Refusal):
    """There is no such promotion, or it is not the caller's."""


@dataclass(eq=False)
class PromotionMalformed(Refusal):
    """A part of what was told is not as a promotion has it."""

    what: str

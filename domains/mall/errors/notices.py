"""What is refused of notices that something is there again."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class StockThere(Refusal):
    """There are units of it: it can be bought, and need not be waited for."""

    free_units: int


@dataclass(eq=False)
class StockNoticesFull(Refusal):
    """A customer waits for no more than so many things."""

    notices_most: int

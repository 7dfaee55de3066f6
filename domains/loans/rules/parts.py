"""What a debt consists of, and amounts of it part by part, in minor units of the loan's currency."""

from enum import StrEnum
from operator import add, sub
from typing import NamedTuple


class Part(StrEnum):
    """What a debt consists of."""

    PRINCIPAL = "principal"
    INTEREST = "interest"
    FEE = "fee"
    PENALTY = "penalty"


PARTS = tuple(Part)
"""In their order. A fold goes through them thousands of times, which the enumeration itself would slow."""


class Parts(NamedTuple):
    """An amount of each part. They are in the order of `Part`."""

    principal: int = 0
    interest: int = 0
    fee: int = 0
    penalty: int = 0

    @property
    def total(self) -> int:
        return self.principal + self.interest + self.fee + self.penalty

    def of(self, part: Part) -> int:
        return int(getattr(self, part.value))

    def plus(self, other: "Parts") -> "Parts":
        return Parts(*map(add, self, other))

    def less(self, other: "Parts") -> "Parts":
        return Parts(*map(sub, self, other))


NOTHING = Parts()

"""What a debt consists of, and amounts of it part by part, in minor units of the loan's currency."""

from enum import StrEnum
from typing import NamedTuple


class Part(StrEnum):
    """What a debt consists of."""

    PRINCIPAL = "principal"
    INTEREST = "interest"
    FEE = "fee"
    PENALTY = "penalty"


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
        return Parts(*(one + more for one, more in zip(self, other, strict=True)))

    def less(self, other: "Parts") -> "Parts":
        return Parts(*(one - less for one, less in zip(self, other, strict=True)))


NOTHING = Parts()

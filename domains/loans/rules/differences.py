"""What is to be booked so that the ledger has what a loan's facts fold to: the difference between two states, as movements between named places.

Nothing that was booked is edited. What a part was paid too much goes to a part that was paid too little, before the customer's money is touched."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from domains.loans.rules.parts import PARTS, Part, Parts
from domains.loans.rules.states import Flows


class Place(StrEnum):
    """Where money of a loan is, beside what is owed and what was earned of each part."""

    WALLET = "wallet"
    SOURCE = "source"
    LOSS = "loss"


Spot = Place | tuple[str, Part]
OWED, EARNED = "owed", "earned"


class Difference(NamedTuple):
    """One movement. `kind` is the ledger's, `name` tells it from the others of its act."""

    name: str
    kind: str
    debit: Spot
    credit: Spot
    minor: int

    @property
    def rank(self) -> int:
        """Its place among the movements of many acts: what is earned grows first and shrinks last, as `differences` has it."""
        if _sort(self.credit) == EARNED:
            return 0
        return 2 if _sort(self.debit) == EARNED else 1


KINDS: dict[tuple[object, object], str] = {
    (Place.WALLET, OWED): "loan_repayment",
    (Place.SOURCE, OWED): "loan_refund",
    (Place.SOURCE, Place.WALLET): "loan_refund",
    (Place.LOSS, OWED): "loan_written_off",
    (Place.WALLET, Place.LOSS): "loan_recovered",
    (OWED, OWED): "loan_reallocated",
}
"""What money is called by where it goes from and to; what goes another way corrects something."""


def differences(before: Flows, after: Flows) -> list[Difference]:
    """The movements between two states, in an order in which no account falls below nothing: what is earned grows first and shrinks last, and in between each
    place either gives or takes."""
    earned = after.earned.less(before.earned)
    grown, shrunk = (list(_earned(earned, sign)) for sign in (1, -1))
    return [*grown, *_settled(before, after), *shrunk]


def _earned(earned: Parts, sign: int) -> Iterator[Difference]:
    for part in (Part.INTEREST, Part.FEE, Part.PENALTY):
        minor = sign * earned.of(part)
        if minor > 0:
            spots: tuple[Spot, Spot] = ((OWED, part), (EARNED, part))
            kind = f"loan_{part}" if sign > 0 else f"loan_{part}_corrected"
            yield Difference(kind, kind, *(spots if sign > 0 else spots[::-1]), minor)


def _settled(before: Flows, after: Flows) -> list[Difference]:
    """What was paid, refunded, given up and recovered: from each place that has to give to the next one that is to have."""
    wanted = _wanted(before, after)
    giving = [(spot, -minor) for spot, minor in wanted.items() if minor < 0]
    found: list[Difference] = []
    for credit, minor in [(spot, minor) for spot, minor in reversed(wanted.items()) if minor > 0]:
        left = minor
        while left:
            debit, there = giving[0]
            moved = min(left, there)
            kind = KINDS.get((_sort(debit), _sort(credit)), "loan_corrected")
            found.append(Difference(f"{kind}:{len(found)}", kind, debit, credit, moved))
            left -= moved
            giving[0] = (debit, there - moved)
            if moved == there:
                giving.pop(0)
    return found


def _wanted(before: Flows, after: Flows) -> dict[Spot, int]:
    """By how much each place is to be credited, or debited where it is below nothing. The sum is nothing."""
    paid, refunded, written = (getattr(after, name).less(getattr(before, name)) for name in ("paid", "refunded", "written_off"))
    surplus, recovered = after.surplus_minor - before.surplus_minor, after.recovered_minor - before.recovered_minor
    wanted: dict[Spot, int] = {
        Place.WALLET: surplus - paid.total - recovered,
        Place.SOURCE: -surplus - refunded.total,
        Place.LOSS: recovered - written.total,
    }
    return wanted | {(OWED, part): paid.of(part) + refunded.of(part) + written.of(part) for part in reversed(PARTS)}


def _sort(spot: Spot) -> object:
    return spot[0] if isinstance(spot, tuple) else spot

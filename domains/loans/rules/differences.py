"""What is to be booked so that the ledger has what a loan's facts fold to: the difference between two states, as movements between named places.

Nothing that was booked is edited. What a part was paid too much goes to a part that was paid too little, before the customer's money is touched."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from domains.loans.rules.parts import Part, Parts
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


def differences(before: Flows, after: Flows) -> list[Difference]:
    """The movements between two states, in an order in which no account falls below nothing."""
    earned = after.earned.less(before.earned)
    grown, shrunk = (list(_earned(earned, sign)) for sign in (1, -1))
    paid = _spread("loan_repayment", Place.WALLET, _owed(after.paid.less(before.paid)))
    back = dict(_owed(after.refunded.less(before.refunded)))
    back[Place.WALLET] = after.surplus_minor - before.surplus_minor
    refunded = _spread("loan_refund", Place.SOURCE, back)
    written = _spread("loan_written_off", Place.LOSS, _owed(after.written_off.less(before.written_off)))
    recovered = _spread("loan_recovered", Place.WALLET, {Place.LOSS: after.recovered_minor - before.recovered_minor})
    return [*grown, *paid, *refunded, *written, *recovered, *shrunk]


def _earned(earned: Parts, sign: int) -> Iterator[Difference]:
    for part in (Part.INTEREST, Part.FEE, Part.PENALTY):
        minor = sign * earned.of(part)
        if minor > 0:
            spots: tuple[Spot, Spot] = ((OWED, part), (EARNED, part))
            kind = f"loan_{part}" if sign > 0 else f"loan_{part}_corrected"
            yield Difference(f"{kind}", kind, *(spots if sign > 0 else spots[::-1]), minor)


def _owed(parts: Parts) -> dict[Spot, int]:
    return {(OWED, part): parts.of(part) for part in Part}


def _spread(kind: str, hub: Place, changes: Mapping[Spot, int]) -> list[Difference]:
    """Credit each spot that has more and debit each that has less, from one to the other as far as they match, the rest from the hub or to it."""
    more = [(spot, minor) for spot, minor in changes.items() if minor > 0]
    less = [(spot, -minor) for spot, minor in changes.items() if minor < 0]
    found: list[Difference] = []
    for debit, taken in less:
        left = taken
        while left and more:
            credit, wanted = more[0]
            minor = min(left, wanted)
            found.append(Difference(f"{kind}:{len(found)}", f"{kind}_corrected", debit, credit, minor))
            left -= minor
            more[0] = (credit, wanted - minor)
            if minor == wanted:
                more.pop(0)
        if left:
            found.append(Difference(f"{kind}:{len(found)}", f"{kind}_corrected", debit, hub, left))
    for credit, minor in more:
        found.append(Difference(f"{kind}:{len(found)}", kind, hub, credit, minor))
    return found

"""A history of what clients asked and were told, and a checker that says whether an honest ledger could have told it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

POSTED, REUSED, UNKNOWN = "posted", "IdReused", "unknown"
LOST, TWICE, DISHONEST = "lost", "twice", "dishonest"
"""Kinds of wrong: acknowledged and not there, there more than once, and every other thing that no honest ledger would tell or do."""


class Wrong(NamedTuple):
    kind: str
    text: str


class Payload(NamedTuple):
    source: str
    target: str
    minor: int


class Answer(NamedTuple):
    """`verdict` is posted, unknown, or a refusal's name; the rest is the source's place where it was posted. A `sequence` of 0 was not told."""

    verdict: str
    sequence: int = 0
    balance_after: int = 0


@dataclass
class Call:
    request_id: UUID
    payload: Payload
    invoked: int
    answered: int
    answer: Answer


@dataclass
class Look:
    account: str
    invoked: int
    answered: int
    balance: int


class Entry(NamedTuple):
    """What is in the books at the end: an account's entries in the order of its sequence."""

    request_id: UUID
    signed: int
    balance_after: int


@dataclass
class History:
    opened: dict[str, int]
    calls: list[Call] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    ticks: int = 0

    def tick(self) -> int:
        """A moment later than every moment before."""
        self.ticks += 1
        return self.ticks


def check(history: History, books: dict[str, list[Entry]]) -> list[Wrong]:
    """Everything that an honest ledger would not have told or done."""
    return [*_check_answers(history, books), *_check_books(history, books), *_check_looks(history, books)]


def _check_answers(history: History, books: dict[str, list[Entry]]) -> list[Wrong]:
    """An id has one payload and one outcome; what was acknowledged is there once, what was refused is not."""
    wrong: list[Wrong] = []
    debits: dict[UUID, list[tuple[str, int, Entry]]] = defaultdict(list)
    for account, entries in books.items():
        for place, entry in enumerate(entries, 1):
            if entry.signed < 0:
                debits[entry.request_id].append((account, place, entry))
    by_id: dict[UUID, list[Call]] = defaultdict(list)
    for call in history.calls:
        if call.answer.verdict != UNKNOWN:
            by_id[call.request_id].append(call)
    for id_, calls in by_id.items():
        honest = [call for call in calls if call.answer.verdict != REUSED]
        if len({call.payload for call in honest}) > 1:
            wrong.append(Wrong(DISHONEST, f"{id_}: two payloads were taken under one id"))
        if len({call.answer for call in honest}) > 1:
            wrong.append(Wrong(DISHONEST, f"{id_}: one request was told different outcomes"))
        found = debits[id_]
        if len(found) > 1:
            wrong.append(Wrong(TWICE, f"{id_}: posted {len(found)} times"))
        for call in honest:
            is_place_told = call.answer.sequence > 0
            there = [(account, place if is_place_told else 0, -entry.signed, entry.balance_after) for account, place, entry in found]
            told = (call.payload.source, call.answer.sequence, call.payload.minor, call.answer.balance_after)
            if call.answer.verdict == POSTED and told not in there:
                wrong.append(Wrong(LOST, f"{id_}: acknowledged and not in the books as told"))
            if call.answer.verdict != POSTED and there:
                wrong.append(Wrong(DISHONEST, f"{id_}: refused and in the books"))
    asked = {call.request_id for call in history.calls}
    wrong.extend(Wrong(DISHONEST, f"{id_}: in the books and never asked for") for id_ in debits if id_ not in asked)
    return wrong


def _check_books(history: History, books: dict[str, list[Entry]]) -> list[Wrong]:
    """Balances follow from one another, none is below zero, and nothing is made or lost."""
    wrong: list[Wrong] = []
    for account, entries in books.items():
        balance = history.opened[account]
        for entry in entries:
            balance += entry.signed
            if balance < 0:
                wrong.append(Wrong(DISHONEST, f"{account}: below zero"))
            if entry.balance_after != balance:
                wrong.append(Wrong(DISHONEST, f"{account}: a balance does not follow from the one before"))
    if sum(entry.signed for entries in books.values() for entry in entries):
        wrong.append(Wrong(DISHONEST, "value was made or lost"))
    return wrong


def _check_looks(history: History, books: dict[str, list[Entry]]) -> list[Wrong]:
    """A balance that was read is one after some prefix of the account's entries: with all that was answered before, and nothing that was asked later."""
    invoked: dict[UUID, int] = {}
    answered: dict[UUID, int] = {}
    for call in history.calls:
        invoked[call.request_id] = min(call.invoked, invoked.get(call.request_id, call.invoked))
        if call.answer.verdict == POSTED:
            answered[call.request_id] = min(call.answered, answered.get(call.request_id, call.answered))
    wrong: list[Wrong] = []
    for look in history.looks:
        entries = books[look.account]
        least = max((place for place, entry in enumerate(entries, 1) if answered.get(entry.request_id, look.invoked) < look.invoked), default=0)
        most = next((place for place, entry in enumerate(entries) if invoked.get(entry.request_id, 0) > look.answered), len(entries))
        balances = [history.opened[look.account]]
        for entry in entries:
            balances.append(balances[-1] + entry.signed)
        if look.balance not in balances[least : most + 1]:
            wrong.append(Wrong(DISHONEST, f"{look.account}: a balance was read that no order explains"))
    return wrong

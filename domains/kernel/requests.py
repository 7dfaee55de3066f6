"""The one door of repeats: a client-made id has one outcome for ever.

Composite verbs claim their id first (`claim`), so that a repeat waits before it does anything. Batched verbs do not look first: a group is decided, and its ids
are written with their outcomes in the statement that writes everything else. If one of them is there already, the group is undone (`RepeatFound`), what is
stored is told (`look`), and the others are decided again. So a repeat costs a second transaction, and everybody else saves a statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from asyncpg import Record

from domains.kernel import queries
from domains.kernel.commands import Command, Verb, decode_outcome, encode_outcome, input_hash
from domains.kernel.crypto import Keyring
from domains.kernel.errors import IdReused, Refusal
from domains.kernel.events import Event
from domains.kernel.ids import in_order
from domains.kernel.transactions import Tx

C = TypeVar("C", bound=Command)


class RepeatFound(Exception):
    """An id of the group has an outcome already: nothing of this attempt may stay."""


@dataclass(slots=True)
class Admission:
    """Who of a group goes on: indexes of `fresh` commands, and what the others are told (an outcome, or the index of their twin in the group)."""

    fresh: list[int]
    hashes: list[bytes]
    told: dict[int, object] = field(default_factory=dict)
    twins: dict[int, int] = field(default_factory=dict)


def admit(tx: Tx, verb: Verb[C, Any], commands: Sequence[C]) -> Admission:
    """Fold repeats inside the group. Nothing is looked at."""
    key = tx.port(Keyring).request_key
    admission = Admission([], [input_hash(key, verb, command) for command in commands])
    first_with_id: dict[UUID, int] = {}
    for index, command in enumerate(commands):
        first = index if command.request_id is None else first_with_id.setdefault(command.request_id, index)
        if first == index:
            admission.fresh.append(index)
        else:
            _fold(admission, commands, first, index)
    return admission


async def claim(tx: Tx, verb: Verb[C, Any], commands: Sequence[C], admission: Admission) -> None:
    """Claim the ids of the fresh commands, waiting for whoever holds one; tell what is stored of those that were used before."""
    by_id = _by_id(commands, admission)
    if not by_id:
        return
    # In id order, so that two groups that share ids wait for each other in one direction only.
    ids = sorted(by_id, key=in_order)
    owners = [commands[by_id[id_]].owner_id for id_ in ids]
    claimed = await queries.claim_requests(tx, ids, owners, verb.name, [admission.hashes[by_id[id_]] for id_ in ids])
    used = [id_ for id_ in ids if id_ not in claimed]
    if used:
        _tell_stored(verb, commands, admission, await queries.list_requests(tx, used))


async def look(tx: Tx, verb: Verb[C, Any], commands: Sequence[C], admission: Admission) -> None:
    """Tell what is stored of ids that were used before."""
    by_id = _by_id(commands, admission)
    _tell_stored(verb, commands, admission, await queries.list_requests(tx, sorted(by_id, key=in_order)))


async def settle(tx: Tx, commands: Sequence[Command], fresh: Sequence[int], outcomes: Sequence[object], events: Sequence[Event]) -> None:
    """Write the outcomes of the claimed ids and the facts of the group, in one statement. Ids without a decision are given back."""
    told: list[tuple[UUID, bytes]] = []
    undecided: list[UUID] = []
    for index, outcome in zip(fresh, outcomes, strict=True):
        request_id = commands[index].request_id
        if request_id is None:
            continue
        if _is_decision(outcome):
            told.append((request_id, encode_outcome(outcome)))
        else:
            undecided.append(request_id)
    if undecided:
        await queries.give_back_requests(tx, undecided)
    await queries.enqueue_urgent_jobs(tx, events)
    queries.write_outcomes(tx, told)
    queries.write_facts(tx, events)
    await tx.write_now()


async def settle_new(tx: Tx, verb: Verb[C, Any], commands: Sequence[C], admission: Admission, outcomes: Sequence[object]) -> None:
    """Write ids, outcomes and facts of a group that claimed nothing, with all else that waits to be written. Raises RepeatFound."""
    rows = [
        (request_id, commands[index].owner_id, verb.name, admission.hashes[index], encode_outcome(outcome))
        for index, outcome in zip(admission.fresh, outcomes, strict=True)
        if (request_id := commands[index].request_id) is not None and _is_decision(outcome)
    ]
    rows.sort(key=lambda row: row[0].int)
    await queries.enqueue_urgent_jobs(tx, tx.events)
    queries.write_facts(tx, tx.events)
    if not rows:
        await tx.write_now()
    elif await queries.insert_requests(tx, rows) < len(rows):
        raise RepeatFound


def tell(admission: Admission, count: int, outcomes: Sequence[object | Refusal]) -> list[object | Refusal]:
    """One answer per command of the group, in order."""
    told: dict[int, object] = dict(admission.told)
    told.update(zip(admission.fresh, outcomes, strict=True))
    told.update({again: told[first] for again, first in admission.twins.items()})
    return [told[index] for index in range(count)]


def _is_decision(outcome: object) -> bool:
    return isinstance(outcome, Refusal) or not isinstance(outcome, Exception)


def _by_id(commands: Sequence[Command], admission: Admission) -> dict[UUID, int]:
    return {request_id: index for index in admission.fresh if (request_id := commands[index].request_id) is not None}


def _tell_stored(verb: Verb[C, Any], commands: Sequence[C], admission: Admission, rows: Sequence[Record]) -> None:
    by_id = _by_id(commands, admission)
    for stored in rows:
        index = by_id[stored["id"]]
        same = stored["owner_id"] == commands[index].owner_id and stored["input_hash"] == admission.hashes[index]
        admission.told[index] = decode_outcome(verb, stored["outcome"]) if same else IdReused(stored["id"])
        admission.fresh.remove(index)


def _fold(admission: Admission, commands: Sequence[Command], first: int, again: int) -> None:
    """A repeat inside the group: the twin of the first if it is the same command, else IdReused."""
    same = commands[first].owner_id == commands[again].owner_id and admission.hashes[first] == admission.hashes[again]
    request_id = commands[again].request_id
    if same:
        admission.twins[again] = first
    elif request_id is not None:
        admission.told[again] = IdReused(request_id)

"""The one door of repeats: a client-made id has one outcome for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from domains.kernel import queries
from domains.kernel.commands import Command, Verb, decode_outcome, encode_outcome, input_hash
from domains.kernel.crypto import Keyring
from domains.kernel.errors import IdReused, Refusal
from domains.kernel.events import Event
from domains.kernel.transactions import Tx

C = TypeVar("C", bound=Command)


@dataclass(slots=True)
class Admission:
    """Who of a group goes on: indexes of `fresh` commands, and what the others are told (an outcome, or the index of their twin in the group)."""

    fresh: list[int]
    hashes: list[bytes]
    told: dict[int, object]
    twins: dict[int, int]


async def admit(tx: Tx, verb: Verb[C, Any], commands: Sequence[C]) -> Admission:
    """Claim every id of the group, waiting for whoever holds one, then look at the outcomes of those that were used before."""
    key = tx.port(Keyring).request_key
    hashes = [input_hash(key, verb, command) for command in commands]
    admission = Admission([], hashes, {}, {})
    first_with_id: dict[UUID, int] = {}
    for index, command in enumerate(commands):
        if command.request_id is None:
            admission.fresh.append(index)
        elif command.request_id in first_with_id:
            _fold(admission, commands, first_with_id[command.request_id], index)
        else:
            first_with_id[command.request_id] = index
    if first_with_id:
        await _claim(tx, verb, commands, first_with_id, admission)
    admission.fresh.sort()
    return admission


async def settle(tx: Tx, commands: Sequence[Command], fresh: Sequence[int], outcomes: Sequence[object], events: Sequence[Event]) -> None:
    """Write the outcomes of the claimed ids and the facts of the group, in one statement. Ids without a decision are given back."""
    ids: list[UUID] = []
    encoded: list[bytes] = []
    undecided: list[UUID] = []
    for index, outcome in zip(fresh, outcomes, strict=True):
        request_id = commands[index].request_id
        if request_id is None:
            continue
        if isinstance(outcome, Exception) and not isinstance(outcome, Refusal):
            undecided.append(request_id)
            continue
        ids.append(request_id)
        encoded.append(encode_outcome(outcome))
    if undecided:
        await queries.give_back_requests(tx, undecided)
    if ids or events:
        await queries.settle(tx, ids, encoded, events)


async def _claim(tx: Tx, verb: Verb[C, Any], commands: Sequence[C], first_with_id: dict[UUID, int], admission: Admission) -> None:
    # In id order, so that two groups that share ids wait for each other in one direction only.
    ids = sorted(first_with_id)
    indexes = [first_with_id[id_] for id_ in ids]
    owners = [commands[index].owner_id for index in indexes]
    claimed = await queries.claim_requests(tx, ids, owners, verb.name, [admission.hashes[index] for index in indexes])
    admission.fresh.extend(first_with_id[id_] for id_ in claimed)
    used = [id_ for id_ in ids if id_ not in claimed]
    if not used:
        return
    for stored in await queries.list_requests(tx, used):
        index = first_with_id[stored["id"]]
        same = stored["owner_id"] == commands[index].owner_id and stored["input_hash"] == admission.hashes[index]
        admission.told[index] = decode_outcome(verb, stored["outcome"]) if same else IdReused(stored["id"])


def _fold(admission: Admission, commands: Sequence[Command], first: int, again: int) -> None:
    """A repeat inside the group: the twin of the first if it is the same command, else IdReused."""
    same = commands[first].owner_id == commands[again].owner_id and admission.hashes[first] == admission.hashes[again]
    request_id = commands[again].request_id
    if same:
        admission.twins[again] = first
    elif request_id is not None:
        admission.told[again] = IdReused(request_id)


def tell(admission: Admission, count: int, outcomes: Sequence[object | Refusal]) -> list[object | Refusal]:
    """One answer per command of the group, in order."""
    told: dict[int, object] = dict(admission.told)
    told.update(zip(admission.fresh, outcomes, strict=True))
    told.update({again: told[first] for again, first in admission.twins.items()})
    return [told[index] for index in range(count)]

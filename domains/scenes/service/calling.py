"""Ask a partner for something, outside any transaction: noted before, with what it is asked, and noted again with what came of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from domains.kernel.commands import HOUSE_ID, Command, batched_verb, plain
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.scenes.errors.order import CallReused
from domains.scenes.ports import CallAnswer, ScenePartners
from domains.scenes.queries import call as calls
from domains.scenes.queries import link as links
from domains.scenes.service.credential import find_token

ENDED = frozenset({"done", "refused"})
"""Answers after which a call is over."""


class Asked(NamedTuple):
    """What came of a call. `attempts` counts how often its id was sent; zero when nothing left the house."""

    state: str
    data: Mapping[str, Any]
    reason: str | None
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCallCommand(Command):
    """A call is about to be made. Without a request id: the call's own id is what makes repeats harmless."""

    call_id: UUID
    customer_id: UUID
    scene: str
    operation: str
    input_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAnswerCommand(Command):
    """What a partner said of a call."""

    call_id: UUID
    state: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class CallNoted:
    """The call stands in the log. `attempts` counts this one."""

    attempts: int


@batched_verb(CallNoted)
async def note_call(tx: Tx, commands: list[NoteCallCommand]) -> list[CallNoted | Refusal]:
    """Write calls down before they are made. Refuses CallReused for an id that asked for something else."""
    rows = {one.call_id: (one.call_id, one.customer_id, one.scene, one.operation, one.input_hash) for one in commands}
    noted = await calls.note_calls(tx, list(rows.values()))
    return [
        CallNoted(noted[one.call_id].attempts)
        if (noted[one.call_id].operation, noted[one.call_id].input_hash) == (one.operation, one.input_hash)
        else CallReused(one.call_id)
        for one in commands
    ]


@batched_verb(CallNoted)
async def note_answer(tx: Tx, commands: list[NoteAnswerCommand]) -> list[CallNoted | Refusal]:
    """Write answers down."""
    write_answers(tx, {one.call_id: (one.state, one.reason) for one in commands})
    return [CallNoted(0) for _ in commands]


def write_answers(tx: Tx, told: Mapping[UUID, tuple[str, str | None]]) -> None:
    """Inside a verb of the caller's: (state, reason) of each call. What tells nothing leaves a call unknown."""
    calls.write_answers(
        tx, [(id_, "answered" if state in ENDED else "unknown", state if state in ENDED else None, reason) for id_, (state, reason) in told.items()]
    )


async def ask_partner_for(
    database: Database, customer_id: UUID, scene: str, operation: str, call_id: UUID, given: Mapping[str, Any], *, noted: bool = True
) -> Asked:
    """Make a call for a customer, over its link where the scene needs one. `noted` calls are written down first, and are refused as CallReused if their id
    asked for something else. An access token that the partner does not accept is refreshed, once. The caller notes the answer."""
    partner = database.ports.get(ScenePartners).find(scene)
    if partner is None:
        return Asked("unknown", {}, "partner_away", 0)
    token: str | None = None
    link = None
    if partner.scene.needs_link:
        async with database.reading(single=True) as read:
            (link,) = await links.find_standing_links(read, [customer_id], [scene])
        token = None if link is None else await find_token(database, partner.connector, link)
        if token is None:
            return Asked("unauthorized", {}, "no_token", 0)
    attempts = await _note(database, customer_id, scene, operation, call_id, given) if noted else 1
    answer: CallAnswer = await partner.connector.call(operation, call_id, token, given)
    if answer.state == "unauthorized" and link is not None and token is not None:
        token = await find_token(database, partner.connector, link, refused=token)
        if token is not None:
            answer = await partner.connector.call(operation, call_id, token, given)
    return Asked(answer.state, answer.data, answer.reason, attempts)


async def _note(database: Database, customer_id: UUID, scene: str, operation: str, call_id: UUID, given: Mapping[str, Any]) -> int:
    digest = hashlib.sha256(orjson.dumps(given, default=plain, option=orjson.OPT_SORT_KEYS)).digest()
    command = NoteCallCommand(request_id=None, owner_id=HOUSE_ID, call_id=call_id, customer_id=customer_id, scene=scene, operation=operation, input_hash=digest)
    return (await database.write(note_call, command)).attempts

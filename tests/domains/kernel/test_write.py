"""The write path: one outcome for an id for ever, groups, halving, unknown commits."""

import asyncio
from dataclasses import dataclass
from uuid import UUID, uuid4

import asyncpg
import pytest

from domains.kernel.commands import Command, Verb, batched_verb, composite_verb
from domains.kernel.committer import CommitUnknown
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, IdReused, Refusal, Unavailable
from domains.kernel.events import Event
from domains.kernel.ids import new_id
from domains.kernel.transactions import Tx
from tests.conftest import wired_ports

OWNER = uuid4()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Command):
    """Write one audit row of that text: an append that can be counted."""

    text: str


@dataclass(frozen=True, slots=True)
class Noted:
    text: str
    row_id: UUID


@dataclass(frozen=True, slots=True)
class NoteWritten(Event):
    text: str


GROUPS: list[int] = []

INSERT = "INSERT INTO kernel_audit (id, at, actor_id, action, subject_id, detail) VALUES ($1, $2, $3, $4, NULL, '{}')"


@batched_verb(Noted)
async def note(tx: Tx, commands: list[Note]) -> list[Noted | Refusal]:
    GROUPS.append(len(commands))
    outcomes: list[Noted | Refusal] = []
    for command in commands:
        if command.text.startswith("refuse"):
            outcomes.append(AmountOutOfRange(0, "CNY", 1, 2))
            continue
        if command.text == "bug":
            raise ZeroDivisionError
        row_id = new_id(tx.clock)
        await tx.execute(INSERT, row_id, tx.now, command.owner_id, "x\0" if command.text == "bad data" else command.text)
        tx.publish(NoteWritten(command.owner_id, None, command.text))
        outcomes.append(Noted(command.text, row_id))
    return outcomes


@composite_verb(Noted)
async def note_then_refuse(tx: Tx, command: Note) -> Noted | Refusal:
    await tx.execute(INSERT, new_id(tx.clock), tx.now, command.owner_id, command.text)
    refusal = AmountOutOfRange(7, "CNY", 1, 2)
    if command.text.endswith("kept"):
        return refusal
    raise refusal


def a_note(text: str, request_id: UUID | None = None, owner_id: UUID = OWNER) -> Note:
    return Note(request_id=request_id or uuid4(), owner_id=owner_id, text=text)


async def count(database: Database, text: str) -> int:
    async with database.reading() as read:
        return int(await read.fetchval("SELECT count(*) FROM kernel_audit WHERE action = $1", text))


async def test_a_repeat_gets_the_answer_of_the_first_and_writes_nothing(database: Database) -> None:
    text, request_id = f"once {uuid4()}", uuid4()
    first = await database.write(note, a_note(text, request_id))
    again = await database.write(note, a_note(text, request_id))
    assert again == first
    assert await count(database, text) == 1


async def test_eight_concurrent_repeats_get_one_answer(database: Database) -> None:
    text, request_id = f"eight {uuid4()}", uuid4()
    answers = await asyncio.gather(*(database.write(note, a_note(text, request_id)) for _ in range(8)))
    assert len(set(answers)) == 1
    assert await count(database, text) == 1


async def test_repeats_through_two_processes_pools_get_one_answer(database: Database, migrated: object) -> None:
    other = await Database.open(migrated.app_dsn, database.clock, ports=wired_ports())  # type: ignore[attr-defined]
    try:
        for _ in range(20):
            text, request_id = f"two houses {uuid4()}", uuid4()
            answers = await asyncio.gather(*(house.write(note, a_note(text, request_id)) for house in (database, other, database, other)))
            assert len(set(answers)) == 1
            assert await count(database, text) == 1
    finally:
        await other.close()


async def test_the_same_id_with_other_input_is_refused(database: Database) -> None:
    request_id = uuid4()
    await database.write(note, a_note("first", request_id))
    with pytest.raises(IdReused):
        await database.write(note, a_note("second", request_id))


async def test_the_same_id_of_another_owner_is_refused_and_tells_nothing(database: Database) -> None:
    request_id = uuid4()
    await database.write(note, a_note("mine", request_id))
    with pytest.raises(IdReused) as refused:
        await database.write(note, a_note("mine", request_id, owner_id=uuid4()))
    assert refused.value.id == request_id


async def test_a_refusal_is_stored_and_told_again(database: Database) -> None:
    request_id = uuid4()
    for _ in range(2):
        with pytest.raises(AmountOutOfRange) as refused:
            await database.write(note, a_note("refuse me", request_id))
        assert (refused.value.minor, refused.value.most_minor) == (0, 2)


async def test_one_group_takes_all_that_arrived_meanwhile(database: Database) -> None:
    GROUPS.clear()
    await asyncio.gather(*(database.write(note, a_note(f"many {uuid4()}")) for _ in range(50)))
    assert sum(GROUPS) == 50
    assert len(GROUPS) <= 4


async def test_the_culprit_of_a_group_stands_alone(database: Database) -> None:
    texts = [f"good {uuid4()}" for _ in range(9)]
    texts.insert(4, "bad data")
    answers = await asyncio.gather(*(database.write(note, a_note(text)) for text in texts), return_exceptions=True)
    failed = [text for text, answer in zip(texts, answers, strict=True) if isinstance(answer, Exception)]
    assert failed == ["bad data"]
    assert isinstance(answers[4], asyncpg.PostgresError)
    for text in texts[:4] + texts[5:]:
        assert await count(database, text) == 1


async def test_a_bug_in_a_verb_reaches_its_caller_and_leaves_the_id_free(database: Database) -> None:
    request_id = uuid4()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await database.write(note, a_note("bug", request_id))


async def test_a_duplicate_with_other_input_inside_one_group_is_refused(database: Database) -> None:
    request_id = uuid4()
    texts = [f"a {uuid4()}", f"b {uuid4()}"]
    blocker = asyncio.gather(*(database.write(note, a_note(f"keeps a lane busy {uuid4()}")) for _ in range(4)))
    answers = await asyncio.gather(*(database.write(note, a_note(text, request_id)) for text in texts), return_exceptions=True)
    await blocker
    assert sorted(type(answer).__name__ for answer in answers) == ["IdReused", "Noted"]
    assert sum([await count(database, text) for text in texts]) == 1


async def test_a_raised_refusal_of_a_composite_verb_undoes_its_writes_but_is_stored(database: Database) -> None:
    text, request_id = f"undone {uuid4()}", uuid4()
    for _ in range(2):
        with pytest.raises(AmountOutOfRange):
            await database.write(note_then_refuse, a_note(text, request_id))
    assert await count(database, text) == 0


async def test_a_returned_refusal_of_a_composite_verb_keeps_its_writes_once(database: Database) -> None:
    text, request_id = f"{uuid4()} kept", uuid4()
    for _ in range(2):
        with pytest.raises(AmountOutOfRange):
            await database.write(note_then_refuse, a_note(text, request_id))
    assert await count(database, text) == 1


async def test_a_caller_that_hangs_up_cancels_nothing(database: Database) -> None:
    text = f"hung up {uuid4()}"
    caller = asyncio.create_task(database.write(note, a_note(text)))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    for _ in range(100):
        if await count(database, text):
            break
        await asyncio.sleep(0.01)
    assert await count(database, text) == 1


async def test_an_unanswered_commit_is_unavailable_and_its_repeat_tells_the_truth(
    database: Database, migrated: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, request_id = f"unknown {uuid4()}", uuid4()
    monkeypatch.setattr("domains.kernel.database._commit", _commit_and_lose_the_answer)
    with pytest.raises(Unavailable):
        await database.write(note, a_note(text, request_id))
    monkeypatch.undo()
    assert (await database.write(note, a_note(text, request_id))).text == text
    assert await count(database, text) == 1


async def test_facts_are_written_with_the_act(database: Database) -> None:
    owner = uuid4()
    await database.write(note, a_note("told", owner_id=owner))
    with pytest.raises(AmountOutOfRange):
        await database.write(note, a_note("refuse", owner_id=owner))
    async with database.reading() as read:
        rows = await read.fetch("SELECT name, payload FROM kernel_outbox WHERE subject_id = $1", owner)
    assert [(row["name"], row["payload"]["text"]) for row in rows] == [("NoteWritten", "told")]


async def test_a_lost_database_is_unavailable(migrated: object, database: Database) -> None:
    house = await Database.open(migrated.app_dsn, database.clock, write_connections=1, read_connections=1)  # type: ignore[attr-defined]
    await house._write_pool.close()
    broken: Verb[Note, Noted] = note
    with pytest.raises(Unavailable):
        await house.write(broken, a_note("nowhere"))
    await house._read_pool.close()


async def _commit_and_lose_the_answer(connection: asyncpg.Connection) -> None:  # type: ignore[type-arg]
    await connection.execute("COMMIT")
    raise CommitUnknown

"""Forms filled in before a visit: sealed, opened once at the counter, audited before the look, erased after."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import offers
from domains.kernel.database import Database
from domains.offers import Action, CodeUnknown, Kind
from domains.offers.branches import (
    BranchService,
    BranchServiceNotFound,
    FieldKind,
    FormField,
    FormMalformed,
    Opening,
    Prefill,
    PrefillExpired,
    PrefillOpenedAlready,
    PrefillOpening,
    PrefillsTooMany,
    PrefillUnknown,
    Ticket,
)
from domains.offers.jobs.visits import erase_due_prefills
from tests.domains.offers.staff import scan
from tests.domains.offers.visits import Desk, a_desk
from tests.domains.wallet.people import Person, everything, person

FORM = (
    FormField("fullName", FieldKind.TEXT, "姓名", "Full name", True, 20),
    FormField("income", FieldKind.NUMBER, "月收入", "Monthly income"),
    FormField("since", FieldKind.DAY, "自", "Since", False),
    FormField("card", FieldKind.CHOICE, "卡种", "Card", False, 20, ("金卡", "白金卡")),
)
SAID = {"fullName": "欧阳锋", "income": "12000.50", "card": "金卡"}


async def fill(database: Database, someone: Person, service: BranchService, said: Any = SAID) -> Prefill:
    answers = tuple(said.items()) if isinstance(said, dict) else said
    told = {"owner_id": someone.id, "session_id": someone.session_id, "service_id": service.id, "answers": answers}
    return await database.write(offers.branches.fill_in_form, offers.branches.FillInFormCommand(request_id=uuid4(), **told))


async def code_of(database: Database, shown: Any) -> str:
    async with database.reading() as read:
        return offers.branches.visit_addresses(read, [shown])[0]


async def open_(desk: Desk, code: str, request_id: UUID | None = None) -> PrefillOpening:
    command = offers.branches.OpenPrefillCommand(request_id=request_id or uuid4(), **desk.who, code=code)
    return await desk.database.write(offers.branches.open_prefill, command)


async def answers(database: Database, opening: PrefillOpening, reader_id: UUID) -> dict[str, str]:
    async with database.reading() as read:
        (told,) = await offers.branches.read_answers(read, [(opening.prefill_id, reader_id)])
    return {one.asked.name: one.text for one in told}


async def sealed(database: Database, prefill_id: UUID) -> tuple[str, bool]:
    async with database.reading() as read:
        row = await read.fetchrow("SELECT state, sealed FROM offers_prefill WHERE id = $1", prefill_id)
    assert row is not None
    assert row["sealed"] is None or "欧阳锋".encode() not in row["sealed"]
    return row["state"], row["sealed"] is not None


async def test_sixteen_who_race_open_a_form_once_and_the_one_reads_it(database: Database) -> None:
    desk, other = await a_desk(database), await a_desk(database)
    service, someone = await desk.serve(await desk.open(), form=FORM), await person(database)
    code = await code_of(database, one := await fill(database, someone, service))
    told = await asyncio.gather(*(open_(desk, code) for _ in range(16)), return_exceptions=True)
    (opening,) = [result for result in told if isinstance(result, PrefillOpening)]
    assert [type(result) for result in told].count(PrefillOpenedAlready) == 15
    assert await answers(database, opening, desk.who["owner_id"]) == SAID
    assert await answers(database, opening, other.who["owner_id"]) == {}
    async with database.reading() as read:
        audited = await read.fetch("SELECT action, count(*) AS n FROM kernel_audit WHERE subject_id = $1 GROUP BY action", someone.id)
    assert {row["action"]: row["n"] for row in audited} == {"offers.open_prefill": 1, "offers.open_prefill_again": 15}
    assert await sealed(database, one.id) == ("opened", True)


async def test_a_lost_answer_is_told_again_to_the_same_request(database: Database) -> None:
    desk = await a_desk(database)
    service, someone, request_id = await desk.serve(await desk.open(), form=FORM), await person(database), uuid4()
    code = await code_of(database, await fill(database, someone, service))
    first, second = await open_(desk, code, request_id), await open_(desk, code, request_id)
    assert first == second
    assert await answers(database, second, desk.who["owner_id"]) == SAID


async def test_what_was_read_or_expired_is_erased(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(database.clock.now())
    desk = await a_desk(database)
    service, someone = await desk.serve(await desk.open(), form=FORM), await person(database)
    read_, left, taken_back = [await fill(database, someone, service) for _ in range(3)]
    opening = await open_(desk, await code_of(database, read_))
    told = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "prefill_id": taken_back.id}
    await database.write(offers.branches.withdraw_prefill, offers.branches.WithdrawPrefillCommand(**told))
    assert await sealed(database, taken_back.id) == ("withdrawn", False)
    await erase_due_prefills(database)
    assert await sealed(database, read_.id) == ("opened", True)
    database.clock.advance(timedelta(minutes=11))
    assert await answers(database, opening, desk.who["owner_id"]) == {}
    await erase_due_prefills(database)
    assert await sealed(database, read_.id) == ("opened", False)
    database.clock.advance(timedelta(hours=24))
    for one in (left, taken_back):
        with pytest.raises(PrefillExpired):
            await open_(desk, await code_of(database, one))
    await erase_due_prefills(database)
    assert await sealed(database, left.id) == ("expired", False)


@pytest.mark.parametrize(
    ("said", "field", "problem"),
    [
        ({**SAID, "other": "x"}, "other", "unknown"),
        ((*SAID.items(), ("card", "金卡")), "card", "twice"),
        ({"income": "1"}, "fullName", "missing"),
        ({**SAID, "fullName": "长" * 21}, "fullName", "too_long"),
        ({**SAID, "fullName": "a\nb"}, "fullName", "malformed"),
        ({**SAID, "income": "1e9"}, "income", "malformed"),
        ({**SAID, "since": "2026-02-30"}, "since", "malformed"),
        ({**SAID, "card": "黑卡"}, "card", "malformed"),
    ],
)
async def test_an_answer_that_is_not_what_the_form_asks_is_refused_with_its_field(database: Database, said: Any, field: str, problem: str) -> None:
    desk = await a_desk(database)
    service, someone = await desk.serve(await desk.open(), form=FORM), await person(database)
    before = await everything(database, but=frozenset({"kernel_request"}))
    with pytest.raises(FormMalformed) as refused:
        await fill(database, someone, service, said)
    assert (refused.value.field, refused.value.reason) == (field, problem)
    assert await everything(database, but=frozenset({"kernel_request"})) == before


async def test_three_forms_wait_at_most_and_a_service_without_a_form_takes_none(database: Database) -> None:
    desk = await a_desk(database)
    branch, someone = await desk.open(), await person(database)
    service, plain = await desk.serve(branch, form=FORM), await desk.serve(branch, "cash")
    told = await asyncio.gather(*(fill(database, someone, service) for _ in range(6)), return_exceptions=True)
    assert ([type(one) for one in told].count(Prefill), [type(one) for one in told].count(PrefillsTooMany)) == (3, 3)
    with pytest.raises(BranchServiceNotFound):
        await fill(database, someone, plain)
    desk_code = await code_of(database, next(one for one in told if isinstance(one, Prefill)))
    for code in ("", desk_code[:-1], desk_code[:-1] + ("A" if desk_code[-1] != "A" else "B"), "x" * 4_096, desk_code.replace("/C/", "/D/")):
        with pytest.raises(PrefillUnknown):
            await open_(desk, code)


async def test_a_ticket_and_a_form_are_scanned_by_their_owner_alone_and_a_service_by_anybody(database: Database) -> None:
    desk = await a_desk(database)
    branch = await desk.open(hours=tuple(Opening(weekday, 0, 24 * 60) for weekday in range(1, 8)))
    service, someone, other = await desk.serve(branch, form=FORM), await person(database), await person(database)
    told = {"owner_id": someone.id, "session_id": someone.session_id}
    ticket = await database.write(offers.branches.take_ticket, offers.branches.TakeTicketCommand(request_id=uuid4(), **told, branch_id=branch.id))
    form = await fill(database, someone, service)
    for shown, kind in ((ticket, Kind.TICKET), (form, Kind.PREFILL)):
        code = await code_of(database, shown)
        with database.counting() as statements:
            found = await scan(database, code, someone.id)
        assert len(statements) <= 3
        assert (found.kind, found.target, found.actions) == (kind, shown, (Action.OPEN,))
        for stranger in (other.id, None):
            with pytest.raises(CodeUnknown) as refused:
                await scan(database, code, stranger)
            assert refused.value.reason == "withdrawn"
    with pytest.raises(PrefillUnknown):
        await open_(desk, await code_of(database, ticket))
    share = offers.ShareProductCommand(request_id=uuid4(), **told, kind=Kind.BRANCH_SERVICE, product_id=service.id)
    shared = await database.write(offers.share_product, share)
    async with database.reading() as read:
        address = offers.code_addresses(read, [shared])[0]
    with database.counting() as statements:
        found = await scan(database, address, other.id)
    assert len(statements) <= 3
    assert (found.kind, found.target, found.actions[0]) == (Kind.BRANCH_SERVICE, service, Action.BOOK)
    assert isinstance(ticket, Ticket)

"""Promised transfers: set aside, and then gone once or back once, whoever is faster."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, JPY
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, IdReused, Refusal, Unauthenticated
from domains.kernel.money import Amount
from domains.kernel.relay import relay_until_idle
from domains.wallet import (
    PromiseKind,
    PromiseState,
    listeners,  # noqa: F401  registers them
)
from domains.wallet.jobs.promises import address_promises, end_due_promises
from tests.domains.wallet.people import Person, balance, count_movements, everything, person, transfer

DAY = timedelta(hours=24)
RIGHT = customers.PinProof(customers.PinVerdict.RIGHT, 5)
REQUESTS = frozenset({"kernel_request"})


async def promise(database: Database, sender: Person, target: Person | UUID | str, minor: int, kind: PromiseKind, **more: Any) -> wallet.Promise:
    who = {"target_phone": target} if isinstance(target, str) else {"target_id": target.id if isinstance(target, Person) else target}
    amount = Amount(minor, more.pop("asset", CNY))
    command = {"request_id": uuid4(), "owner_id": sender.id, "session_id": sender.session_id, "amount": amount, "kind": kind, **who, **more}
    return await database.write(wallet.promise_transfer, wallet.PromiseTransferCommand(**command))


def decision(someone: Person, promised: wallet.Promise, request_id: UUID | None = None) -> wallet.DecideOnPromiseCommand:
    return wallet.DecideOnPromiseCommand(request_id=request_id or uuid4(), owner_id=someone.id, session_id=someone.session_id, promise_id=promised.id)


async def find(database: Database, promised: wallet.Promise) -> wallet.Promise:
    async with database.reading() as read:
        (found,) = await wallet.find_promises(read, [promised.id], [promised.customer_id])
    assert found is not None
    return found


async def available(database: Database, someone: Person) -> int:
    async with database.reading() as read:
        return (await ledger.find_accounts(read, [someone.account_id]))[someone.account_id].available.minor


async def facts(database: Database, promised: wallet.Promise) -> list[str]:
    async with database.reading() as read:
        rows = await read.fetch("SELECT name FROM kernel_outbox WHERE payload ->> 'promise_id' = $1 ORDER BY id", str(promised.id))
    return [row["name"] for row in rows]


async def test_what_is_accepted_moves_with_its_note(database: Database) -> None:
    sender, target = await person(database, 1_000), await person(database)
    promised = await promise(database, sender, target, 700, PromiseKind.ON_ACCEPTANCE, note="房租")
    assert (promised.state, promised.due_at - promised.placed_at) == (PromiseState.WAITING, DAY)
    assert (await balance(database, sender), await available(database, sender), await balance(database, target)) == (1_000, 300, 0)
    accepted = await database.write(wallet.accept_transfer, decision(target, promised))
    assert (accepted.state, accepted.reason) == (PromiseState.POSTED, None)
    assert (await balance(database, sender), await available(database, sender), await balance(database, target)) == (300, 300, 700)
    async with database.reading() as read:
        (entries,) = await ledger.list_entries(read, [target.account_id], [2**62], 5)
        assert [entry.kind for entry in entries] == ["transfer"]
        assert await wallet.find_notes(read, [entries[0].movement_id]) == {entries[0].movement_id: "房租"}
    assert await facts(database, promised) == ["TransferPromised", "PromisePosted"]


async def test_what_is_declined_or_called_back_flows_back(database: Database) -> None:
    sender, target = await person(database, 1_000), await person(database)
    for verb, who, reason in ((wallet.decline_transfer, target, "declined"), (wallet.call_back_transfer, sender, "called_back")):
        promised = await promise(database, sender, target, 700, PromiseKind.ON_ACCEPTANCE)
        ended = await database.write(verb, decision(who, promised))
        assert (ended.state, ended.reason) == (PromiseState.RETURNED, reason)
        assert await facts(database, promised) == ["TransferPromised", "PromiseReturned"]
    assert (await available(database, sender), await balance(database, target), await count_movements(database, target)) == (1_000, 0, 0)


async def test_what_nobody_accepts_flows_back_after_a_day_also_without_a_worker(fresh_database: Database) -> None:
    database = fresh_database
    sender, target = await person(database, 2_000), await person(database)
    first, second = [await promise(database, sender, target, 700, PromiseKind.ON_ACCEPTANCE) for _ in range(2)]
    database.clock.advance(DAY - timedelta(minutes=1))
    await end_due_promises(database)
    assert (await find(database, first)).state is PromiseState.WAITING
    database.clock.advance(timedelta(minutes=2))
    assert await available(database, sender) == 2_000
    with pytest.raises(wallet.PromiseEnded) as told:
        await database.write(wallet.accept_transfer, decision(target, first))
    assert told.value.state == "returned"
    assert (await find(database, first)).reason == "expired"
    await end_due_promises(database)
    assert (await find(database, second)).reason == "expired"
    assert (await available(database, sender), await balance(database, target)) == (2_000, 0)


async def test_a_phone_that_registers_later_accepts_what_waits_for_it(fresh_database: Database) -> None:
    database = fresh_database
    sender, phone = await person(database, 1_000), "+8613912345678"
    promised = await promise(database, sender, "139 1234 5678", 700, PromiseKind.ON_ACCEPTANCE, note="欢迎")
    assert (promised.target_id, promised.masked_phone) == (None, "139****5678")
    async with database.reading() as read:
        assert "13912345678" not in str([tuple(row) for row in await read.fetch("SELECT * FROM wallet_promise")])
    made = await customers.make_development_customer(database, phone)
    await relay_until_idle(database, jobs={})
    newcomer = Person(made.customer_id, made.session_id, phone, wallet.wallet_account_id(made.customer_id, CNY))
    assert (await find(database, promised)).target_id == newcomer.id
    async with database.reading() as read:
        (page,) = await wallet.list_promises(read, [newcomer.id], 10, None)
    assert [one.id for one in page.items] == [promised.id]
    accepted = await database.write(wallet.accept_transfer, decision(newcomer, promised))
    assert accepted.state is PromiseState.POSTED
    assert (await balance(database, sender), await available(database, sender), await balance(database, newcomer)) == (300, 300, 700)
    assert await facts(database, promised) == ["TransferPromised", "PromiseAddressed", "PromisePosted"]
    async with database.reading() as read:
        entry = (await wallet.find_movements(read, [UUID(str(row["id"])) for row in await read.fetch("SELECT id FROM ledger_movement")], [newcomer.id] * 2))[1]
        assert entry is not None and entry.other_owner_id == sender.id


async def test_a_promise_that_the_listener_missed_is_found_by_the_clock(fresh_database: Database) -> None:
    database = fresh_database
    sender, phone = await person(database, 1_000), "+8613912345678"
    await relay_until_idle(database, jobs={})
    promised = await promise(database, sender, phone, 700, PromiseKind.ON_ACCEPTANCE)
    made = await customers.make_development_customer(database, phone)
    await address_promises(database)
    assert (await find(database, promised)).target_id == made.customer_id


async def test_a_phone_that_never_registers_gives_the_money_back_and_the_days_limit(fresh_database: Database) -> None:
    database = fresh_database
    sender = await person(database, 1_000_000)
    promised = await promise(database, sender, "+8613912345678", 200_000, PromiseKind.ON_ACCEPTANCE, pin=RIGHT)
    with pytest.raises(ledger.LimitExceeded) as told:
        await promise(database, sender, "+8613912345679", 1, PromiseKind.ON_ACCEPTANCE)
    assert told.value.period.startswith("new:")
    database.clock.advance(DAY)
    await end_due_promises(database)
    assert ((await find(database, promised)).reason, await available(database, sender)) == ("expired", 1_000_000)


@pytest.mark.parametrize(("kind", "after"), [(PromiseKind.IN_TWO_HOURS, timedelta(hours=2)), (PromiseKind.IN_ONE_DAY, DAY)])
async def test_a_delayed_transfer_goes_by_itself_unless_it_is_called_back(fresh_database: Database, kind: PromiseKind, after: timedelta) -> None:
    database = fresh_database
    sender, target = await person(database, 1_000), await person(database)
    goes, comes_back = [await promise(database, sender, target, minor, kind) for minor in (300, 400)]
    with pytest.raises(wallet.PromiseNotFound):
        await database.write(wallet.accept_transfer, decision(target, goes))
    database.clock.advance(after - timedelta(seconds=1))
    await end_due_promises(database)
    assert (await available(database, sender), await balance(database, target)) == (300, 0)
    await database.write(wallet.call_back_transfer, decision(sender, comes_back))
    database.clock.advance(timedelta(seconds=1))
    with pytest.raises(wallet.PromiseEnded):
        await database.write(wallet.call_back_transfer, decision(sender, goes))
    await asyncio.gather(*(end_due_promises(database) for _ in range(4)))
    assert ((await find(database, goes)).state, (await find(database, comes_back)).reason) == (PromiseState.POSTED, "called_back")
    assert (await balance(database, sender), await available(database, sender), await balance(database, target)) == (700, 700, 300)


async def test_a_delayed_transfer_still_goes_when_the_worker_was_away_for_days(fresh_database: Database) -> None:
    database = fresh_database
    sender, target = await person(database, 1_000), await person(database)
    promised = await promise(database, sender, target, 300, PromiseKind.IN_TWO_HOURS)
    database.clock.advance(timedelta(days=5))
    await end_due_promises(database)
    assert ((await find(database, promised)).state, await balance(database, target)) == (PromiseState.POSTED, 300)


async def test_a_delayed_transfer_that_the_ledger_will_not_let_go_flows_back(fresh_database: Database) -> None:
    database = fresh_database
    sender, target = await person(database, 1_000), await person(database)
    promised = await promise(database, sender, target, 300, PromiseKind.IN_TWO_HOURS)
    async with database.transaction() as tx:
        await tx.execute("UPDATE ledger_account SET state = 'closed' WHERE id = $1", target.account_id)
    database.clock.advance(timedelta(hours=2))
    await end_due_promises(database)
    assert ((await find(database, promised)).reason, await available(database, sender)) == ("refused", 1_000)


async def test_of_acceptance_calling_back_and_declining_at_once_one_happens(database: Database) -> None:
    for _ in range(6):
        sender, target = await person(database, 1_000), await person(database)
        promised = await promise(database, sender, target, 700, PromiseKind.ON_ACCEPTANCE)
        verbs = [(wallet.accept_transfer, target), (wallet.call_back_transfer, sender), (wallet.decline_transfer, target), (wallet.accept_transfer, target)]
        answers = await asyncio.gather(*(database.write(verb, decision(who, promised)) for verb, who in verbs), return_exceptions=True)
        won = [one for one in answers if isinstance(one, wallet.Promise)]
        assert len(won) == 1 and all(isinstance(one, wallet.PromiseEnded) for one in answers if one is not won[0])
        left = 300 if won[0].state is PromiseState.POSTED else 1_000
        assert (await balance(database, sender), await available(database, sender), await balance(database, target)) == (left, left, 1_000 - left)


async def test_two_taps_promise_once_and_accept_once(database: Database) -> None:
    sender, target, id_ = await person(database, 1_000), await person(database), uuid4()
    answers = await asyncio.gather(*(promise(database, sender, target, 700, PromiseKind.ON_ACCEPTANCE, request_id=id_) for _ in range(8)))
    assert set(answers) == {answers[0]}
    tap = decision(target, answers[0], uuid4())
    accepted = await asyncio.gather(*(database.write(wallet.accept_transfer, tap) for _ in range(8)))
    assert set(accepted) == {accepted[0]}
    assert (await balance(database, target), await count_movements(database, target)) == (700, 1)
    with pytest.raises(IdReused):
        await promise(database, sender, target, 701, PromiseKind.ON_ACCEPTANCE, request_id=id_)


async def test_of_ten_promises_at_once_as_many_stand_as_the_money_allows(database: Database) -> None:
    sender, target = await person(database, 1_000), await person(database)
    answers = await asyncio.gather(*(promise(database, sender, target, 300, PromiseKind.ON_ACCEPTANCE) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(one, wallet.Promise) for one in answers) == 3
    assert sum(isinstance(one, ledger.InsufficientFunds) for one in answers) == 7


@pytest.mark.parametrize(
    ("minor", "target", "more", "refusal"),
    [
        (100, "nobody", {}, wallet.RecipientNotFound),
        (100, uuid4(), {}, wallet.RecipientNotFound),
        (100, UUID(int=0), {}, wallet.RecipientNotFound),
        (100, "+8613900000001", {"kind": PromiseKind.IN_TWO_HOURS}, wallet.RecipientNotFound),
        (100, "self", {}, wallet.TransferToSelf),
        (0, "+8613900000001", {}, AmountOutOfRange),
        (100, "+8613900000001", {"note": "x" * 141}, wallet.NoteTooLong),
        (20_001, "+8613900000001", {}, wallet.PinRequired),
        (200_001, "+8613900000001", {"pin": RIGHT}, wallet.TransferTooLarge),
        (30_001, "+8613900000001", {"pin": RIGHT}, ledger.InsufficientFunds),
        (100, "+8613900000001", {"asset": JPY}, ledger.AccountNotFound),
    ],
)
async def test_a_promise_that_breaks_a_rule_changes_nothing(
    fresh_database: Database, minor: int, target: Any, more: dict[str, Any], refusal: type[Refusal]
) -> None:
    database = fresh_database
    sender, id_ = await person(database, 30_000), uuid4()
    # The house's account for phones of nobody stands from the first promise on.
    await promise(database, sender, "+8613900000009", 1, PromiseKind.ON_ACCEPTANCE)
    before = await everything(database, but=REQUESTS | {"ledger_account"})
    for _ in range(2):
        with pytest.raises(refusal):
            await promise(
                database, sender, sender.phone if target == "self" else target, minor, **{"kind": PromiseKind.ON_ACCEPTANCE, "request_id": id_, **more}
            )
    assert await everything(database, but=REQUESTS | {"ledger_account"}) == before
    assert await available(database, sender) == 29_999


async def test_strangers_decide_on_nothing_and_an_ended_session_neither(database: Database) -> None:
    sender, target, stranger = [await person(database, 1_000) for _ in range(3)]
    promised = await promise(database, sender, target, 700, PromiseKind.ON_ACCEPTANCE)
    for verb, who in (
        (wallet.accept_transfer, stranger),
        (wallet.decline_transfer, stranger),
        (wallet.call_back_transfer, stranger),
        (wallet.accept_transfer, sender),
        (wallet.call_back_transfer, target),
    ):
        with pytest.raises(wallet.PromiseNotFound):
            await database.write(verb, decision(who, promised))
    gone = Person(target.id, uuid4(), target.phone, target.account_id)
    with pytest.raises(Unauthenticated):
        await database.write(wallet.accept_transfer, decision(gone, promised))
    async with database.reading() as read:
        assert await wallet.find_promises(read, [promised.id] * 3, [sender.id, target.id, stranger.id]) == [promised, promised, None]


async def test_pages_hold_what_was_sent_and_what_may_be_received_newest_first(database: Database) -> None:
    one, other = await person(database, 1_000), await person(database, 1_000)
    made = [await promise(database, *((one, other) if number % 2 else (other, one)), 10 + number, PromiseKind.ON_ACCEPTANCE) for number in range(7)]
    seen, after = [], None
    while True:
        async with database.reading() as read:
            (page,) = await wallet.list_promises(read, [one.id], 3, after)
        seen += [promised.id for promised in page.items]
        if not page.has_next:
            break
        after = page.cursors[-1]
    assert seen == [promised.id for promised in reversed(made)]


async def test_a_transfer_after_a_promise_was_accepted_goes_to_somebody_known_a_day_later(fresh_database: Database) -> None:
    database = fresh_database
    sender, target = await person(database, 100_000_000, verified=True), await person(database)
    promised = await promise(database, sender, target, 100, PromiseKind.ON_ACCEPTANCE)
    await database.write(wallet.accept_transfer, decision(target, promised))
    with pytest.raises(ledger.LimitExceeded):
        await transfer(database, sender, target, 2_000_000, pin=RIGHT)
    database.clock.advance(DAY)
    await transfer(database, await _signed_in(database, sender), target, 5_000_000, pin=RIGHT)
    assert await balance(database, target) == 5_000_100


async def _signed_in(database: Database, someone: Person) -> Person:
    """With a session that stands now."""
    made = await customers.make_development_customer(database, someone.phone)
    return Person(someone.id, made.session_id, someone.phone, someone.account_id)

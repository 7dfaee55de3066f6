"""Requests for money: asked, paid once, declined, called off, reminded of, expired; and every refusal."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, POINTS
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, Refusal, Unauthenticated, UnknownAsset
from domains.kernel.money import Amount
from domains.wallet import MoneyRequest, MoneyRequestState
from domains.wallet.service.money_requests import SweepMoneyRequestsCommand, sweep_money_requests
from tests.domains.wallet.people import Person, balance, everything, fund, person

STORED = frozenset({"kernel_request"})


def ask_of(asker: Person, payer: Person | None, minor: int, **more: Any) -> wallet.RequestMoneyCommand:
    chosen = {"request_id": uuid4(), "payer_id": payer.id if payer else None, "amount": Amount(minor, CNY), **more}
    return wallet.RequestMoneyCommand(owner_id=asker.id, session_id=asker.session_id, **chosen)


async def ask(database: Database, asker: Person, payer: Person, minor: int, **more: Any) -> MoneyRequest:
    return await database.write(wallet.request_money, ask_of(asker, payer, minor, **more))


def pay_of(payer: Person, id_: UUID, **more: Any) -> wallet.PayMoneyRequestCommand:
    return wallet.PayMoneyRequestCommand(**{"request_id": uuid4(), "owner_id": payer.id, "session_id": payer.session_id, "money_request_id": id_, **more})


def end_of(someone: Person, id_: UUID) -> wallet.EndMoneyRequestCommand:
    return wallet.EndMoneyRequestCommand(request_id=uuid4(), owner_id=someone.id, session_id=someone.session_id, money_request_id=id_)


async def sweep(database: Database) -> tuple[int, int]:
    swept = await database.write(sweep_money_requests, SweepMoneyRequestsCommand(request_id=None, owner_id=HOUSE_ID))
    return swept.expired, swept.reminded


async def refusal_of(database: Database, verb: Any, command: Any) -> Refusal:
    """The refusal, after seeing that it changed nothing but the door of repeats."""
    before = await everything(database, but=STORED)
    with pytest.raises(Refusal) as told:
        await database.write(verb, command)
    assert await everything(database, but=STORED) == before
    return told.value


async def seen(database: Database, someone: Person, id_: UUID) -> MoneyRequest | None:
    async with database.reading() as read:
        return (await wallet.find_money_requests(read, [id_], [someone.id]))[0]


async def facts(database: Database, id_: UUID) -> list[str]:
    async with database.reading() as read:
        return [row["name"] for row in await read.fetch("SELECT name FROM kernel_outbox WHERE payload ->> 'money_request_id' = $1 ORDER BY id", str(id_))]


async def test_what_is_asked_for_is_paid_once_and_told_again(database: Database) -> None:
    asker, payer, stranger = [await person(database, minor) for minor in (0, 1_000, 0)]
    request = await ask(database, asker, payer, 300, note="电影票")
    assert (request.state, request.expires_at - request.asked_at) == (MoneyRequestState.OPEN, timedelta(days=7))
    paid = await database.write(wallet.pay_money_request, pay_of(payer, request.id))
    again = await database.write(wallet.pay_money_request, pay_of(payer, request.id))
    assert (paid.request.state, again.movement_id, again.request) == (MoneyRequestState.PAID, paid.movement_id, paid.request)
    assert [await balance(database, one) for one in (asker, payer)] == [300, 700]
    async with database.reading() as read:
        assert await wallet.find_notes(read, [paid.movement_id]) == {paid.movement_id: "电影票"}
    assert [await seen(database, one, request.id) for one in (asker, payer, stranger)] == [paid.request, paid.request, None]
    assert await facts(database, request.id) == ["MoneyRequested", "MoneyRequestPaid"]


async def test_eight_taps_on_two_phones_pay_once(database: Database) -> None:
    asker, payer = await person(database), await person(database, 1_000)
    request = await ask(database, asker, payer, 300)
    answers = await asyncio.gather(*(database.write(wallet.pay_money_request, pay_of(payer, request.id)) for _ in range(8)))
    assert {answer.movement_id for answer in answers} == {answers[0].movement_id}
    assert [await balance(database, one) for one in (asker, payer)] == [300, 700]


async def test_paying_declining_and_cancelling_at_once_end_it_one_way(database: Database) -> None:
    asker, payer = await person(database), await person(database, 1_000)
    request = await ask(database, asker, payer, 300)
    told = await asyncio.gather(
        database.write(wallet.pay_money_request, pay_of(payer, request.id)),
        database.write(wallet.decline_money_request, end_of(payer, request.id)),
        database.write(wallet.cancel_money_request, end_of(asker, request.id)),
        return_exceptions=True,
    )
    assert sum(not isinstance(answer, BaseException) for answer in told) == 1
    assert [type(answer) for answer in told if isinstance(answer, BaseException)] == [wallet.MoneyRequestEnded] * 2
    after = await seen(database, payer, request.id)
    assert after is not None and (after.state is MoneyRequestState.PAID) == (await balance(database, payer) == 700)


@pytest.mark.parametrize(("verb", "by_payer", "state"), [(wallet.decline_money_request, True, "declined"), (wallet.cancel_money_request, False, "cancelled")])
async def test_what_was_declined_or_called_off_is_not_paid(database: Database, verb: Any, by_payer: bool, state: str) -> None:
    asker, payer = await person(database), await person(database, 1_000)
    request = await ask(database, asker, payer, 300)
    by, other = (payer, asker) if by_payer else (asker, payer)
    assert isinstance(await refusal_of(database, verb, end_of(other, request.id)), wallet.MoneyRequestNotFound)
    ended = await database.write(verb, end_of(by, request.id))
    assert (ended.state, await database.write(verb, end_of(by, request.id))) == (state, ended)
    told = await refusal_of(database, wallet.pay_money_request, pay_of(payer, request.id))
    assert str(told) == str(wallet.MoneyRequestEnded(state))
    assert await facts(database, request.id) == ["MoneyRequested", "MoneyRequestClosed"]


async def test_each_bad_request_is_refused_and_changes_nothing(database: Database) -> None:
    asker, payer = await person(database), await person(database, 100)
    refused = [
        (ask_of(asker, payer, 100, note="字" * 141), wallet.NoteTooLong),
        (ask_of(asker, payer, 100, amount=Amount(5, POINTS)), UnknownAsset),
        (ask_of(asker, payer, 0), AmountOutOfRange),
        (ask_of(asker, payer, 2**63), AmountOutOfRange),
        (ask_of(asker, None, 100), wallet.RecipientNotFound),
        (ask_of(asker, None, 100, payer_phone="+8613999999998"), wallet.RecipientNotFound),
        (ask_of(asker, asker, 100), wallet.TransferToSelf),
    ]
    for command, refusal in refused:
        assert isinstance(await refusal_of(database, wallet.request_money, command), refusal)


async def test_paying_is_refused_as_a_transfer_is_and_the_request_stays_open(database: Database) -> None:
    asker, payer, stranger = [await person(database, minor) for minor in (0, 10_000, 10_000)]
    request, large = await ask(database, asker, payer, 10_001), await ask(database, asker, payer, 20_001)
    assert isinstance(await refusal_of(database, wallet.pay_money_request, pay_of(payer, request.id)), ledger.InsufficientFunds)
    assert isinstance(await refusal_of(database, wallet.pay_money_request, pay_of(payer, large.id)), wallet.PinRequired)
    for who, id_ in ((stranger, request.id), (asker, request.id), (payer, uuid4())):
        assert isinstance(await refusal_of(database, wallet.pay_money_request, pay_of(who, id_)), wallet.MoneyRequestNotFound)
    await fund(database, payer, 1)
    assert (await database.write(wallet.pay_money_request, pay_of(payer, request.id))).request.state is MoneyRequestState.PAID


async def test_a_request_expires_after_seven_days_by_the_sweep_or_by_whoever_meets_it(fresh_database: Database) -> None:
    database = fresh_database
    asker, payer = await person(database), await person(database, 1_000)
    swept, met = await ask(database, asker, payer, 100), await ask(database, asker, payer, 200)
    database.clock.advance(timedelta(days=7))
    with pytest.raises(wallet.MoneyRequestEnded) as told:
        await database.write(wallet.pay_money_request, pay_of(payer, met.id))
    assert told.value.state == "expired"
    written = await seen(database, payer, met.id)
    assert written is not None and written.state is MoneyRequestState.EXPIRED
    unwritten = await seen(database, payer, swept.id)
    assert unwritten is not None and wallet.standing(unwritten, database.clock.now()) is MoneyRequestState.EXPIRED
    assert [await sweep(database), await sweep(database)] == [(1, 0), (0, 0)]
    assert await facts(database, swept.id) == await facts(database, met.id) == ["MoneyRequested", "MoneyRequestClosed"]
    assert await balance(database, payer) == 1_000


async def test_the_asker_reminds_twice_a_day_at_most_and_the_house_once(fresh_database: Database) -> None:
    database = fresh_database
    asker, payer = await person(database), await person(database, 1_000)
    request, forgotten = await ask(database, asker, payer, 100), await ask(database, asker, payer, 100)
    assert isinstance(await refusal_of(database, wallet.remind_of_money_request, end_of(asker, request.id)), wallet.ReminderTooSoon)
    database.clock.advance(timedelta(hours=12))
    await database.write(wallet.remind_of_money_request, end_of(asker, request.id))
    told = await refusal_of(database, wallet.remind_of_money_request, end_of(asker, request.id))
    assert isinstance(told, wallet.ReminderTooSoon) and told.next_at - database.clock.now() > timedelta(hours=11)
    assert isinstance(await refusal_of(database, wallet.remind_of_money_request, end_of(payer, request.id)), wallet.MoneyRequestNotFound)
    database.clock.advance(timedelta(days=3))
    assert [await sweep(database), await sweep(database)] == [(0, 1), (0, 0)]
    assert await facts(database, request.id) == await facts(database, forgotten.id) == ["MoneyRequested", "MoneyRequestReminded"]


async def test_lists_are_paged_newest_first_on_both_sides(fresh_database: Database) -> None:
    asker, payer = await person(fresh_database), await person(fresh_database)
    made = [await ask(fresh_database, asker, payer, 100 + number) for number in range(3)]
    async with fresh_database.reading() as read:
        (to_pay, none) = await wallet.list_money_requests(read, [payer.id, asker.id], 2, None, to_pay=True)
        (rest,) = await wallet.list_money_requests(read, [payer.id], 2, to_pay.cursors[-1], to_pay=True)
        (asked,) = await wallet.list_money_requests(read, [asker.id], 3, None, to_pay=False)
    assert [one.id for one in (*to_pay.items, *rest.items)] == [one.id for one in reversed(made)] == [one.id for one in asked.items]
    assert (to_pay.has_next, rest.has_next, none.items) == (True, False, [])


async def test_a_revoked_session_asks_pays_and_ends_nothing(database: Database) -> None:
    asker, payer = await person(database, 100), await person(database, 1_000)
    request = await ask(database, asker, payer, 300)
    own = await ask(database, payer, asker, 50)
    await database.write(customers.sign_out, customers.SignOut(request_id=None, owner_id=payer.id, session_id=payer.session_id))
    before = await everything(database)
    acts: list[tuple[Any, Any]] = [
        (wallet.request_money, ask_of(payer, asker, 1)),
        (wallet.pay_money_request, pay_of(payer, request.id)),
        (wallet.decline_money_request, end_of(payer, request.id)),
        (wallet.cancel_money_request, end_of(payer, own.id)),
        (wallet.remind_of_money_request, end_of(payer, own.id)),
    ]
    for verb, command in acts:
        with pytest.raises(Unauthenticated):
            await database.write(verb, command)
    assert await everything(database) == before

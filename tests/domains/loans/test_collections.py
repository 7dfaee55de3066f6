"""What is due is reminded of by stage, taken out of the wallet on its days, and promised; all of it by jobs that may run twice."""

from datetime import date

import orjson
import pytest

from domains.kernel.assets import CNY, asset_of
from domains.kernel.errors import AssetMismatch
from domains.kernel.money import Amount
from domains.loans import Loan, LoanNotFound, servicing
from domains.loans.jobs.daily_run import bring_loans_to_today, debit_due_loans, remind_of_due_loans
from domains.loans.rules.collections import RETRY_DAYS, reminder_of
from tests.domains.loans.servicing_house import ServicingHouse
from tests.domains.loans.test_repayments import spend_all
from tests.domains.wallet.people import Person


@pytest.fixture
def house(servicing_house: ServicingHouse) -> ServicingHouse:
    return servicing_house


async def a_day(house: ServicingHouse, day: str) -> None:
    """All the jobs of a day, each of them twice."""
    house.at(f"{day}T09:00")
    for _ in range(2):
        await bring_loans_to_today(house.database)
        await debit_due_loans(house.database)
        await remind_of_due_loans(house.database)


async def reminders(house: ServicingHouse) -> list[int]:
    async with house.database.reading() as read:
        rows = await read.fetch("SELECT payload FROM kernel_outbox WHERE name = 'LoanReminderSent' ORDER BY id")
    return [(orjson.loads(row["payload"]) if isinstance(row["payload"], str) else row["payload"])["days"] for row in rows]


async def auto_debit(house: ServicingHouse, someone: Person, loan: Loan, is_on: bool) -> servicing.Collection:
    return await house.database.write(servicing.set_auto_debit, servicing.SetAutoDebitCommand(**house.of(loan, someone), is_on=is_on))


async def promise(house: ServicingHouse, someone: Person, loan: Loan, minor: int, on: str) -> servicing.Collection:
    named = {"amount": Amount(minor, CNY), "promised_on": date.fromisoformat(on)}
    return await house.database.write(servicing.promise_to_pay, servicing.PromiseToPayCommand(**house.of(loan, someone), **named))


@pytest.mark.parametrize(("days", "stage"), [(-4, None), (-3, -3), (-1, -3), (0, 0), (1, 1), (2, 1), (3, 3), (14, 7), (15, 15), (29, 15), (89, 60), (900, 90)])
def test_days_call_for_a_reminder(days: int, stage: int | None) -> None:
    assert reminder_of(days) == stage


def test_what_is_due_is_taken_on_its_day_and_on_the_days_of_its_retries() -> None:
    assert [day for day in range(-1, 40) if day in RETRY_DAYS] == [0, 1, 2, 3, 5, 7, 10, 15, 20, 30]


async def test_what_is_due_is_taken_out_of_the_wallet_once(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    await a_day(house, "2026-10-20")
    assert (await house.money(someone))[0] == 11_200_000
    await a_day(house, "2026-10-21")
    assert (await house.money(someone))[0] == 11_200_000 - 106_603
    state = await house.agrees(loan)
    assert (state.due_minor, state.flows.paid.total) == (0, 106_603)
    assert [one.kind for one in await house.facts(loan)] == ["disbursed", "repaid"]


async def test_a_wallet_that_has_too_little_gives_what_it_has_and_is_asked_again(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(money=0)
    other = await house.customer(1_000_000)
    await spend_all(house, someone, other)
    await house.give(other, someone, 6_603)
    await a_day(house, "2026-10-21")
    assert (await house.agrees(loan)).flows.paid.total == 6_603
    await house.give(other, someone, 60_000)
    await a_day(house, "2026-10-25")
    assert (await house.money(someone))[0] == 60_000
    await a_day(house, "2026-10-26")
    assert (await house.agrees(loan)).flows.paid.total == 66_603


async def test_who_pays_by_hand_is_not_debited(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    assert not (await auto_debit(house, someone, loan, False)).is_auto_debit
    await a_day(house, "2026-10-21")
    assert (await house.money(someone))[0] == 11_200_000
    await auto_debit(house, someone, loan, True)
    await a_day(house, "2026-10-22")
    assert (await house.agrees(loan)).due_minor == 0


async def test_a_reminder_is_sent_for_each_stage_and_begins_anew_with_the_next_instalment(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    await auto_debit(house, someone, loan, False)
    for day in ("2026-10-10", "2026-10-18", "2026-10-20", "2026-10-21", "2026-10-22", "2026-10-23", "2026-10-24", "2026-10-30"):
        await a_day(house, day)
    assert await reminders(house) == [-3, 0, 1, 3, 7]
    await house.stay_signed_in()
    await house.repay(someone, loan, (await house.state(loan)).due_minor)
    await a_day(house, "2026-11-18")
    assert await reminders(house) == [-3, 0, 1, 3, 7, -3]


async def test_while_a_promise_stands_nobody_is_reminded_and_then_it_is_kept_or_broken(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    await auto_debit(house, someone, loan, False)
    await a_day(house, "2026-10-22")
    made = await promise(house, someone, loan, 106_603, "2026-10-25")
    assert (made.promise_state, made.promise_minor) == ("open", 106_603)
    await a_day(house, "2026-10-24")
    assert await reminders(house) == [1]
    await a_day(house, "2026-10-26")
    async with house.database.reading() as read:
        (now,) = (await servicing.find_collections(read, [(someone.id, loan.id)])).values()
    assert (now.promise_state, now.promises_broken) == ("broken", 1)
    assert await reminders(house) == [1, 3]
    await promise(house, someone, loan, 106_603, "2026-10-30")
    await house.repay(someone, loan, 106_603)
    await a_day(house, "2026-10-29")
    async with house.database.reading() as read:
        (now,) = (await servicing.find_collections(read, [(someone.id, loan.id)])).values()
    assert (now.promise_state, now.promises_broken) in {("kept", 1), ("open", 1)}


@pytest.mark.parametrize(("minor", "on", "what"), [(106_602, "2026-10-25", "amount"), (106_603, "2026-10-22", "day"), (106_603, "2026-11-06", "day")])
async def test_a_promise_that_is_too_little_or_too_late_is_refused(house: ServicingHouse, minor: int, on: str, what: str) -> None:
    someone, loan = await house.borrow()
    house.at("2026-10-22T10:00")
    with pytest.raises(servicing.PromiseRefused) as refused:
        await promise(house, someone, loan, minor, on)
    assert refused.value.what == what


async def test_nothing_due_a_strangers_loan_or_other_money_is_no_promise(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    stranger = await house.customer()
    with pytest.raises(servicing.PromiseRefused) as refused:
        await promise(house, someone, loan, 100, "2026-09-22")
    assert refused.value.what == "due"
    with pytest.raises(LoanNotFound):
        await promise(house, stranger, loan, 100, "2026-09-22")
    with pytest.raises(LoanNotFound):
        await auto_debit(house, stranger, loan, False)
    named = {"amount": Amount(100, asset_of("USD")), "promised_on": date(2026, 9, 22)}
    with pytest.raises(AssetMismatch):
        await house.database.write(servicing.promise_to_pay, servicing.PromiseToPayCommand(**house.of(loan, someone), **named))

"""What is due is taken out of wallets in sets: as far as the money goes, once a day for each loan, whoever runs it and whatever becomes of it."""

import asyncio
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from domains import ledger, loans
from domains.kernel.commands import HOUSE_ID
from domains.loans import ServicingTerms, servicing
from domains.loans.jobs.daily_run import bring_loans_to_today, debit_due_loans
from domains.loans.service import debit
from tests.domains.loans.servicing_house import ServicingHouse
from tests.domains.loans.test_lines import draw
from tests.domains.loans.test_repayments import spend_all

DUE = "2026-10-21"
FIRST = 106_603
"""The first instalment of 12,000 for a year at 12 %."""


@pytest.fixture
def house(servicing_house: ServicingHouse) -> ServicingHouse:
    return servicing_house


async def debit_on(house: ServicingHouse, day: str) -> None:
    """Bring all loans to that day and take what is due."""
    house.at(f"{day}T09:00")
    await bring_loans_to_today(house.database)
    await debit_due_loans(house.database)


async def debited(house: ServicingHouse, day: str, some: Sequence[loans.Loan]) -> servicing.LoansDebited:
    """The verb, for those loans."""
    keys = tuple((one.customer_id, one.id) for one in some)
    command = servicing.DebitLoansCommand(request_id=None, owner_id=HOUSE_ID, day=date.fromisoformat(day), keys=keys)
    return await house.database.write(servicing.debit_loans, command)


async def freeze(house: ServicingHouse, account_id: object, *, frozen: bool = True) -> None:
    command = ledger.SetFrozenCommand(request_id=uuid4(), owner_id=HOUSE_ID, account_id=account_id, frozen=frozen)  # type: ignore[arg-type]
    await house.database.write(ledger.set_frozen, command)


async def test_many_loans_are_one_set_and_each_is_what_its_facts_say(house: ServicingHouse) -> None:
    people = [await house.borrow() for _ in range(7)]
    await debit_on(house, DUE)
    for someone, loan in people:
        assert (await house.money(someone))[0] == 11_200_000 - FIRST
        assert (await house.agrees(loan)).due_minor == 0
    async with house.database.reading() as read:
        told = await read.fetchval("SELECT count(*) FROM kernel_outbox WHERE name = 'LoanPaymentTaken'")
        sets = await read.fetchval("SELECT count(*) FROM ledger_set")
        journals = await read.fetchval("SELECT count(DISTINCT journal_id) FROM ledger_movement WHERE kind = 'loan_repayment'")
    assert (told, sets, journals) == (7, 2, 7), "a set for the day's interest, and one for all debits; a journal for each loan"
    assert await house.is_sound()


async def test_a_repeat_takes_nothing_and_neither_do_two_at_once(house: ServicingHouse) -> None:
    people = [await house.borrow() for _ in range(3)]
    house.at(f"{DUE}T09:00")
    await bring_loans_to_today(house.database)
    some = [loan for _, loan in people]
    told = await asyncio.gather(*(debited(house, DUE, some) for _ in range(3)))
    assert sorted((one.tried, one.paid) for one in told) == [(0, 0), (0, 0), (3, 3)]
    await asyncio.gather(debit_due_loans(house.database), debit_due_loans(house.database))
    for someone, loan in people:
        assert (await house.money(someone))[0] == 11_200_000 - FIRST
        assert [one.kind for one in await house.facts(loan)] == ["disbursed", "repaid"]


async def test_loans_of_one_wallet_share_what_it_has_and_the_rest_is_taken_on_a_later_day(house: ServicingHouse) -> None:
    someone, first = await house.borrow(money=0)
    product = await house.product(code="another")
    second = await house.loan(someone, product, house.terms())
    other = await house.customer(10_000_000)
    await spend_all(house, someone, other)
    await house.give(other, someone, FIRST + 1_000)
    await debit_on(house, DUE)
    paid = sorted([(await house.agrees(loan)).flows.paid.total for loan in (first, second)])
    assert (paid, (await house.money(someone))[0]) == ([1_000, FIRST], 0)
    await house.give(other, someone, 10**6)
    await debit_on(house, DUE)
    assert (await house.money(someone))[0] == 10**6, "once a day"
    await debit_on(house, "2026-10-22")
    left = [(await house.agrees(loan)).due_minor for loan in (first, second)]
    assert (left, (await house.money(someone))[0]) == ([0, 0], 10**6 - FIRST + 1_000)
    assert await house.is_sound()


async def test_what_little_there_is_pays_penalty_first_then_interest_then_principal(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(money=0, terms=ServicingTerms(penalty_rate=Decimal("0.18")))
    other = await house.customer(10_000_000)
    await spend_all(house, someone, other)
    await debit_on(house, DUE)
    await house.charge(loan, 500, date(2026, 10, 22))
    await house.give(other, someone, 12_836)
    await debit_on(house, "2026-10-26")
    state = await house.agrees(loan)
    penalty = 94_767 * 5 * 18 // 36_500
    assert (state.flows.earned.penalty, state.flows.earned.fee) == (penalty, 500)
    assert tuple(state.flows.paid) == (12_836 - penalty - 11_836, 11_836, 0, penalty), "the fee is due with the next instalment"
    assert await house.posted(loans.income_id(loans.Part.PENALTY, loan.asset)) == penalty
    assert await house.is_sound()


async def test_a_frozen_wallet_gives_nothing_and_keeps_nobody_else(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    another, paying = await house.borrow()
    await freeze(house, someone.account_id)
    await debit_on(house, DUE)
    assert (await house.money(someone))[0] == 11_200_000
    assert [one.kind for one in await house.facts(loan)] == ["disbursed"]
    assert (await house.agrees(paying)).due_minor == 0
    await freeze(house, someone.account_id, frozen=False)
    await debit_on(house, "2026-10-22")
    assert ((await house.agrees(loan)).due_minor, (await house.money(another))[0]) == (0, 11_200_000 - FIRST)


async def test_a_hold_is_not_taken(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(money=0)
    async with house.database.transaction() as tx:
        amount = loan.amount(1_150_000)
        ends_at = house.at("2026-12-31T10:00")
        house.at("2026-09-21T10:00")
        other = await house.customer()
        planned = ledger.PlannedHold(uuid4(), "kept", someone.account_id, other.account_id, amount, ends_at)
        (verdict,) = await ledger.post(tx, [(uuid4(), [planned])])
        assert isinstance(verdict, ledger.Posting), verdict
    await debit_on(house, DUE)
    assert await house.money(someone) == (1_150_000, 0)
    assert (await house.agrees(loan)).flows.paid.total == 50_000


async def test_nothing_is_taken_in_a_pause(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    house.at("2026-10-20T10:00")
    await house.pause(loan, date(2026, 10, 25))
    await debit_on(house, DUE)
    assert (await house.money(someone))[0] == 11_200_000
    await debit_on(house, "2026-10-25")
    assert (await house.agrees(loan)).due_minor == 0


async def test_what_is_taken_on_a_lines_loan_can_be_drawn_again(house: ServicingHouse) -> None:
    someone = await house.borrower(minor=10_000_000)
    line = await house.line(someone)
    first, second = await draw(house, someone, line, 300_000), await draw(house, someone, line, 600_000, 6)
    await house.stay_signed_in()
    assert await house.left(line) == 100_000
    await debit_on(house, DUE)
    paid = [(await house.agrees(loan)).flows.paid.principal for loan in (first, second)]
    assert min(paid) > 0
    assert await house.left(line) == 100_000 + sum(paid)
    assert await house.is_sound()


async def test_loans_of_lines_take_no_more_statements_for_being_more(house: ServicingHouse) -> None:
    groups = []
    for some in (1, 4):
        people = [await house.borrower(minor=10_000_000) for _ in range(some)]
        groups.append([await draw(house, someone, await house.line(someone), 300_000) for someone in people])
    house.at(f"{DUE}T09:00")
    await bring_loans_to_today(house.database)
    counts = []
    for group in groups:
        with house.database.counting() as statements:
            told = await debited(house, DUE, group)
        assert told == servicing.LoansDebited(len(group), len(group))
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert await house.is_sound()


async def test_a_loan_that_fails_keeps_no_other_of_its_group(house: ServicingHouse) -> None:
    people = [await house.borrow() for _ in range(5)]
    house.at(f"{DUE}T09:00")
    await bring_loans_to_today(house.database)
    broken = people[2][1]
    async with house.database.transaction() as tx:
        await tx.execute("UPDATE loans_loan SET fee_minor = 1 WHERE id = $1", broken.id)
    with pytest.raises(ExceptionGroup) as failed:
        await debit_due_loans(house.database)
    assert [type(one) for one in failed.value.exceptions] == [RuntimeError]
    assert str(broken.id) in str(failed.value.exceptions[0])
    moneys = [(await house.money(someone))[0] for someone, _ in people]
    assert moneys == [11_200_000 - FIRST * (loan is not broken) for _, loan in people]


async def test_groups_follow_one_another(house: ServicingHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debit, "GROUP_MOST", 2)
    people = [await house.borrow() for _ in range(5)]
    await debit_on(house, DUE)
    assert [(await house.money(someone))[0] for someone, _ in people] == [11_200_000 - FIRST] * 5

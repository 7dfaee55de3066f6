"""Lines of credit: what is drawn is held, what is repaid can be drawn again, and nobody draws more than there is."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from domains import customers, loans
from domains.kernel.assets import CNY, USD
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, Refusal
from domains.kernel.money import Amount
from domains.loans import ApplicationState, LineState, LineTerms, LoanKind
from domains.loans.jobs.applications import expire_lines
from tests.domains.loans.loan_house import LINE, PLAN, PROVED, LoanHouse
from tests.domains.wallet.people import Person, everything

BUT_REQUESTS = frozenset({"kernel_request"})
TOTALS = {(300_000, 3): 303_612, (300_000, 1): 301_776, (600_000, 3): 607_224, (700_000, 3): 708_427, (1_000_000, 3): 1_012_040}


def drawing(someone: Person, line: loans.Line, minor: int, count: int = 3, **more: Any) -> loans.DrawCommand:
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "line_id": line.id}
    told = {"amount": Amount(minor, CNY), "count": count, "total": Amount(TOTALS.get((minor, count), 0), CNY), "pin": PROVED}
    return loans.DrawCommand(**{**named, **told, **more})


async def draw(house: LoanHouse, someone: Person, line: loans.Line, minor: int, count: int = 3, **more: Any) -> loans.Loan:
    """With the total that it will cost, whatever that is."""
    command = drawing(someone, line, minor, count, **more)
    try:
        return await house.database.write(loans.draw_from_line, command)
    except loans.CostsChanged as told:
        again = replace(command, request_id=uuid4() if "request_id" not in more else command.request_id, total=Amount(told.total_minor, CNY))
        return await house.database.write(loans.draw_from_line, again)


async def change(house: LoanHouse, someone: Person, line: loans.Line, state: LineState) -> loans.Line:
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "line_id": line.id, "state": state}
    return await house.database.write(loans.set_line_state, loans.SetLineStateCommand(**named))


async def change_by_staff(house: LoanHouse, line: loans.Line, state: LineState) -> loans.Line:
    named = {"request_id": uuid4(), "customer_id": line.customer_id, "line_id": line.id, "state": state, "note": "核实身份", **house.who}
    return await house.database.write(loans.set_customers_line_state, loans.SetCustomersLineStateCommand(**named))


async def test_a_line_is_a_promise_in_the_ledger_and_no_money(house: LoanHouse) -> None:
    someone = await house.borrower()
    line = await house.line(someone)
    assert (line.state, line.limit_minor, line.is_revolving, line.expires_on) == (LineState.ACTIVE, 1_000_000, True, date(2027, 9, 21))
    assert await house.left(line) == 1_000_000
    assert await house.money(someone) == (0, 0)
    assert await house.is_sound()


async def test_several_draws_are_loans_of_their_own_out_of_one_line(house: LoanHouse) -> None:
    someone = await house.borrower()
    line = await house.line(someone)
    first, second = await draw(house, someone, line, 300_000), await draw(house, someone, line, 600_000, 6)
    assert (first.line_id, second.line_id, first.terms.count, second.terms.count) == (line.id, line.id, 3, 6)
    assert await house.money(someone) == (900_000, 900_000)
    assert await house.left(line) == 100_000
    assert (await house.owed(first))["principal"], (await house.owed(second))["principal"] == (300_000, 600_000)
    with pytest.raises(loans.CreditLineInsufficient) as refused:
        await draw(house, someone, line, 100_001)
    assert refused.value.available_minor == 100_000
    assert await house.is_sound()


async def test_two_draws_that_race_for_the_last_of_a_line_are_one_loan(house: LoanHouse) -> None:
    someone = await house.borrower()
    line = await house.line(someone)
    told = await asyncio.gather(*(draw(house, someone, line, 600_000) for _ in range(4)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in told) == ["CreditLineInsufficient"] * 3 + ["Loan"]
    assert await house.money(someone) == (600_000, 600_000)
    assert await house.left(line) == 400_000
    assert await house.is_sound()


async def test_a_repeat_draws_nothing_twice(house: LoanHouse) -> None:
    someone = await house.borrower()
    line = await house.line(someone)
    with pytest.raises(loans.CostsChanged) as told:
        await house.database.write(loans.draw_from_line, drawing(someone, line, 300_000))
    command = drawing(someone, line, 300_000, total=Amount(told.value.total_minor, CNY))
    first = await house.database.write(loans.draw_from_line, command)
    assert await house.database.write(loans.draw_from_line, command) == first
    assert await house.left(line) == 700_000


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"amount": Amount(0, CNY)}, AmountOutOfRange),
        ({"amount": Amount(-5, CNY)}, AmountOutOfRange),
        ({"amount": Amount(1_000_001, CNY)}, AmountOutOfRange),
        ({"amount": Amount(300_000, USD)}, AssetMismatch),
        ({"count": 2}, loans.CountNotOffered),
        ({"total": Amount(1, CNY)}, loans.CostsChanged),
        ({"line_id": uuid4()}, loans.CreditLineNotFound),
    ],
)
async def test_a_draw_that_is_refused_moves_nothing(house: LoanHouse, more: dict[str, Any], refusal: type[Refusal]) -> None:
    someone = await house.borrower()
    line = await house.line(someone)
    before = await everything(house.database, but=BUT_REQUESTS)
    with pytest.raises(refusal):
        await house.database.write(loans.draw_from_line, replace(drawing(someone, line, 300_000), **more))
    assert await everything(house.database, but=BUT_REQUESTS) == before


async def test_nothing_is_drawn_without_the_pin_or_out_of_a_strangers_line(house: LoanHouse) -> None:
    someone, other = await house.borrower(), await house.borrower()
    line = await house.line(someone)
    with pytest.raises(customers.PinWrong):
        await draw(house, someone, line, 300_000, pin=customers.PinProof(customers.PinVerdict.WRONG, 2))
    with pytest.raises(loans.CreditLineNotFound):
        await draw(house, other, line, 300_000)
    assert await house.left(line) == 1_000_000


async def test_a_frozen_line_gives_nothing_until_whoever_froze_it_lifts_it(house: LoanHouse) -> None:
    someone = await house.borrower()
    line = await house.line(someone)
    await change(house, someone, line, LineState.FROZEN)
    with pytest.raises(loans.CreditLineFrozen):
        await draw(house, someone, line, 300_000)
    await change(house, someone, line, LineState.ACTIVE)
    await change_by_staff(house, line, LineState.FROZEN)
    with pytest.raises(loans.CreditLineFrozen):
        await change(house, someone, line, LineState.ACTIVE)
    assert await house.left(line) == 0
    await change_by_staff(house, line, LineState.ACTIVE)
    await draw(house, someone, line, 300_000)
    assert await house.left(line) == 700_000


async def test_a_line_expires_and_its_promise_is_taken_back_but_for_what_is_drawn(house: LoanHouse) -> None:
    someone = await house.borrower()
    line = await house.line(someone)
    loan = await draw(house, someone, line, 300_000)
    house.at("2027-09-21T00:00")
    await house.stay_signed_in()
    with pytest.raises(loans.CreditLineExpired):
        await draw(house, someone, line, 300_000)
    await expire_lines(house.database)
    assert await house.left(line) == 0
    assert await house.posted(loans.limit_id(line.id)) == 300_000
    assert (await house.owed(loan))["principal"] == 300_000
    with pytest.raises(loans.CreditLineClosed):
        await change(house, someone, line, LineState.ACTIVE)
    assert await house.is_sound()


async def test_a_closed_line_makes_room_for_another_and_two_are_refused(house: LoanHouse) -> None:
    someone = await house.borrower()
    line = await house.line(someone)
    product = await house.product("a_line", LoanKind.LINE, LINE)
    with pytest.raises(loans.CreditLineOpen) as refused:
        await house.apply(someone, product, 1_000_000)
    assert refused.value.line_id == line.id
    await change(house, someone, line, LineState.CLOSED)
    assert (await house.borrowed(someone, product, 1_000_000)).state is ApplicationState.DISBURSED


@pytest.mark.parametrize(("revolving", "left_minor"), [(True, 1_000_000), (False, 700_000)])
async def test_what_is_given_back_returns_to_a_revolving_line_alone(house: LoanHouse, revolving: bool, left_minor: int) -> None:
    someone = await house.borrower()
    line = await house.line(someone, replace(LINE, line=LineTerms(revolving, 365)))
    loan = await draw(house, someone, line, 300_000)
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "loan_id": loan.id, "pin": PROVED}
    await house.database.write(loans.withdraw_loan, loans.WithdrawLoanCommand(**named))
    assert await house.left(line) == left_minor
    assert await house.is_sound()


async def test_a_line_for_tills_is_not_drawn_into_the_wallet(house: LoanHouse) -> None:
    someone = await house.borrower()
    line = await house.line(someone, PLAN, kind=LoanKind.INSTALMENT)
    with pytest.raises(loans.CreditLineNotFound):
        await draw(house, someone, line, 300_000)

"""A day of all loans: interest and penalty of the nights, and how late each is; whether a loan is plain or folded, and however often it is run."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.loans import InAdvance, Part, Repayment, ServicingTerms, income_id, servicing
from domains.loans.service import close_day
from tests.domains.loans.servicing_house import ServicingHouse

LATE = ServicingTerms(penalty_rate=Decimal("0.18"), grace_days=2, in_advance=InAdvance.LAST)


@pytest.fixture
def house(servicing_house: ServicingHouse) -> ServicingHouse:
    return servicing_house


async def close(house: ServicingHouse) -> list[servicing.LoansGroupClosed]:
    """The whole day."""
    closed = []
    while not closed or not closed[-1].is_done:
        command = servicing.CloseLoansDayCommand(request_id=None, owner_id=HOUSE_ID, day=house.today)
        closed.append(await house.database.write(servicing.close_loans_day, command))
    return closed


async def test_each_day_brings_the_interest_of_its_night_and_a_month_brings_the_instalments(house: ServicingHouse) -> None:
    _, loan = await house.borrow()
    first = (await house.state(loan)).instalments[0].owed.interest
    brought = []
    for number in range(1, 31):
        house.at((date(2026, 9, 21) + timedelta(days=number)).isoformat() + "T00:10")
        (group,) = await close(house)
        before = sum(brought)
        state = await house.agrees(loan)
        brought.append(state.owed.interest - before)
        # The first day folds it; until the due date it is plain.
        assert (group.loans, group.folded) == (1, 1 if number in (1, 30) else 0)
    assert sum(brought) == first == 11_836
    assert {*brought} == {394, 395}
    assert await house.posted(income_id(Part.INTEREST, CNY)) == first
    assert (await house.look(loan)).due_minor == 106_603
    assert await house.is_sound()


KINDS: list[dict[str, Any]] = [
    {},
    {"repayment": Repayment.BULLET},
    {"repayment": Repayment.INTEREST_FIRST, "count": 3},
    {"interest_grace": 2, "count": 6},
    {"interest_free": 1},
    {"annual_rate": Decimal(0)},
    {"repayment": Repayment.EQUAL_PRINCIPAL, "count": 2},
]


async def test_days_that_are_left_out_change_nothing_and_all_kinds_of_loans_agree(house: ServicingHouse) -> None:
    lent = [await house.borrow(terms=LATE, **kind) for kind in KINDS]
    twins = [await house.borrow(terms=LATE, **kind) for kind in KINDS]
    payer, paid_early = lent[0]
    for number in (1, 2, 5, 29, 30, 31, 33, 34, 60, 61, 62, 100, 130, 131):
        house.at((date(2026, 9, 21) + timedelta(days=number)).isoformat() + "T00:10")
        await house.stay_signed_in()
        await close(house)
        if number == 5:
            await house.repay(payer, paid_early, 50_000)
        for _, loan in lent:
            await house.agrees(loan)
    for (_, loan), (_, twin) in list(zip(lent, twins, strict=True))[1:]:
        assert (await house.state(loan)).owed == (await house.state(twin)).owed
    assert (await house.look(lent[2][1])).bucket == "M4"
    assert await house.is_sound()


async def test_a_day_that_is_run_twice_brings_nothing_twice(house: ServicingHouse) -> None:
    _, loan = await house.borrow()
    house.at("2026-09-25T00:10")
    await close(house)
    once = await house.owed(loan)
    (again,) = await close(house)
    assert again == servicing.LoansGroupClosed(0, 0, is_done=True)
    assert await house.owed(loan) == once


async def test_a_day_goes_group_by_group(house: ServicingHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    lent = [(await house.borrow())[1] for _ in range(5)]
    monkeypatch.setattr(close_day, "GROUP_MOST", 2)
    house.at("2026-09-25T00:10")
    assert [one.loans for one in await close(house)] == [2, 2, 1]
    for loan in lent:
        assert (await house.agrees(loan)).as_of == date(2026, 9, 25)


async def test_what_is_paid_between_two_groups_is_passed_over(house: ServicingHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    lent = [await house.borrow() for _ in range(4)]
    monkeypatch.setattr(close_day, "GROUP_MOST", 2)
    house.at("2026-09-25T00:10")
    command = servicing.CloseLoansDayCommand(request_id=None, owner_id=HOUSE_ID, day=house.today)
    await house.database.write(servicing.close_loans_day, command)
    for someone, loan in lent:
        await house.repay(someone, loan, 1_000)
    await close(house)
    for _, loan in lent:
        state = await house.agrees(loan)
        assert (state.flows.earned.interest, state.flows.paid.total) == (1_578, 1_000)

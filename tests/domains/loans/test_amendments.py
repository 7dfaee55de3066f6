"""Fees, pauses, hardship plans, write-off and recovery, refunds of what was financed: booked to the fen, or refused with nothing moved."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from domains.kernel.assets import CNY, asset_of
from domains.kernel.errors import AmountOutOfRange, AssetMismatch
from domains.kernel.money import Amount
from domains.ledger import InsufficientFunds
from domains.loans import InAdvance, LoanStanding, ServicingTerms, loss_id, servicing
from tests.domains.loans.servicing_house import ServicingHouse
from tests.domains.loans.test_repayments import snapshot

LATE = ServicingTerms(penalty_rate=Decimal("0.18"), in_advance=InAdvance.RE_AMORTISE)


@pytest.fixture
def house(servicing_house: ServicingHouse) -> ServicingHouse:
    return servicing_house


async def test_a_fee_is_due_with_the_instalment_of_its_day(house: ServicingHouse) -> None:
    _, loan = await house.borrow()
    await house.charge(loan, 1_500, date(2026, 11, 1))
    state = await house.agrees(loan)
    assert [one.owed.fee for one in state.instalments[:3]] == [0, 1_500, 0]
    assert state.owed.fee == 1_500


async def test_while_a_loan_is_paused_nothing_is_later_and_nothing_costs_penalty(house: ServicingHouse) -> None:
    _, loan = await house.borrow(terms=LATE)
    house.at("2026-10-26T10:00")
    await house.database.write(servicing.pause_loan, servicing.PauseLoanCommand(**house.by_staff(loan), until=None))
    house.at("2026-11-10T10:00")
    state = await house.state(loan)
    assert (state.days_past_due, state.is_paused) == (5, True)
    await house.database.write(servicing.resume_loan, servicing.ResumeLoanCommand(**house.by_staff(loan)))
    house.at("2026-11-12T10:00")
    await house.charge(loan, 1, date(2026, 12, 1))
    state = await house.agrees(loan)
    assert (state.days_past_due, state.is_paused) == (7, False)
    assert state.flows.earned.penalty == state.instalments[0].owed.principal * 7 * 18 // 36_500


async def test_a_hardship_plan_spreads_all_that_is_owed_anew(house: ServicingHouse) -> None:
    _, loan = await house.borrow(terms=LATE)
    house.at("2026-12-01T10:00")
    await house.charge(loan, 100)
    before = await house.agrees(loan)
    command = servicing.GrantHardshipPlanCommand(**house.by_staff(loan), count=24, annual_rate=Decimal("0.06"))
    await house.database.write(servicing.grant_hardship_plan, command)
    after = await house.agrees(loan)
    assert after.owed == before.owed
    assert (after.days_past_due, after.due_minor) == (0, 0)
    coming = [one for one in after.instalments if one.due > house.today]
    assert (len(coming), coming[0].due, coming[-1].due) == (24, date(2027, 1, 1), date(2028, 12, 1))
    assert coming[0].owed.penalty == before.owed.penalty
    assert sum(one.owed.principal for one in coming) == 1_200_000


@pytest.mark.parametrize(("count", "rate", "what"), [(0, None, "count"), (10_000, None, "count"), (6, "-0.01", "rate"), (6, "10", "rate"), (6, "NaN", "rate")])
async def test_an_absurd_hardship_plan_is_refused(house: ServicingHouse, count: int, rate: str | None, what: str) -> None:
    _, loan = await house.borrow()
    before = await snapshot(house, loan)
    command = servicing.GrantHardshipPlanCommand(**house.by_staff(loan), count=count, annual_rate=None if rate is None else Decimal(rate))
    with pytest.raises(servicing.HardshipPlanRefused) as refused:
        await house.database.write(servicing.grant_hardship_plan, command)
    assert refused.value.what == what
    assert await snapshot(house, loan) == before


async def test_what_is_written_off_is_a_loss_and_what_is_recovered_makes_it_smaller(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(terms=LATE)
    house.at("2027-10-21T10:00")
    await house.charge(loan, 100)
    owed = (await house.agrees(loan)).owed
    done = await house.write_off(loan)
    state = await house.agrees(loan)
    assert (done.state, state.flows.written_off, state.owed.total, state.five_class) == (LoanStanding.WRITTEN_OFF, owed, 0, 5)
    assert await house.posted(loss_id(CNY)) == owed.total
    house.at("2027-12-21T10:00")
    assert (await house.state(loan)).owed.total == 0
    await house.recover(loan, 50_000)
    assert await house.posted(loss_id(CNY)) == owed.total - 50_000
    assert (await house.money(someone))[0] == 11_150_000
    before = await snapshot(house, loan)
    with pytest.raises(AmountOutOfRange) as refused:
        await house.recover(loan, owed.total)
    assert refused.value.most_minor == owed.total - 50_000
    with pytest.raises(servicing.LoanEnded):
        await house.repay(someone, loan, 5_000)
    assert await snapshot(house, loan) == before
    assert await house.is_sound()


async def test_nothing_is_recovered_of_a_loan_that_is_counted_on(house: ServicingHouse) -> None:
    _, loan = await house.borrow()
    before = await snapshot(house, loan)
    with pytest.raises(servicing.LoanNotWrittenOff):
        await house.recover(loan, 5)
    assert await snapshot(house, loan) == before


async def test_a_refund_pays_principal_first_with_the_interest_on_it(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(terms=LATE)
    source = await house.merchant()
    house.at("2026-10-21T10:00")
    await house.repay(someone, loan, (await house.state(loan)).due_minor)
    interest = (await house.agrees(loan)).flows.earned.interest
    await house.refund(loan, 300_000, source)
    state = await house.agrees(loan)
    # A quarter of what was lent: a quarter of the interest so far was never owed, and pays principal.
    assert state.flows.earned.interest == interest - interest // 4
    assert state.flows.refunded == (300_000, 0, 0, 0)
    assert state.flows.paid.total == 106_603
    assert state.owed.principal == 1_200_000 - 300_000 - state.flows.paid.principal
    coming = [one for one in state.instalments if one.due > house.today]
    assert len(coming) == 11
    assert {one.owed.total for one in coming[:-1]} == {coming[0].owed.total}
    assert await house.posted(source) == -300_000
    assert await house.is_sound()


async def test_a_refund_of_all_gives_back_all_that_was_paid(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(terms=LATE)
    source = await house.merchant()
    house.at("2026-10-25T10:00")
    await house.repay(someone, loan, 106_603)
    await house.refund(loan, 1_200_000, source)
    state = await house.agrees(loan)
    assert (state.owed.principal, state.flows.earned.interest, state.owed.penalty + state.flows.paid.penalty) == (0, 0, state.flows.earned.penalty)
    # The customer had paid 1,066.03, of which penalty stays paid: the rest is theirs again.
    assert (await house.money(someone))[0] == 11_200_000 - state.flows.earned.penalty
    assert state.standing is LoanStanding.CLOSED


async def test_a_refund_after_an_early_payment_told_late_is_counted_again(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(terms=LATE)
    source = await house.merchant()
    house.at("2026-11-25T10:00")
    await house.refund(loan, 600_000, source)
    await house.book_back(loan, 500_000, "2026-10-01")
    state = await house.agrees(loan)
    assert state.flows.refunded.total + state.flows.surplus_minor == 600_000
    assert await house.posted(source) == -600_000
    assert (await house.money(someone))[0] == 11_200_000 - state.flows.paid.total + state.flows.surplus_minor
    assert await house.is_sound()


async def test_more_than_was_lent_is_not_refunded(house: ServicingHouse) -> None:
    _, loan = await house.borrow()
    source = await house.merchant()
    await house.refund(loan, 1_000_000, source)
    before = await snapshot(house, loan)
    with pytest.raises(servicing.LoanRefundTooLarge) as refused:
        await house.refund(loan, 200_001, source)
    assert refused.value.most_minor == 200_000
    with pytest.raises(AmountOutOfRange):
        await house.refund(loan, 0, source)
    with pytest.raises(AssetMismatch):
        named = {"owner_id": loan.customer_id, "loan_id": loan.id, "amount": Amount(5, asset_of("USD")), "source_id": source}
        await house.database.write(servicing.refund_financed, servicing.RefundFinancedCommand(request_id=uuid4(), **named))
    assert await snapshot(house, loan) == before


async def test_a_refund_that_nobody_can_pay_moves_nothing(house: ServicingHouse) -> None:
    _, loan = await house.borrow()
    poor = await house.customer(0)
    before = await snapshot(house, loan)
    with pytest.raises(InsufficientFunds):
        await house.refund(loan, 100_000, poor.account_id)
    assert await snapshot(house, loan) == before

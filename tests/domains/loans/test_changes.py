"""Another rate from any day, and more of what was agreed paid out: counted anew to the fen, or refused with nothing moved."""

from datetime import date
from decimal import Decimal

import pytest

from domains import loans
from domains.kernel.assets import CNY, asset_of
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, Refusal
from domains.loans import Disbursement, LoanStanding, RateChange, ServicingTerms, make_schedule, servicing
from domains.wallet import wallet_account_id
from tests.domains.loans.loan_house import PROVED
from tests.domains.loans.servicing_house import ServicingHouse
from tests.domains.loans.test_lines import draw
from tests.domains.loans.test_repayments import snapshot

LATE = ServicingTerms(penalty_rate=Decimal("0.18"))


@pytest.fixture
def house(servicing_house: ServicingHouse) -> ServicingHouse:
    return servicing_house


async def test_a_further_disbursement_is_in_the_wallet_and_in_the_instalments_to_come(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    house.at("2026-10-01T10:00")
    paid_out = await house.disburse_further(loan, 600_000)
    assert (paid_out.amount.minor, paid_out.owed.minor) == (600_000, 1_800_000 + 3_945)
    assert (await house.money(someone))[0] == 11_200_000 + 600_000
    state = await house.agrees(loan)
    agreed = make_schedule(house.terms(start=date(2026, 9, 21), changes=(Disbursement(date(2026, 10, 1), 600_000),)))
    assert [(one.owed.principal, one.owed.interest) for one in state.instalments] == [(row.principal_minor, row.interest_minor) for row in agreed.rows]
    assert (state.flows.lent_minor, await house.funded()) == (1_800_000, 0)
    house.at("2027-09-21T10:00")
    await house.close_day()
    assert (await house.agrees(loan)).flows.earned.interest == agreed.interest_minor
    assert await house.is_sound()


async def test_another_rate_counts_from_its_day_though_it_is_told_late(house: ServicingHouse) -> None:
    _, loan = await house.borrow()
    house.at("2026-11-10T10:00")
    await house.close_day()
    await house.change_rate(loan, Decimal("0.06"), date(2026, 10, 5))
    state = await house.agrees(loan)
    agreed = make_schedule(house.terms(start=date(2026, 9, 21), changes=(RateChange(date(2026, 10, 5), Decimal("0.06")),)))
    assert [(one.owed.principal, one.owed.interest) for one in state.instalments] == [(row.principal_minor, row.interest_minor) for row in agreed.rows]
    house.at("2027-09-21T10:00")
    await house.close_day()
    assert (await house.agrees(loan)).flows.earned.interest == agreed.interest_minor
    assert await house.is_sound()


async def test_a_loan_that_was_shortened_is_as_high_again_as_its_new_principal_needs(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    house.at("2026-10-01T10:00")
    await house.pay_early(someone, loan, 600_000, "shorter")
    before = await house.agrees(loan)
    await house.disburse_further(loan, 5_000_000)
    after = await house.agrees(loan)
    rows = [one.owed.principal + one.owed.interest for one in after.instalments if one.due > house.today]
    assert len(rows) == sum(1 for one in before.instalments if one.due > house.today)
    assert max(rows[1:]) - min(rows[1:]) < 1_000, "the last one does not bear it all"


async def test_what_is_lent_after_the_last_instalment_is_due_a_period_later(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(count=1)
    house.at("2026-10-21T10:00")
    await house.repay(someone, loan, 1_200_000)
    left = (await house.agrees(loan)).owed.total
    await house.disburse_further(loan, 300_000)
    state = await house.agrees(loan)
    assert [(one.due, one.owed.principal) for one in state.instalments] == [(date(2026, 10, 21), 1_200_000), (date(2026, 11, 21), 300_000)]
    assert (state.due_minor, state.standing) == (left, LoanStanding.ACTIVE)
    assert await house.is_sound()


async def test_the_money_can_still_be_given_back_within_its_days(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    await house.change_rate(loan, Decimal("0.01"))
    await house.disburse_further(loan, 100_000)
    ended = await house.database.write(loans.withdraw_loan, loans.WithdrawLoanCommand(**house.of(loan, someone), pin=PROVED))
    assert (ended.state, (await house.money(someone))[0]) == (LoanStanding.WITHDRAWN, 10_000_000)
    assert await house.is_sound()


@pytest.mark.parametrize("rate", ["-0.01", "0.240001", "10", "0.0000001", "NaN", "Infinity"])
async def test_a_rate_that_nobody_lends_by_is_refused(house: ServicingHouse, rate: str) -> None:
    _, loan = await house.borrow()
    before = await snapshot(house, loan)
    with pytest.raises(servicing.LoanChangeRefused) as refused:
        await house.change_rate(loan, Decimal(rate))
    assert refused.value.what == "rate"
    assert await snapshot(house, loan) == before


@pytest.mark.parametrize("day", ["2026-09-20", "2026-09-22", "0001-01-01", "9999-12-31"])
async def test_a_rate_is_not_changed_before_the_loan_nor_ahead(house: ServicingHouse, day: str) -> None:
    _, loan = await house.borrow()
    before = await snapshot(house, loan)
    with pytest.raises(servicing.LoanDayOutOfRange):
        await house.change_rate(loan, Decimal("0.1"), date.fromisoformat(day))
    assert await snapshot(house, loan) == before


async def test_no_more_is_paid_out_than_the_product_lends_nor_in_other_money_nor_nothing(house: ServicingHouse) -> None:
    _, loan = await house.borrow()
    before = await snapshot(house, loan)
    for minor in (0, -1, 20_000_000 - 1_200_000 + 1, 10**18):
        with pytest.raises(AmountOutOfRange):
            await house.disburse_further(loan, minor)
    with pytest.raises(AssetMismatch):
        await house.disburse_further(loan, 1, asset_of("USD"))
    assert await snapshot(house, loan) == before


async def test_who_is_late_or_has_ended_gets_no_more(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(terms=LATE)
    house.at("2026-10-22T10:00")
    with pytest.raises(servicing.LoanChangeRefused) as refused:
        await house.disburse_further(loan, 100)
    assert refused.value.what == "late"
    await house.stay_signed_in()
    await house.pay_off(someone, loan)
    for act in (house.disburse_further(loan, 100), house.change_rate(loan, Decimal("0.1"))):
        with pytest.raises(servicing.LoanEnded):
            await act
    assert (await house.agrees(loan)).flows.lent_minor == 1_200_000


async def test_a_lines_loan_is_drawn_from_the_line_again_instead(house: ServicingHouse) -> None:
    someone = await house.borrower()
    line = await house.line(someone)
    loan = await draw(house, someone, line, 300_000)
    with pytest.raises(servicing.LoanChangeRefused) as refused:
        await house.disburse_further(loan, 100)
    assert refused.value.what == "line"
    assert (await house.money(someone))[0] == 300_000


async def test_nothing_is_lent_into_a_wallet_that_is_closed(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(money=0)
    async with house.database.transaction() as tx:
        await tx.execute("UPDATE ledger_account SET state = 'closed' WHERE id = $1", wallet_account_id(someone.id, CNY))
    with pytest.raises(Refusal):
        await house.disburse_further(loan, 100)
    assert (await house.agrees(loan)).flows.lent_minor == 1_200_000

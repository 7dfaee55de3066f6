"""Within the cooling-off the money can be given back at no cost."""

from dataclasses import replace
from uuid import uuid4

import pytest

from domains import loans
from domains.kernel.assets import CNY
from domains.loans import LoanStanding
from tests.domains.loans.loan_house import CASH, PROVED, LoanHouse
from tests.domains.wallet.people import Person, everything

CASH_WITH_FEE = replace(CASH, fee_ppm=10_000)
BUT_REQUESTS = frozenset({"kernel_request"})


async def test_within_the_cooling_off_only_what_was_lent_goes_back(house: LoanHouse) -> None:
    someone = await house.borrower()
    product = await house.product(terms=CASH_WITH_FEE)
    loan = await house.loan_of(await house.borrowed(someone, product))
    assert await house.owed(loan) == {"principal": 1_200_000, "interest": 0, "fee": 12_000, "penalty": 0}
    house.at("2026-09-27T10:00")
    await house.stay_signed_in()
    ended = await withdraw(house, someone, loan)
    assert (ended.state, ended.owed_minor) == (LoanStanding.WITHDRAWN, 0)
    assert await house.owed(loan) == {"principal": 0, "interest": 0, "fee": 0, "penalty": 0}
    assert await house.money(someone) == (0, 0)
    assert await house.posted(loans.income_id(loans.Part.FEE, CNY)) == 0
    assert [fact.kind.value for fact in await house.facts(loan)] == ["disbursed", "charged", "closed"]
    assert await house.is_sound()
    with pytest.raises(loans.CoolingOffOver):
        await withdraw(house, someone, loan)


async def test_after_the_cooling_off_or_without_the_money_nothing_goes_back(house: LoanHouse) -> None:
    someone, product = await house.borrower(), await house.product()
    loan = await house.loan_of(await house.borrowed(someone, product))
    other = await house.borrower()
    before = await everything(house.database, but=BUT_REQUESTS)
    with pytest.raises(loans.LoanNotFound):
        await withdraw(house, other, loan)
    assert await everything(house.database, but=BUT_REQUESTS) == before
    house.at("2026-09-28T10:00")
    await house.stay_signed_in()
    before = await everything(house.database, but=BUT_REQUESTS)
    with pytest.raises(loans.CoolingOffOver):
        await withdraw(house, someone, loan)
    assert await everything(house.database, but=BUT_REQUESTS) == before


async def withdraw(house: LoanHouse, someone: Person, loan: loans.Loan) -> loans.Loan:
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "loan_id": loan.id, "pin": PROVED}
    return await house.database.write(loans.withdraw_loan, loans.WithdrawLoanCommand(**named))

"""A demo has loans to look at: three products, planted once."""

from domains import loans
from domains.kernel.database import Database
from domains.loans import LoanKind
from gateway.seed.loans import plant_loans


async def test_three_products_are_lent_however_often_they_are_planted(fresh_database: Database) -> None:
    for _ in range(2):
        await plant_loans(fresh_database)
    async with fresh_database.reading() as read:
        found = await loans.list_products(read, [loans.LoanProductState.ON_SALE])
    assert [(one.code, one.kind, one.version) for one in found] == [
        ("cash_loan", LoanKind.CASH, 1),
        ("credit_line", LoanKind.LINE, 1),
        ("instalment_plan", LoanKind.INSTALMENT, 1),
    ]
    plan = found[2].terms
    assert {one.annual_rate for one in plan.prices} == {0}
    assert [(one.count, one.ppm) for one in plan.subsidies] == [(3, 18_000), (6, 30_000), (12, 55_000)]

"""A loan that is opened stands in the ledger, in its row and in its facts alike."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from domains import ledger, loans
from domains.kernel.assets import CNY
from domains.loans import FactKind, LoanKind, LoanStanding
from tests.domains.loans.loan_house import LoanHouse
from tests.domains.wallet.people import everything


async def test_a_loan_is_owed_and_its_money_is_in_the_wallet(house: LoanHouse) -> None:
    someone = await house.customer()
    loan = await house.loan(someone, await house.product(), fee_minor=12_000)
    assert await house.money(someone) == (1_200_000, 1_200_000)
    assert await house.owed(loan) == {"principal": 1_200_000, "interest": 0, "fee": 12_000, "penalty": 0}
    assert await house.funded() == 0
    assert await house.posted(loans.income_id(loans.Part.FEE, CNY)) == 12_000
    assert (loan.state, loan.opened_on, loan.next_due_on) == (LoanStanding.ACTIVE, date(2026, 9, 21), date(2026, 10, 21))
    assert (loan.principal_minor, loan.fee_minor, loan.owed_minor) == (1_200_000, 12_000, 1_212_000)
    assert await house.look(loan) == loan
    assert await house.is_sound()


async def test_its_facts_say_what_was_paid_out_and_charged(house: LoanHouse) -> None:
    loan = await house.loan(await house.customer(), await house.product(), fee_minor=500)
    told = [(one.sequence, one.kind, one.effective_on, one.amount_minor, one.act_id, dict(one.details)) for one in await house.facts(loan)]
    assert told == [
        (1, FactKind.DISBURSED, date(2026, 9, 21), 1_200_000, loan.id, {}),
        (2, FactKind.CHARGED, date(2026, 9, 21), 500, loan.id, {"due_on": "2026-10-21"}),
    ]


async def test_a_repeat_lends_nothing_twice(house: LoanHouse) -> None:
    someone, product, id_ = await house.customer(), await house.product(), uuid4()
    first = await house.loan(someone, product, request_id=id_)
    assert await house.loan(someone, product, request_id=id_) == first
    assert await house.money(someone) == (1_200_000, 1_200_000)


async def test_a_loan_that_the_ledger_refuses_leaves_nothing(house: LoanHouse) -> None:
    """Somebody without a wallet in that currency."""
    product = await house.product("cash_usd", asset="USD")
    someone = await house.customer()
    before = await everything(house.database, but=frozenset({"kernel_request"}))
    with pytest.raises(ledger.AccountNotFound):
        await house.loan(someone, product)
    assert await everything(house.database, but=frozenset({"kernel_request"})) == before


async def test_a_product_that_is_published_anew_leaves_what_was_lent(house: LoanHouse) -> None:
    product = await house.product()
    loan = await house.loan(await house.customer(), product)
    again = await house.product(terms=loans.LoanProductTerms(least_minor=1, most_minor=2, counts=(1,), prices=(loans.Price("A", Decimal(0), 2),)))
    assert (product.version, again.version, again.terms.counts) == (1, 2, (1,))
    assert (await house.look(loan)).product_version == 1
    async with house.database.reading() as read:
        assert (await loans.find_terms(read, [("cash_loan", 1)]))["cash_loan", 1] == product.terms


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"code": "Cash!"}, "code"),
        ({"name_en": " "}, "name"),
        ({"kind": LoanKind.LINE}, "line"),
    ],
)
async def test_what_is_no_product_is_refused_and_nothing_is_written(house: LoanHouse, more: dict[str, object], what: str) -> None:
    before = await everything(house.database, but=frozenset({"kernel_request"}))
    with pytest.raises(loans.LoanProductMalformed) as refused:
        await house.product(**more)  # type: ignore[arg-type]
    assert refused.value.what == what
    assert await everything(house.database, but=frozenset({"kernel_request"})) == before


async def test_kind_and_currency_of_a_product_never_change(house: LoanHouse) -> None:
    await house.product()
    with pytest.raises(loans.LoanProductMalformed):
        await house.product(asset="USD")

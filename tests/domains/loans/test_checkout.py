"""Instalments at the till: the merchant is paid at once, the customer owes a plan that costs nothing, the merchant pays for that."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import ledger, loans, wallet
from domains.kernel.assets import CNY
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.loans import LineState, LoanKind, LoanStanding
from domains.loans.jobs.checkout import pass_on_refund, take_subsidies
from tests.domains.loans.loan_house import PLAN, PROVED, LoanHouse
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person, balance, everything


async def payer_with(house: LoanHouse, minor: int = 1_000_000, **more: Any) -> tuple[Person, loans.Line]:
    someone = await house.borrower(**more)
    return someone, await house.line(someone, PLAN, minor, LoanKind.INSTALMENT)


async def pay(house: LoanHouse, someone: Person, shop: tills.Shop, minor: int, *, count: int = 6, loan_minor: int | None = None) -> wallet.Paid:
    name, part = f"instalments-{count}", minor if loan_minor is None else loan_minor
    fundings = (wallet.Funding(name, Amount(part, CNY)), *(() if part == minor else (wallet.Funding("wallet"),)))
    return await tills.pay(house.database, someone, shop, minor, fundings=fundings, pin=PROVED)


async def loan_of(house: LoanHouse, payment_id: UUID) -> loans.Loan:
    async with house.database.reading() as read:
        (loan,) = await loans.list_of_payments(read, [payment_id])
    return loan


async def test_a_purchase_in_instalments_pays_the_merchant_and_is_owed_without_interest(house: LoanHouse) -> None:
    payer, line = await payer_with(house)
    shop = await tills.shop(house.database)
    loan = await loan_of(house, (await pay(house, payer, shop, 600_000)).payment_id)
    assert (loan.principal_minor, loan.terms.count, loan.terms.annual_rate, loan.merchant_id) == (600_000, 6, 0, shop.merchant_id)
    assert await house.owed(loan) == {"principal": 600_000, "interest": 0, "fee": 0, "penalty": 0}
    assert (await tills.held(house.database, shop))[0] == 600_000
    assert (await house.left(line), await balance(house.database, payer), await house.funded()) == (400_000, 0, 0)
    assert await house.posted(loans.subsidy_owed_id(shop.merchant_id, CNY)) == 21_000
    assert await house.posted(loans.subsidy_income_id(CNY)) == 21_000
    assert await house.is_sound()


async def test_a_part_comes_from_the_wallet_and_all_or_nothing(house: LoanHouse) -> None:
    payer, line = await payer_with(house, minor=1_000_000)
    shop = await tills.shop(house.database)
    but = frozenset({"kernel_request", "wallet_risk_decision"})
    before = await everything(house.database, but=but)
    with pytest.raises(ledger.InsufficientFunds):
        await pay(house, payer, shop, 600_000, loan_minor=500_000)
    assert await everything(house.database, but=but) == before
    assert await house.left(line) == 1_000_000


async def test_two_tills_that_race_for_the_last_of_a_line_sell_once(house: LoanHouse) -> None:
    payer, line = await payer_with(house)
    shop = await tills.shop(house.database)
    told = await asyncio.gather(*(pay(house, payer, shop, 600_000) for _ in range(3)), return_exceptions=True)
    refused = [one for one in told if isinstance(one, wallet.FundingChanged)]
    assert [(one.source, one.gives) for one in refused] == [("instalments-6", Amount(400_000, CNY))] * 2
    assert (await house.left(line), (await tills.held(house.database, shop))[0]) == (400_000, 600_000)


async def test_what_gives_nothing_says_so(house: LoanHouse) -> None:
    payer, line = await payer_with(house)
    shop = await tills.shop(house.database)
    named = {"request_id": uuid4(), "owner_id": payer.id, "session_id": payer.session_id, "line_id": line.id, "state": LineState.FROZEN}
    with pytest.raises(wallet.FundingChanged) as refused:
        await pay(house, payer, shop, 600_000, count=24)
    assert refused.value.gives is None
    await house.database.write(loans.set_line_state, loans.SetLineStateCommand(**named))
    for someone in (payer, await house.borrower()):
        with pytest.raises(wallet.FundingChanged):
            await pay(house, someone, shop, 600_000)


async def test_a_refund_goes_off_the_loan_and_the_line_is_free_again(house: LoanHouse) -> None:
    payer, line = await payer_with(house)
    shop = await tills.shop(house.database)
    paid = await pay(house, payer, shop, 600_000)
    loan = await loan_of(house, paid.payment_id)
    await tills.refund(house.database, shop, paid.payment_id, 200_000)
    for _ in range(2):
        await pass_on_refund(house.database, {"payment_id": str(paid.payment_id)})
    assert (await house.owed(loan))["principal"] == 400_000
    await tills.refund(house.database, shop, paid.payment_id, 400_000)
    await pass_on_refund(house.database, {"payment_id": str(paid.payment_id)})
    assert (await house.look(loan)).state is LoanStanding.CLOSED
    assert await balance(house.database, payer) == 0
    assert await house.left(line) == 1_000_000
    assert await house.is_sound()


async def test_merchants_pay_for_plans_out_of_what_they_were_settled(house: LoanHouse) -> None:
    payer, _ = await payer_with(house)
    shop = await tills.shop(house.database)
    await pay(house, payer, shop, 600_000)
    await take_subsidies(house.database)
    owed = loans.subsidy_owed_id(shop.merchant_id, CNY)
    assert await house.posted(owed) == 21_000
    house.at("2026-09-22T10:00")
    await tills.settle(house.database, shop, date(2026, 9, 21))
    for _ in range(2):
        await take_subsidies(house.database)
    assert await house.posted(owed) == 0
    assert await house.posted(wallet.merchant_balance_id(shop.merchant_id)) == 600_000 - 3_600 - 21_000
    assert await house.is_sound()


async def test_whoever_sells_finances_inside_their_own_transaction(house: LoanHouse) -> None:
    """As a shop of the house's own does: plan, post with the sale, write."""
    payer, line = await payer_with(house)
    shop = await tills.shop(house.database)
    sale = uuid4()
    one = loans.Purchase(derived_id(sale, "plan"), payer.id, sale, shop.merchant_id, Amount(300_000, CNY), 3)
    async with house.database.transaction() as tx:
        financed, refused = await loans.finance(tx, [one, one._replace(id=uuid4(), amount=Amount(800_000, CNY))])
        assert isinstance(refused, loans.CreditLineInsufficient) and refused.available_minor == 700_000
        assert isinstance(financed, loans.Financed)
        target = wallet.collected_account_id(shop.merchant_id)
        price = ledger.PlannedMovement(derived_id(sale, "price"), "sale", financed.account_id, target, one.amount)
        (verdict,) = await ledger.post(tx, [(sale, [*financed.planned, price])])
        assert isinstance(verdict, ledger.Posting)
        await loans.write_financed(tx, [financed])
    assert (await loan_of(house, sale)).principal_minor == 300_000
    assert (await house.left(line), await house.funded()) == (700_000, 0)
    assert await house.is_sound()

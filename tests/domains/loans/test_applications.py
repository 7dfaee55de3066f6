"""An application goes its way by itself, from the asking to the money, and says why where it does not."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from domains import customers, ledger, loans
from domains.kernel.assets import CNY, USD
from domains.kernel.commands import HOUSE_ID
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, IdReused, Refusal
from domains.kernel.money import Amount
from domains.loans import ApplicationState, LoanProductState, LoanStanding, Occupation, Outcome
from tests.domains.loans.loan_house import LoanHouse
from tests.domains.wallet.people import everything

BUT_REQUESTS = frozenset({"kernel_request"})


async def test_who_is_good_for_it_has_an_offer_at_the_price_of_their_band(house: LoanHouse) -> None:
    one = await house.offered(await house.borrower("A"), await house.product())
    assert (one.state, one.reasons, one.annual_rate) == (ApplicationState.OFFERED, (), Decimal("0.072"))
    assert one.terms is not None and (one.terms.start, one.terms.count, one.terms.principal_minor) == (date(2026, 9, 21), 12, 1_200_000)
    assert (one.fee_minor, one.total_minor, one.apr) == (0, 1_247_202, Decimal("0.074424"))
    assert one.offered_until == datetime(2026, 9, 21, 16, tzinfo=UTC)
    (decision,) = await house.decisions(one)
    assert (decision.outcome, decision.band, decision.decided_by, decision.policy_version) == (Outcome.APPROVE, "A", HOUSE_ID, 0)


async def test_what_is_signed_is_in_the_wallet_by_the_terms_of_the_contract(house: LoanHouse) -> None:
    someone, product = await house.borrower("B"), await house.product()
    one = await house.borrowed(someone, product)
    loan = await house.loan_of(one)
    assert (one.state, one.annual_rate) == (ApplicationState.DISBURSED, Decimal("0.108"))
    assert (loan.terms, loan.product_version, loan.state) == (one.terms, 1, LoanStanding.ACTIVE)
    assert await house.money(someone) == (1_200_000, 1_200_000)
    assert await house.owed(loan) == {"principal": 1_200_000, "interest": 0, "fee": 0, "penalty": 0}
    assert await house.is_sound()


async def test_the_contract_is_a_pdf_whose_digest_the_ledgers_chain_seals(house: LoanHouse) -> None:
    one = await house.borrowed(await house.borrower(), await house.product())
    async with house.database.reading() as read:
        found = await loans.find_contract(read, one.customer_id, one.id)
        assert found is not None
        sha256, file = found
        assert await loans.find_contract(read, uuid4(), one.id) is None
        loan = await house.loan_of(one)
        sealed = await ledger.find_movements(read, [loans.lending_id(loan.id, hashlib.sha256(file).hexdigest())])
        other = await ledger.find_movements(read, [loans.lending_id(loan.id, hashlib.sha256(file + b" ").hexdigest())])
    assert file.startswith(b"%PDF-") and sha256 == hashlib.sha256(file).hexdigest() == one.contract_sha256
    assert [movement.amount.minor for movement in sealed.values()] == [1_200_000]
    assert not other


@pytest.mark.parametrize(
    ("band", "born", "more", "state", "reasons"),
    [
        ("E", 1990, {}, ApplicationState.DECLINED, ("band_not_served",)),
        ("A", 2009, {}, ApplicationState.DECLINED, ("minor",)),
        ("A", 1950, {}, ApplicationState.DECLINED, ("too_old",)),
        ("A", 2004, {"occupation": Occupation.STUDENT}, ApplicationState.DECLINED, ("student",)),
        ("C", 1990, {"amount": Amount(6_000_000, CNY), "income": Amount(10_000_000, CNY)}, ApplicationState.DECLINED, ("amount_above_band",)),
        ("A", 1990, {"income": Amount(100_000, CNY)}, ApplicationState.DECLINED, ("income_too_low",)),
        (None, 1990, {}, ApplicationState.REFERRED, ("band_unknown",)),
        ("C", 1990, {"occupation": Occupation.NONE, "income": Amount(400_000, CNY)}, ApplicationState.REFERRED, ("band_low", "occupation", "income")),
    ],
)
async def test_every_answer_that_is_no_has_its_reasons(
    house: LoanHouse, band: str | None, born: int, more: dict[str, Any], state: ApplicationState, reasons: tuple[str, ...]
) -> None:
    someone = await house.borrower(band, born=born)
    one = await house.offered(someone, await house.product(), **more)
    assert (one.state, one.contract_sha256, one.opened_id) == (state, None, None)
    assert set(reasons) <= set(one.reasons)
    assert (await house.decisions(one))[-1].reasons == one.reasons
    assert await house.money(someone) == (0, 0)


async def test_without_consent_or_identity_nothing_is_lent(house: LoanHouse) -> None:
    product = await house.product()
    assert (await house.offered(await house.borrower(consents=False), product)).reasons == ("consent_withdrawn",)
    assert "unverified" in (await house.offered(await house.customer(), product)).reasons


async def test_who_is_late_is_lent_no_more(house: LoanHouse) -> None:
    someone, product = await house.borrower(), await house.product()
    loan = await house.loan_of(await house.borrowed(someone, product))
    async with house.database.transaction() as tx:
        await tx.execute("UPDATE loans_loan SET days_past_due = 1 WHERE id = $1", loan.id)
    assert (await house.offered(someone, product)).reasons == ("overdue",)


async def test_staff_approve_what_was_referred_and_it_goes_on_by_itself(house: LoanHouse) -> None:
    someone, product = await house.borrower(None), await house.product()
    one = await house.offered(someone, product)
    async with house.database.reading() as read:
        assert [waiting.id for waiting in (await loans.list_referred(read, 10, None)).items] == [one.id]
    await house.decide(one, True)
    one = await house.stepped(one)
    # Without a band: the dearest price.
    assert (one.state, one.annual_rate) == (ApplicationState.OFFERED, Decimal("0.144"))
    assert [(decision.outcome, decision.decided_by == house.who["owner_id"], decision.note) for decision in await house.decisions(one)] == [
        (Outcome.REFER, False, ""),
        (Outcome.APPROVE, True, "说明收入来源"),
    ]


async def test_staff_reverse_a_decline_and_both_records_stay(house: LoanHouse) -> None:
    someone, product = await house.borrower("C"), await house.product()
    one = await house.offered(someone, product, amount=Amount(6_000_000, CNY), income=Amount(10_000_000, CNY))
    assert one.state is ApplicationState.DECLINED
    await house.decide(one, True)
    one = await house.stepped(one)
    assert one.state is ApplicationState.OFFERED
    assert [(decision.outcome, decision.reasons) for decision in await house.decisions(one)] == [
        (Outcome.DECLINE, ("amount_above_band",)),
        (Outcome.APPROVE, ()),
    ]
    async with house.database.reading() as read:
        audited = await read.fetchval("SELECT count(*) FROM kernel_audit WHERE action = 'loans.decide_application' AND subject_id = $1", someone.id)
    assert audited == 1


async def test_staff_cannot_lend_where_the_law_leaves_no_choice_nor_without_a_word(house: LoanHouse) -> None:
    product = await house.product()
    minor = await house.offered(await house.borrower(born=2009), product)
    referred = await house.offered(await house.borrower(None), product)
    done = await house.borrowed(await house.borrower(), product)
    before = await everything(house.database, but=BUT_REQUESTS)
    with pytest.raises(loans.BorrowerUnfit) as refused:
        await house.decide(minor, True)
    assert refused.value.reasons == ("minor",)
    with pytest.raises(loans.ReasonNeeded):
        await house.decide(referred, False, " ")
    with pytest.raises(loans.ApplicationUndecidable):
        await house.decide(done, False)
    with pytest.raises(loans.ApplicationNotFound):
        await house.decide(done._replace(id=uuid4()), False)
    assert await everything(house.database, but=BUT_REQUESTS) == before


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"product_code": "nothing"}, loans.LoanProductNotFound),
        ({"version": 2}, loans.LoanTermsChanged),
        ({"amount": Amount(1_200_000, USD)}, AssetMismatch),
        ({"amount": Amount(0, CNY)}, AmountOutOfRange),
        ({"amount": Amount(-1, CNY)}, AmountOutOfRange),
        ({"amount": Amount(10**17, CNY)}, AmountOutOfRange),
        ({"count": 0}, loans.CountNotOffered),
        ({"count": 10_000}, loans.CountNotOffered),
        ({"income": Amount(-1, CNY)}, loans.IncomeMalformed),
        ({"income": Amount(1, USD)}, AssetMismatch),
    ],
)
async def test_what_cannot_be_asked_for_is_refused_and_nothing_is_written(house: LoanHouse, more: dict[str, Any], refusal: type[Refusal]) -> None:
    someone, product = await house.borrower(), await house.product()
    before = await everything(house.database, but=BUT_REQUESTS)
    with pytest.raises(refusal):
        await house.apply(someone, product, **more)
    assert await everything(house.database, but=BUT_REQUESTS) == before


async def test_a_product_that_is_not_sold_takes_no_application(house: LoanHouse) -> None:
    someone, product = await house.borrower(), await house.product()
    command = loans.SetLoanProductStateCommand(request_id=uuid4(), code=product.code, state=LoanProductState.SUSPENDED, **house.who)
    await house.database.write(loans.set_loan_product_state, command)
    with pytest.raises(loans.LoanProductClosed):
        await house.apply(someone, product)


async def test_an_application_twice_is_one_application(house: LoanHouse) -> None:
    someone, product = await house.borrower(), await house.product()
    command = house.applying(someone, product)
    first = await house.database.write(loans.apply_for_loan, command)
    assert await house.database.write(loans.apply_for_loan, command) == first
    with pytest.raises(loans.ApplicationOpen) as refused:
        await house.apply(someone, product)
    assert refused.value.application_id == first.id
    with pytest.raises(IdReused):
        await house.apply(await house.borrower(), product, request_id=first.id)


async def test_an_offer_ends_with_its_day_and_can_be_asked_for_again(house: LoanHouse) -> None:
    await house.stay_signed_in()
    someone, product = await house.borrower(), await house.product()
    one = await house.offered(someone, product)
    house.at("2026-09-22T00:00")
    await house.stay_signed_in()
    before = await everything(house.database, but=BUT_REQUESTS)
    with pytest.raises(loans.OfferExpired):
        await house.sign(someone, one)
    assert await everything(house.database, but=BUT_REQUESTS) == before
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "application_id": one.id}
    await house.database.write(loans.ask_offer_again, loans.ApplicationCommand(**named))
    again = await house.stepped(one)
    assert again.state is ApplicationState.OFFERED and again.terms is not None and again.terms.start == date(2026, 9, 22)
    assert again.contract_sha256 != one.contract_sha256
    with pytest.raises(loans.OfferChanged):
        await house.sign(someone, one)
    assert (await house.stepped(await house.sign(someone, again))).state is ApplicationState.DISBURSED


@pytest.mark.parametrize(
    ("pin", "refusal"),
    [
        (customers.PinProof(customers.PinVerdict.WRONG, 2), customers.PinWrong),
        (customers.PinProof(customers.PinVerdict.NOT_SET), customers.PinNotSet),
    ],
)
async def test_nothing_is_signed_without_the_pin(house: LoanHouse, pin: customers.PinProof, refusal: type[Refusal]) -> None:
    someone = await house.borrower()
    one = await house.offered(someone, await house.product())
    before = await everything(house.database, but=BUT_REQUESTS)
    with pytest.raises(refusal):
        await house.sign(someone, one, pin=pin)
    assert await everything(house.database, but=BUT_REQUESTS) == before


async def test_hard_rules_are_asked_again_when_it_is_signed(house: LoanHouse) -> None:
    someone = await house.borrower()
    one = await house.offered(someone, await house.product())
    named = {"owner_id": someone.id, "session_id": someone.session_id, "purpose": "credit_scoring"}
    await house.database.write(customers.withdraw_consent, customers.WithdrawConsent(request_id=uuid4(), **named))
    with pytest.raises(loans.BorrowerUnfit) as refused:
        await house.sign(someone, one)
    assert refused.value.reasons == ("consent_withdrawn",)


async def test_what_is_cancelled_is_lent_no_more(house: LoanHouse) -> None:
    someone, product = await house.borrower(), await house.product()
    one = await house.offered(someone, product)
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "application_id": one.id}
    assert (await house.database.write(loans.cancel_application, loans.ApplicationCommand(**named))).state is ApplicationState.CANCELLED
    with pytest.raises(loans.OfferNotOpen):
        await house.sign(someone, one)
    assert (await house.offered(someone, product)).state is ApplicationState.OFFERED


async def test_a_wallet_that_cannot_take_the_money_leaves_nothing_owed(house: LoanHouse) -> None:
    product = await house.product("cash_usd", asset="USD")
    someone = await house.borrower()
    usd = {"amount": Amount(1_200_000, USD), "income": Amount(2_000_000, USD)}
    one = await house.offered(someone, product, **usd)
    # No scorecard knows dollars: a member of staff looks at it.
    assert (one.state, one.reasons) == (ApplicationState.REFERRED, ("answers_unknown",))
    await house.decide(one, True)
    one = await house.stepped(await house.sign(someone, await house.stepped(one)))
    assert (one.state, one.reasons, one.opened_id) == (ApplicationState.FAILED, ("AccountNotFound",), None)
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM loans_loan") == 0
        assert await read.fetchval("SELECT count(*) FROM ledger_movement WHERE kind LIKE 'loan%'") == 0


async def test_a_policy_decides_from_when_it_is_published(house: LoanHouse) -> None:
    async with house.database.reading() as read:
        first = await loans.find_policy(read)
    stricter = replace(first.policy, card=replace(first.policy.card, approve_from=120, refer_from=115))
    named = {"request_id": uuid4(), "policy": stricter, **house.who}
    published = await house.database.write(loans.publish_approval_policy, loans.PublishPolicyCommand(**named))
    assert (first.version, published.version) == (0, 1)
    one = await house.offered(await house.borrower("B"), await house.product())
    assert (one.state, one.reasons) == (ApplicationState.DECLINED, ("band_low",))
    with pytest.raises(loans.ApprovalPolicyMalformed) as refused:
        worse = replace(stricter, least_age=17)
        await house.database.write(loans.publish_approval_policy, loans.PublishPolicyCommand(**{**named, "request_id": uuid4(), "policy": worse}))
    assert refused.value.what == "age"


async def test_who_owes_or_waits_for_an_answer_is_not_closed(house: LoanHouse) -> None:
    someone, product = await house.borrower(), await house.product()
    await house.borrowed(someone, product)
    await house.apply(someone, product)
    async with house.database.transaction() as tx:
        assert sorted(await loans.LoansClosing().list_open(tx, someone.id)) == ["loan", "loan_application"]

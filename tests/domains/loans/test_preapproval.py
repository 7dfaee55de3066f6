"""Limits that are offered before anybody asks: to whom, how much, and when they end."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from domains import credit, customers, loans
from domains.kernel.assets import CNY, USD
from domains.kernel.errors import AmountOutOfRange, AssetMismatch
from domains.kernel.events import LISTENERS, PublishedEvent
from domains.kernel.money import Amount
from domains.loans import (
    ApplicationState,
    Occupation,
    PreapprovalState,
    listeners,  # noqa: F401  registers what loans hear
)
from domains.loans.jobs.preapprovals import expire_offers, run_batch
from domains.loans.queries.decisions import save_profile
from domains.loans.rules.approval import FIRST, Applicant, Reason, broken_rules
from domains.loans.service import preapprove
from tests.domains.loans.loan_house import LoanHouse
from tests.domains.wallet.people import Person, everything

MONTH = timedelta(days=30)
BUT_REQUESTS = frozenset({"kernel_request"})


async def told(house: LoanHouse, someone: Person, occupation: Occupation = Occupation.EMPLOYED, income_minor: int = 1_000_000) -> Person:
    async with house.database.transaction() as tx:
        await save_profile(tx, someone.id, occupation, income_minor)
    return someone


async def withdrawn(house: LoanHouse, someone: Person) -> Person:
    """Their consent to be scored."""
    named = {"owner_id": someone.id, "session_id": someone.session_id, "purpose": "credit_scoring"}
    await house.database.write(customers.withdraw_consent, customers.WithdrawConsent(request_id=uuid4(), **named))
    return someone


async def batch(house: LoanHouse, code: str = "cash_loan") -> loans.Batch:
    named = {"request_id": uuid4(), "product_code": code, "expires_at": house.database.clock.now() + MONTH, **house.who}
    started = await house.database.write(loans.start_preapproval, loans.StartPreapprovalCommand(**named))
    await run_batch(house.database, started.id)
    async with house.database.reading() as read:
        return (await loans.find_batches(read, [started.id]))[started.id]


async def found(house: LoanHouse, one: loans.Batch, someone: Person) -> loans.Preapproval:
    async with house.database.reading() as read:
        id_ = await read.fetchval("SELECT id FROM loans_preapproval WHERE batch_id = $1 AND customer_id = $2", one.id, someone.id)
        return (await loans.find_preapprovals(read, [(someone.id, id_)]))[someone.id, id_]


async def standing(house: LoanHouse, someone: Person) -> list[loans.Preapproval]:
    async with house.database.reading() as read:
        return (await loans.find_standing_offers(read, [someone.id]))[someone.id]


async def accept(house: LoanHouse, someone: Person, offer: loans.Preapproval, minor: int, **more: Any) -> loans.Application:
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "preapproval_id": offer.id}
    return await house.database.write(loans.accept_preapproval, loans.AcceptPreapprovalCommand(**{**named, "amount": Amount(minor, CNY), "count": 12, **more}))


async def test_a_batch_offers_by_band_and_income_and_says_why_where_not(house: LoanHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preapprove, "GROUP_MOST", 2)
    await house.product()
    good = await told(house, await house.borrower("A"))
    # Who was never asked is not looked at.
    silent = await told(house, await house.borrower("A", consents=False))
    cases = {
        "minor": await told(house, await house.borrower(born=2009)),
        "student": await told(house, await house.borrower(born=2004), Occupation.STUDENT),
        "consent_withdrawn": await withdrawn(house, await told(house, await house.borrower())),
        "band_unknown": await told(house, await house.borrower(None)),
        "band_not_served": await told(house, await house.borrower("E")),
        "income_too_low": await told(house, await house.borrower(), income_minor=10_000),
    }
    one = await batch(house)
    assert (one.offered, one.refused, one.is_done) == (1, 6, True)
    offer = await found(house, one, good)
    assert (offer.state, offer.annual_rate, offer.band, offer.reasons) == (PreapprovalState.OFFERED, Decimal("0.072"), "A", ())
    assert offer.limit_minor == min(6_000_000, await bank_limit(house, good))
    assert await standing(house, good) == [offer]
    for reason, someone in cases.items():
        refused = await found(house, one, someone)
        assert (refused.state, refused.limit_minor, refused.reasons[0]) == (PreapprovalState.REFUSED, 0, reason)
        assert await standing(house, someone) == []
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM loans_preapproval WHERE customer_id = $1", silent.id) == 0


async def bank_limit(house: LoanHouse, someone: Person) -> int:
    async with house.database.reading() as read:
        return (await credit.limit_for(read, someone.id)).minor


def test_a_young_customer_who_never_said_what_they_do_counts_as_a_student() -> None:
    unknown = Applicant(21, None, 0, "A", True, 0, False, 0, 0)
    assert broken_rules(FIRST, unknown) == (Reason.STUDENT,)
    assert broken_rules(FIRST, unknown._replace(age=22)) == ()


async def test_what_is_accepted_is_offered_at_its_rate_and_paid_out(house: LoanHouse) -> None:
    await house.product()
    someone = await told(house, await house.borrower("B"))
    offer = await found(house, await batch(house), someone)
    # The band has fallen since: the offer stands at its rate.
    await house.set_band(someone, "C")
    one = await house.stepped(await accept(house, someone, offer, 500_000))
    assert (one.state, one.annual_rate) == (ApplicationState.OFFERED, Decimal("0.108"))
    one = await house.stepped(await house.sign(someone, one))
    assert one.state is ApplicationState.DISBURSED
    assert await house.money(someone) == (500_000, 500_000)
    assert await standing(house, someone) == []
    with pytest.raises(loans.PreapprovalEnded) as refused:
        await accept(house, someone, offer, 500_000)
    assert refused.value.state == "accepted"


async def test_accepting_asks_the_hard_rules_again(house: LoanHouse) -> None:
    await house.product()
    someone = await told(house, await house.borrower("B"))
    offer = await found(house, await batch(house), someone)
    with pytest.raises(AmountOutOfRange):
        await accept(house, someone, offer, offer.limit_minor + 1)
    with pytest.raises(loans.PreapprovalNotFound):
        await accept(house, await house.borrower(), offer, 500_000)
    await told(house, someone, Occupation.STUDENT)
    with pytest.raises(loans.BorrowerUnfit) as refused:
        await accept(house, someone, offer, 500_000)
    assert refused.value.reasons == ("student",)


async def test_an_offer_ends_with_the_consent_and_with_its_time(house: LoanHouse) -> None:
    await house.product()
    first, second = await told(house, await house.borrower()), await told(house, await house.borrower())
    one = await batch(house)
    gone = PublishedEvent(1, "ConsentWithdrawn", first.id, None, {"purpose": "credit_scoring"})
    other = PublishedEvent(2, "ConsentWithdrawn", second.id, None, {"purpose": "location"})
    async with house.database.transaction() as tx:
        await LISTENERS["loans.withdraw_offers"].listen(tx, [gone, other])
    withdrawn = await found(house, one, first)
    assert (withdrawn.state, withdrawn.reasons) == (PreapprovalState.WITHDRAWN, ("consent_withdrawn",))
    assert len(await standing(house, second)) == 1
    house.database.clock.advance(MONTH)
    await house.stay_signed_in()
    assert await standing(house, second) == []
    with pytest.raises(loans.PreapprovalEnded):
        await accept(house, second, await found(house, one, second), 500_000)
    await expire_offers(house.database)
    assert (await found(house, one, second)).state is PreapprovalState.EXPIRED


async def test_a_newer_batch_takes_the_place_of_what_stood_and_a_repeat_changes_nothing(house: LoanHouse) -> None:
    await house.product()
    someone = await told(house, await house.borrower())
    first = await batch(house)
    second = await batch(house)
    await run_batch(house.database, second.id)
    assert (await found(house, first, someone)).state is PreapprovalState.WITHDRAWN
    assert [one.batch_id for one in await standing(house, someone)] == [second.id]


async def test_a_batch_of_what_is_not_sold_or_has_no_end_is_refused(house: LoanHouse) -> None:
    await house.product()
    named = {"request_id": uuid4(), "product_code": "cash_loan", "expires_at": house.database.clock.now(), **house.who}
    with pytest.raises(loans.LoanProductMalformed):
        await house.database.write(loans.start_preapproval, loans.StartPreapprovalCommand(**named))
    with pytest.raises(loans.LoanProductNotFound):
        await house.database.write(loans.start_preapproval, loans.StartPreapprovalCommand(**{**named, "request_id": uuid4(), "product_code": "nothing"}))


async def test_who_never_said_what_they_earn_has_an_offer_and_says_so_when_they_take_it(house: LoanHouse) -> None:
    await house.product()
    someone = await house.borrower("B")
    offer = await found(house, await batch(house), someone)
    assert (offer.state, offer.limit_minor) == (PreapprovalState.OFFERED, 5_000_000)
    before = await everything(house.database, but=BUT_REQUESTS)
    earns = {"occupation": Occupation.EMPLOYED, "income": Amount(1_000_000, CNY)}
    cases: list[tuple[dict[str, Any], type[Exception]]] = [
        ({}, loans.ProfileNeeded),
        ({"income": Amount(1_000_000, CNY)}, loans.ProfileNeeded),
        ({"occupation": Occupation.EMPLOYED}, loans.ProfileNeeded),
        ({**earns, "income": Amount(-1, CNY)}, loans.IncomeMalformed),
        ({**earns, "income": Amount(1, USD)}, AssetMismatch),
    ]
    for more, refusal in cases:
        with pytest.raises(refusal):
            await accept(house, someone, offer, 5_000_000, **more)
    for more, reason in (({**earns, "occupation": Occupation.STUDENT}, "student"), ({**earns, "income": Amount(100_000, CNY)}, "income_too_low")):
        with pytest.raises(loans.BorrowerUnfit) as refused:
            await accept(house, someone, offer, 5_000_000, **more)
        assert refused.value.reasons == (reason,)
    assert await everything(house.database, but=BUT_REQUESTS) == before
    one = await house.stepped(await accept(house, someone, offer, 5_000_000, **earns))
    assert (one.state, one.annual_rate, one.answers) == (ApplicationState.OFFERED, Decimal("0.108"), None)


async def test_a_young_customer_who_said_nothing_is_refused_as_a_student(house: LoanHouse) -> None:
    await house.product()
    someone = await house.borrower("A", born=2005)
    refused = await found(house, await batch(house), someone)
    assert (refused.state, refused.reasons) == (PreapprovalState.REFUSED, ("student",))


async def test_what_is_owed_already_is_part_of_the_banks_limit(house: LoanHouse) -> None:
    product = await house.product()
    someone = await told(house, await house.borrower("C"), income_minor=10_000_000)
    loan = await house.loan(someone, product, house.terms(1_500_000))
    offer = await found(house, await batch(house), someone)
    assert (offer.state, offer.limit_minor, await bank_limit(house, someone)) == (PreapprovalState.OFFERED, 500_000, 2_000_000)
    await house.loan(someone, product, house.terms(450_000))
    refused = await found(house, await batch(house), someone)
    assert (refused.state, refused.reasons) == (PreapprovalState.REFUSED, ("limit_reached",))
    assert loan.principal_minor == 1_500_000


async def test_a_group_that_died_is_done_once_and_no_customer_is_left_out(house: LoanHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preapprove, "GROUP_MOST", 2)
    await house.product()
    everybody = [await house.borrower("A") for _ in range(5)]
    named = {"request_id": uuid4(), "product_code": "cash_loan", "expires_at": house.database.clock.now() + MONTH, **house.who}
    started = await house.database.write(loans.start_preapproval, loans.StartPreapprovalCommand(**named))

    async def die(*_: Any, **__: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as dying:
        dying.setattr(preapprove.preapprovals, "move_batch", die)
        with pytest.raises(RuntimeError):
            await run_batch(house.database, started.id)
    assert [await standing(house, one) for one in everybody] == [[]] * 5
    await run_batch(house.database, started.id)
    await run_batch(house.database, started.id)
    assert [len(await standing(house, one)) for one in everybody] == [1] * 5
    async with house.database.reading() as read:
        done = (await loans.find_batches(read, [started.id]))[started.id]
    assert (done.offered, done.refused, done.is_done) == (5, 0, True)


async def test_what_is_taken_is_not_offered_once_more_by_a_batch_that_ran_meanwhile(house: LoanHouse) -> None:
    await house.product()
    someone = await told(house, await house.borrower("B"))
    first = await found(house, await batch(house), someone)
    one = await house.stepped(await accept(house, someone, first, 500_000))
    second = await found(house, await batch(house), someone)
    assert [offer.id for offer in await standing(house, someone)] == [second.id]
    one = await house.stepped(await house.sign(someone, one))
    assert (one.state, await standing(house, someone)) == (ApplicationState.DISBURSED, [])
    async with house.database.reading() as read:
        states = await loans.find_preapprovals(read, [(someone.id, first.id), (someone.id, second.id)])
    assert {id_: offer.state for (_, id_), offer in states.items()} == {first.id: PreapprovalState.ACCEPTED, second.id: PreapprovalState.WITHDRAWN}

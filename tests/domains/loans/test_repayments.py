"""A loan is repaid out of the wallet; payments told late or taken back are counted from their day. What is refused moves nothing."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from domains import ledger
from domains.customers import PinProof, PinVerdict, PinWrong
from domains.kernel.assets import CNY, asset_of
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, IdReused, Refusal
from domains.kernel.money import Amount
from domains.ledger import InsufficientFunds
from domains.loans import InAdvance, Loan, LoanNotFound, LoanStanding, Part, ServicingTerms, income_id, servicing
from domains.wallet import PinRequired
from tests.domains.loans.servicing_house import ServicingHouse

LATE = ServicingTerms(penalty_rate=Decimal("0.18"))
FEES = ServicingTerms(early_fee_ppm=10_000, in_advance=InAdvance.RE_AMORTISE)


@pytest.fixture
def house(servicing_house: ServicingHouse) -> ServicingHouse:
    return servicing_house


async def test_an_instalment_is_paid_out_of_the_wallet(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    assert (await house.money(someone))[0] == 11_200_000
    house.at("2026-10-21T10:00")
    first = (await house.state(loan)).instalments[0]
    assert (first.due, first.owed.interest) == (date(2026, 10, 21), 11_836)
    paid = await house.repay(someone, loan, first.owed.total)
    assert (paid.sequence, paid.state) == (2, LoanStanding.ACTIVE)
    assert (await house.money(someone))[0] == 11_200_000 - first.owed.total
    state = await house.agrees(loan)
    assert (state.owed.principal, state.owed.interest, state.due_minor) == (1_200_000 - first.owed.principal, 0, 0)
    assert (await house.look(loan)).next_due_on == date(2026, 11, 21)
    assert await house.posted(income_id(Part.INTEREST, CNY)) == 11_836
    assert await house.is_sound()


async def test_what_is_late_costs_penalty_and_is_paid_first(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(terms=LATE)
    house.at("2026-11-05T10:00")
    await house.repay(someone, loan, 100)
    state = await house.agrees(loan)
    # 15 nights on the first instalment's principal, at 18 % of 365.
    principal = state.instalments[0].owed.principal
    assert state.flows.earned.penalty == principal * 15 * 18 // 36_500
    assert (state.days_past_due, state.stage, state.five_class) == (15, "M1", 2)
    assert state.flows.paid.penalty == 100
    assert (await house.look(loan)).bucket == "M1"


async def test_a_payment_told_late_takes_back_the_penalty_that_it_would_have_saved(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(terms=LATE)
    house.at("2026-11-05T10:00")
    await house.charge(loan, 500)
    before = await house.agrees(loan)
    assert before.flows.earned.penalty > 0
    due = before.instalments[0].owed.principal + before.instalments[0].owed.interest
    booked = await house.book_back(loan, due, "2026-10-21")
    after = await house.agrees(loan)
    assert (after.flows.earned.penalty, after.days_past_due) == (0, 0)
    assert after.flows.paid.total == due
    assert (await house.money(someone))[0] == 11_200_000 - due
    assert booked.sequence == 3
    assert await house.is_sound()


async def test_a_payment_that_is_taken_back_never_was(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(terms=LATE)
    house.at("2026-10-21T10:00")
    due = (await house.state(loan)).due_minor
    paid = await house.repay(someone, loan, due)
    house.at("2026-11-05T10:00")
    await house.reverse(loan, paid.sequence)
    state = await house.agrees(loan)
    assert state.flows.paid.total == 0
    assert state.days_past_due == 15
    assert state.flows.earned.penalty == state.instalments[0].owed.penalty > 0
    assert (await house.money(someone))[0] == 11_200_000
    assert [one.kind for one in await house.facts(loan)] == ["disbursed", "repaid", "repayment_reversed"]


async def test_a_loan_that_was_paid_off_is_open_again_when_the_payment_is_taken_back(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    house.at("2026-10-01T10:00")
    done = await house.pay_off(someone, loan)
    assert (done.state, done.owed.minor) == (LoanStanding.CLOSED, 0)
    assert (await house.agrees(loan)).owed.total == 0
    await house.reverse(loan, done.sequence)
    assert (await house.look(loan)).state is LoanStanding.ACTIVE
    assert (await house.agrees(loan)).owed.principal == 1_200_000
    assert (await house.money(someone))[0] == 11_200_000


async def test_a_pay_off_is_quoted_with_what_it_saves_and_holds_until_midnight(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(terms=FEES)
    house.at("2026-10-01T10:00")
    quoted = await house.quote(loan)
    assert quoted is not None
    # Ten nights of 12 % on 12,000, and one percent of the principal.
    assert (quoted.total.minor, quoted.fee.minor) == (1_200_000 + 3_945 + 12_000, 12_000)
    whole = sum(one.owed.interest for one in (await house.state(loan)).instalments)
    assert quoted.saved.minor == whole - 3_945
    assert quoted.expires_at.isoformat() == "2026-10-01T16:00:00+00:00"
    house.at("2026-10-02T10:00")
    named = {"total": quoted.total, "quoted_on": quoted.quoted_on, "pin": PinProof(PinVerdict.RIGHT)}
    with pytest.raises(servicing.PayOffChanged) as refused:
        await house.database.write(servicing.pay_loan_off, servicing.PayOffCommand(**house.of(loan, someone), **named))
    assert refused.value.total_minor == 1_200_000 + 4_340 + 12_000
    await house.pay_off(someone, loan)
    state = await house.agrees(loan)
    assert (state.standing, state.flows.earned.fee, state.flows.paid.total) == (LoanStanding.CLOSED, 12_000, 1_216_340)
    assert await house.is_sound()


@pytest.mark.parametrize(("choice", "count"), [("shorter", 8), ("lower", 11)])
async def test_an_early_payment_in_part_is_quoted_both_ways_and_does_what_was_quoted(house: ServicingHouse, choice: str, count: int) -> None:
    someone, loan = await house.borrow(terms=FEES)
    house.at("2026-10-21T10:00")
    await house.repay(someone, loan, (await house.state(loan)).due_minor)
    house.at("2026-11-01T10:00")
    quoted = await house.quote_early(loan, 310_000)
    assert quoted.parts.shorter.saved_minor > quoted.parts.lower.saved_minor > 0
    assert quoted.parts.shorter.instalment_minor > quoted.parts.lower.instalment_minor
    assert quoted.parts.shorter.last_due_on is not None and quoted.parts.lower.last_due_on == date(2027, 9, 21)
    part = getattr(quoted.parts, choice)
    assert part.instalments == count
    await house.pay_early(someone, loan, 310_000, choice)
    state = await house.agrees(loan)
    coming = [one for one in state.instalments if one.due > house.today]
    assert (len(coming), coming[1].owed.total, coming[-1].due) == (count, part.instalment_minor, part.last_due_on)
    assert state.flows.earned.fee == quoted.fee.minor == quoted.parts.principal_minor // 100
    assert state.flows.paid.total == sum(one.amount_minor for one in await house.facts(loan) if one.kind in ("repaid", "rescheduled"))


async def test_the_same_id_pays_once_and_other_input_under_it_is_refused(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    command = house.repaying(someone, loan, 5_000)
    first = await house.database.write(servicing.repay, command)
    assert await house.database.write(servicing.repay, command) == first
    with pytest.raises(IdReused):
        await house.repay(someone, loan, 6_000, request_id=command.request_id)
    assert (await house.money(someone))[0] == 11_195_000
    assert (await house.agrees(loan)).flows.paid.total == 5_000


async def snapshot(house: ServicingHouse, loan: Loan) -> tuple[Any, ...]:
    async with house.database.reading() as read:
        counts = await read.fetchrow("SELECT (SELECT count(*) FROM ledger_movement) AS movements, (SELECT count(*) FROM loans_fact) AS facts")
    assert counts is not None
    return (*counts, await house.look(loan), await house.owed(loan))


ABSURD = 10**18


@pytest.mark.parametrize(
    ("minor", "more", "refusal"),
    [
        (0, {}, AmountOutOfRange),
        (-5, {}, AmountOutOfRange),
        (ABSURD, {}, AmountOutOfRange),
        (1_300_000, {}, AmountOutOfRange),
        (5_000, {"asset": asset_of("USD")}, AssetMismatch),
        (5_000, {"loan_id": uuid4()}, LoanNotFound),
        (5_000, {"pin": PinProof(PinVerdict.ABSENT)}, PinRequired),
        (5_000, {"pin": PinProof(PinVerdict.WRONG, 3)}, PinWrong),
    ],
)
async def test_a_bad_payment_is_refused_and_moves_nothing(house: ServicingHouse, minor: int, more: dict[str, Any], refusal: type[Refusal]) -> None:
    someone, loan = await house.borrow()
    before = await snapshot(house, loan)
    with pytest.raises(refusal):
        await house.repay(someone, loan, minor, **more)
    assert await snapshot(house, loan) == before


async def test_a_strangers_loan_is_not_found(house: ServicingHouse) -> None:
    _, loan = await house.borrow()
    stranger = await house.customer(1_000_000)
    before = await snapshot(house, loan)
    with pytest.raises(LoanNotFound):
        await house.repay(stranger, loan, 5_000)
    with pytest.raises(LoanNotFound):
        await house.pay_early(stranger, loan, 5_000, "lower")
    async with house.database.reading() as read:
        assert await servicing.find_loan_accounts(read, [(stranger.id, loan.id)]) == {}
    assert await snapshot(house, loan) == before


async def test_after_closing_nothing_is_paid(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    await house.pay_off(someone, loan)
    before = await snapshot(house, loan)
    for act in (
        house.repay(someone, loan, 5_000),
        house.pay_early(someone, loan, 5_000, "lower"),
        house.charge(loan, 5),
        house.book_back(loan, 5, "2026-09-21"),
    ):
        with pytest.raises(servicing.LoanEnded) as refused:
            await act
        assert refused.value.state == "closed"
    assert await house.quote(loan) is None
    assert await snapshot(house, loan) == before


async def test_without_money_nothing_is_paid(house: ServicingHouse) -> None:
    someone, loan = await house.borrow(money=0)
    rich = await house.customer(0)
    await spend_all(house, someone, rich)
    before = await snapshot(house, loan)
    with pytest.raises(InsufficientFunds):
        await house.repay(someone, loan, 5_000)
    assert await snapshot(house, loan) == before


async def spend_all(house: ServicingHouse, someone: Any, other: Any) -> None:
    minor = (await house.money(someone))[1]
    async with house.database.transaction() as tx:
        planned = ledger.PlannedMovement(uuid4(), "spent", someone.account_id, other.account_id, Amount(minor, CNY))
        (verdict,) = await ledger.post(tx, [(uuid4(), [planned])])
        assert not isinstance(verdict, Refusal)


async def test_a_payment_is_not_booked_back_to_before_the_loan_nor_ahead(house: ServicingHouse) -> None:
    _, loan = await house.borrow()
    before = await snapshot(house, loan)
    for day in ("2026-09-20", "2026-09-22"):
        with pytest.raises(servicing.LoanDayOutOfRange) as refused:
            await house.book_back(loan, 5_000, day)
        assert (refused.value.earliest, refused.value.latest) == (date(2026, 9, 21), date(2026, 9, 21))
    assert await snapshot(house, loan) == before


async def test_only_a_payment_is_taken_back_and_once(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    paid = await house.repay(someone, loan, 5_000)
    for sequence in (1, 99):
        with pytest.raises(servicing.RepaymentNotFound):
            await house.reverse(loan, sequence)
    await house.reverse(loan, paid.sequence)
    with pytest.raises(servicing.RepaymentReversedBefore):
        await house.reverse(loan, paid.sequence)
    assert (await house.money(someone))[0] == 11_200_000


async def test_an_early_payment_that_reaches_no_principal_or_would_end_the_loan_is_refused(house: ServicingHouse) -> None:
    someone, loan = await house.borrow()
    house.at("2026-11-01T10:00")
    owed = (await house.state(loan)).owed
    before = await snapshot(house, loan)
    with pytest.raises(servicing.EarlyPaymentTooSmall) as small:
        await house.pay_early(someone, loan, 5_000, "lower")
    assert small.value.least_minor == (await house.state(loan)).due_minor + 3_997
    with pytest.raises(AmountOutOfRange) as large:
        await house.pay_early(someone, loan, owed.total, "shorter")
    assert large.value.most_minor == owed.total - 1
    with pytest.raises(AssetMismatch):
        await house.quote_early(loan, 500_000, asset_of("USD"))
    assert await snapshot(house, loan) == before

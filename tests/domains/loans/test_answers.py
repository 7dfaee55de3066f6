"""What an applicant answers is weighed by the application scorecard, after the hard rules and before the band."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from domains import credit, loans
from domains.kernel.commands import HOUSE_ID
from domains.kernel.errors import IdReused
from domains.loans import ApplicationState, Outcome
from domains.loans.rules.approval import BY_ANSWERS, FIRST, Applicant, Assessed, OnAnswers, assess, check_policy
from tests.domains.loans.loan_house import ANSWERS, GOOD, WEAK, WORST, LoanHouse
from tests.domains.wallet.people import everything

BUT_REQUESTS = frozenset({"kernel_request"})
APPLICANT = Applicant(36, loans.Occupation.EMPLOYED, 2_000_000, "A", True, 0, False, 0, 104_000)


@pytest.mark.parametrize(
    ("band", "answers", "state", "reasons"),
    [
        ("A", GOOD, ApplicationState.OFFERED, ()),
        ("A", WEAK, ApplicationState.REFERRED, ("answers", "status_of_existing_checking_account", "purpose", "savings_account_and_bonds")),
        (
            "A",
            WORST,
            ApplicationState.DECLINED,
            ("answers", "status_of_existing_checking_account", "credit_history", "purpose", "savings_account_and_bonds"),
        ),
    ],
)
async def test_what_is_answered_can_decline_or_have_staff_look(
    house: LoanHouse, band: str, answers: dict[str, str], state: ApplicationState, reasons: tuple[str, ...]
) -> None:
    one = await house.offered(await house.borrower(band), await house.product(), answers=tuple(answers.items()))
    assert (one.state, one.reasons[: len(reasons)], bool(one.reasons)) == (state, reasons, bool(reasons))


async def test_a_decision_keeps_the_versions_of_policy_card_and_band(house: LoanHouse) -> None:
    someone = await house.borrower("B")
    async with house.database.transaction() as tx:
        await tx.execute("UPDATE credit_standing SET score = 700, card_version = 1 WHERE customer_id = $1", someone.id)
    one = await house.offered(someone, await house.product(), answers=tuple(WEAK.items()))
    (decision,) = await house.decisions(one)
    assert (decision.policy_version, decision.band, decision.band_version, decision.answers_band, decision.card_version) == (0, "B", 1, "D", 1)
    assert (one.questions_version, one.answers) == (1, WEAK)
    await house.decide(one, True)
    first, second = await house.decisions(one)
    assert first == decision
    assert (second.outcome, second.band, second.band_version, second.answers_band, second.card_version) == (Outcome.APPROVE, "B", 1, None, None)


async def test_hard_rules_come_first_and_then_nobody_is_scored(house: LoanHouse) -> None:
    one = await house.offered(await house.borrower("A", born=2009), await house.product(), answers=tuple(WORST.items()))
    assert (one.state, one.reasons) == (ApplicationState.DECLINED, ("minor",))
    (decision,) = await house.decisions(one)
    assert (decision.answers_band, decision.card_version) == (None, None)
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM credit_assessment") == 0


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"questions_version": 2}, credit.QuestionsChanged),
        ({"questions_version": 0}, credit.QuestionsChanged),
        ({"answers": ()}, credit.AnswersMissing),
        ({"answers": ANSWERS[1:]}, credit.AnswersMissing),
        ({"answers": (*ANSWERS[1:], ("status_of_existing_checking_account", "very good"))}, credit.ApplicationAnswersMalformed),
        ({"answers": (*ANSWERS[1:], ("status_of_existing_checking_account", 7))}, credit.ApplicationAnswersMalformed),
        ({"answers": (*ANSWERS[1:], ("status_of_existing_checking_account", None))}, credit.ApplicationAnswersMalformed),
        ({"answers": (*ANSWERS, ANSWERS[0])}, credit.ApplicationAnswersMalformed),
        ({"answers": (*ANSWERS, ("age_in_years", 40))}, credit.ApplicationAnswersMalformed),
        ({"answers": (*ANSWERS, ("credit_amount", 1))}, credit.ApplicationAnswersMalformed),
    ],
)
async def test_answers_that_cannot_be_weighed_are_refused_and_nothing_is_written(house: LoanHouse, more: dict[str, Any], refusal: type[Exception]) -> None:
    someone, product = await house.borrower(), await house.product()
    before = await everything(house.database, but=BUT_REQUESTS)
    with pytest.raises(refusal):
        await house.apply(someone, product, **more)
    assert await everything(house.database, but=BUT_REQUESTS) == before


async def test_an_application_is_weighed_by_the_card_whose_questions_it_answered(house: LoanHouse) -> None:
    someone, product = await house.borrower(), await house.product()
    one = await house.apply(someone, product)
    card = credit.ApplicationCard(0, (credit.Attribute("months", (credit.Bin(None, 0),), (), 0, 0),), (4, 3, 2, 1), (0, 0, 0, 0, 0))
    await house.database.write(credit.publish_application_card, credit.PublishApplicationCardCommand(request_id=None, owner_id=HOUSE_ID, card=card))
    one = await house.stepped(one)
    (decision,) = await house.decisions(one)
    assert (one.state, decision.card_version, decision.answers_band) == (ApplicationState.OFFERED, 1, "A")
    with pytest.raises(credit.QuestionsChanged) as refused:
        await house.apply(await house.borrower(), product)
    assert refused.value.version == 2
    again = await house.offered(await house.borrower(), product, questions_version=2, answers=(("months", 7),))
    (decision,) = await house.decisions(again)
    assert (again.state, again.reasons, decision.card_version) == (ApplicationState.DECLINED, ("answers",), 2)


async def test_an_answer_given_twice_with_one_id_is_one_application_and_other_answers_are_another_input(house: LoanHouse) -> None:
    someone, product = await house.borrower(), await house.product()
    command = house.applying(someone, product, answers=tuple(WEAK.items()), request_id=uuid4())
    first = await house.database.write(loans.apply_for_loan, command)
    assert await house.database.write(loans.apply_for_loan, command) == first
    assert first.answers == WEAK
    with pytest.raises(IdReused):
        await house.database.write(loans.apply_for_loan, replace(command, answers=ANSWERS))


@pytest.mark.parametrize(
    ("answered", "applicant", "assessed"),
    [
        (OnAnswers("A", ()), APPLICANT, Assessed(Outcome.APPROVE, ())),
        (OnAnswers("C", ("housing",)), APPLICANT, Assessed(Outcome.APPROVE, ())),
        (OnAnswers("D", ("housing",)), APPLICANT, Assessed(Outcome.REFER, ("answers", "housing"))),
        (OnAnswers("E", ("housing",)), APPLICANT, Assessed(Outcome.DECLINE, ("answers", "housing"))),
        (OnAnswers("E", ()), APPLICANT, Assessed(Outcome.DECLINE, ("answers",))),
        (None, APPLICANT, Assessed(Outcome.REFER, ("answers_unknown",))),
        (OnAnswers("A", ()), APPLICANT._replace(band=None), Assessed(Outcome.REFER, ("band_unknown",))),
        (OnAnswers("D", ()), APPLICANT._replace(band="E", income_minor=300_000), Assessed(Outcome.REFER, ("band_low", "income", "burden", "answers"))),
        (OnAnswers("A", ()), APPLICANT._replace(band="E", income_minor=290_000), Assessed(Outcome.DECLINE, ("band_low", "income", "burden"))),
    ],
)
def test_the_worse_of_what_was_answered_and_of_the_scorecard_counts(answered: OnAnswers | None, applicant: Applicant, assessed: Assessed) -> None:
    assert assess(FIRST, applicant, answered) == assessed


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"by_answers": {}}, "by_answers"),
        ({"by_answers": BY_ANSWERS | {"F": Outcome.DECLINE}}, "by_answers"),
        ({"by_answers": BY_ANSWERS | {"B": Outcome.DECLINE}}, "by_answers"),
        ({"card": replace(FIRST.card, approve_from=121)}, "cut_offs"),
        ({"card": replace(FIRST.card, refer_from=61)}, "cut_offs"),
    ],
)
def test_a_policy_that_is_milder_to_worse_answers_or_that_nobody_can_meet_is_refused(change: dict[str, Any], what: str) -> None:
    with pytest.raises(loans.ApprovalPolicyMalformed) as refused:
        check_policy(replace(FIRST, **change))
    assert refused.value.what == what

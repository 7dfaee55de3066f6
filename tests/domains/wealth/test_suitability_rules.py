"""Who may buy what: the published table, the questionnaire, and what a confirmed mismatch lets through."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domains.wealth.errors.suitability import AnswersMalformed, AssessmentNeeded, MismatchUnconfirmed, ProductUnsuitable, QuestionnaireMalformed
from domains.wealth.rules.orders import check_suitable
from domains.wealth.rules.suitability import Fit, InvestorClass, Option, Question, Questionnaire, RiskRating, assess, check_questionnaire, judge, valid_until

TABLE = json.loads((Path(__file__).parents[2] / "facts/wealth.json").read_text())["suitability"]["table"]
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)

ASKED = Questionnaire(
    (
        Question("能承受亏损吗", "Can you bear a loss?", (Option("不能", "None", 0, is_minimum=True), Option("一些", "Some", 10), Option("很多", "Much", 20))),
        Question("期限", "For how long?", (Option("一年", "A year", 0), Option("五年", "Five years", 20))),
    ),
    (10, 20, 30, 40),
)


@pytest.mark.parametrize("investor", list(InvestorClass))
@pytest.mark.parametrize("rating", list(RiskRating))
def test_classes_and_ratings_fit_as_the_published_table_says(investor: InvestorClass, rating: RiskRating) -> None:
    otherwise = Fit.BARRED if investor is InvestorClass.C1_MINIMUM else Fit.MISMATCH
    assert judge(investor, rating) is (Fit.SUITABLE if rating.value in TABLE[investor.value] else otherwise)


@pytest.mark.parametrize(
    ("answers", "investor", "points"),
    [([1, 0], "C2", 10), ([1, 1], "C4", 30), ([2, 1], "C5", 40), ([0, 1], "C1-minimum", 20), ([0, 0], "C1-minimum", 0), ([2, 0], "C3", 20)],
)
def test_answers_give_a_class_by_their_points_and_one_answer_alone_gives_the_lowest(answers: list[int], investor: str, points: int) -> None:
    assert assess(ASKED, answers) == (InvestorClass(investor), points)


@pytest.mark.parametrize(("answers", "question"), [([], 0), ([1], 1), ([1, 2], 1), ([-1, 0], 0), ([1, 0, 0], 2)])
def test_an_answer_that_is_not_offered_is_refused_by_its_question(answers: list[int], question: int) -> None:
    with pytest.raises(AnswersMalformed) as refused:
        assess(ASKED, answers)
    assert refused.value.question == question


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        (Questionnaire((), (1, 2, 3, 4)), "questions"),
        (Questionnaire((Question("问", "Q", (Option("是", "Yes", 1),)),), (1, 2, 3, 4)), "options"),
        (Questionnaire(ASKED.questions, (10, 20, 30, 41)), "from_points"),
        (Questionnaire(ASKED.questions, (10, 10, 30, 40)), "from_points"),
    ],
)
def test_a_questionnaire_that_cannot_be_answered_is_refused(asked: Questionnaire, what: str) -> None:
    with pytest.raises(QuestionnaireMalformed) as refused:
        check_questionnaire(asked)
    assert refused.value.what == what


def test_an_assessment_counts_for_a_year() -> None:
    check_questionnaire(ASKED)
    assert valid_until(NOW) == NOW + timedelta(days=365)


def test_without_an_assessment_nothing_suits() -> None:
    with pytest.raises(AssessmentNeeded):
        check_suitable(None, RiskRating.R1, None, NOW)


def test_the_lowest_class_is_stopped_even_when_it_has_confirmed() -> None:
    with pytest.raises(ProductUnsuitable):
        check_suitable(InvestorClass.C1_MINIMUM, RiskRating.R2, NOW - timedelta(days=2), NOW)


@pytest.mark.parametrize(("ago", "from_in"), [(None, None), (timedelta(hours=23, minutes=59), timedelta(minutes=1)), (timedelta(days=30), None)])
def test_a_mismatch_has_to_be_confirmed_and_to_cool_off(ago: timedelta | None, from_in: timedelta | None) -> None:
    with pytest.raises(MismatchUnconfirmed) as refused:
        check_suitable(InvestorClass.C2, RiskRating.R4, None if ago is None else NOW - ago, NOW)
    assert refused.value.from_at == (None if from_in is None else NOW + from_in)


def test_a_mismatch_that_has_cooled_off_lets_the_order_through() -> None:
    assert check_suitable(InvestorClass.C2, RiskRating.R4, NOW - timedelta(hours=24), NOW) is Fit.MISMATCH
    assert check_suitable(InvestorClass.C4, RiskRating.R4, None, NOW) is Fit.SUITABLE

"""Every reason, question and answer has words in both languages."""

from importlib import resources

import pytest
from pydantic import TypeAdapter

import migrations
from domains import credit, loans
from domains.credit.rules.questions import questions_of
from domains.loans.service.decide import BY_STAFF
from gateway.training.loans import ATTRIBUTES, MEANT
from resolvers.loans.wording import CHOICES, QUESTIONS, REASONS, choice_of, question_of, reason_of

CARD = TypeAdapter(credit.ApplicationCard).validate_json((resources.files(migrations) / "cards/application.json").read_bytes())


def test_every_reason_of_a_decision_has_words() -> None:
    assert set(REASONS) == {*(one.value for one in loans.Reason), BY_STAFF}
    assert all(zh and en and zh != en for zh, en in REASONS.values())


def test_every_question_that_a_card_can_ask_and_every_answer_has_words() -> None:
    assert set(QUESTIONS) == set(ATTRIBUTES)
    for name, meant in MEANT.items():
        assert set(CHOICES[name]) == set(meant.values())
    for question in questions_of(CARD):
        told = [question_of(question.name), *(choice_of(question.name, word) for word in question.choices)]
        assert all(one.code not in (one.zh, one.en) for one in told)


@pytest.mark.parametrize(
    ("code", "en"),
    [("AccountNotFound", "The money could not be paid out; you owe nothing"), ("housing", "How you live"), ("shoe_size", "shoe_size")],
)
def test_a_reason_is_told_by_its_words_or_else_by_its_name(code: str, en: str) -> None:
    assert (reason_of(code).code, reason_of(code).en) == (code, en)

"""The application scorecard: trained on a thousand real loans, without what must not be looked at, good enough, and the same every time."""

import hashlib
import json
from pathlib import Path

import orjson
import pytest
from pydantic import TypeAdapter

from domains import credit
from gateway.training.binning import WordBins, bin_numbers, bin_words, information
from gateway.training.fitting import fit
from gateway.training.loans import ATTRIBUTES, EXCLUDED, FILE, read_loans
from gateway.training.measures import auc, calibrate, ks, stability
from gateway.training.model_card import write_model_card
from gateway.training.train import Trained, train
from migrations import HERE
from tests.architecture.source import PROJECT

FACTS = json.loads((PROJECT / "tests/facts/german_credit.json").read_text())
PUBLISHED = HERE / "cards" / "application.json"


@pytest.fixture(scope="module")
def trained() -> Trained:
    return train()


def test_the_loans_are_those_that_were_published() -> None:
    loans = read_loans()
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == FACTS["sha256"]
    assert (len(loans), sum(loan.failed for loan in loans)) == (FACTS["loans"], FACTS["failed"])


def test_sex_marital_status_and_foreign_worker_status_are_never_looked_at(trained: Trained) -> None:
    assert {"personal_status_and_sex", "foreign_worker"} <= set(EXCLUDED)
    assert set(EXCLUDED) & set(ATTRIBUTES) == set()
    assert {name for loan in trained.loans for name in loan.answers} == set(ATTRIBUTES)
    assert {one.name for one in trained.card.attributes} <= set(ATTRIBUTES)
    said = json.dumps([loan.answers for loan in trained.loans]) + PUBLISHED.read_text()
    assert not any(word in said.lower() for word in ("male", "single", "divorced", "married", "foreign", "resident"))


def test_the_card_tells_apart_who_fails_out_of_fold(trained: Trained) -> None:
    assert trained.auc >= FACTS["auc_least"]
    assert min(trained.aucs) >= FACTS["auc_least"]
    assert trained.ks >= 0.4


def test_what_it_tells_comes_true_and_nothing_has_shifted(trained: Trained) -> None:
    told = trained.calibration
    assert 0.8 <= told.slope <= 1.25 and abs(told.shift) <= 0.2 and told.error <= 0.06
    assert sum(one.loans for one in told.tenths) == 1000
    assert trained.stability < 0.1


def test_a_worse_band_fails_more_often(trained: Trained) -> None:
    scored = [credit.score_application(trained.card, loan.answers) for loan in trained.loans]
    rates = []
    for band in credit.Band:
        within = [loan.failed for loan, one in zip(trained.loans, scored, strict=True) if one.band is band]
        rates.append(sum(within) / len(within))
    assert rates == sorted(rates)
    assert list(trained.card.failing_ppm) == sorted(trained.card.failing_ppm)


def test_the_first_published_version_is_what_training_makes(trained: Trained) -> None:
    published = TypeAdapter(credit.ApplicationCard).validate_json(PUBLISHED.read_bytes())
    assert published == trained.card
    assert orjson.dumps(trained.card, option=orjson.OPT_INDENT_2) + b"\n" == PUBLISHED.read_bytes()


def test_every_number_of_the_card_is_whole() -> None:
    def numbers(data: object) -> list[object]:
        parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else None
        return [data] if parts is None else [one for part in parts for one in numbers(part)]

    assert not any(isinstance(one, float) for one in numbers(json.loads(PUBLISHED.read_text())))


def test_the_points_of_an_answer_are_told_as_reasons_the_furthest_first(trained: Trained) -> None:
    scored = [credit.score_application(trained.card, loan.answers) for loan in trained.loans]
    for one in scored:
        assert one.score == trained.card.base + sum(brought.points for brought in one.brought)
        told = [reason.apart for reason in credit.reasons_of(one, 4)]
        assert told == sorted(told) and all(apart < 0 for apart in told)
    assert any(len(credit.reasons_of(one, 4)) == 4 for one in scored)


def test_the_model_card_has_its_figures_and_charts(trained: Trained, tmp_path: Path) -> None:
    page = write_model_card(trained, tmp_path).read_text()
    assert f"**{trained.auc:.4f}**" in page
    for name in ("roc.svg", "calibration.svg", "scores.svg", "information.svg"):
        assert f"]({name})" in page and (tmp_path / name).read_text().startswith("<?xml")
    for name in EXCLUDED:
        assert f"`{name}`" in page
    assert page == (PROJECT / "docs/credit/application-scorecard.md").read_text()


def test_a_number_on_a_cut_is_in_the_bin_below_and_a_word_that_was_never_heard_says_nothing() -> None:
    numbers = bin_numbers([*range(100), *range(100)], [value < 50 for value in range(100)] * 2)
    assert numbers.of(numbers.cuts[0]) == numbers.evidence[0] and numbers.of(numbers.cuts[-1] + 1) == numbers.evidence[-1]
    assert numbers.evidence[0] > 0 > numbers.evidence[-1]
    words = bin_words(["a"] * 100 + ["b"] * 100, [True] * 60 + [False] * 140)
    assert isinstance(words, WordBins) and words.of("c") == 0.0
    assert words.of("a") > 0 > words.of("b")
    assert information(words, ["a"] * 100 + ["b"] * 100, [True] * 60 + [False] * 140) > 0.5


def test_the_measures_know_the_perfect_and_the_useless() -> None:
    failed = [True] * 100 + [False] * 100
    perfect = [2.0] * 100 + [-2.0] * 100
    assert (auc(perfect, failed), ks(perfect, failed)) == (1.0, 1.0)
    assert auc([0.0] * 200, failed) == 0.5
    assert stability([float(one) for one in range(200)], [float(one) for one in range(200)]) == 0.0
    assert stability([float(one) for one in range(200)], [one / 4 for one in range(200)]) > 0.25
    assert len(calibrate(perfect, failed).tenths) == 10


def test_an_attribute_that_tells_nothing_is_left_out() -> None:
    kept = fit(read_loans()).weights
    assert "present_residence_since" not in kept and "telephone" not in kept
    assert all(weight > 0 for weight in kept.values())

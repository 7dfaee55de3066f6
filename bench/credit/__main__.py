"""How good the application scorecard is out of fold, and what scene features add to static ones out of time: trained on the first half of the customers at
the first look, measured on the others at the second.

`python -m bench.credit` prints a table, and as its last line the figures as JSON. The control is the same year in which the scenes see nothing of who fails.
SCENEBANK_BENCH_ROUNDS says how many years are simulated."""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from statistics import mean, median

from pydantic import TypeAdapter

import migrations
from bench.credit.generator import BEGIN, LOOKS, Simulated, make_year
from bench.credit.regression import fit, predict
from domains.credit import Feature, SceneCard, measure, score_events
from domains.kernel.clock import business_date
from gateway.training.fitting import out_of_fold
from gateway.training.loans import read_loans

PEOPLE = 12_000

_FIRST = next((Path(migrations.HERE) / "versions").glob("*_credit.py")).stem
CARD: SceneCard = TypeAdapter(SceneCard).validate_python(import_module(f"migrations.versions.{_FIRST}").SCENE_CARD)
"""The scene scorecard as the house begins with it."""
Columns = Callable[[Simulated, int], list[float]]


def static_columns(one: Simulated, _: int) -> list[float]:
    """What the bank knows of anybody."""
    known = one.static
    return [known.age_years / 10, known.income_level, min(known.relation_months, 120) / 40, known.is_employed, known.owns_home]


def scene_columns(one: Simulated, look: int) -> list[float]:
    """The scene score's own features, as of the day of the look. What is counted is told by the month and what went wrong as a part of what was due, so that
    a longer history is none the worse for it."""
    as_of = business_date(BEGIN + timedelta(days=look)) - timedelta(days=1)
    values = measure([event for event in one.events if event.occurred_at < BEGIN + timedelta(days=look)], as_of).values
    told = {feature: values[feature].value or 0 for feature in Feature}
    since = values[Feature.OVERDUE_SINCE_DAYS].value
    return [
        float(told[Feature.VERIFIED]),
        told[Feature.PAID] * 30 / look,
        float(told[Feature.SCENES]),
        _part(told[Feature.OVERDUE], told[Feature.PAID], 0.15),
        2.0 ** (-since / 45) if since is not None else 0.0,
        _part(told[Feature.RETURNED_LATE], told[Feature.RETURNED], 0.1),
        _part(told[Feature.MISSED_VISITS], told[Feature.VISITED], 0.1),
        min(told[Feature.DISPUTES_LOST], 2) * 180 / look,
    ]


def _part(wrong: int, right: int, usual: float) -> float:
    """What part went wrong; of little that is known, near to what is usual."""
    return (wrong + 4 * usual) / (wrong + right + 4)


def both_columns(one: Simulated, look: int) -> list[float]:
    """All together."""
    return static_columns(one, look) + scene_columns(one, look)


def scored_columns(one: Simulated, look: int) -> list[float]:
    """What the bank knows of anybody, and the house's own scene score: its first scorecard, whose points were set by hand."""
    as_of = business_date(BEGIN + timedelta(days=look)) - timedelta(days=1)
    before = [event for event in one.events if event.occurred_at < BEGIN + timedelta(days=look)]
    return [*static_columns(one, look), score_events(CARD, before, as_of).score / 100]


def out_of_time(people: list[Simulated], columns: Columns) -> float:
    """The AUC on customers and days that the model has not seen."""
    half = len(people) // 2
    first, last = LOOKS
    model = fit([columns(one, first) for one in people[:half]], [one.failed[first] for one in people[:half]])
    told = [predict(model, columns(one, last)) for one in people[half:]]
    return auc(told, [one.failed[last] for one in people[half:]])


def auc(told: list[float], failed: list[bool]) -> float:
    """How often one who fails is told a higher risk than one who does not; a tie counts half."""
    ordered = sorted(zip(told, failed, strict=True))
    ranks, begin = 0.0, 0
    while begin < len(ordered):
        end = begin
        while end < len(ordered) and ordered[end][0] == ordered[begin][0]:
            end += 1
        ranks += sum(one for _, one in ordered[begin:end]) * (begin + end + 1) / 2
        begin = end
    bad = sum(failed)
    return (ranks - bad * (bad + 1) / 2) / (bad * (len(failed) - bad))


def _scorecard_auc() -> float:
    """The mean of the rounds of folds over the thousand loans."""
    loans = read_loans()
    failed = [loan.failed for loan in loans]
    return mean(auc(list(told), failed) for told in out_of_fold(loans))


def main() -> None:
    rounds = int(os.environ.get("SCENEBANK_BENCH_ROUNDS", "3"))
    told = []
    for seed in range(1, rounds + 1):
        real, control = make_year(seed, PEOPLE, 1.0), make_year(seed, PEOPLE, 0.0)
        static = out_of_time(real, static_columns)
        told.append((static, out_of_time(real, both_columns), out_of_time(control, both_columns), out_of_time(real, scored_columns)))
    static, both, blind, scored = (median(column) for column in zip(*told, strict=True))
    gain, without, by_score = (median(one[place] - one[0] for one in told) for place in (1, 2, 3))
    print(f"{'out of time, AUC':<36}{'median of ' + str(rounds):>14}")
    print(f"{'static features':<36}{static:>14.4f}")
    print(f"{'static and scene features':<36}{both:>14.4f}{gain:>+12.4f}")
    print(f"{'the same, scenes that see nothing':<36}{blind:>14.4f}{without:>+12.4f}")
    print(f"{'static features and the scene score':<36}{scored:>14.4f}{by_score:>+12.4f}")
    scorecard = _scorecard_auc()
    print(f"{'application scorecard, out of fold':<36}{scorecard:>14.4f}")
    figures = {
        "scorecard_auc": round(scorecard, 4),
        "scene_features_auc_gain": round(gain, 4),
        "zero_effect_auc_gain": round(without, 4),
        "static_auc": round(static, 4),
        "scene_auc": round(both, 4),
        "scene_score_auc_gain": round(by_score, 4),
    }
    print(json.dumps({"bench": "credit", "ratios": {}, "figures": figures}))


if __name__ == "__main__":
    main()

"""Returns: the published examples, ten thousand random series, and a reason where there is none."""

import json
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from domains.wealth.rules.positions import gain_of
from domains.wealth.rules.returns import Flow, Undefined, Valuation, simple_return, time_weighted_return, xirr

FACTS = json.loads((Path(__file__).parents[2] / "facts/wealth.json").read_text())
DAY = date(2026, 1, 1)


def rate(told: Decimal | Undefined) -> Decimal:
    assert isinstance(told, Decimal)
    return told


def flows(*told: tuple[int, int]) -> list[Flow]:
    return [Flow(DAY + timedelta(days=days), minor) for days, minor in told]


@pytest.mark.parametrize("case", FACTS["xirr"], ids=lambda case: case["source"])
def test_the_published_series_have_their_published_rate(case: dict[str, object]) -> None:
    series = [Flow(date.fromisoformat(on), int(amount) * 100) for on, amount in case["flows"]]  # type: ignore[attr-defined]
    assert float(rate(xirr(series))) == pytest.approx(case["rate"], abs=1e-9)


def test_ten_thousand_random_series_with_one_rate_are_all_solved() -> None:
    """The flows are built around a rate: the last of them is what makes the others worth nothing at it."""
    chance = random.Random(20261125)
    for _ in range(10_000):
        sought = chance.choice((chance.uniform(-0.95, 0.0), chance.uniform(0.0, 1.0), chance.uniform(1.0, 30.0)))
        days = sorted(chance.sample(range(3650), chance.randint(1, 12)))
        end = days[-1] + chance.randint(1, 400)
        paid = [(day, -float(chance.randint(1, 10**8))) for day in days]
        last = -sum(minor * (1 + sought) ** ((end - day) / 365) for day, minor in paid)
        found = xirr_of([*paid, (end, last)])
        assert isinstance(found, Decimal) and abs(float(found) - sought) <= 1e-9 * max(1.0, 1 + sought), (sought, found)


def xirr_of(told: list[tuple[int, float]]) -> Decimal | Undefined:
    return xirr([Flow(DAY + timedelta(days=day), minor) for day, minor in told])  # type: ignore[arg-type]


def test_flows_that_change_sides_often_and_have_one_rate_are_solved() -> None:
    """Series with many changes of sign: the rate that is told makes them worth nothing."""
    chance = random.Random(7)
    solved = 0
    for _ in range(300):
        told = [(day, chance.choice((-1, 1)) * chance.randint(1, 10**6)) for day in sorted(chance.sample(range(2000), chance.randint(3, 10)))]
        found = xirr(flows(*told))
        if isinstance(found, Decimal) and found > Decimal("-0.999"):
            solved += 1
            worth = sum(minor / (1 + float(found)) ** ((day - told[0][0]) / 365) for day, minor in told)
            scale = sum(abs(minor) / (1 + float(found)) ** ((day - told[0][0]) / 365) for day, minor in told)
            assert abs(worth) <= 1e-6 * scale
    assert solved > 100


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ([], Undefined.NO_FLOWS),
        ([(0, 0)], Undefined.NO_FLOWS),
        ([(0, -100), (0, 100)], Undefined.NO_FLOWS),
        ([(0, -100)], Undefined.ONE_DAY),
        ([(0, -100), (9, -50)], Undefined.ONE_SIDED),
        ([(0, 100), (9, 50)], Undefined.ONE_SIDED),
        ([(0, -1000), (365, 2500), (730, -1540)], Undefined.SEVERAL_RATES),  # 10 % and 40 %
        ([(0, -1000), (365, 2000), (730, -1100)], Undefined.NO_RATE),
        ([(0, -1), (1, 10**9)], Undefined.TOO_LARGE),
    ],
)
def test_where_there_is_no_rate_the_reason_is_told(told: list[tuple[int, int]], reason: Undefined) -> None:
    assert xirr(flows(*told)) is reason


def test_a_total_loss_but_a_fen_has_a_rate_just_above_minus_one() -> None:
    assert xirr(flows((0, -(10**10)), (365, 1))) == Decimal("-0.999999999900")


def test_the_published_gain_of_a_position_is_ours_before_and_after_fees() -> None:
    fact = FACTS["position_gain"]
    gain = gain_of(2 * 14290, 2 * 13660, 155 + 165)
    assert (gain.gross_minor, gain.net_minor) == (-1260, -1580)
    assert rate(gain.gross) == pytest.approx(Decimal(fact["gross_percent"]) / 100, abs=Decimal("1e-12"))
    assert rate(gain.net) == pytest.approx(Decimal(fact["net_percent"]) / 100, abs=Decimal("1e-12"))


def test_a_simple_return_of_nothing_invested_says_so() -> None:
    assert simple_return(0, 5) is Undefined.NOTHING_INVESTED
    assert simple_return(20_000, 500) == Decimal("0.025")


def test_a_time_weighted_return_does_not_see_what_was_paid_in() -> None:
    # 100 -> 110, 90 come in on that day, 200 -> 180: +10 %, then -10 %.
    valued = [Valuation(DAY, 10_000, 10_000), Valuation(DAY + timedelta(9), 20_000, 9_000), Valuation(DAY + timedelta(20), 18_000, 0)]
    assert time_weighted_return(valued) == Decimal("-0.010000000000")
    assert time_weighted_return(valued[:1]) is Undefined.NOTHING_INVESTED

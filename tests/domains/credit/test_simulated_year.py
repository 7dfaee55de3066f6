"""The simulated year is frozen: the same customers, for every model that was and will be measured with it."""

import hashlib

import pytest

from bench.credit.__main__ import auc, both_columns, out_of_time, scored_columns, static_columns
from bench.credit.generator import LOOKS, Simulated, make_year

FROZEN = {
    1.0: "820a713722844af30e46a3e90ed8c775045ca8bbdc7c6bc77c69d61cd1c25d11",
    0.0: "3a348aff56dfb284e291a38e251ce55e9fb83c7c5862dccf1b896bdc6384f906",
}


def digest(people: list[Simulated]) -> str:
    text = [
        f"{one.static} {one.failed} {[(str(event.id), event.kind.value, event.scene, event.occurred_at.isoformat()) for event in one.events]}" for one in people
    ]
    return hashlib.sha256("\n".join(text).encode()).hexdigest()


@pytest.mark.parametrize("effect", [1.0, 0.0])
def test_the_year_is_the_one_that_was_written_first(effect: float) -> None:
    assert digest(make_year(1, 200, effect)) == FROZEN[effect]


def test_the_same_customers_fail_whatever_the_scenes_see() -> None:
    real, control = make_year(3, 500, 1.0), make_year(3, 500, 0.0)
    assert [(one.static, one.failed) for one in real] == [(one.static, one.failed) for one in control]
    assert [one.events for one in real] != [one.events for one in control]


def test_some_fail_and_most_do_not() -> None:
    people = make_year(5, 2_000, 1.0)
    for look in LOOKS:
        assert 0.05 < sum(one.failed[look] for one in people) / len(people) < 0.25


def test_scene_features_add_out_of_time_and_add_nothing_where_the_scenes_see_nothing() -> None:
    real, control = make_year(2, 6_000, 1.0), make_year(2, 6_000, 0.0)
    static = out_of_time(real, static_columns)
    assert static == out_of_time(control, static_columns)
    assert out_of_time(real, both_columns) - static >= 0.03
    assert out_of_time(control, both_columns) - static <= 0.005
    assert out_of_time(real, scored_columns) - static >= 0.03


def test_the_bench_knows_the_perfect_and_the_useless() -> None:
    assert auc([1.0, 2.0, 3.0, 4.0], [False, False, True, True]) == 1.0
    assert auc([1.0, 1.0, 1.0, 1.0], [False, True, False, True]) == 0.5
    assert auc([4.0, 3.0, 2.0, 1.0], [False, False, True, True]) == 0.0

"""Risk rules as a pure function: each condition at its edge, and the strictest outcome wins."""

import pytest

from domains.kernel.assets import CNY, JPY
from domains.kernel.money import Amount
from domains.wallet.errors.risk import RiskRulesMalformed
from domains.wallet.rules.risk import RiskConditions, RiskFacts, RiskOutcome, RiskRule, check_rules, judge, read_rule
from domains.wallet.rules.scenes import Scene

CALM = RiskFacts(Scene.TRANSFER, Amount(10_000, CNY), 12, 100_000, 5, False, 0, 0, 0)


def outcome(facts: RiskFacts, **conditions: object) -> RiskOutcome:
    return judge(3, [RiskRule("only", RiskOutcome.REVIEW, RiskConditions(**conditions))], facts).outcome  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("conditions", "matching", "passing"),
    [
        ({"yuan_at_least": 100}, {"amount": Amount(10_000, CNY)}, {"amount": Amount(9_999, CNY)}),
        ({"yuan_at_least": 100}, {"amount": Amount(2_000, JPY)}, {"amount": Amount(1_999, JPY)}),
        ({"scene": Scene.PAY}, {"scene": Scene.PAY}, {"scene": Scene.TRANSFER}),
        ({"new_counterparty": True}, {"new_counterparty": True}, {"new_counterparty": False}),
        ({"new_counterparty": False}, {"new_counterparty": False}, {"new_counterparty": True}),
        ({"from_hour": 23, "to_hour": 6}, {"hour": 23}, {"hour": 22}),
        ({"from_hour": 23, "to_hour": 6}, {"hour": 5}, {"hour": 6}),
        ({"from_hour": 1, "to_hour": 5}, {"hour": 1}, {"hour": 5}),
        ({"device_younger_than_minutes": 60}, {"device_minutes": 59}, {"device_minutes": 60}),
        ({"signed_in_longer_than_minutes": 10}, {"signed_in_minutes": 11}, {"signed_in_minutes": 10}),
        ({"ten_minutes_count_above": 3}, {"ten_minutes_count": 4}, {"ten_minutes_count": 3}),
        ({"hour_count_above": 3}, {"hour_count": 4}, {"hour_count": 3}),
        ({"day_count_above": 3}, {"day_count": 4}, {"day_count": 3}),
    ],
)
def test_a_condition_holds_to_its_edge(conditions: dict[str, object], matching: dict[str, object], passing: dict[str, object]) -> None:
    assert outcome(CALM._replace(**matching), **conditions) is RiskOutcome.REVIEW  # type: ignore[arg-type]
    assert outcome(CALM._replace(**passing), **conditions) is RiskOutcome.PASS  # type: ignore[arg-type]


def test_all_conditions_of_a_rule_must_hold() -> None:
    conditions = {"yuan_at_least": 100, "new_counterparty": True}
    assert outcome(CALM._replace(new_counterparty=True), **conditions) is RiskOutcome.REVIEW
    assert outcome(CALM, **conditions) is RiskOutcome.PASS


def test_the_strictest_of_those_that_match_wins_and_all_are_named() -> None:
    always = RiskConditions(yuan_at_least=0)
    rules = [RiskRule(one.value, one, always) for one in (RiskOutcome.CODE, RiskOutcome.REFUSE, RiskOutcome.PIN, RiskOutcome.REVIEW)]
    rules.append(RiskRule("never", RiskOutcome.REFUSE, RiskConditions(yuan_at_least=10_000_000)))
    assert judge(7, rules, CALM) == (RiskOutcome.REFUSE, ("code", "refuse", "pin", "review"), 7)
    assert judge(7, [rules[0], rules[3]], CALM).outcome is RiskOutcome.REVIEW
    assert judge(7, [], CALM) == (RiskOutcome.PASS, (), 7)


def test_a_condition_that_is_not_known_is_not_passed_over() -> None:
    with pytest.raises(TypeError):
        read_rule("later", "refuse", {"moon_is_full": True})


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ([RiskRule("", RiskOutcome.PIN, RiskConditions(yuan_at_least=1))], "name"),
        ([RiskRule("a\nb", RiskOutcome.PIN, RiskConditions(yuan_at_least=1))], "name"),
        ([RiskRule("a", RiskOutcome.PIN, RiskConditions(yuan_at_least=1))] * 2, "twice"),
        ([RiskRule("a", RiskOutcome.PIN, RiskConditions())], "without conditions"),
        ([RiskRule("a", RiskOutcome.PIN, RiskConditions(from_hour=1))], "hours"),
        ([RiskRule("a", RiskOutcome.PIN, RiskConditions(from_hour=1, to_hour=25))], "to_hour"),
        ([RiskRule("a", RiskOutcome.PIN, RiskConditions(yuan_at_least=-1))], "yuan_at_least"),
        ([RiskRule("a", RiskOutcome.PIN, RiskConditions(day_count_above=1001))], "day_count_above"),
        ([RiskRule(f"a{n}", RiskOutcome.PIN, RiskConditions(yuan_at_least=1)) for n in range(51)], "more than 50 rules"),
    ],
)
def test_a_malformed_set_is_refused(rules: list[RiskRule], reason: str) -> None:
    with pytest.raises(RiskRulesMalformed) as told:
        check_rules(rules)
    assert told.value.reason == reason

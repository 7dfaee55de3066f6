"""What the risk rules demand of an act: a pure function of the rules and the facts.

A rule matches where all of its conditions hold; the strictest outcome of those that match wins: refuse, review, code, pin, pass."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple

from domains.kernel.money import Amount
from domains.wallet.errors.risk import RiskRulesMalformed
from domains.wallet.rules.scenes import Scene
from domains.wallet.rules.transfers import limit_of

RULES_MOST = 50
NAME_MOST = 60
YUAN_MOST = 10_000_000
COUNT_MOST = 1000
"""Acts that are looked back at."""
MINUTES_MOST = 366 * 24 * 60


class RiskOutcome(StrEnum):
    """In the order of strictness. `code`: sign in by code again; `review`: staff look at it first."""

    PASS = "pass"
    PIN = "pin"
    CODE = "code"
    REVIEW = "review"
    REFUSE = "refuse"


STRICTNESS = list(RiskOutcome)


@dataclass(frozen=True, slots=True)
class RiskConditions:
    """All that are set must hold. Counts are of the acts before this one; the night is in Shanghai, and may pass over midnight. Without a scene: all of
    them. A confirmation of several payments is worth what they come to."""

    scene: Scene | None = None
    yuan_at_least: int | None = None
    new_counterparty: bool | None = None
    from_hour: int | None = None
    to_hour: int | None = None
    device_younger_than_minutes: int | None = None
    signed_in_longer_than_minutes: int | None = None
    ten_minutes_count_above: int | None = None
    hour_count_above: int | None = None
    day_count_above: int | None = None

    def as_stored(self) -> dict[str, Any]:
        """Those that are set, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}


class RiskRule(NamedTuple):
    """A name for people, what is demanded, and when."""

    name: str
    outcome: RiskOutcome
    conditions: RiskConditions


class RiskFacts(NamedTuple):
    """What a decision is made from. `amount` is what the whole act moves."""

    scene: Scene
    amount: Amount
    hour: int
    device_minutes: int
    signed_in_minutes: int
    new_counterparty: bool
    ten_minutes_count: int
    hour_count: int
    day_count: int

    def as_stored(self) -> dict[str, Any]:
        """For the decision's row: what stands in columns of its own is left out."""
        return {name: value for name, value in self._asdict().items() if name not in ("scene", "amount")}


class RiskVerdict(NamedTuple):
    """What is demanded, by which rules of which version."""

    outcome: RiskOutcome
    matched: tuple[str, ...]
    version: int


def judge(version: int, rules: Sequence[RiskRule], facts: RiskFacts) -> RiskVerdict:
    """The strictest outcome of the rules that match, and their names."""
    matched = [rule for rule in rules if _matches(rule.conditions, facts)]
    outcome = max((rule.outcome for rule in matched), key=STRICTNESS.index, default=RiskOutcome.PASS)
    return RiskVerdict(outcome, tuple(rule.name for rule in matched), version)


def read_rule(name: str, outcome: str, conditions: Mapping[str, Any]) -> RiskRule:
    """A rule as it was stored. Raises TypeError or ValueError for a condition that this release does not know: it must not pass for one that holds."""
    scene = conditions.get("scene")
    return RiskRule(name, RiskOutcome(outcome), RiskConditions(**{**conditions, "scene": None if scene is None else Scene(scene)}))


def check_rules(rules: Sequence[RiskRule]) -> None:
    """Raises RiskRulesMalformed."""
    if len(rules) > RULES_MOST:
        raise RiskRulesMalformed("", f"more than {RULES_MOST} rules")
    names = [rule.name for rule in rules]
    for rule in rules:
        if not (1 <= len(rule.name) <= NAME_MOST and rule.name.isprintable()):
            raise RiskRulesMalformed(rule.name[:NAME_MOST], "name")
        if names.count(rule.name) > 1:
            raise RiskRulesMalformed(rule.name, "twice")
        _check_conditions(rule)


def _check_conditions(rule: RiskRule) -> None:
    conditions = rule.conditions
    if not conditions.as_stored() and rule.outcome is not RiskOutcome.PASS:
        raise RiskRulesMalformed(rule.name, "without conditions")
    if (conditions.from_hour is None) != (conditions.to_hour is None):
        raise RiskRulesMalformed(rule.name, "hours")
    for field in fields(conditions):
        value = getattr(conditions, field.name)
        if value is None or isinstance(value, bool | Scene):
            continue
        most = YUAN_MOST if field.name.startswith("yuan") else 24 if field.name.endswith("_hour") else COUNT_MOST if "count" in field.name else MINUTES_MOST
        if not 0 <= value <= most:
            raise RiskRulesMalformed(rule.name, field.name)


def _matches(conditions: RiskConditions, facts: RiskFacts) -> bool:
    least = conditions.yuan_at_least
    checks = (
        conditions.scene is None or facts.scene is conditions.scene,
        least is None or facts.amount.minor >= limit_of(least, facts.amount.asset).minor,
        conditions.new_counterparty is None or facts.new_counterparty == conditions.new_counterparty,
        _is_within(facts.hour, conditions.from_hour, conditions.to_hour),
        conditions.device_younger_than_minutes is None or facts.device_minutes < conditions.device_younger_than_minutes,
        conditions.signed_in_longer_than_minutes is None or facts.signed_in_minutes > conditions.signed_in_longer_than_minutes,
        conditions.ten_minutes_count_above is None or facts.ten_minutes_count > conditions.ten_minutes_count_above,
        conditions.hour_count_above is None or facts.hour_count > conditions.hour_count_above,
        conditions.day_count_above is None or facts.day_count > conditions.day_count_above,
    )
    return all(checks)


def _is_within(hour: int, from_hour: int | None, to_hour: int | None) -> bool:
    if from_hour is None or to_hour is None:
        return True
    return from_hour <= hour < to_hour if from_hour <= to_hour else hour >= from_hour or hour < to_hour

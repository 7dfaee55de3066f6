"""Bands are shown; scores never leave the bank: no audience's schema has one, no type reads one, and no fact or document tells one."""

import ast
import re
from collections.abc import Iterator

import pytest
from graphql import GraphQLField, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, build_schema

from domains.credit.models import CreditAssessmentRow, CreditStandingRow
from gateway.trusted import MOBILE_SCHEMA
from resolvers.permissions import Audience
from tests.architecture.source import PROJECT, Module, complaints, planted

SCORE = re.compile(r"scor(?!ecard)|(?<![a-z])rating_points|failing(?!Since)|probability|logOdds|log_odds", re.IGNORECASE)
"""The word in any form (not the scorecard's own), and what is worth the same."""

CREDIT_NUMBER = re.compile(r"points|chance|ppm|weight", re.IGNORECASE)
"""What a credit type must not tell either."""

SECRET = {"score", "failing_ppm", "contributions", "brought", "points", "apart"}
"""Attributes of credit's rows that stay in the domain."""


def fields_of(schema: GraphQLSchema) -> Iterator[tuple[str, str, GraphQLField]]:
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) and not type_.name.startswith("__"):
            yield from ((type_.name, name, field) for name, field in type_.fields.items())


def check_schema(schema: GraphQLSchema) -> list[str]:
    named = [(type_, name) for type_, name, _ in fields_of(schema)]
    found = [f"{type_}.{name} tells a score" for type_, name in named if SCORE.search(name) or SCORE.search(type_)]
    return found + [f"{type_}.{name} tells a number of credit" for type_, name in named if type_.startswith("Credit") and CREDIT_NUMBER.search(name)]


def check_reading(module: Module) -> list[str]:
    """Whether a resolver of credit, or one that asks credit, reads what stays in the domain."""
    if "credit" not in module.text:
        return []
    return [
        module.at(node, f"reads {node.attr}")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in SECRET and (module.path.startswith("resolvers/credit") or node.attr != "points")
    ]


def audience_schema(audience: Audience) -> GraphQLSchema:
    return build_schema((MOBILE_SCHEMA / f"{audience.value}.graphql").read_text(), assume_valid=True)


@pytest.mark.parametrize("audience", list(Audience))
def test_no_audience_can_select_a_score(audience: Audience) -> None:
    schema = audience_schema(audience)
    assert [name for _, name, _ in fields_of(schema)] != []
    assert check_schema(schema) == []


@pytest.mark.parametrize("audience", [Audience.CUSTOMER, Audience.OPERATOR])
def test_bands_are_shown(audience: Audience) -> None:
    assert ("CreditStanding", "band") in {(type_, name) for type_, name, _ in fields_of(audience_schema(audience))}


def test_partners_are_shown_nothing_of_credit() -> None:
    assert [name for name in audience_schema(Audience.PARTNER).type_map if name.startswith("Credit")] == []


def test_no_resolver_reads_what_stays_in_the_domain() -> None:
    assert complaints(check_reading, "resolvers") == []


def test_no_fact_tells_a_number_of_credit() -> None:
    text = (PROJECT / "domains/credit/events.py").read_text()
    fields = [node.target.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)]
    assert sorted(set(fields)) == ["band", "cause", "event_id", "previous", "review_id", "scorecard", "state", "version"]


def test_the_scores_that_are_kept_are_personal() -> None:
    kept = [CreditStandingRow.__table__.c.score, CreditStandingRow.__table__.c.contributions, CreditAssessmentRow.__table__.c.score]  # type: ignore[attr-defined]
    assert {column.info["data_class"].name for column in kept} == {"C2"}


@pytest.mark.parametrize("field", ["score: Int", "creditScore: Int", "scored: Int", "failingPpm: Int", "probability: Int"])
def test_a_score_in_a_schema_is_found(field: str) -> None:
    assert len(check_schema(build_schema(f"type Query {{ {field} }}"))) == 1


@pytest.mark.parametrize("field", ["points: Int", "chance: Int", "weight: Int"])
def test_a_number_of_credit_is_found(field: str) -> None:
    assert len(check_schema(build_schema(f"type Query {{ id: ID }} type CreditReason {{ {field} }}"))) == 1


def test_a_resolver_that_reads_a_score_is_found() -> None:
    code = "from domains import credit\ndef told(row: credit.Scored) -> int:\n    return row.score"
    assert check_reading(planted("resolvers/credit/types.py", code)) == ["resolvers/credit/types.py:3 reads score"]
    assert check_reading(planted("resolvers/social/types.py", code)) != []

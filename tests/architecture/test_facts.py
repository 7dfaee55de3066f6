"""Published figures that tests compare with stand in tests/facts/, each beside its source."""

import json
from typing import Any

import pytest

from tests.architecture.source import PROJECT


def check_source(facts: Any) -> bool:
    """Whether a source is named at the top, or in each part."""
    if isinstance(facts, dict):
        return bool(facts.get("source")) or (bool(facts) and all(check_source(part) for part in facts.values()))
    return isinstance(facts, list) and bool(facts) and all(check_source(part) for part in facts)


def test_every_fact_names_its_source() -> None:
    files = sorted((PROJECT / "tests/facts").glob("*.json"))
    assert files != []
    assert [file.name for file in files if not check_source(json.loads(file.read_text()))] == []


@pytest.mark.parametrize("facts", [{}, {"source": "", "a": 1}, {"a": {"source": "s"}, "b": {"value": 1}}, {"a": [{"source": "s"}, {"value": 1}]}, [], "x"])
def test_a_fact_without_a_source_is_found(facts: Any) -> None:
    assert not check_source(facts)


@pytest.mark.parametrize("facts", [{"source": "s", "a": 1}, {"a": {"source": "s"}, "b": [{"source": "s"}]}])
def test_a_source_at_the_top_or_in_each_part_passes(facts: Any) -> None:
    assert check_source(facts)

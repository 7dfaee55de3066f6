"""What the schema's own scalars take."""

from datetime import UTC, datetime
from typing import Any

import pytest
from graphql import GraphQLError

from resolvers.scalars import SCALARS, CurrencyCode, Instant


def parsed(scalar: object, value: object) -> Any:
    parse = SCALARS[scalar].parse_value
    assert parse is not None
    return parse(value)


def test_an_instant_is_read_in_utc() -> None:
    assert parsed(Instant, "2026-11-23T08:00:00+08:00") == datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-23", "2026-11-23T24:00:00Z", "yesterday", 5, None])
def test_an_instant_that_the_calendar_does_not_hold_is_refused(text: object) -> None:
    with pytest.raises(GraphQLError):
        parsed(Instant, text)


@pytest.mark.parametrize("text", ["cny", "CNY\n", " CNY", "ＣＮＹ", "", "C", 5])
def test_a_code_of_another_form_is_refused(text: object) -> None:
    with pytest.raises(GraphQLError):
        parsed(CurrencyCode, text)

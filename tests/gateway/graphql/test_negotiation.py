"""Accept and Content-Type headers, also those that nobody would write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.graphql.negotiation import Accepted, accepted, is_json

RESPONSE = "application/graphql-response+json"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"text/event-stream", Accepted(None, "text/event-stream", False)),
        (
            b"multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9",
            Accepted(RESPONSE, "multipart/mixed", False),
        ),
        (b"text/event-stream;q=0.1, multipart/mixed;q=0.2", Accepted(None, "multipart/mixed", False)),
        (b"APPLICATION/JSON ; Q=0.5", Accepted("application/json", None, False)),
        (b"*/*;q=0.1, application/json;q=0, text/html", Accepted(None, None, True)),
        (b"application/json, application/graphql-response+json", Accepted(RESPONSE, None, False)),
        (b"", Accepted(None, None, False)),
    ],
)
def test_an_accept_header_is_read_as_rfc_9110_says(header: bytes, expected: Accepted) -> None:
    assert accepted(header) == expected


@given(st.binary(max_size=2000))
def test_no_header_breaks_the_reader_and_long_ones_are_not_kept(header: bytes) -> None:
    assert accepted(header).single in {None, "application/json", RESPONSE}
    assert is_json(header) in {True, False}


@given(st.lists(st.sampled_from(["application/json", RESPONSE, "text/html", "*/*", "text/event-stream;q=0.3"]), max_size=6), st.randoms())
def test_the_order_of_equally_wanted_types_does_not_matter(types: list[str], random: object) -> None:
    shuffled = list(types)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert accepted(",".join(types).encode()) == accepted(",".join(shuffled).encode())

"""Links that codes hold: sealed, dated, dense; and the places that may be kept."""

from datetime import date
from uuid import UUID

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from domains.kernel.errors import Refusal
from domains.offers.errors.codes import CodeExpired, CodeUnknown
from domains.offers.rules.codes import Link, address_of, kept_cell, read_token, token_in, token_of

ORIGIN = "https://scenebank.example"
KEYS = {"A": b"a" * 32, "B": b"b" * 32}
TODAY = date(2026, 11, 25)
CODE = UUID("018f6e00-0000-7000-8000-0000000000aa")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def reason_of(token: str) -> str:
    with pytest.raises(CodeUnknown) as refused:
        read_token(KEYS, token, TODAY)
    return refused.value.reason


@given(id_=st.uuids(), last_day=st.none() | st.dates(TODAY, date(2036, 11, 1)))
def test_a_link_says_its_code_and_last_day_and_is_read_in_any_case(id_: UUID, last_day: date | None) -> None:
    address = address_of(ORIGIN, KEYS, Link(id_, last_day))
    for text in (address, address.lower(), address + "?utm=1", address + "#x"):
        token = token_in(text, ORIGIN)
        assert token is not None
        assert read_token(KEYS, token, TODAY) == id_


def test_a_link_fits_a_small_code_in_alphanumeric_mode() -> None:
    drawn = segno.make(address_of(ORIGIN, KEYS, Link(CODE, None)), error="m")
    assert (drawn.mode, drawn.version) == ("alphanumeric", 4)


def test_every_change_of_one_character_is_refused() -> None:
    token = token_of(KEYS, Link(CODE, TODAY))
    changed = [token[:place] + letter + token[place + 1 :] for place in range(len(token)) for letter in LETTERS if letter != token[place]]
    assert (len(changed), {reason_of(one) for one in changed}) == (47 * 31, {"forged"})


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("", "truncated"),
        (token_of(KEYS, Link(CODE, None))[:-1], "truncated"),
        (token_of(KEYS, Link(CODE, None)) + "A", "forged"),
        ("0" * 47, "forged"),
        ("é" * 47, "forged"),
    ],
)
def test_what_is_cut_off_or_made_up_is_told_apart(token: str, reason: str) -> None:
    assert reason_of(token) == reason


def test_a_code_under_a_key_that_was_taken_out_is_forged() -> None:
    token = token_of({"A": KEYS["A"]}, Link(CODE, None))
    assert read_token(KEYS, token, TODAY) == CODE
    with pytest.raises(CodeUnknown):
        read_token({"B": KEYS["B"]}, token, TODAY)


def test_a_code_is_good_through_its_last_day() -> None:
    token = token_of(KEYS, Link(CODE, TODAY))
    assert read_token(KEYS, token, TODAY) == CODE
    with pytest.raises(CodeExpired) as refused:
        read_token(KEYS, token, date(2026, 11, 26))
    assert refused.value.expired_on == TODAY


@given(text=st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert token_in(text, ORIGIN) is None
    try:
        read_token(KEYS, text, TODAY)
    except Refusal as refusal:
        assert isinstance(refusal, CodeUnknown)
    else:
        raise AssertionError(text)


@pytest.mark.parametrize(
    "text", ["https://scenebank.example.evil/c/A", "http://scenebank.example/c/A", "https://scenebank.example/x/A", "https://scenebank.examplé/c/A"]
)
def test_another_address_is_no_link_of_the_house(text: str) -> None:
    assert token_in(text, ORIGIN) is None


# Cells of the H3 documentation (h3geo.org, "latLngToCell" and the resolution table), and what is wrong with others.
@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("85283473fffffff", "85283473fffffff"),
        ("8928308280fffff", "8928308280fffff"),
        ("8928308280FFFFF", "8928308280fffff"),
        ("8a28308280c7fff", None),
        ("85283473ffffff0", None),
        ("15283473fffffff", None),
        ("85f83473fffffff", None),
        ("85283473", None),
        ("", None),
        (None, None),
    ],
)
def test_a_place_is_kept_as_a_cell_no_finer_than_resolution_nine(cell: str | None, kept: str | None) -> None:
    assert kept_cell(cell) == kept

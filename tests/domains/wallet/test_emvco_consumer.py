"""Consumer-presented codes: EMVCo's own example, every refusal by the object it names, and codes that are written and read again."""

import json
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.wallet.errors.codes import CodeMalformed
from domains.wallet.rules.emvco_consumer import ConsumerCode, Data, read_consumer_code, write_consumer_code
from domains.wallet.rules.payment_codes import OUR_APPLICATION, Presented, consumer_presented, read_payment_code

(EXAMPLE,) = json.loads((Path(__file__).parents[2] / "facts" / "emvco_qr.json").read_text())["consumer_presented_valid"]
HEAD = "8505" + b"CPV01".hex()
APPLICATION = "61074F05A000000001"


def text_of(hexadecimal: str) -> str:
    return b64encode(bytes.fromhex(hexadecimal)).decode()


def test_emvcos_example_is_read_and_written_exactly() -> None:
    code = read_consumer_code(EXAMPLE)
    assert [one.tag for one in code.objects] == ["85", "61", "61", "62"]
    assert code.find_application(bytes.fromhex("A0000000555555")) == (Data("4F", bytes.fromhex("A0000000555555")), Data("50", b"Product1"))
    shared = code.objects[3].value
    assert isinstance(shared, tuple)
    assert [one.tag for one in shared] == ["5A", "5F20", "5F2D", "64"]
    assert shared[0].value == bytes.fromhex("1234567890123458")
    assert shared[1].value == b"CARDHOLDER/EMV"
    assert [one.tag for one in shared[3].value if isinstance(one, Data)] == ["9F10", "9F26", "9F36", "9F37"]
    assert write_consumer_code(code) == EXAMPLE


@pytest.mark.parametrize(
    ("hexadecimal", "named"),
    [
        (APPLICATION, "85"),
        ("8505" + b"CPV02".hex() + APPLICATION, "85"),
        (HEAD + HEAD + APPLICATION, "85"),
        (HEAD, "61"),
        (HEAD + "6100", "61.4F"),
        (HEAD + "61064F04A0000000", "61.4F"),
        (HEAD + "610E4F05A0000000014F05A000000002", "61.4F"),
        (HEAD + "6200" + APPLICATION, "62"),
        (HEAD + APPLICATION + "62006200", "62"),
        (HEAD + APPLICATION + "5A05123456", "5A"),
        (HEAD + "61084F05A000000001", "61"),
        (HEAD + APPLICATION + "5A8105" + "12" * 5, "5A"),
        (HEAD + APPLICATION + "5A820080" + "12" * 128, "5A"),
        (HEAD + APPLICATION + "5A80", "5A"),
        (HEAD + APPLICATION + "5A8400000001AA", "5A"),
        (HEAD + APPLICATION + "0000", ""),
        (HEAD + APPLICATION + "9F", ""),
        (HEAD + APPLICATION + "9F8100", ""),
        (HEAD + APPLICATION + "620A" + "6408" + "6506" + "6604" + "5A021234", "62.64.65.66"),
    ],
)
def test_a_malformed_code_is_refused_by_the_object_at_fault(hexadecimal: str, named: str) -> None:
    with pytest.raises(CodeMalformed) as refused:
        read_consumer_code(text_of(hexadecimal))
    assert refused.value.tag == named


@pytest.mark.parametrize("text", ["", "*", "hQVD", EXAMPLE + "=", EXAMPLE[:-1], EXAMPLE + "AAAA" * 200, EXAMPLE.replace("h", "é", 1), EXAMPLE[:-3] + "x=="])
def test_a_text_that_is_not_base64_of_a_code_is_refused(text: str) -> None:
    with pytest.raises(CodeMalformed):
        read_consumer_code(text)


primitives = st.builds(Data, st.sampled_from(["50", "5A", "57", "5F20", "9F26", "DF21", "C1"]), st.binary(max_size=140))
templates = st.builds(Data, st.sampled_from(["63", "64", "BF0C"]), st.lists(primitives, max_size=2).map(tuple))
applications = st.builds(
    lambda id_, rest: Data("61", (Data("4F", id_), *rest)), st.binary(min_size=5, max_size=16), st.lists(primitives | templates, max_size=2).map(tuple)
)


@settings(max_examples=200, deadline=None)
@given(st.lists(applications, min_size=1, max_size=2))
def test_what_is_written_is_read_again(apps: list[Data]) -> None:
    code = ConsumerCode((Data("85", b"CPV01"), *apps))
    try:
        text = write_consumer_code(code)
    except CodeMalformed:
        # Longer than a code may be.
        return
    assert read_consumer_code(text) == code
    assert write_consumer_code(read_consumer_code(text)) == text


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80))
def test_whatever_bytes_come_are_read_exactly_or_refused(raw: bytes) -> None:
    text = b64encode(bytes.fromhex(HEAD + APPLICATION) + raw).decode()
    try:
        code = read_consumer_code(text)
    except CodeMalformed:
        return
    assert write_consumer_code(code) == text


def test_a_payment_code_is_taken_as_digits_and_as_a_consumer_presented_code() -> None:
    digits = "36" + "0123456789" + "87654321"
    text = consumer_presented(digits)
    assert read_consumer_code(text).find_application(OUR_APPLICATION) != ()
    assert read_payment_code(text) == read_payment_code(digits) == Presented(123456789, "87654321")
    assert read_payment_code(EXAMPLE) is None
    assert read_payment_code(consumer_presented("37" + digits[2:])) is None

"""Merchant-presented codes: EMVCo's own example, every refusal by the field it names, changed characters, and codes that are written and read again."""

import json
from pathlib import Path
from random import Random
from string import ascii_letters, digits, punctuation

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.wallet.errors.codes import CodeMalformed
from domains.wallet.rules import emvco
from domains.wallet.rules.emvco import Code, Field, checksum, fields_of, read_code, write_code

FACTS = json.loads((Path(__file__).parents[2] / "facts" / "emvco_qr.json").read_text())
(EXAMPLE,) = FACTS["merchant_presented_valid"]

PLAIN = {
    "00": "01",
    "01": "11",
    "26": {"00": "COM.SCENEBANK", "01": "7"},
    "52": "5812",
    "53": "156",
    "54": "12.30",
    "58": "CN",
    "59": "NOODLES",
    "60": "SHANGHAI",
}


def written(**changes: object) -> str:
    """The plain code with fields changed by tag (`t54="1"`), left out (None) or added, and a right checksum, whatever the rules say of it."""
    values = {**PLAIN, **{name.removeprefix("t"): value for name, value in changes.items()}}
    return sealed("".join(f"{field.tag}{len(field.text()):02d}{field.text()}" for field in fields_of(values)))  # type: ignore[arg-type]


def sealed(body: str) -> str:
    body += "6304"
    return body + checksum(body)


def refusal(text: str) -> tuple[str, str]:
    with pytest.raises(CodeMalformed) as told:
        read_code(text)
    return told.value.tag, told.value.reason


def test_the_checksum_is_the_published_one() -> None:
    assert checksum("123456789") == FACTS["crc"]["check_of_123456789"]
    assert checksum("最佳运输") == checksum("最佳运输") != checksum("最佳运翰")


def test_the_published_example_says_what_it_says_and_is_written_as_it_was() -> None:
    code = read_code(EXAMPLE)
    assert write_code(code) == EXAMPLE
    assert [code.find(tag) for tag in ("01", "52", "53", "54", "55", "58", "59", "60")] == [
        *("12", "4111", "156", "23.72", "01", "CN", "BEST TRANSPORT", "BEIJING")
    ]
    assert [code.find(tag, "64") for tag in ("00", "01", "02")] == ["ZH", "最佳运输", "北京"]
    assert [code.find(tag, "62") for tag in ("03", "06", "07", "09")] == ["1234", "***", "A6008667", "ME"]
    assert code.find_account("d15600000001") == (Field("00", "D15600000001"), Field("03", "12345678"))
    assert code.template("91") == (Field("00", "A011223344998877"), Field("07", "12345678"))
    assert (code.find("61"), code.find("01", "62"), code.template("80"), code.find_account("COM.OTHER")) == (None, None, (), ())


def test_lengths_count_characters_and_names_in_another_script_stand_in_their_template() -> None:
    text = written(t64={"00": "zh", "01": "老王面馆", "02": "上海"})
    assert "64200002zh0104老王面馆0202上海" in text
    assert read_code(text).find("01", "64") == "老王面馆"
    assert refusal(written(t59="老王面馆")) == ("59", "value")


def test_a_thousand_of_a_thousand_changed_characters_are_refused() -> None:
    random, texts = Random(20261125), (EXAMPLE, written(), written(t64={"00": "ZH", "01": "老王面馆"}))
    characters, refused = ascii_letters + digits + punctuation + " 最佳京", 0
    for number in range(1000):
        text = texts[number % len(texts)]
        place = random.randrange(len(text))
        other = random.choice([one for one in characters if one != text[place]])
        with pytest.raises(CodeMalformed):
            read_code(text[:place] + other + text[place + 1 :])
        refused += 1
    assert refused == 1000


def test_a_checksum_in_small_letters_is_refused() -> None:
    assert refusal(EXAMPLE[:-4] + "a13A") == ("63", "value")


TABLE = [
    ("nothing", "", ("", "length")),
    ("too long a text", sealed("000201" * 90), ("", "length")),
    ("a control character", written(t59="NOO\nDLES"), ("", "characters")),
    ("half a character", "\ud800", ("", "characters")),
    ("no field at all", "0", ("00", "length")),
    ("a tag of letters", sealed("000201XX0201"), ("00", "length")),
    ("a tag in other digits", sealed("000201٠١0212"), ("00", "length")),
    ("a length of letters", sealed("00AA01"), ("00", "length")),
    ("a length of nothing", sealed("0000"), ("00", "length")),
    ("a length beyond the end", "000399", ("00", "length")),
    ("no checksum", written()[:-8], ("63", "missing")),
    ("a checksum that is not last", written() + "99011", ("63", "order")),
    ("a wrong checksum", written()[:-4] + "0000", ("63", "value")),
    ("no format", written(t00=None), ("00", "missing")),
    ("the format later on", sealed("0102110002015802CN"), ("00", "order")),
    ("another format", written(t00="02"), ("00", "value")),
    ("another method", written(t01="13"), ("01", "value")),
    ("no merchant account", written(t26=None), ("26", "missing")),
    ("a card network's id in another script", written(t15="最佳"), ("15", "value")),
    ("an account without its unique id", written(t26={"01": "7"}), ("26.00", "missing")),
    ("an account with too long an id", written(t26={"00": "X" * 33}), ("26.00", "length")),
    ("an account that is no template", written(t26="12"), ("26.12", "length")),
    ("no category", written(t52=None), ("52", "missing")),
    ("a category of letters", written(t52="58AB"), ("52", "value")),
    ("no currency", written(t53=None), ("53", "missing")),
    ("a currency in letters", written(t53="CNY"), ("53", "value")),
    ("an amount with a comma", written(t54="12,30"), ("54", "value")),
    ("an amount of nothing", written(t54="0.00"), ("54", "value")),
    ("a negative amount", written(t54="-1"), ("54", "value")),
    ("an amount without a whole part", written(t54=".50"), ("54", "value")),
    ("an amount of 14 characters", written(t54="12345678901.30"), ("54", "value")),
    ("an unknown tip", written(t55="04"), ("55", "value")),
    ("a fixed tip without its amount", written(t55="02"), ("56", "missing")),
    ("an amount of a tip that was not announced", written(t56="1.00"), ("56", "value")),
    ("a tip in percent without its figure", written(t55="03"), ("57", "missing")),
    ("a tip of no percent", written(t55="03", t57="0.00"), ("57", "value")),
    ("a tip of a hundred percent", written(t55="03", t57="100"), ("57", "value")),
    ("no country", written(t58=None), ("58", "missing")),
    ("a country in small letters", written(t58="cn"), ("58", "value")),
    ("no name", written(t59=None), ("59", "missing")),
    ("a name of 26 characters", written(t59="N" * 26), ("59", "value")),
    ("no city", written(t60=None), ("60", "missing")),
    ("a city of 16 characters", written(t60="C" * 16), ("60", "value")),
    ("a postal code of 11 characters", written(t61="2" * 11), ("61", "value")),
    ("a bill number of 26 characters", written(t62={"01": "1" * 26}), ("62.01", "length")),
    ("a request for what there is not", written(t62={"09": "X"}), ("62.09", "value")),
    ("a request made twice", written(t62={"09": "AA"}), ("62.09", "value")),
    ("another language without its code", written(t64={"01": "面馆"}), ("64.00", "missing")),
    ("a language of three letters", written(t64={"00": "ZHO", "01": "面馆"}), ("64.00", "value")),
    ("another language without a name", written(t64={"00": "ZH"}), ("64.01", "missing")),
    ("a name of 26 characters in it", written(t64={"00": "ZH", "01": "面" * 26}), ("64.01", "length")),
    ("a city of 16 characters in it", written(t64={"00": "ZH", "01": "面", "02": "市" * 16}), ("64.02", "length")),
    ("an unreserved template without its id", written(t80={"01": "7"}), ("80.00", "missing")),
]


@pytest.mark.parametrize(("text", "told"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_is_refused_is_named_by_its_field(text: str, told: tuple[str, str]) -> None:
    assert refusal(text) == told


def test_repeated_fields_are_refused_also_inside_templates() -> None:
    body = written()[:-8]
    assert refusal(sealed(body + "5303156")) == ("53", "repeated")
    assert refusal(sealed(body + "6210" + "0101A0101B")) == ("62.01", "repeated")


@pytest.mark.parametrize("amount", ["1", "1.", "1.5", "23.72", "9999999999.99", "0.01"])
def test_an_amount_may_be_whole_or_carry_decimals(amount: str) -> None:
    assert read_code(written(t54=amount)).find("54") == amount


def test_what_could_not_be_read_again_is_not_written() -> None:
    for changes in ({"59": "N" * 26}, {"54": "0"}, {"55": "02"}, {"26": {"01": "7"}}, {"63": "ABCD"}, {"62": {"01": ""}}, {"26": "text"}, {"59": {"00": "x"}}):
        with pytest.raises(CodeMalformed):
            write_code(Code(fields_of(PLAIN | changes)))  # type: ignore[operator]
    with pytest.raises(CodeMalformed):
        write_code(Code((*fields_of(PLAIN), *(Field(f"{tag}", "x" * 90) for tag in range(65, 71)))))


ascii_text = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1)
any_text = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=20)


@st.composite
def codes(draw: st.DrawFn) -> Code:
    """Codes with every kind of field, those that nobody has given a meaning among them, in any order after the first."""
    values: dict[str, object] = {
        "52": draw(st.from_regex(r"\A[0-9]{4}\Z")),
        "53": draw(st.from_regex(r"\A[0-9]{3}\Z")),
        "58": draw(st.from_regex(r"\A[A-Z]{2}\Z")),
        "59": draw(ascii_text.filter(lambda text: len(text) <= 25)),
        "60": draw(ascii_text.filter(lambda text: len(text) <= 15)),
    }
    optional: dict[str, st.SearchStrategy[object]] = {
        "01": st.sampled_from(["11", "12"]),
        "15": ascii_text.filter(lambda text: len(text) <= 20),
        "54": st.from_regex(r"\A[1-9][0-9]{0,5}(\.[0-9]{0,2})?\Z"),
        "61": ascii_text.filter(lambda text: len(text) <= 10),
        "62": st.dictionaries(st.sampled_from(["01", "02", "03", "05", "07", "08", "50"]), any_text, min_size=1, max_size=2),
        "64": st.fixed_dictionaries({"00": st.just("ZH"), "01": any_text, "02": any_text.filter(lambda text: len(text) <= 15)}),
        "70": any_text,
        "85": st.fixed_dictionaries({"00": ascii_text.filter(lambda text: len(text) <= 32), "44": any_text}),
    }
    for tag in draw(st.sets(st.sampled_from(sorted(optional)))):
        values[tag] = draw(optional[tag])
    for tag in draw(st.sets(st.integers(26, 51), min_size=1, max_size=2)):
        values[str(tag)] = {"00": draw(ascii_text.filter(lambda text: len(text) <= 32)), "01": draw(any_text)}
    tip = draw(st.sampled_from([{}, {"55": "01"}, {"55": "02", "56": "3.50"}, {"55": "03", "57": "12.5"}]))
    ordered = draw(st.permutations(sorted((values | tip).items())))
    return Code(fields_of({"00": "01", **dict(ordered)}))  # type: ignore[arg-type]


@settings(max_examples=300, deadline=None)
@given(codes())
def test_what_is_written_is_read_as_it_was(code: Code) -> None:
    text = write_code(code)
    assert read_code(text) == code
    assert write_code(read_code(text)) == text


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80) | st.text(digits, max_size=60).map(sealed))
def test_any_other_text_is_refused_and_never_breaks(text: str) -> None:
    with pytest.raises(CodeMalformed) as told:
        emvco.read_code(text)
    assert isinstance(told.value.tag, str)

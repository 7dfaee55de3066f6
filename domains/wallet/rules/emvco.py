"""EMVCo merchant-presented codes (QRCPS-MPM): what a merchant's QR code says, read strictly and written exactly. Pure text, no picture.

A code is a row of fields, each two digits of tag, two digits of length in characters, and the value. Some values are templates: rows of fields themselves.
The order of the fields is kept, as are fields that the house does not know, so that `write(read(text)) == text` for every code that is read.

Refused, in this order: Characters and structure as they are met, the checksum, then the fields by tag. Each refusal names the field: "54", or "62.05" inside a
template, "" where there is none."""

import re
from binascii import crc_hqx
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from domains.wallet.errors.codes import CodeMalformed

TEXT_MAX_CHARACTERS = 512

FORMAT, METHOD, CHECKSUM = "00", "01", "63"
CATEGORY, CURRENCY, AMOUNT, TIP, FIXED_FEE, PERCENT_FEE = "52", "53", "54", "55", "56", "57"
COUNTRY, NAME, CITY, POSTAL_CODE, ADDITIONAL, LANGUAGE = "58", "59", "60", "61", "62", "64"
UNIQUE_ID = "00"
"""Sub-field of every merchant's and unreserved template: whose template it is."""

STATIC, DYNAMIC = "11", "12"
TIP_PROMPTED, TIP_FIXED, TIP_PERCENT = "01", "02", "03"

BILL, MOBILE, STORE, LOYALTY, REFERENCE, CUSTOMER, TERMINAL, PURPOSE, ASKED = (f"{number:02d}" for number in range(1, 10))
"""Sub-fields of the additional data."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of characters that UTF-8 cannot write."""

_PRINTABLE = re.compile(r"[\x20-\x7e]+", re.ASCII)
_DECIMAL = re.compile(r"(?=.{1,13}$)\d+(\.\d*)?", re.ASCII)
_PERCENT = re.compile(r"\d{1,2}(\.\d{1,2})?", re.ASCII)
_PATTERNS = {
    FORMAT: re.compile("01"),
    METHOD: re.compile("1[12]"),
    CATEGORY: re.compile(r"\d{4}", re.ASCII),
    CURRENCY: re.compile(r"\d{3}", re.ASCII),
    AMOUNT: _DECIMAL,
    TIP: re.compile("0[123]"),
    FIXED_FEE: _DECIMAL,
    PERCENT_FEE: _PERCENT,
    COUNTRY: re.compile(r"[A-Z]{2}", re.ASCII),
    NAME: re.compile(r"[\x20-\x7e]{1,25}", re.ASCII),
    CITY: re.compile(r"[\x20-\x7e]{1,15}", re.ASCII),
    POSTAL_CODE: re.compile(r"[\x20-\x7e]{1,10}", re.ASCII),
}
_NEEDED = (CATEGORY, CURRENCY, COUNTRY, NAME, CITY)
_NOT_ZERO = (AMOUNT, FIXED_FEE, PERCENT_FEE)


class Field(NamedTuple):
    """A tag and its text, or the fields of its template."""

    tag: str
    value: "str | tuple[Field, ...]"

    def text(self) -> str:
        """The value as it stands in the code."""
        return self.value if isinstance(self.value, str) else _write(self.value)


class Code(NamedTuple):
    """A code's fields in their order, without the checksum."""

    fields: tuple[Field, ...]

    def find(self, tag: str, within: str | None = None) -> str | None:
        """The text of a field, or of a field within a template; None where there is none."""
        fields = self.fields if within is None else self.template(within)
        return next((field.text() for field in fields if field.tag == tag), None)

    def template(self, tag: str) -> tuple[Field, ...]:
        """The fields of a template; empty where there is none."""
        return next((field.value for field in self.fields if field.tag == tag and not isinstance(field.value, str)), ())

    def find_account(self, unique_id: str) -> tuple[Field, ...]:
        """The fields of the merchant's template that carries that id (capitals and small letters are one); empty where there is none."""
        for field in self.fields:
            if "26" <= field.tag <= "51" and not isinstance(field.value, str) and _text_of(field.value, UNIQUE_ID).casefold() == unique_id.casefold():
                return field.value
        return ()


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE over the UTF-8 bytes, as four capital hexadecimal digits."""
    return f"{crc_hqx(text.encode(), 0xFFFF):04X}"


def read_code(text: str) -> Code:
    """What a code says. Raises CodeMalformed, which names the field."""
    _check_characters(text)
    fields = _read(text, "")
    last = fields[-1]
    if last.tag != CHECKSUM:
        raise CodeMalformed(CHECKSUM, "missing" if all(field.tag != CHECKSUM for field in fields) else "order")
    if last.text() != checksum(text[:-4]):
        raise CodeMalformed(CHECKSUM, "value")
    code = Code(tuple(_with_template(field) for field in fields[:-1]))
    check_code(code)
    return code


def write_code(code: Code) -> str:
    """The code's text with its checksum. Raises CodeMalformed for what could not be read again."""
    check_code(code)
    body = _write(code.fields) + CHECKSUM + "04"
    text = body + checksum(body)
    _check_characters(text)
    return text


def check_code(code: Code) -> None:
    """Raise the first rule that a code breaks: order, repeated and missing fields, then each value."""
    present = [field.tag for field in code.fields]
    if not present or present[0] != FORMAT:
        raise CodeMalformed(FORMAT, "order" if FORMAT in present else "missing")
    if CHECKSUM in present:
        raise CodeMalformed(CHECKSUM, "repeated")
    _check_repeated(present, "")
    if not any("02" <= tag <= "51" for tag in present):
        raise CodeMalformed("26", "missing")
    for tag in _NEEDED:
        if tag not in present:
            raise CodeMalformed(tag, "missing")
    _check_fees(code)
    for field in code.fields:
        if is_template(field.tag) == isinstance(field.value, str):
            raise CodeMalformed(field.tag, "value")
        if isinstance(field.value, str):
            _check_value(field.tag, field.value)
        else:
            _check_template(field.tag, field.value)


def is_template(tag: str) -> bool:
    """Whether a field holds fields: accounts of merchants, additional data, the other language, and what is left unreserved."""
    return "26" <= tag <= "51" or tag in (ADDITIONAL, LANGUAGE) or "80" <= tag <= "99"


def fields_of(values: Mapping[str, str | Mapping[str, str] | None]) -> tuple[Field, ...]:
    """Fields by tag in the order given, templates as mappings. What is None is left out."""
    return tuple(
        Field(tag, value if isinstance(value, str) else tuple(Field(sub, text) for sub, text in value.items()))
        for tag, value in values.items()
        if value is not None
    )


def _write(fields: Iterable[Field]) -> str:
    written = []
    for field in fields:
        text = field.text()
        if not 0 < len(text) < 100:
            raise CodeMalformed(field.tag, "length")
        written.append(f"{field.tag}{len(text):02d}{text}")
    return "".join(written)


def _read(text: str, within: str) -> list[Field]:
    fields: list[Field] = []
    place = 0
    while place < len(text):
        tag, length = text[place : place + 2], text[place + 2 : place + 4]
        if not (len(tag) == 2 and tag.isascii() and tag.isdigit()):
            raise CodeMalformed(within.rstrip(".") or (fields[-1].tag if fields else FORMAT), "length")
        if not (len(length) == 2 and length.isascii() and length.isdigit() and 0 < int(length) <= len(text) - place - 4):
            raise CodeMalformed(within + tag, "length")
        end = place + 4 + int(length)
        fields.append(Field(tag, text[place + 4 : end]))
        place = end
    return fields


def _with_template(field: Field) -> Field:
    return Field(field.tag, tuple(_read(field.text(), f"{field.tag}."))) if is_template(field.tag) else field


def _check_characters(text: str) -> None:
    if not 0 < len(text) <= TEXT_MAX_CHARACTERS:
        raise CodeMalformed("", "length")
    if _UNPRINTABLE.search(text):
        raise CodeMalformed("", "characters")


def _check_repeated(tags: list[str], within: str) -> None:
    for place, tag in enumerate(tags):
        if tag in tags[:place]:
            raise CodeMalformed(within + tag, "repeated")


def _check_fees(code: Code) -> None:
    """A fixed tip comes with its amount, a percentage with its figure, and neither without being announced."""
    announced = code.find(TIP)
    for tag, told in ((FIXED_FEE, TIP_FIXED), (PERCENT_FEE, TIP_PERCENT)):
        if (code.find(tag) is not None) != (announced == told):
            raise CodeMalformed(tag, "missing" if announced == told else "value")


def _check_value(tag: str, text: str) -> None:
    pattern = _PATTERNS.get(tag)
    if pattern is not None and pattern.fullmatch(text) is None:
        raise CodeMalformed(tag, "value")
    if tag in _NOT_ZERO and not text.strip("0."):
        raise CodeMalformed(tag, "value")
    if "02" <= tag <= "25" and _PRINTABLE.fullmatch(text) is None:
        raise CodeMalformed(tag, "value")


def _check_template(tag: str, fields: tuple[Field, ...]) -> None:
    if any(not isinstance(field.value, str) for field in fields):
        raise CodeMalformed(tag, "value")
    _check_repeated([field.tag for field in fields], f"{tag}.")
    if tag == ADDITIONAL:
        _check_additional(fields)
    elif tag == LANGUAGE:
        _check_language(fields)
    elif not 1 <= len(_text_of(fields, UNIQUE_ID)) <= 32:
        raise CodeMalformed(f"{tag}.{UNIQUE_ID}", "length" if _text_of(fields, UNIQUE_ID) else "missing")


def _check_additional(fields: tuple[Field, ...]) -> None:
    for field in fields:
        text = field.text()
        if BILL <= field.tag <= PURPOSE and len(text) > 25:
            raise CodeMalformed(f"{ADDITIONAL}.{field.tag}", "length")
        if field.tag == ASKED and (set(text) - set("AME") or len(set(text)) < len(text)):
            raise CodeMalformed(f"{ADDITIONAL}.{field.tag}", "value")


def _check_language(fields: tuple[Field, ...]) -> None:
    language, name, city = (_text_of(fields, tag) for tag in ("00", "01", "02"))
    if re.fullmatch(r"[A-Za-z]{2}", language, re.ASCII) is None:
        raise CodeMalformed(f"{LANGUAGE}.00", "value" if language else "missing")
    if not 1 <= len(name) <= 25:
        raise CodeMalformed(f"{LANGUAGE}.01", "length" if name else "missing")
    if len(city) > 15:
        raise CodeMalformed(f"{LANGUAGE}.02", "length")


def _text_of(fields: tuple[Field, ...], tag: str) -> str:
    return next((field.text() for field in fields if field.tag == tag), "")

"""A file of products line by line: its bytes as text, and its text as values by column."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

FILE_MOST_BYTES = 20_000_000
LINES_MOST = 100_000
LINE_MOST = 60_000
"""Characters of a line; a quoted value may go over several."""

COLUMNS: Mapping[str, str] = {
    **{"product": "商品", "sku": "货号", "title_zh": "中文标题", "title_en": "英文标题", "category": "类目", "brand": "品牌", "kind": "类型"},
    **{"description": "描述", "media": "图片", "stocked": "计库存", "published_from": "上架时间", "published_until": "下架时间", "price": "价格"},
    **{"list_price": "划线价", "attributes": "属性", "prices": "专属价", "publish": "发布"},
}
"""What a column may be called, in English and in Chinese."""

NEEDED = ("sku", "title_zh", "title_en", "category", "price")


class Wrong(StrEnum):
    """What can be wrong with a value, or with a line."""

    NO_TEXT = "no_text"
    NO_QUOTE = "no_quote"
    TOO_LONG = "too_long"
    TOO_MANY_LINES = "too_many_lines"
    NO_LINES = "no_lines"
    UNKNOWN_COLUMN = "unknown_column"
    MISSING_COLUMN = "missing_column"
    FIELDS = "fields"
    MISSING = "missing"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_TIME = "not_a_time"
    NOT_YES_OR_NO = "not_yes_or_no"
    FORMULA = "formula"
    MALFORMED = "malformed"
    TWICE = "twice"
    APART = "apart"
    DIFFERS = "differs"
    UNKNOWN_CATEGORY = "unknown_category"
    ANOTHER_PRODUCT = "another_product"


class LineError(NamedTuple):
    """What is wrong, where: the line of the file, the first being 1, and the column by its English name; empty for the line itself."""

    line: int
    column: str
    reason: str


class Line(NamedTuple):
    """What a line tells, by column."""

    number: int
    told: dict[str, str]


def text_of(content: bytes, errors: list[LineError]) -> str | None:
    """UTF-8 or UTF-16 with their marks, UTF-8 without, or what spreadsheets in China write: GBK."""
    told = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else None
    for encoding in (told,) if told else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            at = error.start
            continue
        if "\x00" in text:
            errors.append(LineError(text[: text.index("\x00")].count("\n") + 1, "", Wrong.NO_TEXT))
            return None
        return text
    errors.append(LineError(content[:at].count(b"\n") + 1, "", Wrong.NO_TEXT))
    return None


def lines_of(text: str, errors: list[LineError]) -> Iterator[Line]:
    """The lines below the header, by column."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_MOST:
            errors.append(LineError(number, "", Wrong.TOO_LONG))
            return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: list[str] = []
    begins = 1
    while True:
        try:
            values = next(reader, None)
        except csv.Error:
            errors.append(LineError(begins, "", Wrong.NO_QUOTE))
            return
        if values is None:
            break
        number, begins = begins, reader.line_num + 1
        if not any(value.strip() for value in values):
            continue
        if not columns:
            columns = _columns(values, number, errors)
            if errors:
                return
        elif number > LINES_MOST + 1:
            errors.append(LineError(number, "", Wrong.TOO_MANY_LINES))
            return
        elif len(values) != len(columns):
            errors.append(LineError(number, "", Wrong.FIELDS))
        else:
            yield Line(number, {column: value.strip() for column, value in zip(columns, values, strict=True)})
    if not columns:
        errors.append(LineError(1, "", Wrong.NO_LINES))


def _columns(values: Sequence[str], number: int, errors: list[LineError]) -> list[str]:
    known = {name: column for column, chinese in COLUMNS.items() for name in (column, chinese)}
    columns = [known.get(value.strip().lower(), "") for value in values]
    errors += [LineError(number, f"column {place}", Wrong.UNKNOWN_COLUMN) for place, column in enumerate(columns, 1) if not column]
    errors += [LineError(number, column, Wrong.TWICE) for column in sorted({one for one in columns if one and columns.count(one) > 1})]
    errors += [LineError(number, column, Wrong.MISSING_COLUMN) for column in NEEDED if column not in columns]
    return columns

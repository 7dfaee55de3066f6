"""Files of products, as the app sees them."""

from enum import Enum

import strawberry

from domains import mall
from domains.kernel.data_classes import C1
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.scalars import Instant

importing = mall.importing

WORDS: dict[str, tuple[str, str]] = {
    "no_text": ("不是 UTF-8 或 GBK 文本", "is not text in UTF-8 or GBK"),
    "no_quote": ("引号没有正确闭合", "has a quote that is not closed as it should be"),
    "too_long": ("太长", "is too long"),
    "too_many_lines": (f"行数超过 {importing.LINES_MOST}", f"is beyond the {importing.LINES_MOST} lines of a file"),
    "no_lines": ("没有商品", "has no products below it"),
    "unknown_column": ("不是已知的列", "is not a known column"),
    "missing_column": ("缺少该列", "is not among the columns"),
    "fields": ("列数与表头不符", "does not have as many values as there are columns"),
    "missing": ("不能为空", "is missing"),
    "not_a_number": ("不是数字", "is not a number"),
    "not_a_time": ("不是时间", "is not a time"),
    "not_yes_or_no": ("应为 是 或 否", "is neither yes nor no"),
    "formula": ("不能以 = + - @ 开头", "begins like a formula: = + - @"),
    "malformed": ("格式不正确", "is not as a product has it"),
    "twice": ("重复", "stands there twice"),
    "apart": ("同一商品的行没有连在一起", "is parted: the lines of a product stand together"),
    "differs": ("与该商品第一行不同", "differs from the first line of the product"),
    "unknown_category": ("不是已有的类目", "is not a category"),
    "another_product": ("属于另一个商品", "is another product's"),
}
"""Each reason in Chinese and in English, after the name of the column."""


@strawberry.enum(description="How far a file of products is.")
class GoodsImportState(Enum):
    WAITING = strawberry.enum_value("waiting", description="It waits to be checked.")
    IMPORTING = strawberry.enum_value("importing", description="It was checked, and is being imported.")
    DONE = strawberry.enum_value("done", description="All of it is imported.")
    BROKEN = strawberry.enum_value("broken", description="A line is wrong, and nothing was imported.")
    STOPPED = strawberry.enum_value("stopped", description="What was checked no longer held; the products before it are imported.")


@batched(str, 'In words: "line 517: price is not a number".', data_class=C1)
async def message(read: Read, errors: list[importing.LineError], viewers: list[Viewer]) -> list[str]:
    return [_worded(error, viewer.language) for error, viewer in zip(errors, viewers, strict=True)]


@type_of(importing.LineError, "What is wrong with a file of products, and where.")
class GoodsImportError:
    line: int = field("The line of the file; the first is 1.")
    column: str = field("The column by its English name; empty for the line itself.")
    reason: str = field("What is wrong, as a code.")
    message = message


@computed("How far it is.", name="state")
def state_of_import(row: mall.importing.GoodsImport) -> GoodsImportState:
    return GoodsImportState(row.state.value)


@computed("The first hundred things that are wrong, by line.", name="errors")
def errors_of_import(row: mall.importing.GoodsImport) -> list[GoodsImportError]:
    return list(row.errors)  # type: ignore[arg-type]


@type_of(importing.GoodsImport, "A file of products that a shop sent in.")
class GoodsImport:
    id: strawberry.ID = field("The import.")
    shop_id: strawberry.ID = field("Whose products they are.")
    state = state_of_import
    lines: int = field("The file's last line; 0 until it is checked.")
    lines_done: int = field("The last line that is imported.")
    products: int = field("Products that are imported.")
    errors = errors_of_import
    error_count: int = field("How many things are wrong.")
    made_at: Instant = field("When it was sent in.")
    changed_at: Instant = field("When it last went on.")


def _worded(error: mall.importing.LineError, language: str) -> str:
    zh, en = WORDS[error.reason]
    if language == "zh":
        return f"第 {error.line} 行：{error.column}{' ' if error.column else ''}{zh}"
    return f"line {error.line}: {error.column or 'it'} {en}"

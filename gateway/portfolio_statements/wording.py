"""What stands on a portfolio statement, in Chinese or English."""

from typing import NamedTuple

from domains import wealth
from gateway.statements.wording import BYTE_ORDER_MARK

COLUMNS = ("line", "day", "fund_code", "fund", "kind", "shares", "shares_after", "value", "amount", "fee", "currency")
COLUMNS_ZH = ("行类型", "日期", "产品代码", "产品名称", "摘要", "份额变动", "份额余额", "净值", "金额", "手续费", "币种")
LINES_ZH = {"opening": "期初持仓", "change": "变动", "closing": "期末持仓", "total": "合计"}
KINDS = {
    wealth.ChangeKind.SUBSCRIPTION: ("申购", "Subscription"),
    wealth.ChangeKind.REDEMPTION: ("赎回", "Redemption"),
    wealth.ChangeKind.INCOME: ("收益", "Income"),
    wealth.ChangeKind.QUICK: ("快速赎回", "Redemption at once"),
    wealth.ChangeKind.CORRECTION: ("更正", "Correction"),
}


class PdfWords(NamedTuple):
    """The texts of the PDF that are not figures."""

    title: str
    period: str
    currency: str
    figures: tuple[str, str, str, str, str, str]
    held: str
    held_columns: tuple[str, str, str, str]
    changed: str
    changed_columns: tuple[str, str, str, str, str, str]
    none: str
    page: str
    below: str


PDF_WORDS = {
    "zh": PdfWords(
        "理财对账单", "期间", "币种", ("期初市值", "转入", "转出", "期末市值", "手续费", "本期收益"), "期末持仓", ("产品", "份额", "净值", "市值"), "本期变动",
        ("日期", "产品", "摘要", "份额", "金额", "手续费"), "无", "第 {page} 页, 共 {pages} 页",
        "市值按当日或最近公布的净值计算，净值更正后可能变化。过往业绩不代表未来表现。",
    ),
    "en": PdfWords(
        "Portfolio statement", "Period", "Currency", ("Worth at the beginning", "Paid in", "Paid out", "Worth at the end", "Fees", "Gain"), "Held at the end",
        ("Product", "Shares", "Value", "Worth"), "What changed", ("Day", "Product", "What", "Shares", "Amount", "Fee"), "Nothing", "Page {page} of {pages}",
        "Worth is reckoned at the last value until the day; a corrected value changes it. What was says nothing of what will be.",
    ),
}  # fmt: skip


def kind_word(language: str, kind: wealth.ChangeKind) -> str:
    """Why shares changed."""
    return KINDS[kind][0 if language == "zh" else 1]


def fund_name(language: str, fund: wealth.Fund) -> str:
    return fund.name_zh if language == "zh" else fund.name_en


def csv_head(language: str) -> tuple[str, tuple[str, ...]]:
    """What comes before all, and the column names: the house's own in English, as programs read it."""
    return (BYTE_ORDER_MARK, COLUMNS_ZH) if language == "zh" else ("", COLUMNS)


def csv_line(language: str, line: str) -> str:
    return LINES_ZH[line] if language == "zh" else line


def csv_kind(language: str, kind: wealth.ChangeKind) -> str:
    return kind_word(language, kind) if language == "zh" else kind.value

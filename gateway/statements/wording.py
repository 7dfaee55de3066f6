"""What stands on a statement, in Chinese or English."""

from functools import partial
from typing import NamedTuple

from domains import ledger, scenes, wallet
from gateway.pages.wording import KINDS, chosen

LINES = {"opening": ("期初余额", "Opening balance"), "movement": ("明细", "Movement"), "closing": ("期末余额", "Closing balance")}
COLUMNS = ("行类型", "记账时间", "起息日", "流水号", "凭证号", "摘要", "对方账户", "对方", "金额", "余额", "币种")
CUSTOMER, CHANNEL, MERCHANT, BANK = ("客户", "A customer"), ("支付渠道", "Payment channel"), ("商户", "A merchant"), ("本行", "The bank")
PARTNER = ("合作方", "A partner")
OUTSIDE = (wallet.CHANNEL_PREFIX, wallet.PAY_OUT_PREFIX)
BYTE_ORDER_MARK = "\ufeff"
"""By it spreadsheets know that Chinese is written in UTF-8."""


class PdfWords(NamedTuple):
    """The texts of the PDF that are not figures."""

    title: str
    account: str
    period: str
    currency: str
    opening: str
    credits: str
    debits: str
    closing: str
    columns: tuple[str, str, str, str, str]
    none: str
    page: str
    below: str


PDF_WORDS = {
    "zh": PdfWords(
        "账户对账单", "账户", "期间", "币种", "期初余额", "收入 {count} 笔", "支出 {count} 笔", "期末余额",
        ("记账时间", "摘要", "对方", "金额", "余额"), "本期没有交易", "第 {page} 页, 共 {pages} 页", "时间为北京时间。同一期间的对账单内容始终相同。",
    ),
    "en": PdfWords(
        "Account statement", "Account", "Period", "Currency", "Opening balance", "Money in, {count}", "Money out, {count}", "Closing balance",
        ("Booked", "What", "With", "Amount", "Balance"), "Nothing moved in this period", "Page {page} of {pages}",
        "Times are those of Beijing. A statement of the same days always says the same.",
    ),
}  # fmt: skip


def kind_word(language: str, kind: str) -> str:
    """Why money moved, or what a line of the file is."""
    return chosen(LINES if kind in LINES and kind != "opening" else KINDS, kind, language)


def account_word(language: str, code: str) -> str:
    """What is on the other side. Not who: names change, and a statement says for ever the same."""
    at = 0 if language == "zh" else 1
    if code == wallet.WALLET:
        return CUSTOMER[at]
    if code in (wallet.MERCHANT, wallet.MERCHANT_BALANCE):
        return MERCHANT[at]
    if code.startswith(scenes.SCENE_PREFIX):
        return PARTNER[at]
    return (CHANNEL if code.startswith(OUTSIDE) else BANK)[at]


def csv_words(language: str) -> ledger.CsvWords:
    """Chinese with its column names and words; English with the house's own names, as programs read it."""
    if language != "zh":
        return ledger.CsvWords()
    return ledger.CsvWords(COLUMNS, partial(kind_word, language), partial(account_word, language), BYTE_ORDER_MARK)


def camt_words(language: str) -> ledger.CamtWords:
    return ledger.CamtWords(partial(kind_word, language), "Scenebank", OUTSIDE)

"""What stands on a contract, in Chinese or English."""

from decimal import Decimal
from typing import NamedTuple

from domains.kernel.money import Amount, to_decimal
from domains.loans import ContractText, LoanKind


class ContractWords(NamedTuple):
    """The texts of the PDF."""

    title: str
    about: tuple[tuple[str, str], ...]
    columns: tuple[str, str, str, str, str]
    clauses: tuple[str, ...]
    page: str


def words_of(text: ContractText) -> ContractWords:
    """All that a contract says, worded for its borrower."""
    return _english(text) if text.language == "en" else _chinese(text)


def percent(rate: Decimal) -> str:
    """A rate in percent, with as many decimals as it has, and two at least."""
    exact = (rate * 100).normalize()
    places = max(2, -int(exact.as_tuple().exponent))
    return f"{exact:.{places}f}%"


def money(text: ContractText, minor: int) -> str:
    """An amount of the contract's currency."""
    return f"{to_decimal(Amount(minor, text.asset))} {text.asset.code}"


def _chinese(text: ContractText) -> ContractWords:
    about = (
        ("合同编号", str(text.application_id)),
        ("借款人", f"{text.borrower}  ({text.customer_id})"),
        ("产品", f"{text.product_name} ({text.product_code}, 第 {text.product_version} 版)"),
        ("借款本金" if text.kind is LoanKind.CASH else "额度", money(text, text.costs.principal_minor)),
        ("年利率 (单利)", percent(text.annual_rate)),
        ("年化综合成本 (IRR)", percent(text.costs.apr)),
        ("手续费", money(text, text.costs.fee_minor)),
        ("利息合计", money(text, text.costs.interest_minor)),
        ("还款总额", money(text, text.costs.total_minor)),
        ("起息日", text.start.isoformat()),
    )
    line = () if text.kind is LoanKind.CASH else ("以下还款计划以当日一次性用完全部额度为例; 每次用款按用款当日另行确定还款计划。",)
    clauses = (
        *line,
        f"冷静期: 放款后 {text.cooling_off.days} 天内可退还本金并解除合同, 不收取利息和费用。",
        "可随时提前还款; 逾期将按产品条款计收罚息。条款以本合同所载产品版本为准, 在合同存续期内不变。",
        "本合同文件的摘要 (SHA-256) 记入放款流水的编号, 由账簿链封存。",
    )
    return ContractWords("借款合同", about, ("期数", "到期日", "本金", "利息", "剩余本金"), clauses, "第 {page} 页, 共 {pages} 页")


def _english(text: ContractText) -> ContractWords:
    about = (
        ("Contract", str(text.application_id)),
        ("Borrower", f"{text.borrower}  ({text.customer_id})"),
        ("Product", f"{text.product_name} ({text.product_code}, version {text.product_version})"),
        ("Principal" if text.kind is LoanKind.CASH else "Limit", money(text, text.costs.principal_minor)),
        ("Yearly rate (simple)", percent(text.annual_rate)),
        ("Yearly rate with all costs (APR)", percent(text.costs.apr)),
        ("Fee", money(text, text.costs.fee_minor)),
        ("Interest in all", money(text, text.costs.interest_minor)),
        ("Total to repay", money(text, text.costs.total_minor)),
        ("Interest runs from", text.start.isoformat()),
    )
    line = (
        () if text.kind is LoanKind.CASH else ("The schedule below is that of the whole limit drawn at once on this day; each draw has a schedule of its own.",)
    )
    clauses = (
        *line,
        f"Cooling-off: within {text.cooling_off.days} days of the money's arrival the principal can be given back; then no interest and no fee is owed.",
        "It can be repaid early at any time; what is late bears penalty by the product's terms. The version named above holds for the contract's life.",
        "The digest of this file (SHA-256) is part of the id of the movement that lends, which the ledger's chain seals.",
    )
    return ContractWords("Loan contract", about, ("No.", "Due", "Principal", "Interest", "Principal left"), clauses, "Page {page} of {pages}")

"""What stands on a receipt, in Chinese or English."""

from typing import NamedTuple

from domains import wallet
from domains.customers import PartyRow
from domains.kernel.days import SHANGHAI
from domains.kernel.money import to_decimal
from gateway.pages.wording import KINDS, SYMBOLS

CHANNEL, MERCHANT, BANK = ("支付渠道", "Payment channel"), ("商户", "A merchant"), ("本行", "The bank")


class Words(NamedTuple):
    """A receipt's texts: its title, the amount, rows of a label and a text each, the code, and what stands below it."""

    title: str
    amount: str
    rows: list[tuple[str, str]]
    code: str
    below: str
    stamp: str | None


def words_of(receipt: wallet.Receipt, language: str) -> Words:
    """The texts of a receipt in that language."""
    at = 1 if language == "en" else 0
    code = receipt.amount.asset.code
    booked = receipt.booked_at.astimezone(SHANGHAI)
    return Words(
        title=("电子回单", "Receipt")[at],
        amount=f"{SYMBOLS.get(code, '')}{to_decimal(receipt.amount)} {code}".strip(),
        rows=[
            (("类型", "Type")[at], KINDS.get(receipt.kind, ("资金变动", "Movement"))[at]),
            (("付款方", "From")[at], _party(receipt.payer, receipt.payer_code, at)),
            (("收款方", "To")[at], _party(receipt.payee, receipt.payee_code, at)),
            (("时间", "Booked")[at], f"{booked:%Y-%m-%d %H:%M:%S} UTC+8"),
            (("流水号", "Movement")[at], str(receipt.movement_id)),
        ],
        code=receipt.code,
        below=("凭验证码可在应用内核验本回单", "The app verifies this receipt by its code")[at],
        stamp=("已冲正", "Reversed")[at] if receipt.is_reversed else None,
    )


def _party(party: PartyRow | None, account_code: str, at: int) -> str:
    if account_code == wallet.WALLET:
        known = [text for text in (party.masked_name, party.masked_phone) if text] if party is not None else []
        return " ".join(known) or "—"
    if account_code in (wallet.MERCHANT, wallet.MERCHANT_BALANCE):
        return MERCHANT[at]
    return (CHANNEL if account_code.startswith((wallet.CHANNEL_PREFIX, wallet.PAY_OUT_PREFIX)) else BANK)[at]

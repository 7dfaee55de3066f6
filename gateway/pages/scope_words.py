"""What a partner may do, in a customer's words: by the keys of domains/scenes/rules/scope.py."""

from typing import NamedTuple


class ScopeWords(NamedTuple):
    """A line of the consent page, and what it does not mean."""

    zh: str
    en: str
    zh_more: str = ""
    en_more: str = ""


SCOPE_WORDS: dict[str, ScopeWords] = {
    "scope_openid": ScopeWords("知道您是谁", "Know that it is you", "用一个只有它认识的代号", "By a name that only this partner knows you by"),
    "scope_profile": ScopeWords("查看您的姓名 (部分隐藏)", "See your name, masked", "例如 王*", "For example 王*"),
    "scope_phone": ScopeWords("查看您的手机号 (部分隐藏)", "See your phone number, masked", "例如 138****8000", "For example 138****8000"),
    "scope_accounts_read": ScopeWords(
        "查看所选账户的余额", "See the balance of the accounts you choose", "看不到其他账户, 也看不到明细", "No other account, and no statement"
    ),
    "scope_payments_read": ScopeWords("查看它为您发起的付款", "See the payments that it made for you", "看不到您的其他付款", "None of your other payments"),
    "scope_payments_write": ScopeWords(
        "在您设定的限额内从所选账户付款",
        "Pay from the account you choose, within your limits",
        "只能付给它登记的商户, 不能转账",
        "Only to its registered merchants, never a transfer",
    ),
    "scope_orders_read": ScopeWords("查看您在它那里的订单", "See your orders with it"),
    "scope_orders_write": ScopeWords("登记您在它那里的订单", "Keep your orders with it up to date"),
}

OPEN_CLAIM_WORDS: dict[str, tuple[str, str]] = {
    "name": ("告诉它我的完整姓名", "Show it my whole name"),
    "phone_number": ("告诉它我的完整手机号", "Show it my whole phone number"),
}

TOO_WIDE_WORDS: dict[str, tuple[str, str]] = {
    "accounts": ("请至少选择一个账户。", "Choose at least one account."),
    "caps": ("限额须大于零, 且不超过页面所示的上限。", "A limit is more than zero, and not above what the page shows."),
    "uses": ("次数须在 1 到 10000 之间。", "The number of payments is between 1 and 10,000."),
    "expiry": ("请选择一个有效期。", "Choose how long it is to stand."),
}

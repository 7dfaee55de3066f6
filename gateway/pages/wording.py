"""How pages show money, moments and reasons, in Chinese and English."""

import re
from collections.abc import Mapping
from datetime import datetime

from domains.kernel.days import SHANGHAI

SYMBOLS = {"CNY": "¥", "USD": "US$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$", "SGD": "S$"}

KINDS: dict[str, tuple[str, str]] = {
    "transfer": ("转账", "Transfer"),
    "top_up": ("充值", "Top-up"),
    "withdrawal": ("提现", "Withdrawal"),
    "scene_refund": ("合作方退款", "Refund by a partner"),
    "invoice_payment": ("支付发票", "Payment of an invoice"),
    "scene_order": ("生活缴费", "Payment to a partner"),
    "standing_order": ("定期转账", "Standing order"),
    "reversal": ("冲正", "Reversal"),
    "payment": ("付款", "Payment"),
    "pay": ("付款", "Payment"),
    "refund": ("退款", "Refund"),
    "red_packet": ("红包", "Red packet"),
    "red_packet_return": ("红包退回", "Red packet returned"),
    "money_request": ("收款", "Money request"),
    "promised": ("待收转账", "Transfer on its way"),
    "exchange": ("换汇", "Exchange"),
    "development": ("演示资金", "Demo money"),
    "salary": ("工资", "Salary"),
    "rent": ("房租", "Rent"),
    "loan_paid_out": ("贷款发放", "Loan paid out"),
    "loan_given_back": ("贷款退还", "Loan given back"),
    "opening": ("期初余额", "Opening balance"),
}
"""Why money moved. A kind that is not here is shown by its own name."""

CURRENCIES: dict[str, tuple[str, str]] = {
    "CNY": ("人民币", "Chinese yuan"),
    "USD": ("美元", "US dollar"),
    "EUR": ("欧元", "Euro"),
    "GBP": ("英镑", "British pound"),
    "JPY": ("日元", "Japanese yen"),
    "HKD": ("港元", "Hong Kong dollar"),
    "SGD": ("新加坡元", "Singapore dollar"),
}

PRODUCT_KINDS: dict[str, tuple[str, str]] = {
    "MERCHANT": ("商户", "Merchant"),
    "RED_PACKET": ("红包", "Red packet"),
    "PERSON": ("个人名片", "A person's card"),
    "SCENE": ("场景服务", "Scene"),
    "BRANCH_SERVICE": ("网点服务", "Branch service"),
    "CAMPAIGN": ("优惠活动", "Campaign"),
    "FUND": ("理财产品", "Fund"),
    "LOAN": ("贷款产品", "Loan"),
    "GOODS": ("商品", "Goods"),
    "TICKET": ("排队号", "Queue ticket"),
    "PREFILL": ("预填单", "Form for a visit"),
}

SCAN_ACTIONS: dict[str, tuple[str, str]] = {
    "PAY": ("付款", "pay"),
    "TRANSFER": ("转账", "send money"),
    "GRAB": ("抢红包", "grab the red packet"),
    "CLAIM": ("领券", "claim a coupon"),
    "BOOK": ("预约", "book a time"),
    "BUY": ("购买", "buy"),
    "OPEN": ("办理", "begin"),
    "LEARN": ("了解详情", "learn more"),
    "SHARE": ("分享给好友", "share with friends"),
}

STATUSES: dict[int, tuple[str, str]] = {
    400: ("请求不正确", "This request is not right"),
    403: ("不能这样操作", "This is not allowed"),
    404: ("页面不存在", "There is no such page"),
    405: ("不能这样打开此页面", "This page is not opened this way"),
    413: ("提交的内容过大", "Too much was sent"),
    415: ("提交的内容格式不正确", "This is not a form of ours"),
    429: ("操作太频繁", "Too many requests"),
    500: ("系统出错了", "Something went wrong"),
    503: ("系统繁忙", "The service is busy"),
}

_BROWSERS = (("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_GROUPS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


def money_text(money: Mapping[str, str], *, signed: bool = False) -> str:
    """`¥1,234.50`; with `signed` also the plus of what came in. Works on the digits: no number is made of them."""
    amount, code = money["amount"], money["currency"]
    sign, digits = ("−", amount[1:]) if amount.startswith("-") else ("+" if signed else "", amount)
    whole, point, fraction = digits.partition(".")
    return f"{sign}{SYMBOLS.get(code, code + ' ')}{_GROUPS.sub(',', whole)}{point}{fraction}"


def moment_text(instant: str, language: str, now: datetime, *, exact: bool = False) -> str:
    """A moment as a clock in China shows it; the year is left out where it is this year, unless it is to be `exact`."""
    at = datetime.fromisoformat(instant).astimezone(SHANGHAI)
    if exact:
        return f"{at:%Y-%m-%d %H:%M:%S}"
    is_this_year = at.year == now.astimezone(SHANGHAI).year
    if language == "zh":
        return f"{'' if is_this_year else f'{at.year}年'}{at.month}月{at.day}日 {at:%H:%M}"
    return f"{at.day} {at:%b}{'' if is_this_year else f' {at.year}'}, {at:%H:%M}"


def chosen(words: Mapping[str, tuple[str, str]], key: str, language: str) -> str:
    """The words for a key in that language; the key itself, readable, where there are none."""
    if key in words:
        return words[key][0 if language == "zh" else 1]
    return key.replace("_", " ").capitalize()


def device_name(user_agent: str) -> str:
    """What a browser is called in the list of devices, for example `Chrome · Android`."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part) or "Browser"

"""What a shop of the mall is, and whether a company's code is one: GB 32100-2015, the unified social credit code."""

from enum import StrEnum

from domains.mall.errors.shops import ShopMalformed

NAME_MOST = 60
CONFIRM_DAYS_MOST = 60
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
"""Powers of 3, modulo 31."""


class ShopState(StrEnum):
    """`pending` waits for staff. Only what is `open` sells."""

    PENDING = "pending"
    OPEN = "open"
    DECLINED = "declined"
    CLOSED = "closed"


def check_shop(name: str, company_name: str, credit_code: str, confirm_days: int) -> None:
    """Raise ShopMalformed, naming the first part that is not as a shop has it."""
    if not 0 < len(name.strip()) <= NAME_MOST:
        raise ShopMalformed("name")
    if not 0 < len(company_name.strip()) <= NAME_MOST:
        raise ShopMalformed("companyName")
    if not is_credit_code(credit_code):
        raise ShopMalformed("creditCode")
    if not 1 <= confirm_days <= CONFIRM_DAYS_MOST:
        raise ShopMalformed("confirmDays")


def is_credit_code(text: str) -> bool:
    """Whether the eighteenth character is the one that the first seventeen call for."""
    if len(text) != 18 or any(one not in _ALPHABET for one in text):
        return False
    total = sum(_ALPHABET.index(one) * weight for one, weight in zip(text, _WEIGHTS, strict=False))
    return _ALPHABET[-total % 31] == text[-1]

"""What a shop of the mall is. A company's code is its unified social credit code, GB 32100-2015."""

from enum import StrEnum

from stdnum.cn import uscc

from domains.mall.errors.shops import ShopMalformed

NAME_MOST = 60
CONFIRM_DAYS_MOST = 60


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
    if not uscc.is_valid(credit_code) or credit_code != uscc.compact(credit_code):
        raise ShopMalformed("creditCode")
    if not 1 <= confirm_days <= CONFIRM_DAYS_MOST:
        raise ShopMalformed("confirmDays")

"""How an order goes, as data, and what carts and addresses may hold."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from domains import customers
from domains.mall.errors.orders import CartFull, DeliveryMalformed, MallOrderEnded
from domains.mall.errors.stock import UnitsMalformed

LINES_MOST = 100
UNITS_MOST = 999
PART_MOST = 200
UNPAID_FOR = timedelta(minutes=15)
"""How long what was ordered stays reserved without being paid."""


class Delivery(NamedTuple):
    """Where an order goes, and to whom."""

    name: str
    phone: str
    province: str
    city: str
    street: str


class OrderState(StrEnum):
    PLACED = "placed"
    PAID = "paid"
    PART_SHIPPED = "part_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUNDED = "refunded"


class OrderEvent(StrEnum):
    PAY = "pay"
    CANCEL = "cancel"
    EXPIRE = "expire"
    SHIP_PART = "ship_part"
    SHIP = "ship"
    DELIVER = "deliver"
    REFUND_ALL = "refund_all"


NEXT: Mapping[tuple[OrderState, OrderEvent], OrderState] = {
    (OrderState.PLACED, OrderEvent.PAY): OrderState.PAID,
    (OrderState.PLACED, OrderEvent.CANCEL): OrderState.CANCELLED,
    (OrderState.PLACED, OrderEvent.EXPIRE): OrderState.EXPIRED,
    (OrderState.PAID, OrderEvent.SHIP_PART): OrderState.PART_SHIPPED,
    (OrderState.PAID, OrderEvent.SHIP): OrderState.SHIPPED,
    (OrderState.PAID, OrderEvent.DELIVER): OrderState.DELIVERED,
    (OrderState.PAID, OrderEvent.REFUND_ALL): OrderState.REFUNDED,
    (OrderState.PART_SHIPPED, OrderEvent.SHIP): OrderState.SHIPPED,
    (OrderState.PART_SHIPPED, OrderEvent.DELIVER): OrderState.DELIVERED,
    (OrderState.PART_SHIPPED, OrderEvent.REFUND_ALL): OrderState.REFUNDED,
    (OrderState.SHIPPED, OrderEvent.DELIVER): OrderState.DELIVERED,
    (OrderState.SHIPPED, OrderEvent.REFUND_ALL): OrderState.REFUNDED,
    (OrderState.DELIVERED, OrderEvent.REFUND_ALL): OrderState.REFUNDED,
}
"""All that can happen; whatever is not here is refused."""


def step(state: OrderState, event: OrderEvent) -> OrderState:
    """How the order stands after that. Raises MallOrderEnded where it does not follow."""
    after = NEXT.get((state, event))
    if after is None:
        raise MallOrderEnded(state.value)
    return after


def check_units(units: int) -> None:
    """Raise UnitsMalformed unless a line can have so many."""
    if not 1 <= units <= UNITS_MOST:
        raise UnitsMalformed(units)


def check_lines(units: Sequence[int]) -> None:
    """Raise CartFull or UnitsMalformed unless an order can have those lines."""
    if not 1 <= len(units) <= LINES_MOST:
        raise CartFull(LINES_MOST)
    for one in units:
        check_units(one)


def check_delivery(told: Delivery) -> Delivery:
    """The same in one form. Raises DeliveryMalformed, naming the first part that is missing, too long, or no phone."""
    for part, text in told._asdict().items():
        if not 0 < len(text.strip()) <= PART_MOST:
            raise DeliveryMalformed(part)
    try:
        return Delivery(*(text.strip() for text in told))._replace(phone=customers.normal_phone(told.phone))
    except customers.PhoneMalformed:
        raise DeliveryMalformed("phone") from None

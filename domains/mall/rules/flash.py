"""What a flash sale may be, who may join its queue, and what is to be done with its units."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset
from domains.kernel.money import Amount
from domains.mall.errors.flash import FlashSaleMalformed, FlashSaleNotBegun, FlashSaleOver, FlashSaleSoldOut
from domains.mall.errors.stock import UnitsMalformed

UNITS_MOST = 10_000
"""Each is a row of its own, so that none is ever counted twice."""
PAY_MINUTES_MOST = 60
LENGTH_MOST = timedelta(days=7)
AHEAD_MOST = timedelta(days=90)
LIVE_MOST = 20
"""Sales of a shop that are announced and not ended."""


class FlashState(StrEnum):
    """`announced` until it ends: `sold_out` when the last unit is paid, `over` when its time is and nobody waits, `cancelled` by the shop or staff."""

    ANNOUNCED = "announced"
    SOLD_OUT = "sold_out"
    OVER = "over"
    CANCELLED = "cancelled"


class FlashSale(NamedTuple):
    """Units of a variant at a price of their own, for a time. `last_place` is the last place that was dealt to somebody who joined, `served_place` the last
    whose turn has come."""

    id: UUID
    shop_id: UUID
    merchant_id: UUID
    variant_id: UUID
    asset: Asset
    price_minor: int
    units: int
    pay_minutes: int
    starts_at: datetime
    ends_at: datetime
    state: FlashState
    last_place: int
    served_place: int
    made_at: datetime

    @property
    def price(self) -> Amount:
        return Amount(self.price_minor, self.asset)


class Slots(NamedTuple):
    """Where the units of a sale are: paid for, promised to an order that is not paid, or still with the sale. What is missing is back on the shelf."""

    sold: int
    promised: int
    free: int


class Dealing(NamedTuple):
    """What is to be done: how the sale stands, how many have their turn, and whether the units that are left go back to the shelf."""

    state: FlashState
    turns: int
    is_freed: bool
    is_closed: bool


def check_sale(price_minor: int, price_most_minor: int, units: int, pay_minutes: int, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise UnitsMalformed or FlashSaleMalformed, naming the first part that is not as a sale has it."""
    if not 1 <= units <= UNITS_MOST:
        raise UnitsMalformed(units)
    wrong = {
        "price": not 0 < price_minor <= price_most_minor,
        "payMinutes": not 1 <= pay_minutes <= PAY_MINUTES_MOST,
        "startsAt": starts_at > now + AHEAD_MOST,
        "endsAt": not max(starts_at, now) < ends_at <= starts_at + LENGTH_MOST,
    }
    _check(wrong)


def check_joining(sale: FlashSale, sold_units: int, now: datetime) -> None:
    """Raise FlashSaleSoldOut, FlashSaleOver (cancelled, or too late) or FlashSaleNotBegun unless somebody may join the queue now."""
    if sale.state is FlashState.SOLD_OUT or sold_units >= sale.units:
        raise FlashSaleSoldOut
    if sale.state is not FlashState.ANNOUNCED or now >= sale.ends_at:
        raise FlashSaleOver(sale.state.value if sale.state is not FlashState.ANNOUNCED else FlashState.OVER.value)
    if now < sale.starts_at:
        raise FlashSaleNotBegun(sale.starts_at)


def deal(sale: FlashSale, slots: Slots, turns_most: int, now: datetime) -> Dealing:
    """What follows from where the units are. Who joined before the end has a turn after it, as long as units come back."""
    state, waiting = sale.state, sale.last_place - sale.served_place
    if state is FlashState.ANNOUNCED and slots.sold >= sale.units:
        state = FlashState.SOLD_OUT
    elif state is FlashState.ANNOUNCED and now >= sale.ends_at and not waiting:
        state = FlashState.OVER
    if state is FlashState.ANNOUNCED:
        return Dealing(state, min(waiting, slots.free, turns_most), is_freed=False, is_closed=False)
    return Dealing(state, 0, is_freed=slots.free > 0, is_closed=not slots.promised)


def _check(wrong: Mapping[str, bool]) -> None:
    for part, is_wrong in wrong.items():
        if is_wrong:
            raise FlashSaleMalformed(part)

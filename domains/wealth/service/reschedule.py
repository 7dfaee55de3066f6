"""A year's trading days were published anew: orders that are not confirmed yet get the days that follow from it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.transactions import Tx
from domains.wealth.errors.products import CalendarMissing
from domains.wealth.events.orders import FundOrderRescheduled
from domains.wealth.queries import products, reschedule
from domains.wealth.queries.orders import FundOrder
from domains.wealth.rules.calendar import TradingCalendar
from domains.wealth.rules.orders import OrderState
from domains.wealth.rules.products import FundTerms

GROUP_MOST = 500
BEFORE_ALL = (UUID(int=0), UUID(int=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class RescheduleOrdersCommand(Command):
    """The house looks at the next group of orders, after that customer and order, with days from the first of that year on."""

    year: int
    after: tuple[UUID, UUID] = BEFORE_ALL


@dataclass(frozen=True, slots=True)
class OrdersRescheduled:
    """How many have other days now, and where the next group begins; None after the last one."""

    moved: int
    after: tuple[UUID, UUID] | None


@composite_verb(OrdersRescheduled)
async def reschedule_orders(tx: Tx, command: RescheduleOrdersCommand) -> OrdersRescheduled:
    """A trade date that is closed now becomes the next trading day, never an earlier one, whose value may be known. An order that waits for a year which is
    not published keeps its days."""
    found = await reschedule.lock_open_orders(tx, date(command.year, 1, 1), command.after, GROUP_MOST)
    terms = await products.find_terms(tx, [(one.product_id, one.version) for one in found])
    calendars = {year: await products.find_calendar(tx, date(year, 7, 1)) for year in sorted({one.trade_date.year for one in found})}
    moved = []
    for one in found:
        told = _rescheduled(one, terms[one.product_id, one.version], calendars[one.trade_date.year])
        if told != one:
            moved.append(told)
            tx.publish(FundOrderRescheduled(one.customer_id, None, one.id, one.product_id, told.trade_date))
    reschedule.write_days(tx, moved)
    return OrdersRescheduled(len(moved), (found[-1].customer_id, found[-1].id) if len(found) == GROUP_MOST else None)


def _rescheduled(order: FundOrder, terms: FundTerms, calendar: TradingCalendar) -> FundOrder:
    """What was priced was traded: its trade date stays."""
    try:
        trade_date = order.trade_date if order.state is OrderState.PRICED else calendar.from_day(order.trade_date)
        confirm_on, settle_on = calendar.after(trade_date, terms.confirm_days), calendar.after(trade_date, terms.settle_days)
    except CalendarMissing:
        return order
    cut_off_at = calendar.cut_off(trade_date) if order.state is OrderState.PLACED else order.cut_off_at
    return order._replace(trade_date=trade_date, confirm_on=confirm_on, settle_on=settle_on, cut_off_at=cut_off_at)

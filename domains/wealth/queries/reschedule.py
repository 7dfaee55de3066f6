"""Statements on orders whose days are reckoned anew because the trading calendar was."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domains.kernel.transactions import Tx, Writing
from domains.wealth.queries.orders import COLUMNS, FundOrder, read_order

LOCK_OPEN = f"""
SELECT {COLUMNS} FROM wealth_order WHERE state IN ('placed', 'accepted', 'priced') AND settle_on >= $1 AND (customer_id, id) > ($2, $3)
ORDER BY customer_id, id LIMIT $4 FOR NO KEY UPDATE
"""
WRITE_DAYS = Writing(
    "order_days",
    ("uuid", "uuid", "date", "date", "date", "timestamptz"),
    "UPDATE wealth_order AS one SET trade_date = told.trade_date, confirm_on = told.confirm_on, settle_on = told.settle_on, cut_off_at = told.cut_off_at, "
    "changed_at = $1 FROM {} AS told (customer_id, id, trade_date, confirm_on, settle_on, cut_off_at) "
    "WHERE one.customer_id = told.customer_id AND one.id = told.id",
)


async def lock_open_orders(tx: Tx, since: date, after: tuple[UUID, UUID], most: int) -> list[FundOrder]:
    """Orders that are not confirmed and have days from that one on, the next ones after a customer and order."""
    return [read_order(tuple(row)) for row in await tx.fetch(LOCK_OPEN, since, *after, most)]


def write_days(tx: Tx, orders: Sequence[FundOrder]) -> None:
    """Write their days, with the transaction's next statement."""
    tx.write_later(WRITE_DAYS, [(one.customer_id, one.id, one.trade_date, one.confirm_on, one.settle_on, one.cut_off_at) for one in orders])

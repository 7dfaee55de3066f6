"""What a shop's own systems and people look at: the file of its orders, and its revenue by day."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from domains.kernel.clock import day_start
from domains.kernel.database import Database
from domains.kernel.transactions import Queryable
from domains.mall.queries import console
from domains.mall.queries.console import DayRevenue
from domains.mall.rules.order_file import COLUMNS, check_days, row_of
from domains.mall.service.acting import find_acted

PAGE = 500
"""Orders that are read at once: memory does not grow with the file."""


async def find_order_file(database: Database, customer_id: UUID, shop_id: UUID, since: date, until: date) -> AsyncIterator[str] | None:
    """The lines of the orders that were placed on those days, for whoever acts for the shop; None for everybody else. Raises InvalidInput."""
    check_days(since, until)
    async with database.reading() as read:
        (shop,) = await find_acted(read, [customer_id], shop_id)
    return None if shop is None else _lines(database, shop.id, since, until)


async def list_revenue(source: Queryable, shop_id: UUID, since: date, until: date) -> list[DayRevenue]:
    """Day by day, both included. The caller knows that whoever asks acts for the shop. Raises InvalidInput."""
    check_days(since, until)
    return await console.sum_revenue(source, shop_id, day_start(since), day_start(until + timedelta(days=1)))


async def _lines(database: Database, shop_id: UUID, since: date, until: date) -> AsyncIterator[str]:
    yield _written(COLUMNS)
    after, end = (day_start(since), UUID(int=0)), day_start(until + timedelta(days=1))
    while True:
        async with database.reading(single=True) as read:
            lines = await console.list_file_lines(read, shop_id, after, end, PAGE)
        if not lines:
            return
        yield "".join(_written(row_of(one)) for one in lines)
        after = (lines[-1].placed_at, lines[-1].order_id)


def _written(row: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(row)
    return line.getvalue()

"""What products are found by is kept in step with what is sold, and with what the house finds products by."""

from datetime import timedelta
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.mall.queries import sales
from domains.mall.service.sales import CountSalesCommand, IndexGoodsCommand, count_sales, index_again

PAGE = 200
"""Products that one transaction indexes."""

PAGES_MOST = 500


@periodic("*/10 * * * *")
async def rank_goods(database: Database) -> None:
    """Count the sales of today and yesterday, and let products be found by them. Twice, or again after half of it: the same."""
    today = business_date(database.clock.now())
    for day in (today - timedelta(days=1), today):
        await database.write(count_sales, CountSalesCommand(request_id=None, owner_id=HOUSE_ID, day=day))
    for _ in range(PAGES_MOST):
        async with database.reading(single=True) as read:
            stale = await sales.list_stale(read, PAGE)
        if stale:
            await database.write(index_again, IndexGoodsCommand(request_id=None, owner_id=HOUSE_ID, ids=tuple(stale)))
        if len(stale) < PAGE:
            return


@periodic("20 4 * * *")
async def index_goods_anew(database: Database) -> None:
    """Published products that are not found yet, or by lexemes of an older version: after an upgrade."""
    after = UUID(int=0)
    while True:
        async with database.reading(single=True) as read:
            ids = await sales.list_unindexed(read, after, PAGE)
        if not ids:
            return
        await database.write(index_again, IndexGoodsCommand(request_id=None, owner_id=HOUSE_ID, ids=tuple(ids)))
        after = ids[-1]

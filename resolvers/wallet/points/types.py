"""A customer's points as the app sees them."""

import strawberry

from domains import ledger, wallet
from domains.kernel.clock import business_date
from domains.kernel.data_classes import C2
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import Cursor, Instant
from resolvers.wallet.points.rows import PointsRow
from resolvers.wallet.types import Movement

DAYS_MOST = 366


@computed("The last day in Shanghai on which they are good, for example 2027-11-30.")
def last_day(lot: wallet.PointsLot) -> str:
    return lot.last_day.isoformat()


@type_of(wallet.PointsLot, "Points that were earned together and expire together.")
class PointsLot:
    id: strawberry.ID = field("The lot.")
    earned: Money = field("How many there were.", C2)
    remaining: Money = field("How many of them are left.", C2)
    last_day = last_day
    expires_at: Instant = field("When they are not good any more: midnight in Shanghai after the last day.")


@type_of(wallet.PointsBalance, "What can be spent, and what is owed.")
class PointsBalance:
    available: Money = field("Points that are good now.", C2)
    owed: Money = field("Points taken back by a refund after they had been spent: the next that are earned pay them first.", C2)


@batched(PointsBalance, "What the viewer has now.")
async def balance(read: Read, rows: list[PointsRow], viewers: list[Viewer]) -> list[wallet.PointsBalance]:
    return await wallet.find_points(read, [row.customer_id for row in rows])


@batched(Money, "How many of them expire within so many days (30, at most 366), today's midnight being the first.")
async def expiring(read: Read, rows: list[PointsRow], viewers: list[Viewer], *, days: int = 30) -> list[Amount]:
    if not 1 <= days <= DAYS_MOST:
        raise InvalidInput("days", f"between 1 and {DAYS_MOST}")
    return await wallet.sum_expiring(read, [row.customer_id for row in rows], business_date(read.now), days)


@batched(Connection[PointsLot], "The lots that are good and hold something, those first that expire first; at most 50 a page.")
async def lots(read: Read, rows: list[PointsRow], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[wallet.PointsLot]]:
    return await wallet.list_points_lots(read, [row.customer_id for row in rows], first, after)


@batched(Connection[Movement], "What happened to them, newest first, at most 50 a page. What has just expired may not stand here yet.")
async def history(read: Read, rows: list[PointsRow], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[ledger.Entry]]:
    return await wallet.list_points_history(read, [row.customer_id for row in rows], first, after)


@type_of(PointsRow, "The viewer's points.")
class Points:
    balance = balance
    expiring = expiring
    lots = lots
    history = history

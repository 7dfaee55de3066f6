"""The root queries on wealth products."""

from datetime import date

import strawberry

from domains import wealth
from domains.kernel.errors import InvalidInput
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor
from resolvers.wealth.products.types import Fund, FundKind, FundValue

COMPARED_MOST = 6
DAYS_MOST = 400


@batched(Connection[Fund], "What is sold, newest first.", permission=Permission.PUBLIC)
async def funds(
    read: Read, roots: list[None], viewers: list[Viewer], *, kind: FundKind | None = None, first: int = 20, after: Cursor | None = None
) -> list[Page[wealth.Fund]]:
    told = None if kind is None else wealth.ProductKind[kind.name]
    page = await wealth.list_products(read, [wealth.ProductState.ON_SALE], told, first, after)
    return [page for _ in roots]


@batched(Fund | None, "The product of that code, sold or not; null where there is none.", permission=Permission.PUBLIC)
async def fund(read: Read, roots: list[None], viewers: list[Viewer], *, code: str) -> list[wealth.Fund | None]:
    found = await wealth.find_products(read, [], [code])
    return [found[0] if found else None for _ in roots]


@batched(
    list[Fund], "Several products beside each other, in the order asked for; unknown codes are left out.", permission=Permission.PUBLIC, list_size=COMPARED_MOST
)
async def compare_funds(read: Read, roots: list[None], viewers: list[Viewer], *, codes: list[str]) -> list[list[wealth.Fund]]:
    if not 0 < len(codes) <= COMPARED_MOST:
        raise InvalidInput("codes", f"1 to {COMPARED_MOST} codes")
    by_code = {one.code: one for one in await wealth.find_products(read, [], codes)}
    found = [by_code[code] for code in dict.fromkeys(codes) if code in by_code]
    return [found for _ in roots]


@batched(list[FundValue], "A product's values of the days from one to another, in order.", permission=Permission.PUBLIC, list_size=DAYS_MOST)
async def fund_values(read: Read, roots: list[None], viewers: list[Viewer], *, code: str, since: date, until: date) -> list[list[wealth.Nav]]:
    if not 0 <= (until - since).days < DAYS_MOST:
        raise InvalidInput("since", f"a day not after `until`, and less than {DAYS_MOST} days before it")
    found = await wealth.find_products(read, [], [code])
    values = list(await wealth.list_navs(read, found[0].id, since, until)) if found else []
    return [values for _ in roots]


@strawberry.type
class Query:
    funds = funds
    fund = fund
    compare_funds = compare_funds
    fund_values = fund_values

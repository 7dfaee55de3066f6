"""Root queries on requests for money and split bills."""

import strawberry

from domains import wallet
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.wallet.money_requests.types import MoneyRequest, SplitBill


@batched(MoneyRequest | None, "A request that the viewer made or is asked to pay; null for any other.", permission=Permission.CUSTOMER)
async def money_request(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wallet.MoneyRequest | None]:
    request_id = read_id(id)
    if request_id is None:
        return [None] * len(roots)
    return await wallet.find_money_requests(read, [request_id] * len(roots), [viewer.id for viewer in viewers])


@batched(Connection[MoneyRequest], "What the viewer is asked to pay, newest first, at most 50 a page.", permission=Permission.CUSTOMER)
async def money_requests_to_pay(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.MoneyRequest]]:
    return await wallet.list_money_requests(read, [viewer.id for viewer in viewers], first, after, to_pay=True)


@batched(Connection[MoneyRequest], "What the viewer has asked for, newest first, at most 50 a page.", permission=Permission.CUSTOMER)
async def money_requests_made(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.MoneyRequest]]:
    return await wallet.list_money_requests(read, [viewer.id for viewer in viewers], first, after, to_pay=False)


@batched(SplitBill | None, "A bill that the viewer split or has a share in; null for any other.", permission=Permission.CUSTOMER)
async def split_bill(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wallet.Split | None]:
    split_id = read_id(id)
    if split_id is None:
        return [None] * len(roots)
    return await wallet.find_splits(read, [split_id] * len(roots), [viewer.id for viewer in viewers])


@batched(Connection[SplitBill], "Bills that the viewer split, newest first, at most 50 a page.", permission=Permission.CUSTOMER)
async def split_bills(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[wallet.Split]]:
    return await wallet.list_splits(read, [viewer.id for viewer in viewers], first, after)


@strawberry.type
class Query:
    money_request = money_request
    money_requests_to_pay = money_requests_to_pay
    money_requests_made = money_requests_made
    split_bill = split_bill
    split_bills = split_bills

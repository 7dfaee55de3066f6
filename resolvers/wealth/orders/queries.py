"""The root queries on orders."""

import strawberry

from domains import wealth
from domains.kernel.assets import fund_shares
from domains.kernel.data_classes import C2
from domains.kernel.errors import InvalidInput, Refusal
from domains.kernel.money import from_decimal
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.money import MoneyInput, amount_of
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, DecimalText, read_id
from resolvers.wealth.orders.types import FundOrder, FundOrderQuote

SHARES = fund_shares("000000")
"""How shares are written: two decimals, whatever the fund."""


@batched(Connection[FundOrder], "The viewer's orders, newest first.", permission=Permission.CUSTOMER)
async def fund_orders(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[wealth.FundOrder]]:
    return await wealth.list_orders(read, [viewer.id for viewer in viewers], first, after)


@batched(FundOrder | None, "An order of the viewer; null for what is none.", permission=Permission.CUSTOMER)
async def fund_order(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wealth.FundOrder | None]:
    order_id = read_id(id) or NOBODY
    found = await wealth.find_orders(read, [(viewer.id, order_id) for viewer in viewers])
    return [found.get((viewer.id, order_id)) for viewer in viewers]


@batched(
    FundOrderQuote | None,
    "What a subscription would bring, its fee first; null where there is no such product, or no value yet.",
    permission=Permission.CUSTOMER,
    data_class=C2,
)
async def fund_subscription_quote(read: Read, roots: list[None], viewers: list[Viewer], *, code: str, amount: MoneyInput) -> list[wealth.OrderQuote | None]:
    try:
        told = amount_of(amount)
    except Refusal:
        raise InvalidInput("amount", "an amount in a currency of the house") from None
    return await wealth.quote_subscription(read, [viewer.id for viewer in viewers], code, told)


@batched(
    FundOrderQuote | None,
    "What a redemption would bring, with the fee of each lot; null also where the viewer has not so many shares free.",
    permission=Permission.CUSTOMER,
    data_class=C2,
)
async def fund_redemption_quote(read: Read, roots: list[None], viewers: list[Viewer], *, code: str, shares: DecimalText) -> list[wealth.OrderQuote | None]:
    try:
        minor = from_decimal(shares, SHARES).minor
    except Refusal:
        raise InvalidInput("shares", "shares with two decimals at most") from None
    return await wealth.quote_redemption(read, [viewer.id for viewer in viewers], code, minor)


@strawberry.type
class Query:
    fund_orders = fund_orders
    fund_order = fund_order
    fund_subscription_quote = fund_subscription_quote
    fund_redemption_quote = fund_redemption_quote

"""The root queries on campaigns and coupons."""

import strawberry

from domains import offers
from domains.kernel.errors import InvalidInput, Refusal
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.money import MoneyInput, amount_of
from resolvers.offers.campaigns.types import Campaign, Coupon, CouponQuote
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id

CAMPAIGNS_MOST = 50


@batched(Connection[Coupon], "The viewer's coupons, last claimed first.", permission=Permission.CUSTOMER)
async def coupons(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[offers.Coupon]]:
    return await offers.list_coupons(read, [viewer.id for viewer in viewers], first, after)


@batched(
    list[CouponQuote],
    "What each of the viewer's coupons would give on a purchase, those that give most first; and why the others do not apply.",
    permission=Permission.CUSTOMER,
    list_size=50,
)
async def coupon_quotes(
    read: Read, roots: list[None], viewers: list[Viewer], *, merchant_id: strawberry.ID, amount: MoneyInput, item: MoneyInput | None = None
) -> list[list[offers.CouponQuote]]:
    merchant = read_id(merchant_id)
    if merchant is None:
        return [[] for _ in roots]
    told, one_item = _amount("amount", amount), None if item is None else _amount("item", item)
    return await offers.quote_coupons(read, [(viewer.id, viewer.session_id) for viewer in viewers], merchant, told, one_item)


@batched(list[Campaign], "What can be claimed now without a code, the first to end first.", permission=Permission.PUBLIC, list_size=CAMPAIGNS_MOST)
async def open_campaigns(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[offers.Campaign]]:
    found = await offers.list_open_campaigns(read, CAMPAIGNS_MOST)
    return [found for _ in roots]


@batched(Connection[Campaign], "Every campaign, newest first.", permission=Permission.OPERATOR_OFFERS)
async def campaigns(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[offers.Campaign]]:
    page = await offers.list_campaigns(read, first, after)
    return [page for _ in roots]


def _amount(name: str, money: MoneyInput) -> Amount:
    """The exact amount. A query has no refusals: what is no amount is bad input."""
    try:
        return amount_of(money)
    except Refusal as refusal:
        raise InvalidInput(name, "a decimal number with at most as many decimals as the currency has, of a currency of the house") from refusal


@strawberry.type
class Query:
    coupons = coupons
    coupon_quotes = coupon_quotes
    open_campaigns = open_campaigns
    campaigns = campaigns

"""The root query on portfolios."""

import strawberry

from domains import wealth
from domains.kernel.assets import AssetKind, find_asset
from domains.kernel.errors import InvalidInput
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.scalars import CurrencyCode
from resolvers.wealth.portfolios.types import FundPosition, Portfolio


@batched(Portfolio, "What the viewer holds in a currency.", permission=Permission.CUSTOMER)
async def portfolio(read: Read, roots: list[None], viewers: list[Viewer], *, currency: CurrencyCode) -> list[wealth.Portfolio]:
    asset = find_asset(currency)
    if asset is None or asset.kind is not AssetKind.CURRENCY:
        raise InvalidInput("currency", "a currency of the house")
    return await wealth.find_portfolios(read, [viewer.id for viewer in viewers], asset)


@batched(FundPosition | None, "What the viewer holds, or held, of the product of that code; null where nothing.", permission=Permission.CUSTOMER)
async def fund_position(read: Read, roots: list[None], viewers: list[Viewer], *, code: str) -> list[wealth.Holding | None]:
    return await wealth.find_holdings(read, [viewer.id for viewer in viewers], code)


@strawberry.type
class Query:
    portfolio = portfolio
    fund_position = fund_position

"""Files of a mall's shop over plain HTTP: its orders as CSV, streamed, to whoever acts for the shop."""

from collections.abc import Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domains import mall
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput
from gateway.auth import GatewayAuthenticator
from gateway.csv_files import file_answered, give_csv, refuse_file
from gateway.refusing import customer_of
from resolvers.scalars import read_id


class ShopFiles:
    """Gives files of orders to customers who are signed in, with the access token of the app."""

    def __init__(self, database: Database, authenticator: GatewayAuthenticator) -> None:
        self._database = database
        self._authenticator = authenticator

    @file_answered
    async def give(self, request: Request) -> Response:
        """The file; 401 without a token that stands, 400 for days that cannot be, 404 where the caller acts for no such shop."""
        caller = await customer_of(self._authenticator, request)
        try:
            since, until = (date.fromisoformat(request.query_params[name]) for name in ("since", "until"))
        except (KeyError, ValueError):
            raise InvalidInput("since, until", "days such as 2026-11-25") from None
        shop_id = read_id(request.path_params["shop_id"])
        lines = None if shop_id is None else await mall.fulfilment.find_order_file(self._database, caller.viewer.id, shop_id, since, until)
        if lines is None:
            return refuse_file("shop_not_found", 404)
        return give_csv(lines, f"scenebank-orders-{shop_id}-{since}-{until}.csv")


def shop_file_routes(opened: Callable[[], ShopFiles]) -> list[Route]:
    """GET /mall/shops/{shop_id}/orders.csv?since=2026-11-01&until=2026-11-30"""

    async def give(request: Request) -> Response:
        return await opened().give(request)

    return [Route("/mall/shops/{shop_id}/orders.csv", give)]

"""Bill files over plain HTTP: a merchant's settled day as CSV, streamed, to whoever acts for that merchant."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domains import wallet
from domains.kernel.database import Database
from gateway.auth import GatewayAuthenticator
from gateway.csv_files import file_answered, give_csv, refuse_file
from gateway.refusing import customer_of


class BillFiles:
    """Gives bill files to customers who are signed in, with the access token of the app."""

    def __init__(self, database: Database, authenticator: GatewayAuthenticator) -> None:
        self._database = database
        self._authenticator = authenticator

    @file_answered
    async def give(self, request: Request) -> Response:
        """The file; 401 without a token that stands, 404 where there is no such file for the caller."""
        caller = await customer_of(self._authenticator, request)
        try:
            merchant_id, day = UUID(request.path_params["merchant_id"]), date.fromisoformat(request.path_params["day"])
        except ValueError:
            return refuse_file("bill_not_found", 404)
        lines = await wallet.find_bill_file(self._database, caller.viewer.id, merchant_id, day)
        if lines is None:
            return refuse_file("bill_not_found", 404)
        return give_csv(lines, f"scenebank-{merchant_id}-{day}.csv")


def bill_routes(opened: Callable[[], BillFiles]) -> list[Route]:
    """GET /merchants/{merchant_id}/bills/{day}.csv"""

    async def give(request: Request) -> Response:
        return await opened().give(request)

    return [Route("/merchants/{merchant_id}/bills/{day}.csv", give)]

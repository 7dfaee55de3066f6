"""Settlement files over plain HTTP: a partner's settled month as CSV, streamed, to that partner's own program."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domains import scenes
from domains.kernel.database import Database
from domains.kernel.errors import Unavailable
from gateway.auth import GatewayAuthenticator
from gateway.csv_files import give_csv, refuse_file
from gateway.graphql import Unauthenticated
from resolvers.partner_fields import PARTNER_FIELDS
from resolvers.scalars import read_id

SCOPES = PARTNER_FIELDS["Query"]["agreementSettlement"]
"""Of which the token needs one: what is told here is told there too."""


class SettlementFiles:
    """Gives settlement files to partners, with the access token that they have for /graphql."""

    def __init__(self, database: Database, authenticator: GatewayAuthenticator) -> None:
        self._database = database
        self._authenticator = authenticator

    async def give(self, request: Request) -> Response:
        """The file; 401 without a partner's token that stands, 403 where it lacks the scope, 404 where there is no such file for the partner."""
        try:
            caller = await self._authenticator.identify(request.scope, None)
        except Unauthenticated as refusal:
            return refuse_file("unauthenticated", 401, {name.decode(): value.decode() for name, value in refusal.headers})
        except Unavailable:
            return refuse_file("unavailable", 503)
        partner = caller.viewer.partner
        if partner is None:
            return refuse_file("unauthenticated", 401)
        if not SCOPES & partner.scopes:
            return refuse_file("forbidden", 403)
        settlement_id = read_id(request.path_params["settlement_id"])
        lines = None if settlement_id is None else await scenes.agreements.find_settlement_file(self._database, partner.client_id, settlement_id)
        if lines is None:
            return refuse_file("settlement_not_found", 404)
        return give_csv(lines, f"scenebank-settlement-{settlement_id}.csv")


def settlement_routes(opened: Callable[[], SettlementFiles]) -> list[Route]:
    """GET /partners/settlements/{settlement_id}.csv"""

    async def give(request: Request) -> Response:
        return await opened().give(request)

    return [Route("/partners/settlements/{settlement_id}.csv", give)]

"""Settlement files over plain HTTP: a partner's settled month as CSV, streamed, to that partner's own program."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domains import scenes
from domains.kernel.database import Database
from gateway.csv_files import file_answered, give_csv, refuse_file
from gateway.graphql import Unauthenticated
from gateway.partner_door import PartnerDoor
from resolvers.partner_fields import PARTNER_FIELDS
from resolvers.scalars import read_id

SCOPES = PARTNER_FIELDS["Query"]["agreementSettlement"]
"""Of which the token needs one: what is told here is told there too."""


class SettlementFiles:
    """Gives settlement files to partners, with the access token that they have for /graphql."""

    def __init__(self, database: Database, door: PartnerDoor) -> None:
        self._database = database
        self._door = door

    @file_answered
    async def give(self, request: Request) -> Response:
        """The file; 401 without a partner's token that stands, 403 where it lacks the scope, 404 where there is no such file for the partner."""
        partner = (await self._door.let_in(request, SCOPES)).viewer.partner
        if partner is None:
            raise Unauthenticated
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

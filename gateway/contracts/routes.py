"""The door for contracts: GET /contracts/{application}.pdf, for the signed-in customer whose contract it is."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domains import loans
from domains.kernel.database import Database
from gateway.auth import GatewayAuthenticator
from gateway.receipts.routes import GUARDS
from gateway.refusing import answered, customer_of, refuse


class Contracts:
    """Gives contracts to those who are signed in, byte for byte as they were offered."""

    def __init__(self, database: Database, authenticator: GatewayAuthenticator) -> None:
        self._database = database
        self._authenticator = authenticator

    @answered
    async def give(self, request: Request) -> Response:
        """The file; 401 without a token that stands, 404 for an application that is not the caller's, or has no contract yet."""
        caller = await customer_of(self._authenticator, request)
        async with self._database.reading() as read:
            found = await loans.find_contract(read, caller.viewer.id, request.path_params["id"])
        if found is None:
            return refuse("contract_not_found", 404)
        sha256, file = found
        headers = {**GUARDS, "content-disposition": f'attachment; filename="contract-{sha256[:12]}.pdf"', "etag": f'"{sha256}"'}
        return Response(file, media_type="application/pdf", headers=headers)


def contract_routes(opened: Callable[[], Contracts]) -> list[Route]:
    """`opened` gives what the application's lifespan opened."""

    async def give(request: Request) -> Response:
        return await opened().give(request)

    return [Route("/contracts/{id:uuid}.pdf", give)]

"""The door for contracts: GET /contracts/{application}.pdf, for the signed-in customer whose contract it is."""

from collections.abc import Callable
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domains import loans
from domains.kernel.committer import is_lost
from domains.kernel.database import Database
from domains.kernel.errors import Unavailable
from gateway.auth import GatewayAuthenticator
from gateway.graphql import Unauthenticated
from gateway.receipts.routes import GUARDS
from resolvers.permissions import Permission


class Contracts:
    """Gives contracts to those who are signed in, byte for byte as they were offered."""

    def __init__(self, database: Database, authenticator: GatewayAuthenticator) -> None:
        self._database = database
        self._authenticator = authenticator

    async def give(self, request: Request) -> Response:
        """The file; 401 without a token that stands, 404 for an application that is not the caller's, or has no contract yet."""
        try:
            caller = await self._authenticator.identify(request.scope, None)
            if Permission.CUSTOMER not in caller.viewer.permissions:
                raise Unauthenticated
            found = await self._find(caller.viewer.id, request.path_params["id"])
        except Unauthenticated as refusal:
            headers = {name.decode(): value.decode() for name, value in refusal.headers}
            return JSONResponse({"error": {"code": "unauthenticated"}}, 401, headers)
        except Unavailable:
            return JSONResponse({"error": {"code": "unavailable"}}, 503, {"retry-after": "1"})
        if found is None:
            return JSONResponse({"error": {"code": "contract_not_found"}}, 404)
        sha256, file = found
        headers = {**GUARDS, "content-disposition": f'attachment; filename="contract-{sha256[:12]}.pdf"', "etag": f'"{sha256}"'}
        return Response(file, media_type="application/pdf", headers=headers)

    async def _find(self, customer_id: UUID, application_id: UUID) -> tuple[str, bytes] | None:
        try:
            async with self._database.reading() as read:
                return await loans.find_contract(read, customer_id, application_id)
        except Exception as error:
            if is_lost(error):
                raise Unavailable("the database is away") from error
            raise


def contract_routes(opened: Callable[[], Contracts]) -> list[Route]:
    """`opened` gives what the application's lifespan opened."""

    async def give(request: Request) -> Response:
        return await opened().give(request)

    return [Route("/contracts/{id:uuid}.pdf", give)]

"""How a door beside /graphql refuses: a code in JSON, never more."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domains.kernel.committer import is_lost
from domains.kernel.errors import InvalidInput, Unavailable
from gateway.auth import Caller, GatewayAuthenticator
from gateway.graphql import Unauthenticated
from resolvers.permissions import Permission

D = TypeVar("D")


def refuse(code: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """For programs that push, and for doors that give files."""
    return JSONResponse({"error": {"code": code}}, status, headers)


def answered(give: Callable[[D, Request], Awaitable[Response]]) -> Callable[[D, Request], Awaitable[Response]]:
    """A door's method whose failures are told: 401 without a token that stands, 400 for InvalidInput, 503 where the database is away."""

    @wraps(give)
    async def door(self: Any, request: Request) -> Response:
        try:
            return await give(self, request)
        except Unauthenticated as refusal:
            return refuse("unauthenticated", 401, {name.decode(): value.decode() for name, value in refusal.headers})
        except InvalidInput as refusal:
            return JSONResponse({"error": {"code": "invalid_input", "message": str(refusal)}}, 400)
        except Exception as error:
            if not isinstance(error, Unavailable) and not is_lost(error):
                raise
            return refuse("unavailable", 503, {"retry-after": "1"})

    return door


async def customer_of(authenticator: GatewayAuthenticator, request: Request) -> Caller:
    """The customer who is signed in. Raises Unauthenticated for anybody else."""
    caller = await authenticator.identify(request.scope, None)
    if Permission.CUSTOMER not in caller.viewer.permissions:
        raise Unauthenticated
    return caller

"""How a door beside /graphql refuses: a code in JSON, never more."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Protocol, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domains.kernel.committer import is_lost, is_unstorable
from domains.kernel.errors import InvalidInput, Unavailable
from gateway.auth import Caller, GatewayAuthenticator
from gateway.graphql import RequestRefused, Unauthenticated
from resolvers.permissions import Permission

D = TypeVar("D")


Door = Callable[[D, Request], Awaitable[Response]]


class ScopeMissing(Exception):
    """A partner's token carries no scope that the door asks for."""


class Refuse(Protocol):
    """How a door words why it gives nothing: the shape that its callers know."""

    def __call__(self, code: str, status: int, headers: dict[str, str] | None = None, message: str | None = None) -> Response: ...


def refuse(code: str, status: int, headers: dict[str, str] | None = None, message: str | None = None) -> Response:
    """For programs that push, and for doors that give files."""
    return JSONResponse({"error": {"code": code} if message is None else {"code": code, "message": message}}, status, headers)


def answered_with(refuse: Refuse) -> Callable[[Door[D]], Door[D]]:
    """For a door's method whose failures are told in that shape: 401 without a token that stands, 403 without its scope, 429 where the allowance is spent, 400
    for InvalidInput, 503 where the database is away."""

    def wrapped(give: Door[D]) -> Door[D]:
        @wraps(give)
        async def door(self: Any, request: Request) -> Response:
            try:
                return await give(self, request)
            except RequestRefused as refusal:
                return refuse(refusal.code.lower(), refusal.status, {name.decode(): value.decode() for name, value in refusal.headers})
            except ScopeMissing:
                return refuse("forbidden", 403)
            except InvalidInput as refusal:
                return refuse("invalid_input", 400, message=str(refusal))
            except Exception as error:
                if is_unstorable(error):
                    return refuse("invalid_input", 400)
                if not isinstance(error, Unavailable) and not is_lost(error):
                    raise
                return refuse("unavailable", 503, {"retry-after": "1"})

        return door

    return wrapped


answered = answered_with(refuse)
"""In the shape of `refuse`."""


async def customer_of(authenticator: GatewayAuthenticator, request: Request) -> Caller:
    """The customer who is signed in. Raises Unauthenticated for anybody else."""
    caller = await authenticator.identify(request.scope, None)
    if Permission.CUSTOMER not in caller.viewer.permissions:
        raise Unauthenticated
    return caller

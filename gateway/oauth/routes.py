"""Where each endpoint of the authorization server is."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.oauth import authorization, device, introspection, metadata, pushed_requests, registration, revocation, tokens, userinfo
from gateway.oauth.errors import OAuthError, answer_error
from gateway.oauth.server import PATH, AuthorizationServer, Endpoint

OpenedServer = Callable[[], AuthorizationServer]


def oauth_routes(opened: OpenedServer, *, is_sandbox: bool) -> list[Route]:
    """Every endpoint. `opened` gives what the application's lifespan opened. `is_sandbox`: clients may register themselves."""

    def at(path: str, **endpoints: Endpoint) -> Route:
        return Route(path, _answering(opened, endpoints), methods=["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])

    routes = [
        at("/.well-known/oauth-authorization-server", GET=metadata.describe),
        at("/.well-known/openid-configuration", GET=metadata.describe),
        at(f"{PATH}/jwks", GET=metadata.show_keys),
        at(f"{PATH}/par", POST=pushed_requests.push),
        at(f"{PATH}/authorize", GET=authorization.authorize, POST=authorization.authorize),
        at(f"{PATH}/token", POST=tokens.issue),
        at(f"{PATH}/device_authorization", POST=device.ask),
        at(f"{PATH}/introspect", POST=introspection.introspect),
        at(f"{PATH}/revoke", POST=revocation.revoke),
        at(f"{PATH}/userinfo", GET=userinfo.tell, POST=userinfo.tell),
    ]
    if is_sandbox:
        routes += [
            at(f"{PATH}/register", POST=registration.register),
            at(f"{PATH}/register/{{client_id}}", GET=registration.show, PUT=registration.change, DELETE=registration.remove),
        ]
    return routes


def _answering(opened: OpenedServer, endpoints: dict[str, Endpoint]) -> Callable[[Request], Awaitable[Response]]:
    allowed = ", ".join(sorted(endpoints))

    async def answer(request: Request) -> Response:
        endpoint = endpoints.get("GET" if request.method == "HEAD" else request.method)
        if endpoint is None:
            error = OAuthError("invalid_request", f"This endpoint takes {allowed}.", status=405, headers={"allow": allowed})
            return answer_error(error)
        return await opened().serve(request, endpoint)

    return answer

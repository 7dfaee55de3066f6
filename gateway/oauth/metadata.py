"""Discovery: what the authorization server is and can (RFC 8414, OpenID Connect Discovery), and its public keys."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domains import customers, scenes
from gateway.oauth.client_authentication import ASSERTION_ALGORITHMS
from gateway.oauth.server import AuthorizationServer

KEYS_CACHED = "public, max-age=300"
"""Far less than the quarter of an hour for which a key is published before it signs."""


def metadata(server: AuthorizationServer) -> dict[str, Any]:
    """The document. It says nothing that is not held to by a test."""
    methods = ["private_key_jwt", *(["client_secret_basic"] if server.settings.is_development else []), "none"]
    asserted = [name for name in methods if name != "none"]
    found: dict[str, Any] = {
        "issuer": server.issuer,
        "authorization_endpoint": server.address("authorize"),
        "token_endpoint": server.address("token"),
        "pushed_authorization_request_endpoint": server.address("par"),
        "device_authorization_endpoint": server.address("device_authorization"),
        "introspection_endpoint": server.address("introspect"),
        "revocation_endpoint": server.address("revoke"),
        "userinfo_endpoint": server.address("userinfo"),
        "jwks_uri": server.address("jwks"),
        "scopes_supported": list(scenes.SCOPES),
        "claims_supported": ["sub", "iss", "aud", "auth_time", "name", "phone_number"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(scenes.GRANT_TYPES),
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "dpop_signing_alg_values_supported": ["ES256"],
        "ui_locales_supported": ["zh", "en"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "authorization_response_iss_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "claims_parameter_supported": False,
        "require_pushed_authorization_requests": False,
        "tls_client_certificate_bound_access_tokens": False,
        "token_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
        "introspection_endpoint_auth_methods_supported": asserted,
        "introspection_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
        "revocation_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
    }
    return found | ({"registration_endpoint": server.address("register")} if server.settings.is_development else {})


async def describe(server: AuthorizationServer, _request: Request) -> Response:
    return JSONResponse(metadata(server), headers={"cache-control": KEYS_CACHED})


async def show_keys(server: AuthorizationServer, _request: Request) -> Response:
    """Every key by which a token that is still valid, or soon will be, may be signed."""
    await server.signer()
    async with server.database.reading(single=True) as read:
        keys = [key.jwk for key in await customers.public_keys(read)]
    return JSONResponse({"keys": keys}, headers={"cache-control": KEYS_CACHED}, media_type="application/jwk-set+json")

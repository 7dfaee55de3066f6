"""Clients: what a registration may say. Refused in this order: name, environment and way to authenticate, grants, redirect addresses, scopes, keys."""

import json
import re
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from domains.scenes.errors.client import ClientMetadataMalformed, RedirectUriMalformed
from domains.scenes.rules.partner import PARTNER_NAME_MAX_CHARACTERS
from domains.scenes.rules.public_host import is_public_host
from domains.scenes.rules.scope import SCOPES, has_money

Environment = Literal["live", "sandbox"]
AuthMethod = Literal["private_key_jwt", "client_secret_basic", "none"]

CODE, REFRESH, CLIENT, DEVICE = "authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code"
GRANT_TYPES = (CODE, REFRESH, CLIENT, DEVICE)
AUTH_METHODS = ("private_key_jwt", "client_secret_basic", "none")

REDIRECTS_MAX, REDIRECT_MAX_CHARACTERS, KEYS_MAX = 10, 512, 5
LOOPBACKS = ("127.0.0.1", "localhost", "::1")
_NATIVE_SCHEME = re.compile(r"[a-z][a-z0-9]*(\.[a-z0-9-]+)+")
_PLAIN = re.compile(r"[!-~]+")
_PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}


def keeps_fapi(scopes: tuple[str, ...]) -> bool:
    """Whether a client of those scopes must keep the FAPI 2.0 Security Profile."""
    return has_money(scopes)


def check_client(
    name: str,
    environment: Environment,
    auth_method: AuthMethod,
    jwks: dict[str, Any] | None,
    redirect_uris: tuple[str, ...],
    scopes: tuple[str, ...],
    grant_types: tuple[str, ...],
    jwks_uri: str | None = None,
) -> None:
    """Raise the first rule that a registration breaks."""
    if not 1 <= len(name) <= PARTNER_NAME_MAX_CHARACTERS or not name.isprintable() or name != name.strip():
        raise ClientMetadataMalformed("client_name")
    if auth_method not in AUTH_METHODS or (auth_method == "client_secret_basic" and environment != "sandbox"):
        raise ClientMetadataMalformed("token_endpoint_auth_method")
    _check_grants(auth_method, grant_types)
    if bool(redirect_uris) != (CODE in grant_types) or len(redirect_uris) > REDIRECTS_MAX:
        raise ClientMetadataMalformed("redirect_uris")
    for address in redirect_uris:
        check_redirect(address, environment, is_public=auth_method == "none")
    if any(scope not in SCOPES for scope in scopes) or (keeps_fapi(scopes) and auth_method != "private_key_jwt"):
        raise ClientMetadataMalformed("scope")
    if auth_method == "none" and any(SCOPES[scope].is_of_client for scope in scopes):
        raise ClientMetadataMalformed("scope")
    if (jwks is not None) != (auth_method == "private_key_jwt"):
        raise ClientMetadataMalformed("jwks")
    if jwks_uri is not None and (jwks is None or not 0 < len(jwks_uri) <= REDIRECT_MAX_CHARACTERS):
        raise ClientMetadataMalformed("jwks_uri")
    if jwks is not None:
        check_keys(jwks)


KEYS_ASKED_EVERY = timedelta(seconds=60)
"""An address of keys is asked no more often, whoever shows keys that are not known."""

KEYS_HOLD = timedelta(hours=1)
"""Keys of an address are believed for so long without asking it: one that was taken away there holds no longer here either."""


def are_keys_due(asked_at: datetime | None, now: datetime) -> bool:
    """Whether the address that a client publishes its keys at is to be asked again, though they are known."""
    return asked_at is not None and now - asked_at >= KEYS_HOLD


def check_redirect(address: str, environment: Environment, *, is_public: bool) -> None:
    """Raise RedirectUriMalformed for an address that a code must not be sent to."""
    if not is_redirect(address, environment, is_public=is_public):
        raise RedirectUriMalformed(address[:REDIRECT_MAX_CHARACTERS])


def is_redirect(address: str, environment: Environment, *, is_public: bool) -> bool:
    """https to a public host; in the sandbox to any, and http to this very machine; a public app's own scheme that is a reversed domain name."""
    if len(address) > REDIRECT_MAX_CHARACTERS or not _PLAIN.fullmatch(address) or any(sign in address for sign in '#*\\<>"{}|^`'):
        return False
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if not has_port or "@" in parts.netloc or any(step in (".", "..") for step in _steps(parts.path)):
        return False
    if parts.scheme == "https":
        return bool(parts.hostname) and (environment == "sandbox" or is_public_host(str(parts.hostname).lower()))
    if parts.scheme == "http":
        return environment == "sandbox" and parts.hostname in LOOPBACKS
    return is_public and _NATIVE_SCHEME.fullmatch(parts.scheme) is not None and not parts.netloc


def check_keys(jwks: dict[str, Any]) -> None:
    """Raise ClientMetadataMalformed for anything but a few public keys of the algorithms that are taken: ES256, PS256, Ed25519."""
    keys = jwks.get("keys")
    if set(jwks) != {"keys"} or not isinstance(keys, list) or not 1 <= len(keys) <= KEYS_MAX or not all(isinstance(key, dict) for key in keys):
        raise ClientMetadataMalformed("jwks")
    # No text that the database cannot hold, wherever in a key it stands.
    if "\\u0000" in json.dumps(jwks):
        raise ClientMetadataMalformed("jwks")
    names = [key.get("kid") for key in keys]
    if any(not _is_key(key) for key in keys) or (len(keys) > 1 and len({*names} - {None}) < len(keys)):
        raise ClientMetadataMalformed("jwks")


def algorithm_of(key: dict[str, Any]) -> str | None:
    """By which algorithm the key signs; None for a key of another kind."""
    algorithms: dict[tuple[object, object], str] = {("EC", "P-256"): "ES256", ("RSA", None): "PS256", ("OKP", "Ed25519"): "Ed25519"}
    kind = (key.get("kty"), key.get("crv"))
    return algorithms.get(kind) if all(part is None or isinstance(part, str) for part in kind) else None


def _check_grants(auth_method: AuthMethod, grant_types: tuple[str, ...]) -> None:
    grants = set(grant_types)
    is_known = grants <= set(GRANT_TYPES) and len(grants) == len(grant_types)
    gives_refresh = REFRESH not in grants or bool(grants & {CODE, DEVICE})
    if not is_known or not gives_refresh or (CLIENT in grants and auth_method == "none"):
        raise ClientMetadataMalformed("grant_types")


def _steps(path: str) -> list[str]:
    """The steps of a path, with the escapes of dots and slashes undone."""
    plain = re.sub("%2e", ".", path, flags=re.IGNORECASE)
    return re.sub("%2f|%5c", "/", plain, flags=re.IGNORECASE).split("/")


def _is_key(key: dict[str, Any]) -> bool:
    algorithm = algorithm_of(key)
    if algorithm is None or _PRIVATE_MEMBERS & set(key) or {"x5u", "x5c", "x5t"} & set(key):
        return False
    if key.get("use", "sig") != "sig" or key.get("alg", algorithm) not in (algorithm, "EdDSA" if algorithm == "Ed25519" else algorithm):
        return False
    if not isinstance(key.get("kid", ""), str) or len(key.get("kid", "")) > 128:
        return False
    members = ("n", "e") if algorithm == "PS256" else ("x", "y") if algorithm == "ES256" else ("x",)
    texts = [key.get(member) for member in members]
    if not all(isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]+", text) for text in texts):
        return False
    # 2048 bits are 342 characters; beyond 8192 verifying costs more than it proves.
    return algorithm != "PS256" or 341 <= len(str(key["n"])) <= 1366

"""What is to be known of a partner: written in TOML, read once, and refused where it is not wholly understood."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from integrations.guard import AddressRefused, check_address
from integrations.partners.kinds import KINDS

ALGORITHMS = ("ES256", "ES384", "PS256", "PS384", "RS256", "EdDSA")
"""By which an ID token may be signed: those whose keys are public. A manifest may allow fewer, never others."""

AUTH_METHODS = ("private_key_jwt", "client_secret_basic", "client_secret_post")

_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}\Z")
_TOKEN = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]{1,100}\Z")


class ManifestMalformed(Exception):
    """The manifest is not one. The text says where, and never a secret."""


@dataclass(frozen=True, slots=True)
class AuthTerms:
    """How accounts are linked. `secret` is the client's secret, or its private key as JWK for private_key_jwt; it comes from the house's settings.

    With `proof_key`, a private JWK from there too, tokens are bound to that key (DPoP)."""

    issuer: str
    client_id: str
    method: str
    scopes: tuple[str, ...]
    secret: str = field(repr=False)
    algorithms: tuple[str, ...] = ALGORITHMS
    asks_userinfo: bool = False
    proof_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the house keeps to. `payment_most_minor` for one payment; `call_seconds` for one call with its retries."""

    payment_most_minor: int = 5_000_000
    call_seconds: int = 5
    answer_bytes_most: int = 256 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """A partner's service. `endpoints` are paths of operations where they differ from those of its kind. `partner_id`: whom the house knows it as, for
    agreements about the scene."""

    name: str
    kind: str
    title_zh: str
    title_en: str
    base_url: str
    capabilities: frozenset[str]
    endpoints: Mapping[str, str]
    limits: Limits
    auth: AuthTerms | None
    serves_students: bool = False
    api_key: str | None = field(default=None, repr=False)
    partner_id: UUID | None = None


def read_manifest(text: str, secrets: Mapping[str, str], *, may_be_loopback: bool = False) -> Manifest:
    """`secrets` by the partner's name. Raises ManifestMalformed."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ManifestMalformed("not TOML") from error
    _check_names(data, "", {"name", "kind", "title", "api", "capabilities", "limits", "auth", "audience", "partner_id"})
    name, kind = _text(data, "name"), _text(data, "kind")
    if not _NAME.match(name):
        raise ManifestMalformed("name: small letters, digits and hyphens, 2 to 40")
    if kind not in KINDS:
        raise ManifestMalformed(f"kind: one of {', '.join(sorted(KINDS))}")
    title, api = _table(data, "title", {"zh", "en"}), _table(data, "api", {"base_url", "endpoints"})
    auth = _auth(data, secrets.get(name), secrets.get(f"{name}.dpop"), may_be_loopback) if "auth" in data else None
    return Manifest(
        name=name,
        kind=kind,
        title_zh=_text(title, "zh"),
        title_en=_text(title, "en"),
        base_url=_address(api, "base_url", may_be_loopback),
        capabilities=_capabilities(data, kind),
        endpoints=_endpoints(api, kind),
        limits=_limits(data),
        auth=auth,
        serves_students=_serves_students(data),
        api_key=None if auth is not None else secrets.get(name),
        partner_id=_partner_id(data),
    )


def _auth(data: Mapping[str, Any], secret: str | None, proof_key: str | None, may_be_loopback: bool) -> AuthTerms:
    table = _table(data, "auth", {"issuer", "client_id", "method", "scopes", "algorithms", "asks_userinfo", "dpop"})
    method = _text(table, "method")
    if method not in AUTH_METHODS:
        raise ManifestMalformed(f"auth.method: one of {', '.join(AUTH_METHODS)}")
    if not secret:
        raise ManifestMalformed("auth: no secret of that name is set")
    if method == "private_key_jwt":
        _check_key(secret)
    scopes = _texts(table, "scopes")
    if "openid" not in scopes or not all(_TOKEN.match(scope) for scope in scopes):
        raise ManifestMalformed("auth.scopes: openid and others")
    algorithms = _texts(table, "algorithms") if "algorithms" in table else ALGORITHMS
    if not algorithms or not set(algorithms) <= set(ALGORITHMS):
        raise ManifestMalformed(f"auth.algorithms: of {', '.join(ALGORITHMS)}")
    asks, is_bound = _flag(table, "asks_userinfo"), _flag(table, "dpop")
    if is_bound:
        _check_proof_key(proof_key)
    issuer = _address(table, "issuer", may_be_loopback)
    return AuthTerms(issuer, _text(table, "client_id"), method, scopes, secret, algorithms, asks, proof_key if is_bound else None)


def _flag(table: Mapping[str, Any], name: str) -> bool:
    value = table.get(name, False)
    if not isinstance(value, bool):
        raise ManifestMalformed(f"auth.{name}: true or false")
    return value


def _check_proof_key(text: str | None) -> None:
    try:
        key = orjson.loads(text or "")
    except ValueError:
        key = None
    if not isinstance(key, dict) or (key.get("kty"), key.get("crv")) != ("EC", "P-256") or not all(isinstance(key.get(part), str) for part in "xyd"):
        raise ManifestMalformed("auth.dpop: needs a private JWK on P-256 among the secrets, by the partner's name and .dpop")


def _check_key(secret: str) -> None:
    try:
        key = orjson.loads(secret)
    except ValueError:
        key = None
    if not isinstance(key, dict) or key.get("alg") not in ALGORITHMS or not isinstance(key.get("kid"), str) or "d" not in key:
        raise ManifestMalformed("auth: the secret is not a private JWK with kid and alg")


def _capabilities(data: Mapping[str, Any], kind: str) -> frozenset[str]:
    asked, known = _texts(data, "capabilities"), KINDS[kind].capabilities
    if not asked or not set(asked) <= known:
        raise ManifestMalformed(f"capabilities: of {', '.join(sorted(known))}")
    return frozenset(asked)


def _serves_students(data: Mapping[str, Any]) -> bool:
    if data.get("audience", "everyone") not in ("everyone", "students"):
        raise ManifestMalformed("audience: everyone or students")
    return data.get("audience") == "students"


def _partner_id(data: Mapping[str, Any]) -> UUID | None:
    if "partner_id" not in data:
        return None
    try:
        return UUID(_text(data, "partner_id"))
    except ValueError:
        raise ManifestMalformed("partner_id: the id that the house has for the partner") from None


def _endpoints(api: Mapping[str, Any], kind: str) -> Mapping[str, str]:
    endpoints = _table(api, "endpoints", set(KINDS[kind].operations)) if "endpoints" in api else {}
    for operation, path in endpoints.items():
        places = set(re.findall(r"\{(\w+)\}", KINDS[kind].operations[operation].path))
        if not isinstance(path, str) or not re.fullmatch(r"[\w\-./{}]+", path, re.ASCII) or ".." in path or path.startswith("/"):
            raise ManifestMalformed(f"api.endpoints.{operation}: a path below base_url")
        if set(re.findall(r"\{(\w+)\}", path)) != places:
            raise ManifestMalformed(f"api.endpoints.{operation}: names {', '.join(sorted(places)) or 'nothing'} in braces")
    return endpoints


def _limits(data: Mapping[str, Any]) -> Limits:
    table = _table(data, "limits", {"payment_most_minor", "call_seconds", "answer_bytes_most"}) if "limits" in data else {}
    most = {"payment_most_minor": 10**12, "call_seconds": 10, "answer_bytes_most": 4 * 1024 * 1024}
    for name, value in table.items():
        if type(value) is not int or not 0 < value <= most[name]:
            raise ManifestMalformed(f"limits.{name}: 1 to {most[name]}")
    return Limits(**table)


def _check_names(data: Mapping[str, Any], place: str, known: set[str]) -> None:
    strange = sorted(set(data) - known)
    if strange:
        raise ManifestMalformed(f"{place}{strange[0]}: not known")


def _table(data: Mapping[str, Any], name: str, known: set[str]) -> dict[str, Any]:
    table = data.get(name)
    if not isinstance(table, dict):
        raise ManifestMalformed(f"{name}: a table")
    _check_names(table, f"{name}.", known)
    return table


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 200 or not value.isprintable():
        raise ManifestMalformed(f"{name}: a text of 200 characters at most")
    return value


def _texts(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = data.get(name)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value) or len(set(value)) != len(value):
        raise ManifestMalformed(f"{name}: a list of texts")
    return tuple(value)


def _address(data: Mapping[str, Any], name: str, may_be_loopback: bool) -> str:
    address = _text(data, name)
    try:
        check_address(address, may_be_loopback=may_be_loopback)
    except AddressRefused as refused:
        raise ManifestMalformed(f"{name}: {refused}") from refused
    if "?" in address:
        raise ManifestMalformed(f"{name}: an address with a query")
    return address

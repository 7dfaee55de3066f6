"""A partner's OpenID provider: what it says of itself and which keys it signs with, fetched when needed and believed only where it fits the manifest."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key

from integrations.guard import AddressRefused, check_address
from integrations.http import PartnerAnswer, PartnerHttp
from integrations.partners.manifest import AuthTerms
from integrations.strict_json import JsonRefused, read_object

Key = ECKey | OKPKey | RSAKey

METADATA_SECONDS = 3600.0
KEYS_SECONDS = 600.0
KEYS_MAX = 50
RSA_BITS_LEAST = 2048
ANSWER_MAX = 256 * 1024
"""Bytes of a document that are read."""

CURVES = {"ES256": "P-256", "ES384": "P-384", "EdDSA": "Ed25519"}


class ProviderRefused(Exception):
    """What the partner says cannot be believed. `reason` names the check that failed: a code, without anything that the partner said."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Metadata:
    """Where a provider is to be asked, and what it can."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    revocation_endpoint: str | None


class Provider:
    """Reads metadata and keys of one issuer, and remembers them for a while."""

    def __init__(self, terms: AuthTerms, http: PartnerHttp, *, may_be_loopback: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self.terms = terms
        self._http = http
        self._may_be_loopback = may_be_loopback
        self._clock = clock
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, Mapping[str | None, list[tuple[dict[str, Any], Key]]]] | None = None

    async def metadata(self) -> Metadata:
        """Raises ProviderRefused, PartnerUnavailable."""
        if self._metadata is None or self._clock() - self._metadata[0] > METADATA_SECONDS:
            issuer = self.terms.issuer
            answer = await self._http.call("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration", idempotent=True, answer_max=ANSWER_MAX)
            self._metadata = (self._clock(), self._read_metadata(read_document(answer, "metadata")))
        return self._metadata[1]

    async def find_key(self, key_id: str | None, algorithm: str, *, fresh: bool) -> Key | None:
        """The one key that may have signed under that name and algorithm; None when there is none, or more than one. `fresh` asks the provider again.
        Raises ProviderRefused, PartnerUnavailable."""
        if fresh or self._keys is None or self._clock() - self._keys[0] > KEYS_SECONDS:
            metadata = await self.metadata()
            answer = await self._http.call("GET", metadata.jwks_uri, idempotent=True, answer_max=ANSWER_MAX)
            self._keys = (self._clock(), _read_keys(read_document(answer, "keys", "application/jwk-set+json")))
        named = self._keys[1].get(key_id, []) if key_id is not None else [one for keys in self._keys[1].values() for one in keys]
        fitting = [key for data, key in named if _fits(data, key, algorithm)]
        return fitting[0] if len(fitting) == 1 else None

    def _read_metadata(self, data: dict[str, Any]) -> Metadata:
        if data.get("issuer") != self.terms.issuer:
            raise ProviderRefused("metadata_issuer")
        methods = data.get("code_challenge_methods_supported", ["S256"])
        if not isinstance(methods, list) or "S256" not in methods:
            raise ProviderRefused("metadata_pkce")
        proofs = data.get("dpop_signing_alg_values_supported")
        if self.terms.proof_key is not None and (not isinstance(proofs, list) or "ES256" not in proofs):
            raise ProviderRefused("metadata_dpop")
        return Metadata(
            self._address(data, "authorization_endpoint"),
            self._address(data, "token_endpoint"),
            self._address(data, "jwks_uri"),
            self._address(data, "userinfo_endpoint") if data.get("userinfo_endpoint") is not None else None,
            self._address(data, "revocation_endpoint") if data.get("revocation_endpoint") is not None else None,
        )

    def _address(self, data: dict[str, Any], name: str) -> str:
        address = data.get(name)
        if not isinstance(address, str):
            raise ProviderRefused(f"metadata_{name}")
        try:
            check_address(address, may_be_loopback=self._may_be_loopback)
        except AddressRefused:
            raise ProviderRefused(f"metadata_{name}") from None
        return address


def read_document(answer: PartnerAnswer, what: str, *more_types: str) -> dict[str, Any]:
    """A JSON object that was answered with 200. Raises ProviderRefused."""
    content_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if answer.status != 200:
        raise ProviderRefused(f"{what}_status")
    if content_type not in ("application/json", *more_types):
        raise ProviderRefused(f"{what}_content_type")
    try:
        return read_object(answer.body)
    except JsonRefused:
        raise ProviderRefused(f"{what}_json") from None


def _read_keys(data: dict[str, Any]) -> Mapping[str | None, list[tuple[dict[str, Any], Key]]]:
    """Public signing keys by their name; what is no such key is passed over."""
    listed = data.get("keys")
    if not isinstance(listed, list) or len(listed) > KEYS_MAX:
        raise ProviderRefused("keys_json")
    keys: dict[str | None, list[tuple[dict[str, Any], Key]]] = {}
    for one in listed:
        if not isinstance(one, dict) or one.get("kty") not in ("EC", "OKP", "RSA") or one.get("use", "sig") != "sig" or "d" in one:
            continue
        if one["kty"] == "RSA" and len(str(one.get("n", ""))) * 6 < RSA_BITS_LEAST:
            continue
        try:
            key = import_key(one)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if isinstance(key, ECKey | OKPKey | RSAKey):
            keys.setdefault(one.get("kid"), []).append((one, key))
    return keys


def _fits(data: dict[str, Any], key: Key, algorithm: str) -> bool:
    if data.get("alg", algorithm) != algorithm:
        return False
    if algorithm in CURVES:
        return data.get("crv") == CURVES[algorithm]
    return isinstance(key, RSAKey) and key.public_key.key_size >= RSA_BITS_LEAST

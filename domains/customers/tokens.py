"""Access tokens (JWT, ES256, RFC 9068), the keys that sign them, and refresh tokens.

Both tokens of a pair are functions of the session, its generation and the instant of its issue: whoever may have the pair again gets the same bytes."""

import binascii
import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domains.customers import rules
from domains.customers.ports import Source
from domains.customers.queries import sessions
from domains.kernel.crypto import Keyring, Place, seal, unseal
from domains.kernel.ids import new_id
from domains.kernel.transactions import Tx

ISSUER = "scenebank"
ACCESS_TYPE = "at+jwt"
_TOKEN_MAX = 2048
_COORDINATE_BYTES = 32


class TokenInvalid(Exception):
    """Not an access token of ours, or one that has expired."""


@dataclass(frozen=True, slots=True)
class SessionGranted:
    """A pair of tokens that may be issued. Carries no secret: `issue_tokens` makes the pair after the commit."""

    owner_id: UUID
    session_id: UUID
    generation: int
    issued_at: datetime
    permissions: tuple[str, ...]
    key_thumbprint: str | None


class TokenPair(NamedTuple):
    access_token: str
    refresh_token: str
    expires_in: int


class PublicKey(NamedTuple):
    """A key that verifies access tokens. `jwk` is what a JWKS shows of it."""

    id: str
    active_from: datetime
    point: bytes

    @property
    def jwk(self) -> dict[str, str]:
        x, y = self.point[1 : 1 + _COORDINATE_BYTES], self.point[1 + _COORDINATE_BYTES :]
        return {"kty": "EC", "crv": "P-256", "x": _encode(x), "y": _encode(y), "kid": self.id, "alg": "ES256", "use": "sig"}


class AccessClaims(NamedTuple):
    owner_id: UUID
    session_id: UUID
    generation: int
    expires_at: int
    permissions: tuple[str, ...]
    key_thumbprint: str | None


class RefreshClaims(NamedTuple):
    owner_id: UUID
    session_id: UUID
    generation: int


async def issue_tokens(source: Source, granted: SessionGranted, now: datetime) -> TokenPair:
    """The pair of a grant. The same grant gives the same pair in every process."""
    keyring = source.port(Keyring)
    keys = await sessions.list_signing_keys(source)
    key = _signing_key_at(keys, granted.issued_at)
    assert key is not None
    private_key = _private_key(keyring, key["id"], key["private_key_sealed"])
    issued_at = int(granted.issued_at.timestamp())
    expires_at = issued_at + int(rules.ACCESS_TOKEN_LIFE.total_seconds())
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "aud": ISSUER,
        "sub": str(granted.owner_id),
        "sid": str(granted.session_id),
        "gen": granted.generation,
        "scope": " ".join(granted.permissions),
        "iat": issued_at,
        "exp": expires_at,
        "jti": f"{granted.session_id}.{granted.generation}",
    }
    if granted.key_thumbprint is not None:
        claims["cnf"] = {"jkt": granted.key_thumbprint}
    access_token = _sign(private_key, {"alg": "ES256", "kid": str(key["id"]), "typ": ACCESS_TYPE}, claims)
    return TokenPair(access_token, refresh_token(keyring, granted), max(0, expires_at - int(now.timestamp())))


def verify_access_token(token: str, keys: Mapping[str, PublicKey], now: datetime) -> AccessClaims:
    """The claims of a token that one of those keys signed. Raises TokenInvalid; KeyError when the key is not among them.

    The algorithm is ours to choose, never the token's: whatever the header says, ES256 is verified."""
    return _checked_claims(read_signed(token, keys, ACCESS_TYPE), now)


def read_signed(token: str, keys: Mapping[str, PublicKey], typ: str) -> dict[str, Any]:
    """The claims of a token of that type that one of the house's keys signed; nothing of them is checked. Raises TokenInvalid, KeyError as above."""
    if len(token) > _TOKEN_MAX or token.count(".") != 2:
        raise TokenInvalid
    signed, _, signature = token.rpartition(".")
    head, _, body = signed.partition(".")
    header, claims = _object(head), _object(body)
    if header.get("alg") != "ES256" or header.get("typ") != typ or "crit" in header or not isinstance(header.get("kid"), str):
        raise TokenInvalid
    _verify(keys[header["kid"]].point, signed.encode(), _decode(signature))
    return claims


def refresh_token(keyring: Keyring, granted: SessionGranted) -> str:
    """Opaque text: session and generation, with a MAC that only the house can make."""
    body = granted.owner_id.bytes + granted.session_id.bytes + granted.generation.to_bytes(4, "big")
    return _encode(body + _refresh_mac(keyring, body))


def read_refresh_token(keyring: Keyring, token: str) -> RefreshClaims | None:
    """What a refresh token stands for; None when the house did not make it."""
    try:
        raw = _decode(token) if len(token) < 128 else b""
    except TokenInvalid:
        return None
    body, mac = raw[:36], raw[36:]
    if len(raw) != 68 or not hmac.compare_digest(mac, _refresh_mac(keyring, body)):
        return None
    return RefreshClaims(UUID(bytes=body[:16]), UUID(bytes=body[16:32]), int.from_bytes(body[32:36], "big"))


class TokenSigner:
    """The house's signing keys as they stood when they were loaded: what else the house signs, beside its own access tokens, is signed by it."""

    def __init__(self, keyring: Keyring, rows: Sequence[Record]) -> None:
        self._keyring = keyring
        self._rows = rows

    def is_due(self, now: datetime) -> bool:
        """Whether there is no key yet, or the next one is to be made: see `prepare_signing_key`."""
        return not self._rows or now >= self._rows[0]["active_from"] + rules.SIGNING_KEY_LIFE

    def sign(self, typ: str, claims: dict[str, Any], now: datetime) -> str:
        """A JWT of that type (ES256). `claims` name an issuer of their own: nobody takes it for a customer's token. Raises LookupError without a key."""
        key = _signing_key_at(self._rows, now)
        if key is None:
            raise LookupError("the house has no signing key yet")
        private_key = _private_key(self._keyring, key["id"], key["private_key_sealed"])
        return _sign(private_key, {"alg": "ES256", "kid": str(key["id"]), "typ": typ}, claims)


async def load_signer(source: Source) -> TokenSigner:
    """The signer with the keys that stand now. Every key is published long before it signs, so a signer may be kept for minutes."""
    return TokenSigner(source.port(Keyring), await sessions.list_signing_keys(source))


async def public_keys(source: Source) -> list[PublicKey]:
    """Every key by which a token that is still valid, or soon will be, may be signed: for verifiers and a JWKS."""
    return [PublicKey(str(row["id"]), row["active_from"], row["public_key"]) for row in await sessions.list_signing_keys(source)]


async def ensure_signing_key(tx: Tx) -> None:
    """Make the first key, or the next one when the newest has signed for its time. Safe in several processes at once."""
    known = await sessions.list_signing_keys(tx)
    if known and tx.now < known[0]["active_from"] + rules.SIGNING_KEY_LIFE:
        return
    private_key = ec.generate_private_key(ec.SECP256R1())
    key_id = new_id(tx.clock)
    secret = format(private_key.private_numbers().private_value, "x")
    sealed = seal(_sealing_key(tx.port(Keyring)), _key_place(key_id), secret)
    point = private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    number = known[0]["number"] + 1 if known else 1
    await sessions.insert_signing_key(tx, number, key_id, point, sealed, tx.now + (rules.SIGNING_KEY_LEAD if known else timedelta()))
    # The last but one signs nothing any more: its successor has done so for a whole life.
    await sessions.forget_private_keys(tx, number - 1)


def _signing_key_at(rows: Sequence[Record], at: datetime) -> Record | None:
    """The key, of those newest first, that signs at that instant; None when there is none.

    Clocks of two processes differ a little: the oldest that still signs also signs what was granted just before it. A clock that was ahead and went back finds
    the keys of its time retired, and does the same."""
    able = [row for row in rows if row["private_key_sealed"] is not None]
    return next((row for row in able if row["active_from"] <= at), able[-1] if able else None)


def _checked_claims(claims: dict[str, Any], now: datetime) -> AccessClaims:
    try:
        found = AccessClaims(
            UUID(claims["sub"]), UUID(claims["sid"]), int(claims["gen"]), int(claims["exp"]), tuple(claims["scope"].split()), claims.get("cnf", {}).get("jkt")
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TokenInvalid from error
    if claims.get("iss") != ISSUER or claims.get("aud") != ISSUER or found.expires_at <= now.astimezone(UTC).timestamp():
        raise TokenInvalid
    return found


def _sign(private_key: ec.EllipticCurvePrivateKey, header: dict[str, Any], claims: dict[str, Any]) -> str:
    signed = f"{_encode(orjson.dumps(header))}.{_encode(orjson.dumps(claims))}"
    # Deterministic (RFC 6979), so that a repeated refresh gives the same token.
    r, s = decode_dss_signature(private_key.sign(signed.encode(), ec.ECDSA(SHA256(), deterministic_signing=True)))
    return f"{signed}.{_encode(r.to_bytes(_COORDINATE_BYTES, 'big') + s.to_bytes(_COORDINATE_BYTES, 'big'))}"


def _verify(point: bytes, signed: bytes, signature: bytes) -> None:
    if len(signature) != 2 * _COORDINATE_BYTES:
        raise TokenInvalid
    r, s = (int.from_bytes(half, "big") for half in (signature[:_COORDINATE_BYTES], signature[_COORDINATE_BYTES:]))
    try:
        _public_key(point).verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    except InvalidSignature as error:
        raise TokenInvalid from error


@lru_cache(maxsize=16)
def _public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


@lru_cache(maxsize=16)
def _private_key(keyring: Keyring, key_id: UUID, sealed: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(unseal(_sealing_key(keyring), _key_place(key_id), sealed), 16), ec.SECP256R1())


def _sealing_key(keyring: Keyring) -> bytes:
    return keyring.derive("scenebank signing keys")


def _key_place(key_id: UUID) -> Place:
    return Place("customers_signing_key", "private_key_sealed", key_id)


def _refresh_mac(keyring: Keyring, body: bytes) -> bytes:
    return hmac.new(_refresh_key(keyring), body, hashlib.sha256).digest()


@lru_cache(maxsize=4)
def _refresh_key(keyring: Keyring) -> bytes:
    return keyring.derive("scenebank refresh token")


def _object(part: str) -> dict[str, Any]:
    try:
        value = orjson.loads(_decode(part))
    except orjson.JSONDecodeError as error:
        raise TokenInvalid from error
    if not isinstance(value, dict):
        raise TokenInvalid
    return value


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (ValueError, binascii.Error) as error:
        raise TokenInvalid from error
    # The lenient decoder skips what is no base64 and ignores loose bits: one token has one spelling.
    if _encode(raw) != text:
        raise TokenInvalid
    return raw

"""Proofs that a caller holds a device's key: DPoP (RFC 9449), ES256 only."""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from gateway.graphql.ports import Scope

PROOF_MAX = 2048
SECONDS_OLD_MOST, SECONDS_AHEAD_MOST = 60, 10
SEEN_MAX = 100_000
"""Proofs remembered against replay, in this process; the window above bounds what another process would take again."""

_SCHEMES = {"ws": "http", "wss": "https"}


class ProofInvalid(Exception):
    """Not a proof for this request, now, and this token."""


class Proof(NamedTuple):
    """A proof that is right: the RFC 7638 thumbprint of its key, the nonce that it names, and what makes it one of its kind."""

    thumbprint: str
    nonce: str | None
    digest: bytes


class DPoPProofs:
    """Checks proofs against the address by which the server is reached. `origin` has scheme and authority only."""

    def __init__(self, origin: str, now: Callable[[], float]) -> None:
        """`now` is the house's clock, in seconds since 1970: by it proofs are young or old."""
        self._origin = origin.lower()
        self._now = now
        self._seen: OrderedDict[bytes, float] = OrderedDict()

    def check(self, proof: str, scope: Scope, token: str) -> str:
        """The RFC 7638 thumbprint of the key that made the proof. Raises ProofInvalid; a proof that was shown before is not valid again."""
        found = self.read(proof, scope, token)
        self._note(found.digest, self._now())
        return found.thumbprint

    def read(self, proof: str, scope: Scope, token: str) -> Proof:
        """What a proof says for this request, now, and this token. Raises ProofInvalid. Whether it was shown before is for the caller to find out."""
        header, claims, signed, signature = _parts(proof)
        jwk = header.get("jwk")
        if header.get("typ") != "dpop+jwt" or header.get("alg") != "ES256" or not isinstance(jwk, dict) or "d" in jwk:
            raise ProofInvalid
        _verify(jwk, signed, signature)
        method = scope.get("method", "GET")
        if claims.get("htm") != method or not self._is_this_address(claims.get("htu"), scope["path"]):
            raise ProofInvalid
        issued_at, now = claims.get("iat"), self._now()
        if not isinstance(issued_at, int | float) or not now - SECONDS_OLD_MOST <= issued_at <= now + SECONDS_AHEAD_MOST:
            raise ProofInvalid
        if token and claims.get("ath") != _encode(hashlib.sha256(token.encode()).digest()):
            raise ProofInvalid
        jti, nonce = claims.get("jti"), claims.get("nonce")
        if not isinstance(jti, str) or not 8 <= len(jti) <= 256:
            raise ProofInvalid
        thumbprint = key_thumbprint(jwk)
        return Proof(thumbprint, nonce if isinstance(nonce, str) else None, hashlib.sha256(f"{thumbprint}\0{jti}".encode()).digest())

    def _is_this_address(self, claimed: object, path: str) -> bool:
        if not isinstance(claimed, str):
            return False
        try:
            parts = urlsplit(claimed)
        except ValueError:
            return False
        scheme = _SCHEMES.get(parts.scheme.lower(), parts.scheme.lower())
        return f"{scheme}://{parts.netloc.lower()}" == self._origin and parts.path == path

    def _note(self, key: bytes, now: float) -> None:
        while self._seen and (len(self._seen) >= SEEN_MAX or next(iter(self._seen.values())) < now - SECONDS_OLD_MOST - SECONDS_AHEAD_MOST):
            self._seen.popitem(last=False)
        if key in self._seen:
            raise ProofInvalid
        self._seen[key] = now


def key_thumbprint(jwk: dict[str, Any]) -> str:
    """RFC 7638 thumbprint (SHA-256) of an EC key."""
    members = {name: jwk.get(name) for name in ("crv", "kty", "x", "y")}
    return _encode(hashlib.sha256(orjson.dumps(members)).digest())


def _parts(proof: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    if len(proof) > PROOF_MAX or proof.count(".") != 2:
        raise ProofInvalid
    head, body, signature = proof.split(".")
    try:
        header, claims = orjson.loads(_decode(head)), orjson.loads(_decode(body))
        raw = _decode(signature)
    except (ValueError, Base64Error) as error:
        raise ProofInvalid from error
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise ProofInvalid
    return header, claims, f"{head}.{body}".encode(), raw


def _verify(jwk: dict[str, Any], signed: bytes, signature: bytes) -> None:
    try:
        if jwk["kty"] != "EC" or jwk["crv"] != "P-256" or len(signature) != 64:
            raise ProofInvalid
        numbers = ec.EllipticCurvePublicNumbers(_number(jwk["x"]), _number(jwk["y"]), ec.SECP256R1())
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        numbers.public_key().verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    except (KeyError, TypeError, AttributeError, ValueError, Base64Error, InvalidSignature) as error:
        raise ProofInvalid from error


def _number(text: str) -> int:
    return int.from_bytes(_decode(text), "big")


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()

"""DPoP proofs as a device makes them."""

import hashlib
import time
from base64 import urlsafe_b64encode
from secrets import token_urlsafe
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from gateway.dpop import key_thumbprint


def encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class DeviceKey:
    """A key pair that lives in a device."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        numbers = self._key.public_key().public_numbers()
        self.jwk = {"kty": "EC", "crv": "P-256", "x": encode(numbers.x.to_bytes(32, "big")), "y": encode(numbers.y.to_bytes(32, "big"))}
        self.thumbprint = key_thumbprint(self.jwk)

    def proof(self, url: str, token: str = "", *, method: str = "POST", header: dict[str, Any] | None = None, **claims: Any) -> str:
        """A proof for one request; `header` and `claims` replace what an honest device writes."""
        head = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self.jwk, **(header or {})}
        body: dict[str, Any] = {"htm": method, "htu": url, "iat": int(time.time()), "jti": token_urlsafe(16)}
        if token:
            body["ath"] = encode(hashlib.sha256(token.encode()).digest())
        body |= claims
        signed = f"{encode(orjson.dumps(head))}.{encode(orjson.dumps({k: v for k, v in body.items() if v is not None}))}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(SHA256())))
        return f"{signed}.{encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"

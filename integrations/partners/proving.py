"""Proofs that the house holds its key (DPoP, RFC 9449): where a partner's manifest asks for them, tokens are bound to the key, and worth nothing without it."""

import hashlib
import re
import time
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable, Mapping
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

import orjson
from joserfc import jws
from joserfc.jwk import ECKey

from integrations.http import PartnerAnswer

ALGORITHM = "ES256"
NONCE_MAX_CHARACTERS = 512
NONCES_MAX = 16
"""Servers of one partner whose nonce is remembered."""

_NONCE = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+\Z")


class Proofs:
    """Makes the proofs of one partner, and remembers which nonce each of its servers gave last."""

    def __init__(self, key: str, now: Callable[[], float] = time.time) -> None:
        """`key` is a private JWK on P-256. It must stay: tokens that were given for it hold with no other."""
        self._key = ECKey.import_key(orjson.loads(key))
        public = self._key.as_dict(private=False)
        self._public = {name: public[name] for name in ("kty", "crv", "x", "y")}
        self._now = now
        self._nonces: OrderedDict[str, str] = OrderedDict()

    @property
    def thumbprint(self) -> str:
        """RFC 7638: what an authorization request names, so that the code is good with this key alone."""
        return self._key.thumbprint()

    def headers(self, method: str, address: str, token: str | None = None) -> dict[str, str]:
        """For one request, never for two: a proof and, with a token, the token under the scheme DPoP."""
        parts = urlsplit(address)
        claims: dict[str, Any] = {"htm": method, "htu": f"{parts.scheme}://{parts.netloc}{parts.path}", "iat": int(self._now()), "jti": token_urlsafe(16)}
        nonce = self._nonces.get(_origin(address))
        if nonce is not None:
            claims["nonce"] = nonce
        if token is not None:
            claims["ath"] = urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()
        header = {"typ": "dpop+jwt", "alg": ALGORITHM, "jwk": self._public}
        proof = jws.serialize_compact(header, orjson.dumps(claims), self._key, algorithms=[ALGORITHM])
        return {"dpop": proof} | ({} if token is None else {"authorization": f"DPoP {token}"})

    def wants_another(self, address: str, answer: PartnerAnswer) -> bool:
        """Note the nonce that came with an answer. Whether the request was refused for want of it, so that it is to be sent once more."""
        given = answer.headers.get("dpop-nonce")
        if given is None or len(given) > NONCE_MAX_CHARACTERS or not _NONCE.match(given):
            return False
        origin = _origin(address)
        is_new = self._nonces.get(origin) != given
        self._nonces[origin] = given
        self._nonces.move_to_end(origin)
        while len(self._nonces) > NONCES_MAX:
            self._nonces.popitem(last=False)
        return is_new and _is_for_want_of_nonce(answer)


def _is_for_want_of_nonce(answer: PartnerAnswer) -> bool:
    """Section 8 for a token endpoint, section 9 for a resource."""
    if answer.status == 400:
        try:
            told = answer.json()
        except ValueError:
            return False
        return isinstance(told, Mapping) and told.get("error") == "use_dpop_nonce"
    return answer.status == 401 and "use_dpop_nonce" in answer.headers.get("www-authenticate", "")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"

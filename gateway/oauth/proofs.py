"""DPoP (RFC 9449) at the authorization server: proofs that name a nonce of ours, which tells when they were made."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.requests import Request

from gateway.dpop import SECONDS_AHEAD_MOST, SECONDS_OLD_MOST, DPoPProofs, Proof, ProofInvalid
from gateway.oauth.errors import OAuthError

NONCE_SECONDS = 120
"""A nonce is taken in the window in which it was given, and in the next."""

KEPT = timedelta(seconds=SECONDS_OLD_MOST + SECONDS_AHEAD_MOST)
"""For so long a proof could be shown again."""


class OAuthProofs:
    """Reads the proofs of requests to the authorization server. The nonce is a MAC over the time: every process takes those of every other."""

    def __init__(self, origin: str, key: bytes, now: Callable[[], float]) -> None:
        """`now` is the house's clock, in seconds since 1970."""
        self._proofs = DPoPProofs(origin, now)
        self._now = now
        self._key = key

    def nonce(self, back: int = 0) -> str:
        """The nonce of this window, or of one before."""
        window = int(self._now()) // NONCE_SECONDS - back
        return urlsafe_b64encode(hmac.digest(self._key, window.to_bytes(8, "big"), "sha256")[:18]).decode()

    def read(self, request: Request, token: str = "", *, needs_nonce: bool = True) -> Proof | None:
        """The proof that came with the request; None when none came. Raises OAuthError invalid_dpop_proof or use_dpop_nonce.

        That it was not shown before is for the caller to find out: `digest`, kept for KEPT."""
        proofs = request.headers.getlist("dpop")
        if not proofs:
            return None
        if len(proofs) > 1:
            raise invalid_proof("More than one DPoP proof came.")
        try:
            proof = self._proofs.read(proofs[0], request.scope, token)
        except ProofInvalid:
            raise invalid_proof("The DPoP proof is not one for this request, now, and this token.") from None
        if needs_nonce and not any(hmac.compare_digest((proof.nonce or "").encode(), self.nonce(back).encode()) for back in (0, 1)):
            raise OAuthError("use_dpop_nonce", "The DPoP proof must name the nonce of the DPoP-Nonce header.", headers={"dpop-nonce": self.nonce()})
        return proof


def invalid_proof(description: str) -> OAuthError:
    """The proof does not hold."""
    return OAuthError("invalid_dpop_proof", description)


def kept_until(now: datetime) -> datetime:
    """How long a proof that is shown now must be remembered."""
    return now + KEPT

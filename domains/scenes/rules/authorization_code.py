"""Authorization codes: a minute to be used, once, by whoever asked, with the verifier of the challenge."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from domains.kernel.ids import derived_id
from domains.scenes.errors.authorization import CodeInvalid, VerifierMismatch

CODE_LIFE = timedelta(seconds=60)


class Code(NamedTuple):
    """A code as it was given."""

    id: UUID
    client_id: UUID
    partner_id: UUID
    customer_id: UUID
    consent_id: UUID
    scopes: tuple[str, ...]
    redirect_uri: str
    challenge: str
    nonce: str | None
    key_thumbprint: str | None
    signed_in_at: datetime
    expires_at: datetime
    used_at: datetime | None


def family_of(code_id: UUID) -> UUID:
    """The family of tokens that a code gives: the same in every attempt."""
    return derived_id(code_id, "family")


def challenge_of(verifier: str) -> str:
    """S256, the only method there is (RFC 7636)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def check_exchange(code: Code, verifier: str, redirect_uri: str | None, key_thumbprint: str | None, now: datetime) -> None:
    """Raise the first rule that a first use of the code breaks: CodeInvalid (expired, address, key), then VerifierMismatch.

    The address need not be told again (OAuth 2.1: the challenge does what it was for); told, it must be the same."""
    if code.expires_at <= now or (redirect_uri is not None and redirect_uri != code.redirect_uri):
        raise CodeInvalid
    if code.key_thumbprint is not None and code.key_thumbprint != key_thumbprint:
        raise CodeInvalid
    if challenge_of(verifier) != code.challenge:
        raise VerifierMismatch

"""Signed callbacks after Standard Webhooks 1.0.0 (https://www.standardwebhooks.com): HMAC-SHA256 over id, timestamp and raw body."""

import binascii
import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from integrations.errors import SignatureInvalid

TOLERANCE = timedelta(minutes=5)
"""How far a callback's time may be from ours, either way."""

SECRET_PREFIX = "whsec_"
ID_MAX = 256
SIGNATURES_MAX = 8


def sign(secret: str, webhook_id: str, timestamp: int, body: bytes) -> str:
    """The `webhook-signature` of a callback. `secret` is `whsec_` and base64; `timestamp` is in Unix seconds. Raises ValueError for a malformed secret."""
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode()


def signed_headers(secret: str, webhook_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of a signed callback."""
    return {"webhook-id": webhook_id, "webhook-timestamp": str(timestamp), "webhook-signature": sign(secret, webhook_id, timestamp, body)}


def check_signature(secrets: Sequence[str], headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The callback's `webhook-id`, once its time and signature hold under one of the secrets (several while one is replaced). Raises SignatureInvalid.

    Nothing of the body is read. `headers` finds names in lower case. All pairs are compared, each in constant time."""
    webhook_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    # A full stop in the id would let the same signed text be split in another way.
    if not 0 < len(webhook_id) <= ID_MAX or "." in webhook_id:
        raise SignatureInvalid("webhook-id")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise SignatureInvalid("webhook-timestamp")
    if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise SignatureInvalid("webhook-timestamp")
    sent = headers.get("webhook-signature", "").split(" ")[:SIGNATURES_MAX]
    expected = [sign(secret, webhook_id, int(stamp), body) for secret in secrets]
    matches = [hmac.compare_digest(ours.encode(), theirs.encode()) for ours in expected for theirs in sent]
    if not any(matches):
        raise SignatureInvalid("webhook-signature")
    return webhook_id


def _key(secret: str) -> bytes:
    try:
        return b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a webhook secret is whsec_ and base64") from error

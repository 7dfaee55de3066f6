"""Attribution: the token that carries a scan through sign-up, and which scans a purchase is led back to.

A token is good for seven days from its scan. It names the scan, so that it can be claimed by one customer alone, once. A purchase from a merchant is led back
to the scans that its customer claimed of what that merchant sells: the first and the last of the seven days before it."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domains.offers.errors.codes import AttributionExpired, AttributionUnknown

KEY_PURPOSE = "scenebank attribution tokens"
LIFE = timedelta(days=7)

_MARK_BYTES = 16


class Touch(NamedTuple):
    """A scan as its token names it: what was scanned, and which time."""

    code_id: UUID
    scan_id: UUID


def attribution_of(key: bytes, touch: Touch, scanned_at: datetime) -> str:
    """The token of a scan."""
    said = touch.code_id.bytes + touch.scan_id.bytes + int((scanned_at + LIFE).timestamp()).to_bytes(5)
    return urlsafe_b64encode(said + hmac.digest(key, said, "sha256")[:_MARK_BYTES]).decode().rstrip("=")


def read_attribution(key: bytes, token: str, now: datetime) -> Touch:
    """What a token names. Raises AttributionUnknown and AttributionExpired."""
    try:
        data = urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
    except ValueError:
        raise AttributionUnknown from None
    said, mark = data[:-_MARK_BYTES], data[-_MARK_BYTES:]
    if len(said) != 37 or not hmac.compare_digest(mark, hmac.digest(key, said, "sha256")[:_MARK_BYTES]):
        raise AttributionUnknown
    if datetime.fromtimestamp(int.from_bytes(said[32:]), UTC) <= now:
        raise AttributionExpired(LIFE.days)
    return Touch(UUID(bytes=said[:16]), UUID(bytes=said[16:32]))

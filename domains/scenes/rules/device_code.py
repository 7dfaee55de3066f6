"""The device grant (RFC 8628): what is typed, how often a device may ask, and what it is told."""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

DEVICE_LIFE = timedelta(minutes=10)
FIRST_INTERVAL_SECONDS, SLOWER_BY_SECONDS = 5, 5

USER_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so that no word comes out; 20 letters, 8 of them: 25,600,000,000 codes."""
USER_CODE_LENGTH = 8

DeviceState = Literal["waiting", "granted", "denied", "used"]


class Device(NamedTuple):
    """A device that waits for its customer."""

    id: UUID
    client_id: UUID
    partner_id: UUID
    scopes: tuple[str, ...]
    key_thumbprint: str | None
    state: DeviceState
    customer_id: UUID | None
    consent_id: UUID | None
    signed_in_at: datetime | None
    interval_seconds: int
    polled_at: datetime | None
    expires_at: datetime


def user_code_of(numbers: bytes) -> str:
    """Eight letters out of random bytes, as shown: XXXX-XXXX."""
    value = int.from_bytes(numbers, "big")
    letters = []
    for _ in range(USER_CODE_LENGTH):
        value, place = divmod(value, len(USER_CODE_LETTERS))
        letters.append(USER_CODE_LETTERS[place])
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def normal_user_code(typed: str) -> str | None:
    """The eight letters, however they were typed; None for anything else."""
    letters = "".join(sign for sign in typed.upper() if sign not in "- ")
    return letters if len(letters) == USER_CODE_LENGTH and set(letters) <= set(USER_CODE_LETTERS) else None


def is_too_soon(device: Device, now: datetime) -> bool:
    """Whether the device asks again before its interval is over."""
    return device.polled_at is not None and now - device.polled_at < timedelta(seconds=device.interval_seconds)

"""A customer's own payment code: twenty digits that a device makes by itself, by the clock, also without a network.

36, then ten digits that find the session, then eight digits of HMAC-SHA256 over the number of the ten seconds that it is made for (RFC 6238). A code is taken
from ten seconds before those begin (clocks differ, and after one was used the next is shown at once) until sixty seconds after, once; and none that is
older than one that was taken. An app shows a new one every thirty seconds, and after each use.

The same digits also stand in an EMVCo consumer-presented code, as two to a byte in the house's own object of the house's own application: what a till of
another make scans."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from typing import NamedTuple

from domains.wallet.errors.codes import CodeMalformed
from domains.wallet.rules.emvco_consumer import (
    APPLICATION,
    APPLICATION_ID,
    FORMAT,
    LABEL,
    VERSION,
    ConsumerCode,
    Data,
    read_consumer_code,
    write_consumer_code,
)

PREFIX = "36"
SERIAL_DIGITS, CODE_DIGITS = 10, 8
STEP_SECONDS = 10
LIFE = timedelta(seconds=60)
EARLY = timedelta(seconds=10)
SHOWN = timedelta(seconds=30)

OUR_APPLICATION = b"\xf0SCENEBANK"
"""An application's id that begins with F is nobody's by registration, and may be used by agreement."""

DIGITS = "DF21"
"""The house's own object: a tag of the private class."""

_CODE = re.compile(rf"{PREFIX}(\d{{{SERIAL_DIGITS}}})(\d{{{CODE_DIGITS}}})", re.ASCII)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class Presented(NamedTuple):
    """A code as a cashier scanned it."""

    serial: int
    digits: str


def step_at(instant: datetime) -> int:
    """The number of the ten seconds."""
    return (instant - _EPOCH) // timedelta(seconds=STEP_SECONDS)


def step_start(step: int) -> datetime:
    """When those seconds begin."""
    return _EPOCH + timedelta(seconds=step * STEP_SECONDS)


def code_of(key: bytes, serial: int, step: int) -> str:
    """The code made for those ten seconds."""
    digest = hmac.digest(key, step.to_bytes(8, "big"), hashlib.sha256)
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{PREFIX}{serial:0{SERIAL_DIGITS}d}{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def read_payment_code(text: str) -> Presented | None:
    """The parts of a scanned code, digits or consumer-presented; None for what is none. Blanks between groups of digits are left out."""
    match = _CODE.fullmatch(text.replace(" ", "")) or _CODE.fullmatch(_digits_of(text))
    return None if match is None else Presented(int(match[1]), match[2])


def consumer_presented(digits: str) -> str:
    """The payment code as an EMVCo consumer-presented code."""
    ours = (Data(APPLICATION_ID, OUR_APPLICATION), Data(LABEL, b"Scenebank"), Data(DIGITS, bytes.fromhex(digits)))
    return write_consumer_code(ConsumerCode((Data(FORMAT, VERSION), Data(APPLICATION, ours))))


def step_of(presented: Presented, key: bytes, last_step: int, now: datetime) -> int | None:
    """The ten seconds whose code was presented, if it is taken at this instant; None otherwise."""
    newest = step_at(now + EARLY)
    for step in range(newest, newest - LIFE // timedelta(seconds=STEP_SECONDS) - 2, -1):
        if step > last_step and now < step_start(step) + LIFE and hmac.compare_digest(code_of(key, presented.serial, step)[-CODE_DIGITS:], presented.digits):
            return step
    return None


def _digits_of(text: str) -> str:
    """The digits in a consumer-presented code of ours; empty for any other text."""
    try:
        ours = read_consumer_code(text).find_application(OUR_APPLICATION)
    except CodeMalformed:
        return ""
    return next((one.value.hex() for one in ours if one.tag == DIGITS and isinstance(one.value, bytes)), "")

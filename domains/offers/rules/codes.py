"""Codes: what a short link says and how it is sealed, what else may be scanned, and what is remembered of where.

A link is the house's address, `/c/`, and 29 bytes in Base32: a letter that names the key, the code's id, the last day it is good for, and 80 bits of
HMAC-SHA256 over those. Capital letters and digits alone, so that a QR code holds it in its denser alphanumeric mode (ISO/IEC 18004, 7.3.4). What the code
leads to stands in its row, not in the link: it can be assigned anew without printing it anew.

Read, it is refused as unknown with one of the reasons below, then CodeExpired."""

import hmac
import re
from base64 import b32decode, b32encode
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.offers.errors.codes import CodeExpired, CodeExpiryOutOfRange, CodeUnknown, PlacementMalformed, WallMalformed

TEXT_MAX_CHARACTERS = 1_024
"""The longest text that is looked at; the longest code of the house has less than half of that."""

PATH = "/c/"
KEY_PURPOSES = {"A": "scenebank offer codes A"}
"""The keys that seal codes, by the letter that names them, newest last. A key that leaked is taken out: its codes are forged from then on."""

DAY_ZERO = date(2020, 1, 1)
NO_LAST_DAY = 0xFFFF
LIFE_MOST_DAYS = 3_650
LABEL_MOST_CHARACTERS = 40
WALL_SIDE_MOST = 20

_MARK_BYTES = 10
_TOKEN_CHARACTERS = 47
_TOKEN = re.compile(r"[A-Z2-7]{47}", re.ASCII)
_LETTERS = re.compile(r"[A-Z2-7]+", re.ASCII)
_CELL = re.compile(r"[0-9a-f]{15}", re.ASCII)

CELL_FINEST = 9
"""The finest H3 resolution that is kept: cells of about a tenth of a square kilometre."""


class Reason(StrEnum):
    """Why a code is unknown."""

    FOREIGN = "foreign"
    TRUNCATED = "truncated"
    FORGED = "forged"
    TOO_LONG = "too_long"
    WITHDRAWN = "withdrawn"


class PlacementKind(StrEnum):
    """Where a code is seen."""

    SLOT = "slot"
    POSTER = "poster"
    SHELF = "shelf"
    TABLE = "table"
    SHARE = "share"
    PAGE = "page"


class DeviceClass(StrEnum):
    """What scanned."""

    PHONE = "phone"
    TABLET = "tablet"
    MINI_PROGRAM = "mini_program"
    BROWSER = "browser"
    OTHER = "other"


class Link(NamedTuple):
    """What a link says."""

    code_id: UUID
    last_day: date | None


Keys = Mapping[str, bytes]
"""The sealing keys by their letters, newest last."""


def token_of(keys: Keys, link: Link) -> str:
    """The sealed part of a link, under the newest key."""
    letter = list(keys)[-1]
    said = letter.encode() + link.code_id.bytes + _day_number(link.last_day).to_bytes(2)
    return b32encode(said + _mark(keys[letter], said)).decode().rstrip("=")


def address_of(origin: str, keys: Keys, link: Link) -> str:
    """The whole link, in capitals: host names do not care, and `/C/` is answered like `/c/`."""
    return f"{origin}{PATH}{token_of(keys, link)}".upper()


def read_token(keys: Keys, token: str, today: date) -> UUID:
    """The id of the code that a token names. Raises CodeUnknown (truncated, forged) and CodeExpired."""
    text = token.upper()
    if len(text) < _TOKEN_CHARACTERS and (_LETTERS.fullmatch(text) or not text):
        raise CodeUnknown(Reason.TRUNCATED)
    if _TOKEN.fullmatch(text) is None:
        raise CodeUnknown(Reason.FORGED)
    data = b32decode(text + "=" * (-len(text) % 8))
    said, mark = data[:-_MARK_BYTES], data[-_MARK_BYTES:]
    key = keys.get(chr(said[0]))
    # The last character carries fewer bits than it could: another one that decodes alike is no code of the house.
    if key is None or not hmac.compare_digest(mark, _mark(key, said)) or b32encode(data).decode().rstrip("=") != text:
        raise CodeUnknown(Reason.FORGED)
    number = int.from_bytes(said[17:19])
    last_day = None if number == NO_LAST_DAY else DAY_ZERO + timedelta(days=number)
    if last_day is not None and last_day < today:
        raise CodeExpired(last_day)
    return UUID(bytes=said[1:17])


def token_in(text: str, origin: str) -> str | None:
    """The token in a scanned text: of a link to the house, in capitals or not, with or without a query. None for anything else."""
    prefix = f"{origin}{PATH}"
    if text[: len(prefix)].upper() != prefix.upper():
        return None
    return re.split("[?#]", text[len(prefix) :], maxsplit=1)[0]


def check_length(text: str) -> None:
    """Raises CodeUnknown for a text that is longer than any code of the house."""
    if len(text) > TEXT_MAX_CHARACTERS:
        raise CodeUnknown(Reason.TOO_LONG)


def check_last_day(last_day: date | None, today: date) -> None:
    """Raises CodeExpiryOutOfRange."""
    if last_day is not None and not today <= last_day <= today + timedelta(days=LIFE_MOST_DAYS):
        raise CodeExpiryOutOfRange(LIFE_MOST_DAYS)


def check_label(label: str) -> None:
    """Raises PlacementMalformed for a label that is empty, too long or not printed."""
    if not (0 < len(label) <= LABEL_MOST_CHARACTERS and label == label.strip() and label.isprintable()):
        raise PlacementMalformed("label")


def check_wall(title_zh: str, title_en: str, rows: int, columns: int) -> None:
    """Raises WallMalformed."""
    for what, title in (("title_zh", title_zh), ("title_en", title_en)):
        if not (0 < len(title) <= LABEL_MOST_CHARACTERS and title == title.strip() and title.isprintable()):
            raise WallMalformed(what)
    for what, side in (("rows", rows), ("columns", columns)):
        if not 1 <= side <= WALL_SIDE_MOST:
            raise WallMalformed(what)


def kept_cell(cell: str | None) -> str | None:
    """The H3 cell in lower case if it is one that may be kept: well formed (H3 index layout: mode 1, base cell, digits) and no finer than CELL_FINEST."""
    if cell is None or _CELL.fullmatch(cell.lower()) is None:
        return None
    bits = int(cell, 16)
    mode, resolution, base_cell = bits >> 59, bits >> 52 & 0xF, bits >> 45 & 0x7F
    digits = [bits >> 3 * (15 - place) & 7 for place in range(1, 16)]
    is_cell = mode == 1 and bits >> 56 & 7 == 0 and base_cell < 122 and all(digit < 7 for digit in digits[:resolution])
    return cell.lower() if is_cell and resolution <= CELL_FINEST and set(digits[resolution:]) <= {7} else None


def _day_number(last_day: date | None) -> int:
    return NO_LAST_DAY if last_day is None else (last_day - DAY_ZERO).days


def _mark(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, said, "sha256")[:_MARK_BYTES]

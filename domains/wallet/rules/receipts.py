"""The code of a receipt: a movement's id with a mark that only the house can make, in letters that are easily read out. Pure."""

import hmac
from base64 import b32decode, b32encode
from uuid import UUID

RECEIPTS = "scenebank receipts"
"""Purpose of the key."""

GROUP = 5
"""Characters between two dashes."""

CODE_MAX_CHARACTERS = 80
"""Longer texts are no codes, whatever is in them."""

_MARK_BYTES = 9
"""Of 72 bits; with the id's 16 bytes that makes 40 characters."""


def code_of(key: bytes, movement_id: UUID) -> str:
    """A receipt's code, for example `AGRBB-...`: eight groups of five."""
    text = b32encode(movement_id.bytes + _mark(key, movement_id)).decode()
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def movement_of_code(key: bytes, code: str) -> UUID | None:
    """The movement whose receipt has that code, however it is typed (small letters, blanks, 0 and 1 for O and I); None for what the house did not make."""
    if len(code) > CODE_MAX_CHARACTERS or not code.isascii():
        return None
    text = code.upper().replace("-", "").replace(" ", "").replace("0", "O").replace("1", "I")
    try:
        data = b32decode(text)
        movement_id = UUID(bytes=data[:16])
    except ValueError:
        return None
    return movement_id if hmac.compare_digest(data[16:], _mark(key, movement_id)) else None


def _mark(key: bytes, movement_id: UUID) -> bytes:
    return hmac.digest(key, movement_id.bytes, "sha256")[:_MARK_BYTES]

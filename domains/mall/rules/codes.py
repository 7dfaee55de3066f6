"""One-time codes that are read aloud or shown: derived from what they stand for, so that they stand nowhere, and found by a keyed fingerprint."""

import hashlib
import hmac
from uuid import UUID

KEY_PURPOSE = "scenebank mall codes"
FINGERPRINT_PURPOSE = "mall_code"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without letters that are taken for digits."""
LENGTH = 12
"""60 bits: whoever guesses a million times a second for a year finds one of a thousand waiting codes with a chance of three in a hundred."""
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def code_of(key: bytes, parcel_id: UUID) -> str:
    """The code of a parcel, the same in every attempt."""
    number = int.from_bytes(hmac.digest(key, parcel_id.bytes, hashlib.sha256)[:8], "big")
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(LENGTH))


def read_code(text: str) -> str | None:
    """What was typed or scanned, in one form; None where it is no code."""
    code = text.upper().translate(_ALIKE)
    return code if len(code) == LENGTH and all(sign in ALPHABET for sign in code) else None


def shown(code: str) -> str:
    """As people read it: `7K3Q-0M2A-XC9T`."""
    return "-".join(code[place : place + 4] for place in range(0, LENGTH, 4))

"""Opaque texts that stand for a row: its id and a number under a MAC that only the house can make.

Request addresses, codes, device codes, refresh tokens, client secrets, registration tokens and keys to the portal are such texts. Nothing is kept of
them: the database holds nothing that authenticates, and an act that is repeated shows the same text again."""

import binascii
import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

KEY_PURPOSE = "scenebank scenes handles"
_MAC_BYTES = 32
_BODY_BYTES = 20
_TEXT_MAX = 128


class Purpose(StrEnum):
    """What a handle is good for. One made for another purpose is none."""

    REQUEST = "request"
    CODE = "code"
    DEVICE_CODE = "device_code"
    REFRESH_TOKEN = "refresh_token"
    CLIENT_SECRET = "client_secret"
    REGISTRATION = "registration"
    PORTAL = "portal"
    LINK_TICKET = "link_ticket"
    LINK_STATE = "link_state"
    LINK_NONCE = "link_nonce"
    LINK_VERIFIER = "link_verifier"
    LINK_PROOF = "link_proof"


class Handle(NamedTuple):
    """What a text stands for."""

    id: UUID
    number: int


def text_of_handle(key: bytes, purpose: Purpose, id_: UUID, number: int = 0) -> str:
    """The text of a handle: the same for the same id and number."""
    body = id_.bytes + number.to_bytes(4, "big")
    return urlsafe_b64encode(body + _mac(key, purpose, body)).rstrip(b"=").decode()


def read_handle(key: bytes, purpose: Purpose, text: str) -> Handle | None:
    """What the text stands for; None when the house did not make it for that purpose."""
    if len(text) > _TEXT_MAX:
        return None
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return None
    body, mac = raw[:_BODY_BYTES], raw[_BODY_BYTES:]
    # The lenient decoder skips what is no base64: one handle has one spelling.
    if len(mac) != _MAC_BYTES or urlsafe_b64encode(raw).rstrip(b"=").decode() != text or not hmac.compare_digest(mac, _mac(key, purpose, body)):
        return None
    return Handle(UUID(bytes=body[:16]), int.from_bytes(body[16:], "big"))


def _mac(key: bytes, purpose: Purpose, body: bytes) -> bytes:
    return hmac.digest(key, f"{purpose}\0".encode() + body, hashlib.sha256)

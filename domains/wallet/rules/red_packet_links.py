"""What is derived from a packet's id under a key of the house: its link, and the seed of its shares. Nobody guesses them, and every retry makes them again."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

LINKS, SEEDS = "scenebank red packet links", "scenebank red packet shares"
"""Purposes of the keys."""

_MARK_BYTES = 16


def link_of(key: bytes, packet_id: UUID) -> str:
    """A packet's id, and 128 bits that only the house can make."""
    return urlsafe_b64encode(packet_id.bytes + _mark(key, packet_id)).decode().rstrip("=")


def packet_of_link(key: bytes, link: str) -> UUID | None:
    """The packet that a link was made for; None for what the house did not make."""
    try:
        data = urlsafe_b64decode(link.encode() + b"=" * (-len(link) % 4))
        packet_id = UUID(bytes=data[:16])
    except ValueError:
        return None
    return packet_id if hmac.compare_digest(data[16:], _mark(key, packet_id)) else None


def seed_of(key: bytes, packet_id: UUID) -> bytes:
    """32 bytes from which every share is drawn."""
    return hmac.digest(key, packet_id.bytes, "sha256")


def _mark(key: bytes, packet_id: UUID) -> bytes:
    return hmac.digest(key, packet_id.bytes, "sha256")[:_MARK_BYTES]

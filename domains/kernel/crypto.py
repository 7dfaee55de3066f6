"""Sealing of personal data: AES-256-GCM under a data key per customer, itself wrapped by a key-encryption key; blind indexes for look-up."""

import hashlib
import hmac
import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class SealBroken(Exception):
    """A sealed value does not open: another key, another place, or changed bytes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands. It is bound into the seal, so a value copied to another row or column does not open."""

    table: str
    column: str
    row_id: UUID

    def associated_data(self) -> bytes:
        return f"{self.table}.{self.column}.{self.row_id}".encode()


class Keyring:
    """The house's key-encryption keys, oldest first, and the keys derived from the oldest. Held in memory only."""

    def __init__(self, keys: dict[str, bytes], current: str) -> None:
        if not all(len(key) == 32 for key in keys.values()):
            raise ValueError("a key-encryption key has 32 bytes")
        self._keys = keys
        self.current = current
        oldest = keys[next(iter(keys))]
        self._root = oldest
        self._index_key = self.derive("scenebank blind index")
        self.request_key = self.derive("scenebank request inputs")

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose (HKDF-SHA256 of the first key-encryption key)."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(self._root)

    def new_data_key(self, owner_id: UUID) -> tuple[bytes, bytes]:
        """A fresh data key, plain and wrapped by the current key-encryption key for that owner."""
        plain = AESGCM.generate_key(bit_length=256)
        nonce = os.urandom(_NONCE_BYTES)
        return plain, nonce + AESGCM(self._keys[self.current]).encrypt(nonce, plain, owner_id.bytes)

    def unwrap(self, owner_id: UUID, wrapping_key_id: str, wrapped: bytes) -> bytes:
        """The plain data key. Raises SealBroken."""
        key = self._keys.get(wrapping_key_id)
        if key is None:
            raise SealBroken(f"no key-encryption key {wrapping_key_id}")
        return _open(key, wrapped, owner_id.bytes)

    def blind_index(self, purpose: str, value: str) -> bytes:
        """A keyed fingerprint (HMAC-SHA256) that finds equal values without telling them."""
        return hmac.new(self._index_key, f"{purpose}\0{value}".encode(), hashlib.sha256).digest()


def seal(data_key: bytes, place: Place, value: str) -> bytes:
    """Encrypt text for one place: nonce, then ciphertext with its tag."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(data_key).encrypt(nonce, value.encode(), place.associated_data())


def unseal(data_key: bytes, place: Place, sealed: bytes) -> str:
    """Decrypt text sealed for that place. Raises SealBroken."""
    return _open(data_key, sealed, place.associated_data()).decode()


def _open(key: bytes, sealed: bytes, associated_data: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], associated_data)
    except InvalidTag as error:
        raise SealBroken("the seal does not open") from error

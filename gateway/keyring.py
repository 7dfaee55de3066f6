"""Where the key-encryption keys come from: the environment or, in development, a file that is made once."""

import json
import os
import secrets
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from pathlib import Path

from domains.kernel.crypto import Keyring
from gateway.settings import Settings

DEVELOPMENT_KEYS_FILE = "development-keys.json"


class KeysUnusable(Exception):
    """The keys are missing or malformed. The text says what to do, never a key."""


def open_keyring(settings: Settings) -> Keyring:
    """The house's key ring. Raises KeysUnusable."""
    if settings.keys is not None:
        return read_keys(settings.keys.get_secret_value())
    if not settings.is_development:
        raise KeysUnusable("Set SCENEBANK_KEYS to the key-encryption keys: `name:base64` of 32 bytes, oldest first, separated by commas.")
    return read_keys(_development_keys(settings.data))


def read_keys(text: str) -> Keyring:
    """`name:base64,name:base64`, oldest first. Raises KeysUnusable."""
    keys: dict[str, bytes] = {}
    for part in text.split(","):
        name, _, encoded = part.strip().partition(":")
        try:
            keys[name] = b64decode(encoded, validate=True)
        except Base64Error:
            raise KeysUnusable(f"SCENEBANK_KEYS: the key {name[:20]!r} is not base64.") from None
        if not name or len(keys[name]) != 32:
            raise KeysUnusable("SCENEBANK_KEYS: each key is a name, a colon, and 32 bytes in base64.")
    return Keyring(keys, list(keys)[-1])


def _development_keys(folder: Path) -> str:
    file = folder / DEVELOPMENT_KEYS_FILE
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return str(json.loads(file.read_text())["keys"])
    text = f"development:{b64encode(secrets.token_bytes(32)).decode()}"
    with os.fdopen(descriptor, "w") as opened:
        json.dump({"keys": text}, opened)
    return text

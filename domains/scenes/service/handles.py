"""The house's key under handles: texts of rows, and the rows of texts."""

from functools import lru_cache
from typing import Protocol, TypeVar
from uuid import UUID

from domains.kernel.crypto import Keyring
from domains.scenes.rules.handle import KEY_PURPOSE, Handle, Purpose, read_handle, text_of_handle

P = TypeVar("P")


class Ported(Protocol):
    """Whatever knows what is wired: a transaction, a snapshot."""

    def port(self, port: type[P]) -> P: ...


def text_of(source: Ported, purpose: Purpose, id_: UUID, number: int = 0) -> str:
    """The opaque text that stands for a row."""
    return text_of_handle(_key(source.port(Keyring)), purpose, id_, number)


def row_of(source: Ported, purpose: Purpose, text: str) -> Handle | None:
    """What an opaque text stands for; None when the house did not make it for that purpose."""
    return read_handle(_key(source.port(Keyring)), purpose, text)


@lru_cache(maxsize=4)
def _key(keyring: Keyring) -> bytes:
    return keyring.derive(KEY_PURPOSE)

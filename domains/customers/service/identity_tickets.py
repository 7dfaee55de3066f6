"""Tickets: what is handed to somebody whom the house does not know yet, so that it need write nothing. Sealed, of ten minutes, of one device."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import NamedTuple

import orjson

from domains.customers.errors import TicketInvalid
from domains.customers.rules import TICKET_LIFE
from domains.kernel.commands import HOUSE_ID
from domains.kernel.crypto import Keyring, Place, SealBroken, seal, unseal

_PLACE = Place("customers_identity", "ticket", HOUSE_ID)
_LENGTH_MAX = 2_000


class NewIdentity(NamedTuple):
    """What somebody is known by, as its issuer says it. `older_value` is what the same person was known by before, for look-up alone."""

    kind: str
    issuer: str
    value: str
    older_issuer: str | None = None
    older_value: str | None = None


def make_ticket(keyring: Keyring, identity: NewIdentity, device_key: str | None, now: datetime) -> str:
    """For whoever showed that identity, on the device of that key."""
    said = orjson.dumps([*identity, device_key, int((now + TICKET_LIFE).timestamp())]).decode()
    return urlsafe_b64encode(seal(_key(keyring), _PLACE, said)).decode()


def read_ticket(keyring: Keyring, ticket: str, device_key: str | None, now: datetime) -> NewIdentity:
    """Raises TicketInvalid: not the house's, too old, or of another device."""
    try:
        if len(ticket) > _LENGTH_MAX:
            raise ValueError("too long")
        *identity, key, expires = orjson.loads(unseal(_key(keyring), _PLACE, urlsafe_b64decode(ticket)))
    except (ValueError, SealBroken):
        raise TicketInvalid() from None
    if key != device_key or now.timestamp() >= expires:
        raise TicketInvalid()
    return NewIdentity(*identity)


def _key(keyring: Keyring) -> bytes:
    return keyring.derive("scenebank identity ticket")

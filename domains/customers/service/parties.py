"""Who sends and who receives, looked at by money verbs in their own transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains.customers.errors import PhoneMalformed
from domains.customers.phones import normal_phone
from domains.customers.queries import parties
from domains.customers.rows import Tier
from domains.customers.sealing import phone_index
from domains.kernel.crypto import Keyring
from domains.kernel.transactions import Tx


class Sender(NamedTuple):
    """A customer whose session is alive: since when, and since when its device is known."""

    id: UUID
    tier: Tier
    signed_in_at: datetime
    device_since: datetime


async def find_parties(
    tx: Tx, senders: Sequence[tuple[UUID, UUID]], targets: Sequence[tuple[UUID | None, str | None]]
) -> list[tuple[Sender | None, UUID | None]]:
    """For each (customer, session) and (id, phone): the sender, None when the session has ended; and the recipient's id, None when there is none."""
    keyring = tx.port(Keyring)
    indexes = [_index(keyring, phone) for _, phone in targets]
    rows = await parties.find_parties(
        tx, [customer_id for customer_id, _ in senders], [session_id for _, session_id in senders], [id_ for id_, _ in targets], indexes, tx.now
    )
    return [
        (
            None if row["tier"] is None else Sender(customer_id, Tier(row["tier"]), row["signed_in_at"], row["device_since"]),
            row["target_id"],
        )
        for (customer_id, _), row in zip(senders, rows, strict=True)
    ]


def _index(keyring: Keyring, phone: str | None) -> bytes | None:
    if phone is None:
        return None
    try:
        return phone_index(keyring, normal_phone(phone))
    except PhoneMalformed:
        return None

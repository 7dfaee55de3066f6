"""Real name and ID number: what makes a basic customer a verified one."""

import hmac
from dataclasses import dataclass, field
from uuid import UUID

from asyncpg import Record

from domains.customers import rules, sealing
from domains.customers.errors import AlreadyVerified, IdNumberTaken
from domains.customers.events import IdentityVerified
from domains.customers.queries import people
from domains.customers.rows import Tier
from domains.customers.service.sessions import check_standing
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Unauthenticated
from domains.kernel.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyIdentity(Command):
    """The same person again is the same answer, also under another id."""

    session_id: UUID = field(metadata=UNHASHED)
    name: str
    id_number: str


@dataclass(frozen=True, slots=True)
class IdentityConfirmed:
    customer_id: UUID


@composite_verb(IdentityConfirmed)
async def verify_identity(tx: Tx, command: VerifyIdentity) -> IdentityConfirmed:
    """Check who the customer is, and write it down sealed.

    Raises NameMalformed, IdNumberInvalid, Underage, AlreadyVerified (as somebody else), IdNumberTaken, in this order."""
    name = rules.normal_name(command.name)
    id_number = rules.normal_id_number(command.id_number, business_date(tx.now))
    keyring = tx.port(Keyring)
    index = sealing.id_number_index(keyring, id_number)
    # The number first, then the person: whoever else claims the number waits here, and reads afterwards that it is taken.
    await people.lock_id_number(tx, index)
    await people.lock_customers(tx, [command.owner_id])
    await check_standing(tx, command.owner_id, command.session_id)
    found = await people.find_identity(tx, command.owner_id)
    if found is None:
        raise Unauthenticated
    data_key = keyring.unwrap(command.owner_id, found["wrapping_key_id"], found["wrapped"])
    if found["tier"] == Tier.VERIFIED:
        if not _is_same(found, data_key, command.owner_id, name, index):
            raise AlreadyVerified()
        return IdentityConfirmed(command.owner_id)
    if await people.find_id_number_owner(tx, index) is not None:
        raise IdNumberTaken()
    name_sealed = sealing.seal_text(data_key, command.owner_id, "name", name)
    id_number_sealed = sealing.seal_text(data_key, command.owner_id, "id_number", id_number)
    await people.update_identity(tx, command.owner_id, name_sealed, id_number_sealed, index, tx.now)
    tx.publish(IdentityVerified(command.owner_id, None))
    return IdentityConfirmed(command.owner_id)


def _is_same(found: Record, data_key: bytes, customer_id: UUID, name: str, id_number_index: bytes) -> bool:
    known_name = sealing.unseal_text(data_key, customer_id, "name", found["name_sealed"])
    return known_name == name and hmac.compare_digest(found["id_number_index"], id_number_index)

"""A customer's yes to a purpose, and its end. What higher domains may do with data is asked here, in their own transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domains.customers import rules
from domains.customers.errors import ConsentUnknown, PurposeUnknown
from domains.customers.events import ConsentGranted, ConsentWithdrawn
from domains.customers.queries import consents, people
from domains.customers.rows import ConsentRow
from domains.customers.service.sessions import check_standing
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.ids import new_id
from domains.kernel.transactions import Queryable, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantConsent(Command):
    """`version` is of the wording that the customer was shown."""

    session_id: UUID = field(metadata=UNHASHED)
    purpose: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent(Command):
    session_id: UUID = field(metadata=UNHASHED)
    purpose: str


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    """A consent as it stands, or as it ended."""

    customer_id: UUID
    id: UUID
    purpose: str
    version: str
    granted_at: datetime
    withdrawn_at: datetime | None


@composite_verb(ConsentRecorded)
async def grant_consent(tx: Tx, command: GrantConsent) -> ConsentRecorded:
    """Write a consent down. One to the same wording that stands already is the answer; one to another wording ends. Raises PurposeUnknown."""
    rules.check_purpose(command.purpose, command.version)
    await people.lock_customers(tx, [command.owner_id])
    await check_standing(tx, command.owner_id, command.session_id)
    (standing,) = await find_consents(tx, [command.owner_id], command.purpose)
    if standing is not None and standing.version == command.version:
        return _recorded(standing)
    if standing is not None:
        await consents.withdraw_consent(tx, command.owner_id, command.purpose)
    (row,) = await consents.insert_consent(tx, command.owner_id, new_id(tx.clock), command.purpose, command.version)
    tx.publish(ConsentGranted(command.owner_id, None, command.purpose))
    return _recorded(ConsentRow(*row.values()))


@composite_verb(ConsentRecorded)
async def withdraw_consent(tx: Tx, command: WithdrawConsent) -> ConsentRecorded:
    """End the consent to a purpose; the row stays, as proof. Raises PurposeUnknown, or ConsentUnknown when none stands."""
    if command.purpose not in rules.PURPOSES:
        raise PurposeUnknown(command.purpose)
    await people.lock_customers(tx, [command.owner_id])
    await check_standing(tx, command.owner_id, command.session_id)
    row = await consents.withdraw_consent(tx, command.owner_id, command.purpose)
    if row is None:
        raise ConsentUnknown()
    tx.publish(ConsentWithdrawn(command.owner_id, None, command.purpose))
    return _recorded(ConsentRow(*row.values()))


async def find_consents(source: Queryable, customer_ids: Sequence[UUID], purpose: str) -> list[ConsentRow | None]:
    """For each customer, in order: the standing consent to that purpose, or None. One statement."""
    rows = await consents.find_standing_consents(source, customer_ids, purpose)
    return [None if row["id"] is None else ConsentRow(*row.values()) for row in rows]


async def list_asked(source: Queryable, purpose: str, after: UUID, most: int) -> list[UUID]:
    """The next customers who ever consented to that purpose, also those who withdrew it since, in the order of their ids. One statement."""
    return await consents.list_asked(source, purpose, after, most)


def _recorded(row: ConsentRow) -> ConsentRecorded:
    return ConsentRecorded(row.customer_id, row.id, row.purpose, row.version, row.granted_at, row.withdrawn_at)

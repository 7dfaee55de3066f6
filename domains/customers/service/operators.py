"""Staff accounts, and the audit row that comes before an operator's look."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from domains.customers.queries import consents
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.database import Database
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateOperator(Command):
    name: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OperatorCreated:
    operator_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLook(Command):
    """`owner_id` is the operator. `action` is a verb such as `customers.look`; `found_by` tells how the subject was named, never by what value."""

    action: str
    subject_id: UUID | None
    found_by: str


@dataclass(frozen=True, slots=True)
class LookRecorded:
    audit_id: UUID


async def create_operator(database: Database, name: str, permissions: Iterable[str]) -> UUID:
    """A staff account; sign-in is by `make_operator_token` for now."""
    command = CreateOperator(request_id=None, owner_id=HOUSE_ID, name=name, permissions=tuple(sorted(permissions)))
    return (await database.write(add_operator, command)).operator_id


@composite_verb(OperatorCreated)
async def add_operator(tx: Tx, command: CreateOperator) -> OperatorCreated:
    operator_id = new_id(tx.clock)
    await consents.insert_operator(tx, operator_id, command.name, command.permissions)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "customers.create_operator", operator_id, {"permissions": list(command.permissions)})
    return OperatorCreated(operator_id)


@composite_verb(LookRecorded)
async def record_look(tx: Tx, command: RecordLook) -> LookRecorded:
    """Commit the audit row of a look that is about to happen. Its return is the permission to look; any exception refuses it."""
    audit_id = new_id(tx.clock)
    await insert_audit(tx, audit_id, command.owner_id, command.action, command.subject_id, {"found_by": command.found_by})
    return LookRecorded(audit_id)

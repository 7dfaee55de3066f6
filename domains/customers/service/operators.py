"""Staff accounts, and the audit row that comes before an operator's look."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from domains.customers.phones import normal_phone
from domains.customers.queries import consents, people
from domains.customers.sealing import phone_index
from domains.customers.service.sessions import check_standing
from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx


class LookReason(StrEnum):
    """Why a member of staff looks."""

    CUSTOMER_ASKED = "customer_asked"
    COMPLAINT = "complaint"
    FRAUD_CHECK = "fraud_check"
    LEGAL_REQUEST = "legal_request"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpCustomer(Command):
    """`owner_id` is the operator; the customer is named by id or, when that is None, by phone."""

    session_id: UUID = field(metadata=UNHASHED)
    customer_id: UUID | None
    phone: str | None
    reason: LookReason


@dataclass(frozen=True, slots=True)
class CustomerLook:
    """The permission to look at that customer: the audit row is committed. None when there is no such customer, which is written down too."""

    audit_id: UUID
    customer_id: UUID | None


async def create_operator(database: Database, name: str, permissions: Iterable[str]) -> UUID:
    """A staff account; sign-in is by `make_operator_token` for now."""
    command = CreateOperator(request_id=None, owner_id=HOUSE_ID, name=name, permissions=tuple(sorted(permissions)))
    return (await database.write(add_operator, command)).operator_id


@composite_verb(OperatorCreated)
async def add_operator(tx: Tx, command: CreateOperator) -> OperatorCreated:
    """A new member of staff, and who made them, in one commit."""
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


@composite_verb(CustomerLook)
async def look_up_customer(tx: Tx, command: LookUpCustomer) -> CustomerLook:
    """Find a customer for a member of staff. Whether there is one is told only once the audit row is committed. Raises PhoneMalformed, and looks at nothing."""
    await check_standing(tx, command.owner_id, command.session_id)
    if command.phone is None:
        customer_id = command.customer_id if await people.is_customer(tx, command.customer_id) else None
    else:
        customer_id = await people.find_id_by_phone(tx, phone_index(tx.port(Keyring), normal_phone(command.phone)))
    audit_id = new_id(tx.clock)
    detail = {"found_by": "id" if command.phone is None else "phone", "reason": command.reason.value}
    await insert_audit(tx, audit_id, command.owner_id, "customers.look", customer_id or command.customer_id, detail)
    return CustomerLook(audit_id, customer_id)

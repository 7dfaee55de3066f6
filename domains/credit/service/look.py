"""A member of staff looks at a customer's credit: the audit row is committed before anything is read."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtCreditCommand(Command):
    """`owner_id` is a member of staff. `reason` is one of the customers' LookReason."""

    session_id: UUID = field(metadata=UNHASHED)
    customer_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class CreditLook:
    audit_id: UUID
    customer_id: UUID


@composite_verb(CreditLook)
async def look_at_credit(tx: Tx, command: LookAtCreditCommand) -> CreditLook:
    """Its return is the permission to look; any exception refuses it. Raises Unauthenticated."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    audit_id = new_id(tx.clock)
    await insert_audit(tx, audit_id, command.owner_id, "credit.look", command.customer_id, {"reason": command.reason})
    return CreditLook(audit_id, command.customer_id)

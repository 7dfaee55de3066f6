"""The operators' root queries of the ledger. Each commits its audit row before anything is read."""

import strawberry

from domains import customers
from resolvers.context import Info
from resolvers.fields import look
from resolvers.ledger.rows import HoldingRow
from resolvers.ledger.types import LedgerAccounts
from resolvers.permissions import Permission
from resolvers.scalars import read_id


@look("The accounts of one owner; null for what cannot be an id. The look is written to the audit log first.", permission=Permission.OPERATOR_LEDGER)
async def ledger_accounts(info: Info, owner_id: strawberry.ID) -> LedgerAccounts | None:
    subject_id = read_id(owner_id)
    if subject_id is None:
        return None
    looking = customers.RecordLook(request_id=None, owner_id=info.context.viewer.id, action="ledger.look", subject_id=subject_id, found_by="owner_id")
    await info.context.write(customers.record_look, looking)
    return HoldingRow(subject_id)  # type: ignore[return-value]


@strawberry.type
class Query:
    ledger_accounts = ledger_accounts

"""The operators' root query on channels' bills. It commits its audit row before anything is read."""

import strawberry

from domains import customers
from resolvers.context import Info
from resolvers.fields import look
from resolvers.permissions import Permission
from resolvers.wallet.reconciliation.rows import ReconciliationRow
from resolvers.wallet.reconciliation.types import Reconciliation


@look("A channel's bills against the books. The look is written to the audit log first.", permission=Permission.OPERATOR_LEDGER)
async def reconciliation(info: Info, channel: str) -> Reconciliation:
    looking = customers.RecordLook(request_id=None, owner_id=info.context.viewer.id, action="wallet.look_at_bills", subject_id=None, found_by="channel")
    await info.context.write(customers.record_look, looking)
    return ReconciliationRow(channel[:64])  # type: ignore[return-value]


@strawberry.type
class Query:
    reconciliation = reconciliation

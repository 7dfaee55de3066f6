"""The root queries of risk. Each look of an operator at a customer commits its audit row before anything is read."""

import strawberry

from domains import customers, wallet
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.fields import look
from resolvers.permissions import Permission
from resolvers.scalars import read_id
from resolvers.wallet.risk.rows import DecisionsRow, QueueRow
from resolvers.wallet.risk.types import HeldTransfer, HeldTransfers, RiskDecisions, RiskRuleSet


@batched(
    HeldTransfer | None,
    "A transfer of the viewer that was held for review; null when there is none of that id, or it is somebody else's.",
    permission=Permission.CUSTOMER,
)
async def held_transfer(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wallet.Review | None]:
    transfer_id = read_id(id)
    if transfer_id is None:
        return [None] * len(roots)
    return await wallet.find_reviews(read, [transfer_id] * len(roots), [viewer.id for viewer in viewers])


@look("The risk decisions on one customer; null for what cannot be an id. The look is written to the audit log first.", permission=Permission.OPERATOR_RISK)
async def risk_decisions(info: Info, customer_id: strawberry.ID) -> RiskDecisions | None:
    subject_id = read_id(customer_id)
    if subject_id is None:
        return None
    looking = customers.RecordLook(
        request_id=None, owner_id=info.context.viewer.id, action="wallet.look_at_risk", subject_id=subject_id, found_by="customer_id"
    )
    await info.context.write(customers.record_look, looking)
    return DecisionsRow(subject_id)  # type: ignore[return-value]


@look("What waits for a decision of staff. The look is written to the audit log first.", permission=Permission.OPERATOR_RISK)
async def held_transfers(info: Info) -> HeldTransfers:
    looking = customers.RecordLook(request_id=None, owner_id=info.context.viewer.id, action="wallet.look_at_reviews", subject_id=None, found_by="queue")
    await info.context.write(customers.record_look, looking)
    return QueueRow(info.context.viewer.id)  # type: ignore[return-value]


@batched(RiskRuleSet | None, "The risk rules that stand.", permission=Permission.OPERATOR_RISK)
async def risk_rules(read: Read, roots: list[None], viewers: list[Viewer]) -> list[wallet.RuleSet | None]:
    return [await wallet.find_rule_set(read)] * len(roots)


@strawberry.type
class Query:
    held_transfer = held_transfer
    risk_decisions = risk_decisions
    held_transfers = held_transfers
    risk_rules = risk_rules

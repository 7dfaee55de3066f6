"""The operators' root queries on wealth. Each commits its audit row before anything is read."""

import strawberry

from domains import customers
from resolvers.context import Info
from resolvers.fields import look
from resolvers.permissions import Permission
from resolvers.wealth.desk.registers import Register
from resolvers.wealth.desk.rows import DeskRow, RegisterRow
from resolvers.wealth.desk.types import WealthDesk


@look("Products, values, orders and the daily run of wealth. The look is written to the audit log first.", permission=Permission.OPERATOR_WEALTH)
async def wealth_desk(info: Info) -> WealthDesk:
    await _record(info, "wealth.look_at_desk", "desk")
    return DeskRow(str(info.context.viewer.id))  # type: ignore[return-value]


@look("A registrar's files against our books. The look is written to the audit log first.", permission=Permission.OPERATOR_WEALTH)
async def fund_register(info: Info, registrar: str) -> Register:
    await _record(info, "wealth.look_at_register", "registrar")
    return RegisterRow(registrar[:64])  # type: ignore[return-value]


async def _record(info: Info, action: str, found_by: str) -> None:
    looking = customers.RecordLook(request_id=None, owner_id=info.context.viewer.id, action=action, subject_id=None, found_by=found_by)
    await info.context.write(customers.record_look, looking)


@strawberry.type
class Query:
    wealth_desk = wealth_desk
    fund_register = fund_register

"""Members of staff with the permissions that a test needs."""

from typing import NamedTuple
from uuid import UUID

from domains import customers
from domains.kernel.database import Database


class StaffMember(NamedTuple):
    id: UUID
    session_id: UUID


async def staff_member(database: Database, *permissions: str) -> StaffMember:
    """Somebody of the staff with those permissions, signed in."""
    operator_id = await customers.create_operator(database, "王经理", list(permissions))
    await customers.make_operator_token(database, operator_id)
    async with database.reading() as read:
        return StaffMember(operator_id, await read.fetchval("SELECT id FROM customers_session WHERE owner_id = $1", operator_id))

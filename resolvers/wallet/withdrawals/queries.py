"""The withdrawals' root queries."""

import strawberry

from domains import wallet
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.scalars import read_id
from resolvers.wallet.withdrawals.types import Withdrawal


@batched(Withdrawal | None, "A withdrawal of the viewer; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER)
async def withdrawal(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wallet.Withdrawal | None]:
    withdrawal_id = read_id(id)
    if withdrawal_id is None:
        return [None] * len(roots)
    return await wallet.find_withdrawals(read, [withdrawal_id] * len(roots), [viewer.id for viewer in viewers])


@strawberry.type
class Query:
    withdrawal = withdrawal

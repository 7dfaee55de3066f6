"""The receipts' root query."""

import strawberry

from domains import wallet
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.wallet.receipts.types import Receipt


@batched(
    Receipt | None,
    "What the receipt of that code says, for whoever was given it; null for a code that the bank did not make.",
    permission=Permission.PUBLIC,
)
async def verify_receipt(read: Read, roots: list[None], viewers: list[Viewer], *, code: str) -> list[wallet.Receipt | None]:
    (receipt,) = await wallet.verify_receipts(read, [code])
    return [receipt] * len(roots)


@strawberry.type
class Query:
    verify_receipt = verify_receipt

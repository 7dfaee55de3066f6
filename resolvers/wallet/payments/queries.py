"""What a payer asks: what a code would pay, what was paid, and the code to show."""

import strawberry

from domains import wallet
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.wallet.payments.types import Payment, PaymentCode, ScannedCode


@batched(
    ScannedCode | None,
    "What a scanned code would pay, to be confirmed; null when it names nobody whom the viewer can pay.",
    permission=Permission.CUSTOMER,
)
async def scanned_code(read: Read, roots: list[None], viewers: list[Viewer], *, code: str) -> list[wallet.ScannedCode | None]:
    return await wallet.scan_codes(read, [code] * len(roots), [viewer.id for viewer in viewers])


@batched(Payment | None, "A payment of the viewer; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER)
async def payment(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wallet.Payment | None]:
    payment_id = read_id(id)
    if payment_id is None:
        return [None] * len(roots)
    return await wallet.find_payments(read, [payment_id] * len(roots), [viewer.id for viewer in viewers])


@batched(Connection[Payment], "The viewer's payments to merchants, newest first.", permission=Permission.CUSTOMER)
async def payments(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[wallet.Payment]]:
    return await wallet.list_payment_pages(read, [viewer.id for viewer in viewers], first, after)


@batched(PaymentCode | None, "The payment code to show now; null before `enrolPaymentCodes`.", permission=Permission.CUSTOMER)
async def payment_code(read: Read, roots: list[None], viewers: list[Viewer]) -> list[wallet.ShownCode | None]:
    return await wallet.list_shown_codes(read, [viewer.session_id for viewer in viewers], [viewer.id for viewer in viewers])


@strawberry.type
class Query:
    scanned_code = scanned_code
    payment = payment
    payments = payments
    payment_code = payment_code

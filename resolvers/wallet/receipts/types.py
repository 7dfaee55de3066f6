"""Receipts, as whoever holds their code sees them."""

from domains import ledger, wallet
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.customers.types import Party
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant
from resolvers.wallet.counterparties import CounterpartyKind, counterparty_kind_of


@batched(str, "The code of its receipt: whoever has it may ask `verifyReceipt` what the receipt says.")
async def receipt_code(read: Read, entries: list[ledger.Entry], viewers: list[Viewer]) -> list[str]:
    return wallet.receipt_codes(read, [entry.movement_id for entry in entries])


@computed("What paid.")
def payer_kind(receipt: wallet.Receipt) -> CounterpartyKind:
    return counterparty_kind_of(receipt.payer_code)


@computed("What was paid.")
def payee_kind(receipt: wallet.Receipt) -> CounterpartyKind:
    return counterparty_kind_of(receipt.payee_code)


@type_of(wallet.Receipt, "What a receipt says, from the bank's books.", name="Receipt")
class Receipt:
    code: str = field("Its code, as it is printed.")
    kind: str = field("Why it moved, for example transfer, top_up, withdrawal.")
    amount: Money = field("What moved.", C2)
    booked_at: Instant = field("When it was booked.")
    payer_kind = payer_kind
    payer: Party | None = field("Who paid, masked; null where it was not a customer.", C2)
    payee_kind = payee_kind
    payee: Party | None = field("Who was paid, masked; null where it was not a customer.", C2)
    is_reversed: bool = field("Whether the money went back later.")

"""Pay the shops of a checkout: for a higher domain's verb, inside its transaction."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from domains import customers
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.errors.merchants import MerchantNotFound
from domains.wallet.ports import FundingSources
from domains.wallet.queries import tills
from domains.wallet.rules.payments import Funding, Method, check_together, fund
from domains.wallet.rules.transfers import check_pin
from domains.wallet.service.till import Confirmed, Item, Paid, take_payments


class Sale(NamedTuple):
    """What a shop is paid in a checkout. `reference` is what its bill shows."""

    shop_id: UUID
    amount: Amount
    reference: str


async def check_out(
    tx: Tx, request_id: UUID, payer: customers.Sender, sales: Sequence[Sale], fundings: Sequence[Funding], pin: customers.PinProof
) -> list[Paid]:
    """Pay every sale, or none, in order: what `pay_together` does, for a verb that holds the payer and calls it last.

    Raises MerchantNotFound for a shop whose merchant is closed, then in the order of rules/payments.py, then what a source or the ledger refuses."""
    found = await tills.find_shop_tills(tx, sorted({one.shop_id for one in sales}))
    if any(one.shop_id not in found for one in sales):
        raise MerchantNotFound
    items = [Item(found[one.shop_id], Method.ORDER, one.amount, reference=one.reference) for one in sales]
    total = check_together([one.amount for one in items], [])
    parts = fund(total, fundings, tx.port(FundingSources).names)
    check_pin(total, payer.tier, pin)
    (answer,) = await take_payments(tx, [Confirmed(request_id, payer, items, parts, pin)])
    if isinstance(answer, Refusal):
        raise answer
    return answer

"""What a scanned code would pay, shown before it is confirmed."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable
from domains.wallet.errors.codes import CodeMalformed
from domains.wallet.queries import merchant_orders, merchants, tills
from domains.wallet.queries.merchant_orders import MerchantOrder
from domains.wallet.queries.merchants import Merchant
from domains.wallet.queries.tills import Shop
from domains.wallet.rules.merchants import Scanned, read_merchant_code


class ScannedCode(NamedTuple):
    """Who is paid, where, and for an order how much."""

    merchant: Merchant
    shop: Shop
    order: MerchantOrder | None

    @property
    def amount(self) -> Amount | None:
        return None if self.order is None else self.order.amount


async def scan_codes(source: Queryable, texts: Sequence[str], customer_ids: Sequence[UUID]) -> list[ScannedCode | None]:
    """What each code names; None where it names nobody that this customer may pay: one per pair, in order. Four statements at most."""
    scanned = [_scanned(text) for text in texts]
    order_ids = [one.order_id for one in scanned if one is not None and one.order_id is not None]
    code_ids = [one.static_code_id for one in scanned if one is not None and one.static_code_id is not None]
    orders = await merchant_orders.find_orders(source, order_ids) if order_ids else {}
    found = await tills.find_tills(source, code_ids) if code_ids else {}
    named: list[tuple[UUID, UUID, MerchantOrder | None] | None] = []
    for one, customer_id in zip(scanned, customer_ids, strict=True):
        order = None if one is None or one.order_id is None else orders.get(one.order_id)
        till = None if one is None or one.static_code_id is None else found.get(one.static_code_id)
        if order is not None and order.customer_id in (None, customer_id):
            named.append((order.merchant_id, order.shop_id, order))
        else:
            named.append(None if till is None else (till.merchant_id, till.shop_id, None))
    told = [one for one in named if one is not None]
    if not told:
        return [None] * len(named)
    by_id = await merchants.find_merchants(source, [one[0] for one in told])
    shops = await tills.find_shops(source, [one[1] for one in told])
    return [None if one is None else ScannedCode(by_id[one[0]], shops[one[1]], one[2]) for one in named]


async def find_visible_orders(source: Queryable, order_ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[MerchantOrder | None]:
    """The order of that id if it asks that customer, or a merchant that the customer acts for placed it, else None: one per pair, in order."""
    found = await merchant_orders.find_orders(source, order_ids)
    orders = [found.get(order_id) for order_id in order_ids]
    pairs = [(customer_id, order.merchant_id) for order, customer_id in zip(orders, customer_ids, strict=True) if order is not None]
    desks = await merchants.find_desks(source, [one for one, _ in pairs], [one for _, one in pairs]) if pairs else []
    acting = {pair for pair, desk in zip(pairs, desks, strict=True) if desk is not None}
    return [
        order if order is not None and (order.customer_id == customer_id or (customer_id, order.merchant_id) in acting) else None
        for order, customer_id in zip(orders, customer_ids, strict=True)
    ]


def _scanned(text: str) -> Scanned | None:
    try:
        return read_merchant_code(text)
    except CodeMalformed:
        return None

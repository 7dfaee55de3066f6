"""What a scanned code would pay, shown before it is confirmed."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable
from domains.wallet.errors.codes import CodeMalformed
from domains.wallet.queries import merchant_orders, merchants
from domains.wallet.queries.merchant_orders import MerchantOrder
from domains.wallet.queries.merchants import Merchant
from domains.wallet.queries.tills import Shop
from domains.wallet.rules.merchants import Scanned, read_merchant_code

AT_TILL = f"""{", ".join(f"merchant.{name} AS merchant_{name}" for name in merchants.COLUMNS)},
    shop.merchant_id AS till_merchant_id, shop.id AS till_shop_id, shop.name AS shop_name, shop.opened_at AS shop_opened_at"""

FIND_PRINTED = f"""
SELECT code.id AS code_id, code.label, {AT_TILL}
FROM wallet_static_code AS code JOIN wallet_merchant AS merchant ON merchant.id = code.merchant_id JOIN wallet_shop AS shop ON shop.id = code.shop_id
WHERE code.id = ANY($1::uuid[]) AND code.state = 'active' AND merchant.state = 'open'
"""

FIND_ASKED = f"""
SELECT {", ".join(f"placed.{name}" for name in merchant_orders.COLUMNS.split(", "))}, {AT_TILL}
FROM wallet_merchant_order AS placed JOIN wallet_merchant AS merchant ON merchant.id = placed.merchant_id JOIN wallet_shop AS shop ON shop.id = placed.shop_id
WHERE placed.id = ANY($1::uuid[])
"""


class ScannedCode(NamedTuple):
    """Who is paid, where, and for an order how much. `label` is what a printed code says of its place."""

    merchant: Merchant
    shop: Shop
    order: MerchantOrder | None
    code_id: UUID
    label: str | None

    @property
    def amount(self) -> Amount | None:
        return None if self.order is None else self.order.amount


async def scan_codes(source: Queryable, texts: Sequence[str], customer_ids: Sequence[UUID | None]) -> list[ScannedCode | None]:
    """What each code names; None where it names nobody that this customer may pay: one per pair, in order. One statement for each of the two kinds of code."""
    scanned = [_scanned(text) for text in texts]
    printed_ids = [one.static_code_id for one in scanned if one is not None and one.static_code_id is not None]
    order_ids = [one.order_id for one in scanned if one is not None and one.order_id is not None]
    printed = {row["code_id"]: _printed(row) for row in await source.fetch(FIND_PRINTED, printed_ids)} if printed_ids else {}
    asked = {row["id"]: _asked(row) for row in await source.fetch(FIND_ASKED, order_ids)} if order_ids else {}
    return [_named(one, customer_id, printed, asked) for one, customer_id in zip(scanned, customer_ids, strict=True)]


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


def _printed(row: Record) -> ScannedCode:
    return ScannedCode(merchants.merchant_of(row, "merchant_"), _shop(row), None, row["code_id"], row["label"])


def _asked(row: Record) -> ScannedCode:
    return ScannedCode(merchants.merchant_of(row, "merchant_"), _shop(row), merchant_orders.order_of(row), row["id"], None)


def _shop(row: Record) -> Shop:
    return Shop(row["till_merchant_id"], row["till_shop_id"], row["shop_name"], row["shop_opened_at"])


def _named(scanned: Scanned | None, customer_id: UUID | None, printed: dict[UUID, ScannedCode], asked: dict[UUID, ScannedCode]) -> ScannedCode | None:
    if scanned is None:
        return None
    if scanned.static_code_id is not None:
        return printed.get(scanned.static_code_id)
    found = None if scanned.order_id is None else asked.get(scanned.order_id)
    return found if found is not None and found.order is not None and found.order.customer_id in (None, customer_id) else None

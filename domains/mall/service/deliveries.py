"""Where orders go: sealed with the customer's data key, and told masked."""

from collections.abc import Sequence
from uuid import UUID

import orjson

from domains import customers
from domains.kernel.crypto import Keyring, Place, seal, unseal
from domains.kernel.keys import find_data_keys
from domains.kernel.transactions import Read, Tx
from domains.mall.queries.orders import MallOrder
from domains.mall.rules.orders import Delivery


async def seal_deliveries(tx: Tx, told: Sequence[tuple[UUID, UUID, Delivery]]) -> list[bytes]:
    """What is written with each order of (customer, order, where to). One statement, none when nothing is told."""
    if not told:
        return []
    keys = await find_data_keys(tx, tx.port(Keyring), sorted({customer_id for customer_id, _, _ in told}))
    return [seal(keys[customer_id], _place(order_id), orjson.dumps(list(where)).decode()) for customer_id, order_id, where in told]


async def find_deliveries(read: Read, orders: Sequence[MallOrder]) -> list[Delivery | None]:
    """Where each order goes, name and phone masked; None for a customer who was erased. One statement."""
    keys = await find_data_keys(read, read.port(Keyring), {one.customer_id for one in orders})
    found: list[Delivery | None] = []
    for one in orders:
        if one.sealed is None or one.customer_id not in keys:
            found.append(None)
            continue
        told = Delivery(*orjson.loads(unseal(keys[one.customer_id], _place(one.id), one.sealed)))
        found.append(told._replace(name=customers.masked_name(told.name), phone=customers.masked_phone(told.phone)))
    return found


def _place(order_id: UUID) -> Place:
    return Place("mall_order", "delivery_sealed", order_id)

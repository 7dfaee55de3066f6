"""Register what can be offered, and retire it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.offers.events.products import ProductRegistered, ProductRetired
from domains.offers.queries import products
from domains.offers.queries.products import NewProduct, Product
from domains.offers.rules.products import Kind, check_names, check_retirement
from domains.offers.service.sessions import is_signed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterProductCommand(Command):
    """`owner_id` is a member of staff. The product is named by its kind and the id that its own domain gave it."""

    session_id: UUID = field(metadata=UNHASHED)
    kind: Kind
    id: UUID
    name_zh: str
    name_en: str
    merchant_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireProductCommand(Command):
    """`owner_id` is a member of staff. Codes of the product lead to the successor, where one is named (both parts or neither)."""

    session_id: UUID = field(metadata=UNHASHED)
    kind: Kind
    id: UUID
    successor_kind: Kind | None = None
    successor_id: UUID | None = None


async def register_products(tx: Tx, new: Sequence[NewProduct]) -> None:
    """Register those products within the verb that makes them, or name them anew. Raises ProductNameMalformed."""
    for product in new:
        check_names(product.name_zh, product.name_en)
    if new:
        for kind, id_ in await products.save_products(tx, new):
            tx.publish(ProductRegistered(id_, None, kind.value))


@composite_verb(Product)
async def register_product(tx: Tx, command: RegisterProductCommand) -> Product | Refusal | Unauthenticated:
    """Register it, or name it anew. Refuses ProductNameMalformed. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    await register_products(tx, [NewProduct(command.kind, command.id, command.name_zh, command.name_en, command.merchant_id)])
    detail = {"kind": command.kind.value, "name_en": command.name_en}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.register_product", command.id, detail)
    return (await products.lock_products(tx, [(command.kind, command.id)]))[command.kind, command.id]


@composite_verb(Product)
async def retire_product(tx: Tx, command: RetireProductCommand) -> Product | Refusal | Unauthenticated:
    """Sell it no more. Refuses in the order of rules/products.py. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    key = (command.kind, command.id)
    successor = None if command.successor_kind is None or command.successor_id is None else (command.successor_kind, command.successor_id)
    found = await products.lock_products(tx, [key] if successor is None else [key, successor])
    check_retirement(key, found[key].state if key in found else None, successor, found[successor].state if successor in found else None)
    retired = await products.retire_product(tx, key, successor)
    detail = {"kind": command.kind.value, "successor_id": str(command.successor_id) if successor else None}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.retire_product", command.id, detail)
    tx.publish(ProductRetired(command.id, None, command.kind.value))
    return retired

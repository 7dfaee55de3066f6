"""Purchases at outside shops: what a shop lists of them, their payment at once, and what comes back of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from domains import customers
from domains.kernel.assets import asset_of
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.link import LinkNotFound
from domains.scenes.errors.purchase import PurchaseNotFound, PurchasePartBusy
from domains.scenes.events.purchase import PurchaseFound, PurchaseRefunded
from domains.scenes.queries import instalment as instalments
from domains.scenes.queries import link as links
from domains.scenes.queries import purchase as purchases
from domains.scenes.queries.order import Order
from domains.scenes.queries.purchase import Purchase
from domains.scenes.queries.refund import SceneRefund, find_refunds
from domains.scenes.rules.instalment import InstalmentOffer, PartState, PlanState, is_sound
from domains.scenes.rules.link import ASKED_EVERY, LinkState
from domains.scenes.rules.order import OPEN, OrderState
from domains.scenes.rules.purchase import PurchaseState, check_purchase, listed_state, refused_state, split_refund
from domains.scenes.service.bill import scene_that_can
from domains.scenes.service.instalment import end_plan
from domains.scenes.service.order import NewOrder, ends_orders, open_order
from domains.scenes.service.purchases import INSTALMENT, PURCHASE, lock_purchase_of, purchase_id_of
from domains.scenes.service.refund import ends_refunds, open_refund


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPurchaseCommand(Command):
    """`owner_id` pays a purchase of its own at once. `request_id` becomes the order's id, and its idempotency key at the shop. `amount` is what it saw."""

    session_id: UUID = field(metadata=UNHASHED)
    purchase_id: UUID
    amount: Amount
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPurchaseCommand(Command):
    """`owner_id` wants its money back for a purchase: that part of it, or for an `amount` of None all that was paid, and nothing more to be collected."""

    session_id: UUID = field(metadata=UNHASHED)
    purchase_id: UUID
    amount: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePurchasesCommand(Command):
    """What a shop listed for a link."""

    link_id: UUID
    listed: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class PurchasesTaken:
    """How many were new."""

    found: int


@composite_verb(Order)
async def pay_purchase(tx: Tx, command: PayPurchaseCommand) -> Order | Refusal | Unauthenticated:
    """Hold the money; a job tells the shop. Refuses in the order of rules/purchase.py. Unauthenticated when the session has ended."""
    ((sender, _),) = await customers.find_parties(tx, [(command.owner_id, command.session_id)], [(None, None)])
    if sender is None:
        return Unauthenticated()
    purchase = await lock_own_purchase(tx, command.owner_id, command.purchase_id)
    check_purchase(purchase.state, purchase.amount, command.amount)
    scene = scene_that_can(tx, purchase.scene, "pay")
    assert command.request_id is not None
    details = {"order": purchase.reference}
    new = NewOrder(command.request_id, command.owner_id, scene, PURCHASE, purchase.reference, purchase.amount, details, sender.tier, command.pin)
    order = await open_order(tx, new)
    purchases.write_purchases(tx, [replace(purchase, state=PurchaseState.PAYING, order_id=order.id)])
    return order


@composite_verb(PurchasesTaken)
async def take_purchases(tx: Tx, command: TakePurchasesCommand) -> PurchasesTaken | Refusal:
    """New orders, new prices and offers, and those that are listed no longer. What the house pays or has paid is left alone; of what the shop took back nothing
    more is collected. Refuses LinkNotFound."""
    link = await links.lock_link(tx, command.link_id)
    if link is None or link.state is not LinkState.LINKED:
        raise LinkNotFound
    known = await purchases.lock_purchases_of_scene(tx, link.customer_id, link.scene)
    listed = [_listed(tx, link, known, one) for one in command.listed]
    ids = {one.id for one in listed}
    gone = [replace(one, state=PurchaseState.GONE) for id_, one in known.items() if id_ not in ids and one.state is PurchaseState.OPEN]
    purchases.write_purchases(tx, [*listed, *gone])
    returned = {purchase_id_of(link.customer_id, link.scene, one["reference"]) for one in command.listed if one["status"] == "returned"}
    for one in listed:
        if one.id in returned and one.state is PurchaseState.INSTALMENTS and one.plan_id is not None and await end_plan(tx, one, PlanState.STOPPED):
            purchases.write_purchases(tx, [replace(one, state=PurchaseState.PAID)])
    await _take_refunds(tx, link, {one.id for one in listed if one.id in known}, command.listed)
    found = [one for one in listed if one.id not in known and one.state is PurchaseState.OPEN]
    for one in found:
        tx.publish(PurchaseFound(one.customer_id, None, one.id, one.scene))
    await links.update_link(tx, replace(link, heard_at=tx.now, ask_at=tx.now + ASKED_EVERY))
    return PurchasesTaken(len(found))


async def _take_refunds(tx: Tx, link: links.Link, known: Collection[UUID], listed: Sequence[Mapping[str, Any]]) -> None:
    """What the shop says that it gives back though nobody here asked: a refund under the shop's own id, which the shop is then asked for as for any other, so
    that it is given once. What is no refund of a payment of that purchase, or more than is left of it, is not believed."""
    by_purchase = {purchase_id_of(link.customer_id, link.scene, one["reference"]): one["refunds"] for one in listed if one["refunds"]}
    told = {id_: refunds for id_, refunds in by_purchase.items() if id_ in known}
    ids = [UUID(one["refund_id"]) for refunds in told.values() for one in refunds]
    if not ids:
        return
    there = {one.id for one in await find_refunds(tx, ids, [link.customer_id] * len(ids)) if one is not None}
    for purchase_id, refunds in told.items():
        payments = {one.order_id: one for one in await purchases.list_payments(tx, link.customer_id, purchase_id)}
        for one in refunds:
            payment, refund_id = payments.get(UUID(one["payment_id"])), UUID(one["refund_id"])
            if payment is None or refund_id in there:
                continue
            try:
                await open_refund(tx, payment.order_id, refund_id, Amount(one["amount_minor"], payment.amount.asset))
            except Refusal:
                continue


@ends_orders(PURCHASE, place="pay_order", ask="ask_payment")
async def end_purchase_payment(tx: Tx, order: Order) -> None:
    """A purchase that was paid is paid; one that was refused can be paid again, unless the shop says that there is nothing to pay."""
    purchase = await lock_purchase_of(tx, order)
    if purchase is None or purchase.order_id != order.id or purchase.state is not PurchaseState.PAYING:
        return
    if order.state is OrderState.PAID:
        purchases.write_purchases(tx, [replace(purchase, state=PurchaseState.PAID)])
    elif order.state is OrderState.REFUSED:
        purchases.write_purchases(tx, [replace(purchase, state=refused_state(order.reason), order_id=None)])


@composite_verb(Purchase)
async def refund_purchase(tx: Tx, command: RefundPurchaseCommand) -> Purchase | Refusal | Unauthenticated:
    """Ask the shop for it, payment by payment, the last first; the money is back when the shop has said so. While all of it is on its way back nothing more is
    collected. Refuses PurchaseNotFound, SceneNotFound, PurchasePartBusy, then in the order of rules/purchase.py. Unauthenticated when the session has ended."""
    (alive,) = await customers.check_sessions(tx, [command.session_id], [command.owner_id])
    if not alive:
        return Unauthenticated()
    purchase = await lock_own_purchase(tx, command.owner_id, command.purchase_id)
    scene_that_can(tx, purchase.scene, "refund")
    if command.amount is None and purchase.plan_id is not None:
        parts = await instalments.lock_parts(tx, purchase.customer_id, purchase.plan_id)
        if any(part.state is PartState.COLLECTING for part in parts):
            raise PurchasePartBusy
    payments = await purchases.list_payments(tx, purchase.customer_id, purchase.id)
    assert command.request_id is not None
    for order_id, amount in split_refund(purchase.state, payments, command.amount):
        await open_refund(tx, order_id, derived_id(command.request_id, f"refund:{order_id}"), amount)
    if command.amount is not None:
        return purchase
    returning = replace(purchase, state=PurchaseState.RETURNING)
    purchases.write_purchases(tx, [returning])
    return returning


async def end_purchase_refund(tx: Tx, order: Order, _refund: SceneRefund) -> None:
    """Once the shop has answered for every payment: with all of it back the purchase is refunded and its plan ends; else it stands as before.
    Parts of a price that add up to all of it do the same where nothing more is to be collected."""
    purchase = await lock_purchase_of(tx, order)
    if purchase is None or purchase.state not in (PurchaseState.RETURNING, PurchaseState.PAID):
        return
    ((refunds,), payments) = (
        await purchases.list_refunds(tx, [purchase.id], [purchase.customer_id]),
        await purchases.list_payments(tx, purchase.customer_id, purchase.id),
    )
    if any(one.state in OPEN for one in refunds):
        return
    back = sum(one.amount.minor for one in refunds if one.state is OrderState.PAID)
    if back == sum(one.amount.minor for one in payments):
        await end_plan(tx, purchase, PlanState.STOPPED)
        purchases.write_purchases(tx, [replace(purchase, state=PurchaseState.REFUNDED)])
        tx.publish(PurchaseRefunded(purchase.customer_id, None, purchase.id, purchase.scene))
    elif purchase.state is PurchaseState.RETURNING:
        purchases.write_purchases(tx, [replace(purchase, state=await _state_before(tx, purchase))])


for _purpose in (PURCHASE, INSTALMENT):
    ends_refunds(_purpose)(end_purchase_refund)


async def lock_own_purchase(tx: Tx, customer_id: UUID, purchase_id: UUID) -> Purchase:
    """Held until commit. Raises PurchaseNotFound, also for somebody else's."""
    purchase = await purchases.lock_purchase(tx, customer_id, purchase_id)
    if purchase is None:
        raise PurchaseNotFound
    return purchase


async def _state_before(tx: Tx, purchase: Purchase) -> PurchaseState:
    plan = None if purchase.plan_id is None else await instalments.lock_plan(tx, purchase.customer_id, purchase.plan_id)
    return PurchaseState.INSTALMENTS if plan is not None and plan.state is PlanState.ACTIVE else PurchaseState.PAID


def _listed(tx: Tx, link: links.Link, known: Mapping[UUID, Purchase], one: Mapping[str, Any]) -> Purchase:
    id_ = purchase_id_of(link.customer_id, link.scene, one["reference"])
    before = known.get(id_)
    state = listed_state(None if before is None else before.state, one["status"])
    if before is not None and state is before.state and state is not PurchaseState.OPEN:
        return before
    amount = Amount(one["amount_minor"], asset_of(one["currency"]))
    offers = [InstalmentOffer(**offer) for offer in one["offers"]]
    return Purchase(
        customer_id=link.customer_id,
        id=id_,
        link_id=link.id,
        scene=link.scene,
        reference=one["reference"],
        title=one["title"],
        amount=amount,
        offers=[offer for offer in offers if is_sound(offer, amount)],
        state=state,
        order_id=None,
        plan_id=None,
        placed_at=datetime.fromisoformat(one["placed_at"]) if before is None else before.placed_at,
        found_at=tx.now if before is None else before.found_at,
    )

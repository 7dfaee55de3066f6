"""Bills of public utilities: what a partner lists of them, and their payment, by hand and by a standing consent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from domains import customers
from domains.kernel.assets import asset_of
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.link import LinkNotFound, SceneNotFound
from domains.scenes.errors.order import AutoPayNotFound, BillNotFound, PaymentTooLarge
from domains.scenes.events.order import BillFound, BillHeldBack
from domains.scenes.ports import ScenePartners
from domains.scenes.queries import auto_pay as auto_pays
from domains.scenes.queries import bill as bills
from domains.scenes.queries import link as links
from domains.scenes.queries.bill import Bill
from domains.scenes.queries.order import Order
from domains.scenes.rules.bill import BillState, check_bill, listed_state, refused_state
from domains.scenes.rules.link import ASKED_EVERY, LinkState
from domains.scenes.rules.order import OrderState
from domains.scenes.rules.scene import Scene
from domains.scenes.service.order import NewOrder, ends_orders, open_order
from domains.scenes.service.overdue_bill import tell_of_gone_bills

BILL = "bill"
"""The purpose of its orders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayBillCommand(Command):
    """`owner_id` pays a bill of its own. `request_id` becomes the order's id, and its idempotency key at the partner. `amount` is what the customer saw."""

    session_id: UUID = field(metadata=UNHASHED)
    bill_id: UUID
    amount: Amount
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoPayBillCommand(Command):
    """A standing consent of `owner_id` pays a bill. `request_id` is derived from the bill and the day, so that each day tries once."""

    bill_id: UUID
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldBillBackCommand(Command):
    """A standing consent of `owner_id` did not pay a bill, for that reason."""

    bill_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBillsCommand(Command):
    """What a partner listed for a link."""

    link_id: UUID
    listed: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class BillsTaken:
    """How many were new."""

    found: int


@composite_verb(Order)
async def pay_bill(tx: Tx, command: PayBillCommand) -> Order | Refusal | Unauthenticated:
    """Hold the money; a job tells the partner. Refuses in the order of rules/bill.py. Unauthenticated when the session has ended."""
    ((sender, _),) = await customers.find_parties(tx, [(command.owner_id, command.session_id)], [(None, None)])
    if sender is None:
        return Unauthenticated()
    return await _pay(tx, command.owner_id, command.request_id, command.bill_id, command.amount, sender.tier, command.pin)


@composite_verb(Order)
async def auto_pay_bill(tx: Tx, command: AutoPayBillCommand) -> Order | Refusal:
    """The same under a standing consent, which stands for the PIN. The customer's limits hold as for every payment. Refuses AutoPayNotFound where none stands
    any more, PaymentTooLarge above its cap, then as by hand."""
    (bill,) = await bills.find_bills(tx, [command.bill_id], [command.owner_id])
    consent = None if bill is None else await auto_pays.lock_active(tx, bill.link_id)
    if consent is None:
        raise AutoPayNotFound
    if command.amount.asset != consent.cap.asset or command.amount.minor > consent.cap.minor:
        raise PaymentTooLarge(consent.cap)
    owner = (await customers.lock_customers(tx, [command.owner_id])).get(command.owner_id)
    tier = customers.Tier.BASIC if owner is None else owner.tier
    return await _pay(tx, command.owner_id, command.request_id, command.bill_id, command.amount, tier, None)


@composite_verb(Bill)
async def hold_bill_back(tx: Tx, command: HoldBillBackCommand) -> Bill | Refusal:
    """Write down why, and say so once for each reason. Refuses BillNotFound."""
    bill = await bills.lock_bill(tx, command.owner_id, command.bill_id)
    if bill is None:
        raise BillNotFound
    if bill.state is not BillState.OPEN or bill.held_back == command.reason:
        return bill
    held = replace(bill, held_back=command.reason)
    bills.write_bills(tx, [held])
    tx.publish(BillHeldBack(bill.customer_id, None, bill.id, bill.scene, command.reason))
    return held


@composite_verb(BillsTaken)
async def take_bills(tx: Tx, command: TakeBillsCommand) -> BillsTaken | Refusal:
    """New bills, new amounts, and those that are listed no longer. What is being paid or was paid is left alone. Refuses LinkNotFound."""
    link = await links.lock_link(tx, command.link_id)
    if link is None or link.state is not LinkState.LINKED:
        raise LinkNotFound
    known = await bills.lock_bills_of_scene(tx, link.customer_id, link.scene)
    listed = [_listed(tx, link, known, one) for one in command.listed]
    listed_ids = {bill.id for bill in listed}
    gone = [replace(bill, state=BillState.GONE) for id_, bill in known.items() if id_ not in listed_ids and bill.state is BillState.OPEN]
    bills.write_bills(tx, [*listed, *gone])
    await tell_of_gone_bills(tx, gone)
    found = [bill for bill in listed if bill.id not in known and bill.state is BillState.OPEN]
    for bill in found:
        tx.publish(BillFound(bill.customer_id, None, bill.id, bill.scene))
    await links.update_link(tx, replace(link, heard_at=tx.now, ask_at=tx.now + ASKED_EVERY))
    return BillsTaken(len(found))


@ends_orders(BILL, place="pay_bill", ask="ask_payment")
async def end_bill_payment(tx: Tx, order: Order) -> None:
    """A bill that was paid is paid; one that was refused can be paid again, unless the partner says that there is nothing to pay.
    Where the two sides do not agree it stays as it is, until staff have looked."""
    bill = await bills.lock_bill(tx, order.customer_id, bill_id_of(order.customer_id, order.scene, order.subject))
    if bill is None or bill.order_id != order.id or bill.state is not BillState.PAYING:
        return
    if order.state is OrderState.PAID:
        bills.write_bills(tx, [replace(bill, state=BillState.PAID, held_back=None)])
    elif order.state is OrderState.REFUSED:
        bills.write_bills(tx, [replace(bill, state=refused_state(order.reason), order_id=None)])


def bill_id_of(customer_id: UUID, scene: str, reference: str) -> UUID:
    """The id of a bill of that customer: derived from the partner's reference."""
    return derived_id(customer_id, f"bill:{scene}:{reference}")


def scene_that_can(tx: Tx, scene_id: str, capability: str) -> Scene:
    """The scene. Raises SceneNotFound where it is not wired, or its partner cannot do that."""
    partner = tx.port(ScenePartners).find(scene_id)
    if partner is None or capability not in partner.scene.can:
        raise SceneNotFound
    return partner.scene


async def _pay(
    tx: Tx, customer_id: UUID, order_id: UUID | None, bill_id: UUID, confirmed: Amount, tier: customers.Tier, pin: customers.PinProof | None
) -> Order:
    assert order_id is not None
    bill = await bills.lock_bill(tx, customer_id, bill_id)
    if bill is None:
        raise BillNotFound
    check_bill(bill.state, bill.amount, confirmed)
    scene = scene_that_can(tx, bill.scene, "pay" if pin is not None else "auto_pay")
    order = await open_order(tx, NewOrder(order_id, customer_id, scene, BILL, bill.reference, bill.amount, {}, tier, pin))
    bills.write_bills(tx, [replace(bill, state=BillState.PAYING, order_id=order.id)])
    return order


def _listed(tx: Tx, link: links.Link, known: Mapping[UUID, Bill], one: Mapping[str, Any]) -> Bill:
    id_ = bill_id_of(link.customer_id, link.scene, one["reference"])
    before = known.get(id_)
    state = listed_state(None if before is None else before.state, is_paid=one["is_paid"])
    amount = Amount(one["amount_minor"], asset_of(one["currency"]))
    if before is not None and state in (BillState.PAYING, BillState.PAID) and before.order_id is not None:
        return before
    return Bill(
        customer_id=link.customer_id,
        id=id_,
        link_id=link.id,
        scene=link.scene,
        reference=one["reference"],
        account=one["account"],
        title=one["title"],
        period=one["period"],
        amount=amount,
        due_on=date.fromisoformat(one["due_on"]),
        state=state,
        order_id=None if before is None else before.order_id,
        held_back=None if before is None or before.amount != amount else before.held_back,
        found_at=tx.now if before is None else before.found_at,
    )

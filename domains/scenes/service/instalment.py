"""Pay a purchase in parts: the shop's offer agreed to, the first part held at once, the others collected when they are due.

The shop is paid part by part by orders like any other, so the money of each is held, told, asked for again and captured once. Nothing is lent here: what is
not on the customer's account on the day is held back and tried again on the next."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

from domains import customers, wallet
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import IdReused, Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.purchase import InstalmentNotDue, PurchaseNotFound
from domains.scenes.events.purchase import InstalmentHeldBack, InstalmentsAgreed, InstalmentsEnded
from domains.scenes.queries import instalment as instalments
from domains.scenes.queries import purchase as purchases
from domains.scenes.queries.instalment import Instalment, InstalmentPlan
from domains.scenes.queries.order import Order
from domains.scenes.queries.purchase import Purchase
from domains.scenes.rules.bill import NOTHING_TO_PAY
from domains.scenes.rules.instalment import PartState, PlanState, find_offer, schedule_of, total_of
from domains.scenes.rules.order import OrderState
from domains.scenes.rules.purchase import PurchaseState, refused_state
from domains.scenes.service.bill import scene_that_can
from domains.scenes.service.order import NewOrder, ends_orders, open_order
from domains.scenes.service.purchases import INSTALMENT, lock_purchase_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeInstalmentsCommand(Command):
    """`owner_id` pays a purchase of its own by that offer of the shop. `request_id` becomes the plan's id. `total` is what it saw that all parts come to."""

    session_id: UUID = field(metadata=UNHASHED)
    purchase_id: UUID
    code: str
    total: Amount
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayInstalmentCommand(Command):
    """`owner_id` pays a part by hand: early, or after it was held back. `request_id` becomes the order's id."""

    session_id: UUID = field(metadata=UNHASHED)
    plan_id: UUID
    number: int
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectInstalmentCommand(Command):
    """A part of a plan of `owner_id` is due. `request_id` is derived from the part and the day, so that each day tries once."""

    plan_id: UUID
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldInstalmentBackCommand(Command):
    """A part could not be collected, for that reason."""

    plan_id: UUID
    number: int
    reason: str


class Standing(NamedTuple):
    """A plan under its locks: purchase, plan, parts."""

    purchase: Purchase
    plan: InstalmentPlan
    parts: list[Instalment]

    def part(self, number: int) -> Instalment | None:
        return next((part for part in self.parts if part.number == number), None)


@composite_verb(InstalmentPlan)
async def agree_instalments(tx: Tx, command: AgreeInstalmentsCommand) -> InstalmentPlan | Refusal | Unauthenticated:
    """Agree, always with the PIN, and hold the first part. The plan stands once the shop has taken that. Refuses PurchaseNotFound, PurchaseNotOpen,
    InstalmentOfferNotFound, PurchaseChanged, SceneNotFound, then as any order. Unauthenticated when the session has ended."""
    ((sender, _),) = await customers.find_parties(tx, [(command.owner_id, command.session_id)], [(None, None)])
    if sender is None:
        return Unauthenticated()
    purchase = await purchases.lock_purchase(tx, command.owner_id, command.purchase_id)
    if purchase is None:
        raise PurchaseNotFound
    offer = find_offer(purchase.state, purchase.amount, purchase.offers, command.code, command.total)
    scene_that_can(tx, purchase.scene, "instalments")
    wallet.check_proof(command.pin, Amount(0, purchase.amount.asset))
    assert command.request_id is not None
    plan = InstalmentPlan(
        customer_id=purchase.customer_id,
        id=command.request_id,
        purchase_id=purchase.id,
        scene=purchase.scene,
        code=offer.code,
        part_count=offer.part_count,
        total=total_of(offer, purchase.amount),
        state=PlanState.OFFERED,
        agreed_at=tx.now,
        ended_at=None,
    )
    if not await instalments.insert_plan(tx, plan):
        raise IdReused(command.request_id)
    parts = [
        Instalment(plan.customer_id, plan.id, number, amount, due_on, PartState.DUE, None, None)
        for number, amount, due_on in schedule_of(offer, purchase.amount, business_date(tx.now))
    ]
    instalments.write_parts(tx, parts)
    await _open(tx, Standing(replace(purchase, state=PurchaseState.INSTALMENTS, plan_id=plan.id), plan, parts), parts[0], None, sender.tier, command.pin)
    tx.publish(InstalmentsAgreed(plan.customer_id, None, plan.id, purchase.id, plan.scene))
    return plan


@composite_verb(Order)
async def pay_instalment(tx: Tx, command: PayInstalmentCommand) -> Order | Refusal | Unauthenticated:
    """Hold the money of one part; a job tells the shop. Refuses InstalmentNotDue, SceneNotFound, then as any order. Unauthenticated when the session has
    ended."""
    ((sender, _),) = await customers.find_parties(tx, [(command.owner_id, command.session_id)], [(None, None)])
    if sender is None:
        return Unauthenticated()
    standing, part = await _due(tx, command.owner_id, command.plan_id, command.number)
    return await _open(tx, standing, part, command.request_id, sender.tier, command.pin)


@composite_verb(Order)
async def collect_instalment(tx: Tx, command: CollectInstalmentCommand) -> Order | Refusal:
    """The same by the agreement, which stands for the PIN. The customer's limits hold as for every payment."""
    standing, part = await _due(tx, command.owner_id, command.plan_id, command.number)
    if part.due_on > business_date(tx.now):
        raise InstalmentNotDue
    owner = (await customers.lock_customers(tx, [command.owner_id])).get(command.owner_id)
    tier = customers.Tier.BASIC if owner is None else owner.tier
    return await _open(tx, standing, part, command.request_id, tier, None)


@composite_verb(Instalment)
async def hold_instalment_back(tx: Tx, command: HoldInstalmentBackCommand) -> Instalment | Refusal:
    """Write down why, and say so once for each reason. Refuses InstalmentNotDue."""
    standing, part = await _due(tx, command.owner_id, command.plan_id, command.number)
    return part if part.held_back == command.reason else _held_back(tx, part, command.reason, standing.plan.scene)


@ends_orders(INSTALMENT, place="pay_order", ask="ask_payment")
async def end_instalment_payment(tx: Tx, order: Order) -> None:
    """A part that was paid is paid, and with the last of them the purchase. A refused first part ends the plan; a later one is tried again the next day, unless
    the shop says that there is nothing to pay."""
    purchase = await lock_purchase_of(tx, order)
    standing = None if purchase is None or purchase.plan_id is None else await _standing(tx, purchase)
    part = None if standing is None else standing.part(order.details["number"])
    if standing is None or part is None or part.order_id != order.id or part.state is not PartState.COLLECTING:
        return
    if order.state is OrderState.PAID:
        await _take_part(tx, standing, part)
    elif order.state is OrderState.REFUSED:
        await _refuse_part(tx, standing, part, order.reason or "unnamed")


async def end_plan(tx: Tx, purchase: Purchase, state: PlanState) -> bool:
    """Collect nothing more. Whether there was a plan that stood, and no part of it is being collected just now. The caller holds the purchase."""
    standing = None if purchase.plan_id is None else await _standing(tx, purchase)
    if standing is None or standing.plan.ended_at is not None or any(part.state is PartState.COLLECTING for part in standing.parts):
        return False
    await _end(tx, standing, state)
    return True


async def _due(tx: Tx, customer_id: UUID, plan_id: UUID, number: int) -> tuple[Standing, Instalment]:
    """The part, under its locks. Raises InstalmentNotDue where it cannot be paid, or is nobody's of that customer."""
    (seen,) = await instalments.find_plans(tx, [plan_id], [customer_id])
    purchase = None if seen is None else await purchases.lock_purchase(tx, customer_id, seen.purchase_id)
    standing = None if purchase is None or purchase.plan_id != plan_id or purchase.state is not PurchaseState.INSTALMENTS else await _standing(tx, purchase)
    part = None if standing is None or standing.plan.state is not PlanState.ACTIVE else standing.part(number)
    if standing is None or part is None or part.state is not PartState.DUE:
        raise InstalmentNotDue
    return standing, part


async def _standing(tx: Tx, purchase: Purchase) -> Standing | None:
    assert purchase.plan_id is not None
    plan = await instalments.lock_plan(tx, purchase.customer_id, purchase.plan_id)
    return None if plan is None else Standing(purchase, plan, await instalments.lock_parts(tx, plan.customer_id, plan.id))


async def _open(tx: Tx, standing: Standing, part: Instalment, order_id: UUID | None, tier: customers.Tier, pin: customers.PinProof | None) -> Order:
    purchase, plan, _ = standing
    scene = scene_that_can(tx, plan.scene, "instalments")
    id_ = order_id or derived_id(plan.id, f"part:{part.number}")
    details = {"order": purchase.reference, "plan": plan.code, "number": part.number, "count": plan.part_count}
    order = await open_order(tx, NewOrder(id_, plan.customer_id, scene, INSTALMENT, f"{purchase.reference}#{part.number}", part.amount, details, tier, pin))
    instalments.write_parts(tx, [replace(part, state=PartState.COLLECTING, order_id=order.id)])
    purchases.write_purchases(tx, [purchase])
    return order


async def _take_part(tx: Tx, standing: Standing, part: Instalment) -> None:
    purchase, plan, parts = standing
    paid = replace(part, state=PartState.PAID, held_back=None)
    instalments.write_parts(tx, [paid])
    if all(one.state is PartState.PAID for one in parts if one.number != part.number):
        await _end(tx, Standing(purchase, plan, [paid]), PlanState.COMPLETED)
        if purchase.state is PurchaseState.INSTALMENTS:
            purchases.write_purchases(tx, [replace(purchase, state=PurchaseState.PAID)])
    elif plan.state is PlanState.OFFERED:
        await instalments.change_plan(tx, replace(plan, state=PlanState.ACTIVE))


async def _refuse_part(tx: Tx, standing: Standing, part: Instalment, reason: str) -> None:
    purchase, plan, parts = standing
    again = replace(part, state=PartState.DUE, order_id=None)
    others = [again if one.number == part.number else one for one in parts]
    if plan.state is PlanState.OFFERED:
        await _end(tx, Standing(purchase, plan, others), PlanState.REFUSED)
        purchases.write_purchases(tx, [replace(purchase, state=refused_state(reason), plan_id=None)])
    elif reason in NOTHING_TO_PAY:
        await _end(tx, Standing(purchase, plan, others), PlanState.STOPPED)
        purchases.write_purchases(tx, [replace(purchase, state=PurchaseState.PAID)])
    else:
        _held_back(tx, again, reason, plan.scene)


async def _end(tx: Tx, standing: Standing, state: PlanState) -> None:
    plan = replace(standing.plan, state=state, ended_at=tx.now)
    instalments.write_parts(tx, [replace(part, state=PartState.DROPPED) for part in standing.parts if part.state is PartState.DUE])
    await instalments.change_plan(tx, plan)
    tx.publish(InstalmentsEnded(plan.customer_id, None, plan.id, plan.purchase_id, plan.scene, state.value))


def _held_back(tx: Tx, part: Instalment, reason: str, scene: str) -> Instalment:
    held = replace(part, held_back=reason)
    instalments.write_parts(tx, [held])
    tx.publish(InstalmentHeldBack(part.customer_id, None, part.plan_id, part.number, scene, reason))
    return held

"""Order something in a scene: a saga whose row carries the state, with the money held in the ledger.

open_order     holds the money, writes the row and says so   (inside a verb of a kind: pay_bill, ...)
place_order    calls the partner, no transaction             (jobs/order.py, after SceneOrderRequested)
settle_order   takes the partner's word: captures the hold, or lets it go (the job, or asking again: each may come late, or twice)

A kind says with `ends_orders` what its orders are placed and asked by, and what their end does to what they pay. One whose orders may be settled for less than
is held (a deposit) says how much at most, and when a partner that has said "not yet" is asked again."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.assets import Asset, asset_of
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.errors import IdReused, Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.order import AlreadyOrdered, OrderNotFound
from domains.scenes.events.order import SceneOrderMismatched, SceneOrderPaid, SceneOrderRefused, SceneOrderRequested
from domains.scenes.queries import order as orders
from domains.scenes.queries.order import Order
from domains.scenes.rules.order import FIRST_ASKED_AFTER, HELD_FOR, OPEN, OrderState, asked_after, check_order, decide
from domains.scenes.rules.scene import Scene
from domains.scenes.service.calling import write_answers

SCENE_ORDER = "scene_order"
"""The kind of its holds and movements."""

SCENE_PREFIX = "scene:"
"""How the ledger code of what is owed to a scene's partner begins; the scene's id follows."""

OnEnd = Callable[[Tx, Order], Awaitable[None]]

Told = Mapping[str, Any]

MostOf = Callable[[Tx, Order, Told], Awaitable[Amount | None]]
"""The most that the partner may take of what is held, by what it says of how it ended; None where it must be the amount itself."""

AskAt = Callable[[Tx, Order, Told], Awaitable[datetime | None]]
"""When a partner that has taken an order and not ended it is asked again; None for soon, as others are."""


class OrderPurpose(NamedTuple):
    """What orders are for: the operations by which a partner takes them and tells of them, and what their end does."""

    place: str
    ask: str
    on_end: OnEnd
    most: MostOf | None
    ask_at: AskAt | None


PURPOSES: dict[str, OrderPurpose] = {}
"""Filled as the kinds' services are imported."""


class NewOrder(NamedTuple):
    """What is to be ordered. `subject` is the partner's word for what is paid; `details` go to the partner beside it. No `pin`: a standing consent pays."""

    id: UUID
    customer_id: UUID
    scene: Scene
    purpose: str
    subject: str
    amount: Amount
    details: Mapping[str, Any]
    tier: customers.Tier
    pin: customers.PinProof | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleOrderCommand(Command):
    """A partner's word on an order. `asked` when it answers a question of ours, so that the next one waits longer.

    It has no request id: the row, under its lock, is what makes repeats harmless, and the same word may rightly come again with another effect."""

    order_id: UUID
    state: str
    amount: Amount | None
    reference: str | None
    receipt: Mapping[str, Any] | None
    reason: str | None
    asked: bool
    told: Told = field(default_factory=dict)


def ends_orders(purpose: str, *, place: str, ask: str, most: MostOf | None = None, ask_at: AskAt | None = None) -> Callable[[OnEnd], OnEnd]:
    """Register what the end of orders for that purpose does, in the transaction that ends them."""

    def register(on_end: OnEnd) -> OnEnd:
        PURPOSES[purpose] = OrderPurpose(place, ask, on_end, most, ask_at)
        return on_end

    return register


def scene_account_id(scene: str, asset: Asset) -> UUID:
    """The account of what the house owes a scene's partner, in one asset."""
    return derived_id(HOUSE_ID, f"{SCENE_PREFIX}{scene}:{asset.code}")


def scene_account(scene: str, asset: Asset) -> ledger.NewAccount:
    """That account, to be opened. It grows with every order that is paid. Hot: orders do not wait for one another."""
    return ledger.NewAccount(scene_account_id(scene, asset), HOUSE_ID, SCENE_PREFIX + scene, asset, hot=True)


def given_to_partner(order: Order) -> dict[str, Any]:
    """What the partner is told of an order: the same in every attempt."""
    return {**order.details, "reference": order.subject, "amount_minor": order.amount.minor, "currency": order.amount.asset.code}


def settlement(order_id: UUID, state: str, data: Mapping[str, Any], reason: str | None, *, asked: bool) -> SettleOrderCommand:
    """The command that takes a partner's answer."""
    amount = Amount(data["amount_minor"], asset_of(data["currency"])) if state == "done" else None
    receipt = {key: value for key, value in data.items() if key not in ("amount_minor", "currency", "reference")} if state == "done" else None
    return SettleOrderCommand(
        request_id=None,
        owner_id=HOUSE_ID,
        order_id=order_id,
        state=state,
        amount=amount,
        reference=data.get("reference"),
        receipt=receipt,
        reason=reason,
        asked=asked,
        told=data,
    )


async def open_order(tx: Tx, new: NewOrder) -> Order:
    """Hold the money and write the order down. Raises in the order of rules/order.py."""
    check_order(new.amount, new.scene.payment_most_minor, new.tier, new.pin)
    order = Order(
        customer_id=new.customer_id,
        id=new.id,
        scene=new.scene.id,
        purpose=new.purpose,
        subject=new.subject,
        details=new.details,
        account_id=wallet.wallet_account_id(new.customer_id, new.amount.asset),
        amount=new.amount,
        paid=None,
        is_automatic=new.pin is None,
        state=OrderState.REQUESTED,
        reference=None,
        receipt=None,
        reason=None,
        requested_at=tx.now,
        settled_at=None,
        attempts=0,
        ask_at=tx.now + FIRST_ASKED_AFTER,
    )
    await _hold(tx, order, new.tier)
    if not await orders.insert_order(tx, order):
        (own,) = await orders.find_orders(tx, [order.id], [order.customer_id])
        raise IdReused(order.id) if own is not None else AlreadyOrdered
    tx.publish(SceneOrderRequested(order.customer_id, None, order.id, order.scene, order.purpose, order.amount.minor, order.amount.asset.code))
    return order


@composite_verb(Order)
async def settle_order(tx: Tx, command: SettleOrderCommand) -> Order | Refusal:
    """Take a partner's word by the table in rules/order.py; `done` captures what the partner has of the hold, once, and `refused` lets it go. Refuses
    OrderNotFound."""
    before = (await orders.lock_orders(tx, [command.order_id])).get(command.order_id)
    if before is None:
        raise OrderNotFound(command.order_id)
    write_answers(tx, {before.id: (command.state, command.reason)})
    after = await _taken(tx, before, command)
    has_ended = before.state in OPEN and after.state not in OPEN
    if has_ended:
        after = await _end_hold(tx, after, command.amount)
    orders.change_orders(tx, [after])
    if has_ended:
        await PURPOSES[after.purpose].on_end(tx, after)
    _publish(tx, before, after, has_ended)
    return after


async def _hold(tx: Tx, order: Order, tier: customers.Tier) -> None:
    limits = wallet.limits_of(tier, order.amount.asset, business_date(tx.now))
    target = scene_account(order.scene, order.amount.asset)
    planned = ledger.PlannedHold(_hold_id(order), SCENE_ORDER, order.account_id, target.id, order.amount, tx.now + HELD_FOR, limits)
    (verdict,) = await ledger.post(tx, [(order.id, [planned])])
    if isinstance(verdict, ledger.AccountNotFound) and verdict.account_id == target.id:
        await ledger.open_accounts(tx, [target])
        (verdict,) = await ledger.post(tx, [(order.id, [planned])])
    if isinstance(verdict, Refusal):
        raise verdict


async def _taken(tx: Tx, order: Order, command: SettleOrderCommand) -> Order:
    """The order after one word of its partner."""
    purpose = PURPOSES[order.purpose]
    is_first = command.state == "done" and order.state in OPEN
    most = await purpose.most(tx, order, command.told) if purpose.most is not None and is_first else None
    decision = decide(order.state, order.paid or order.amount, command.state, command.amount, command.reason, most)
    taken = replace(order, state=decision.state, reference=order.reference or command.reference, reason=decision.reason or order.reason)
    if decision.state not in OPEN:
        return replace(taken, receipt=order.receipt or command.receipt, settled_at=order.settled_at or tx.now, ask_at=None)
    ask_at = await purpose.ask_at(tx, order, command.told) if purpose.ask_at is not None and command.state == "pending" else None
    if ask_at is not None:
        return replace(taken, ask_at=ask_at)
    if not command.asked:
        return taken
    return replace(taken, attempts=order.attempts + 1, ask_at=tx.now + asked_after(order.attempts))


async def _end_hold(tx: Tx, order: Order, paid: Amount | None) -> Order:
    """Capture what was paid and let go of the rest. What the ledger refuses (the wallet was frozen or closed meanwhile) is a mismatch: the partner has it."""
    planned: ledger.Planned
    if order.state is OrderState.PAID:
        planned = ledger.PlannedCapture(_movement_id(order), _hold_id(order), paid, release_rest=True)
    elif order.state is OrderState.REFUSED:
        planned = ledger.PlannedRelease(_hold_id(order))
    else:
        return order
    (verdict,) = await ledger.post(tx, [(order.id, [planned])])
    if isinstance(verdict, Refusal):
        return replace(order, state=OrderState.MISMATCH, reason=f"the ledger refused: {type(verdict).__name__}")
    return replace(order, paid=paid if order.state is OrderState.PAID else None)


def _hold_id(order: Order) -> UUID:
    return derived_id(order.id, "hold")


def _movement_id(order: Order) -> UUID:
    return derived_id(order.id, "post")


def _publish(tx: Tx, before: Order, order: Order, has_ended: bool) -> None:
    """Say what became of an order: each end once, each contradiction once."""
    who = (order.customer_id, None, order.id, order.scene)
    if has_ended and order.paid is not None:
        tx.publish(SceneOrderPaid(*who, order.purpose, _movement_id(order), order.paid.minor, order.paid.asset.code))
    elif has_ended and order.state is OrderState.REFUSED:
        tx.publish(SceneOrderRefused(*who, order.purpose, order.reason or ""))
    elif order.state not in OPEN and order.reason is not None and order.reason != before.reason:
        tx.publish(SceneOrderMismatched(*who, order.state, order.reason))

"""Give back what was paid for an order, or a part of it: a saga like the order's own. No money moves before the partner has said that it gives it back.

open_refund    writes the row and says so                  (inside a verb of a kind: cancel an appointment, return goods, ...)
place_refund   calls the partner, no transaction           (jobs/refund.py, after SceneRefundRequested)
settle_refund  takes the partner's word, and posts         (the job, or asking again: each may come late, or twice)"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domains import ledger
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import IdReused, Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.order import RefundNotFound
from domains.scenes.events.order import SceneOrderRefunded, SceneRefundRefused, SceneRefundRequested
from domains.scenes.queries import order as orders
from domains.scenes.queries import refund as refunds
from domains.scenes.queries.order import Order
from domains.scenes.queries.refund import SceneRefund
from domains.scenes.rules.order import FIRST_ASKED_AFTER, OPEN, asked_after, decide
from domains.scenes.rules.refund import RefundState, check_refund
from domains.scenes.service.calling import write_answers
from domains.scenes.service.order import SettleOrderCommand, scene_account_id

SCENE_REFUND = "scene_refund"
"""The kind of its movements."""

OnRefund = Callable[[Tx, Order, SceneRefund], Awaitable[None]]

ON_REFUND: dict[str, OnRefund] = {}
"""What the end of a refund does, by the purpose of its order. Filled as the kinds' services are imported; a purpose may do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRefundCommand(Command):
    """A partner's word on a refund. Without a request id, as for orders."""

    refund_id: UUID
    state: str
    amount: Amount | None
    reference: str | None
    reason: str | None


def ends_refunds(purpose: str) -> Callable[[OnRefund], OnRefund]:
    """Register what the end of refunds does to what an order paid, in the transaction that ends them, also when the partner refused."""

    def register(on_refund: OnRefund) -> OnRefund:
        ON_REFUND[purpose] = on_refund
        return on_refund

    return register


def refund_settlement(refund_id: UUID, settled: SettleOrderCommand) -> SettleRefundCommand:
    """The command that takes a partner's answer, as `settlement` reads it."""
    return SettleRefundCommand(
        request_id=None,
        owner_id=settled.owner_id,
        refund_id=refund_id,
        state=settled.state,
        amount=settled.amount,
        reference=settled.reference,
        reason=settled.reason,
    )


def refund_given(refund: SceneRefund) -> dict[str, Any]:
    """What the partner is told of a refund: the same in every attempt."""
    return {"payment_id": str(refund.order_id), "amount_minor": refund.amount.minor, "currency": refund.amount.asset.code}


async def open_refund(tx: Tx, order_id: UUID, refund_id: UUID, amount: Amount) -> SceneRefund:
    """Write the refund down. The caller has seen to it that the order may be given back. Raises in the order of rules/refund.py; IdReused."""
    order = (await orders.lock_orders(tx, [order_id]))[order_id]
    standing = Amount(await refunds.sum_standing(tx, order.customer_id, order.id), order.amount.asset)
    check_refund(order.state, order.paid or order.amount, standing, amount)
    refund = SceneRefund(
        customer_id=order.customer_id,
        id=refund_id,
        order_id=order.id,
        scene=order.scene,
        amount=amount,
        state=RefundState.REQUESTED,
        reference=None,
        reason=None,
        requested_at=tx.now,
        settled_at=None,
        attempts=0,
        ask_at=tx.now + FIRST_ASKED_AFTER,
    )
    if not await refunds.insert_refund(tx, refund):
        raise IdReused(refund_id)
    tx.publish(SceneRefundRequested(order.customer_id, None, refund.id, order.id, order.scene, amount.minor, amount.asset.code))
    return refund


@composite_verb(SceneRefund)
async def settle_refund(tx: Tx, command: SettleRefundCommand) -> SceneRefund | Refusal:
    """Take a partner's word by the table in rules/order.py; `done` gives the money back, once. Refuses RefundNotFound."""
    seen = await refunds.lock_refund(tx, command.refund_id)
    if seen is None:
        raise RefundNotFound(command.refund_id)
    write_answers(tx, {seen.id: (command.state, command.reason)})
    after = _taken(tx, seen, command)
    if seen.state not in OPEN or after.state in OPEN:
        refunds.change_refund(tx, after)
        return after
    ((order,),) = [await orders.find_orders(tx, [seen.order_id], [seen.customer_id])]
    assert order is not None
    if after.state is RefundState.PAID:
        after = await _post(tx, order, after)
    refunds.change_refund(tx, after)
    if order.purpose in ON_REFUND:
        await ON_REFUND[order.purpose](tx, order, after)
    _publish(tx, order, after)
    return after


def _taken(tx: Tx, refund: SceneRefund, command: SettleRefundCommand) -> SceneRefund:
    decision = decide(refund.state, refund.amount, command.state, command.amount, command.reason)
    taken = replace(refund, state=decision.state, reference=refund.reference or command.reference, reason=decision.reason or refund.reason)
    if decision.state not in OPEN:
        return replace(taken, settled_at=refund.settled_at or tx.now, ask_at=None)
    return replace(taken, attempts=refund.attempts + 1, ask_at=tx.now + asked_after(refund.attempts))


async def _post(tx: Tx, order: Order, refund: SceneRefund) -> SceneRefund:
    """From what the house owes the partner to the customer's wallet. What the ledger refuses (the wallet was closed meanwhile) is a mismatch."""
    source = scene_account_id(order.scene, order.amount.asset)
    planned = ledger.PlannedMovement(_movement_id(refund), SCENE_REFUND, source, order.account_id, refund.amount)
    (verdict,) = await ledger.post(tx, [(refund.id, [planned])])
    if isinstance(verdict, Refusal):
        return replace(refund, state=RefundState.MISMATCH, reason=f"the ledger refused: {type(verdict).__name__}")
    return refund


def _movement_id(refund: SceneRefund) -> UUID:
    return derived_id(refund.id, "post")


def _publish(tx: Tx, order: Order, refund: SceneRefund) -> None:
    who = (order.customer_id, None, refund.id, order.id, order.scene)
    if refund.state is RefundState.PAID:
        tx.publish(SceneOrderRefunded(*who, order.purpose, _movement_id(refund), refund.amount.minor, refund.amount.asset.code))
    else:
        tx.publish(SceneRefundRefused(*who, refund.state, refund.reason or ""))

"""Post one occurrence of a standing order, once whatever happens."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domains import customers, ledger
from domains.kernel.clock import business_date
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.wallet.accounts import wallet_account_id
from domains.wallet.errors.standing_orders import StandingOrderNotFound
from domains.wallet.events.standing_orders import OccurrencePosted, OccurrenceRefused
from domains.wallet.queries import notes, standing_orders
from domains.wallet.queries.payees import find_first_paid, note_first_paid
from domains.wallet.queries.standing_orders import StandingOrder
from domains.wallet.rules.payees import is_new_payee, limits_to
from domains.wallet.rules.scenes import scene_limits
from domains.wallet.rules.standing_orders import AUTHORISED, FAILURES_MAX, TRIED_AGAIN_AFTER, StandingOrderState
from domains.wallet.rules.transfers import check_transfer
from domains.wallet.service.open import new_wallet, post_and_open
from domains.wallet.service.standing_orders import advanced, write_change
from domains.wallet.service.transfer import TRANSFER


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOccurrenceCommand(Command):
    """The occurrence of that day. Without a request id: the order's row, under its lock, tells whether it is still to come."""

    standing_order_id: UUID
    due_on: date


@composite_verb(StandingOrder)
async def post_occurrence(tx: Tx, command: PostOccurrenceCommand) -> StandingOrder | Refusal:
    """Move the money and go on to the next occurrence; or, where it is refused, count that. Nothing happens where it is not this occurrence's turn.
    Refuses StandingOrderNotFound."""
    order = await standing_orders.lock_standing_order(tx, command.standing_order_id)
    if order is None:
        raise StandingOrderNotFound
    today = business_date(tx.now)
    if order.state is not StandingOrderState.ACTIVE or order.next_on != command.due_on or order.try_on > today:
        return order
    refusal = await _move(tx, order, today)
    if refusal is None:
        tx.publish(OccurrencePosted(order.customer_id, order.target_id, order.id, order.next_on, movement_id(order)))
        return write_change(tx, order, advanced(order, order.number + 1))
    failed = replace(order, failures=order.failures + 1, reason=type(refusal).__name__, try_on=today + TRIED_AGAIN_AFTER)
    tx.publish(OccurrenceRefused(order.customer_id, None, order.id, order.next_on, type(refusal).__name__, failed.failures))
    return write_change(tx, order, replace(failed, state=StandingOrderState.STOPPED) if failed.failures >= FAILURES_MAX else failed)


def movement_id(order: StandingOrder) -> UUID:
    """Of the occurrence that comes next."""
    return derived_id(order.id, f"occurrence:{order.next_on.isoformat()}")


async def _move(tx: Tx, order: StandingOrder, today: date) -> Refusal | None:
    """Post the movement, or say why not."""
    pair, asset = (order.customer_id, order.target_id), order.amount.asset
    owner = (await customers.lock_customers(tx, [order.customer_id])).get(order.customer_id)
    tier = customers.Tier.BASIC if owner is None else owner.tier
    try:
        check_transfer(order.amount, order.note, tier, *pair, AUTHORISED)
    except Refusal as refusal:
        return refusal
    first_paid = await find_first_paid(tx, [pair])
    movement = ledger.PlannedMovement(
        movement_id(order),
        "standing_order",
        wallet_account_id(order.customer_id, asset),
        wallet_account_id(order.target_id, asset),
        order.amount,
        (*limits_to(tier, asset, today, is_new=is_new_payee(first_paid.get(pair), tx.now)), *scene_limits(tier, TRANSFER, asset, today)),
    )
    target = new_wallet(order.target_id, asset)
    (verdict,) = await post_and_open(tx, [(movement.id, [movement])], {target.id: target})
    if isinstance(verdict, Refusal):
        return verdict
    if order.note:
        await notes.insert_notes(tx, [(movement.id, order.note)])
    note_first_paid(tx, [pair])
    return None

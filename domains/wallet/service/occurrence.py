"""Post one occurrence of a standing order, once whatever happens.

The risk rules judge it when its time has come, with nobody there to be asked: a PIN that they demand was proved when the order was made, a code is not there.
What staff are to look at waits for them; the order goes on when they let it go, and tries again once their time is over."""

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
from domains.wallet.errors.risk import HeldForReview, RefusedForSafety
from domains.wallet.errors.standing_orders import StandingOrderNotFound
from domains.wallet.events.standing_orders import OccurrencePosted, OccurrenceRefused
from domains.wallet.queries import notes, standing_orders
from domains.wallet.queries.payees import note_first_paid
from domains.wallet.queries.risk import Review
from domains.wallet.queries.standing_orders import StandingOrder
from domains.wallet.rules.scenes import Scene
from domains.wallet.rules.standing_orders import AUTHORISED, FAILURES_MAX, HELD, TRIED_AGAIN_AFTER, UNDECIDED, StandingOrderState
from domains.wallet.rules.transfers import check_transfer
from domains.wallet.service.judge_risk import Judged, RiskAsk, judge_risk, keep_decisions, keep_reviews, limits_for, plan_judged, tell_held
from domains.wallet.service.open import new_wallet, post_and_open
from domains.wallet.service.standing_orders import advanced, write_change


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOccurrenceCommand(Command):
    """The occurrence of that day. Without a request id: the order's row, under its lock, tells whether it is still to come."""

    standing_order_id: UUID
    due_on: date


@composite_verb(StandingOrder)
async def post_occurrence(tx: Tx, command: PostOccurrenceCommand) -> StandingOrder | Refusal:
    """Move the money and go on to the next occurrence; have it looked at; or, where it is refused, count that. Nothing happens where it is not this
    occurrence's turn. Refuses StandingOrderNotFound."""
    order = await standing_orders.lock_standing_order(tx, command.standing_order_id)
    if order is None:
        raise StandingOrderNotFound
    today = business_date(tx.now)
    if order.state is not StandingOrderState.ACTIVE or order.next_on != command.due_on or order.try_on > today:
        return order
    if order.reason == HELD and order.failures + 1 >= FAILURES_MAX:
        return _failed(tx, order, UNDECIDED, today)
    before = order
    if order.reason == HELD:
        order = _counted(tx, order, UNDECIDED)
    refusal = await _move(tx, order)
    if isinstance(refusal, HeldForReview):
        return write_change(tx, before, replace(order, reason=HELD, try_on=business_date(refusal.until) + TRIED_AGAIN_AFTER))
    if refusal is not None:
        return write_change(tx, before, _after_failure(_counted(tx, order, type(refusal).__name__), today))
    return _went(tx, before)


async def is_waiting_for(tx: Tx, review: Review) -> StandingOrder | None:
    """The order under lock, if the occurrence that staff look at is still the one that comes next: its owner may have paused or stopped it meanwhile."""
    assert review.standing_order_id is not None
    order = await standing_orders.lock_standing_order(tx, review.standing_order_id)
    assert order is not None
    return order if order.state is StandingOrderState.ACTIVE and movement_id(order) == review.movement_id else None


def end_occurrence(tx: Tx, order: StandingOrder, *, released: bool) -> None:
    """What staff decided of the occurrence that comes next: it went, or it failed."""
    if released:
        _went(tx, order)
    else:
        _failed(tx, order, RefusedForSafety.__name__, business_date(tx.now))


def movement_id(order: StandingOrder) -> UUID:
    """Of the occurrence that comes next."""
    return derived_id(order.id, f"occurrence:{order.next_on.isoformat()}")


async def _move(tx: Tx, order: StandingOrder) -> Refusal | None:
    """Post the movement, or say why not. HeldForReview once its money is held."""
    owner = (await customers.lock_customers(tx, [order.customer_id])).get(order.customer_id)
    tier = customers.Tier.BASIC if owner is None else owner.tier
    try:
        check_transfer(order.amount, order.note, tier, order.customer_id, order.target_id, AUTHORISED)
    except Refusal as refusal:
        return refusal
    # Whoever made the order was there then, and not since. Each try is judged anew, under an id of its own.
    sender = customers.Sender(order.customer_id, tier, order.created_at, order.created_at)
    id_ = derived_id(movement_id(order), f"try:{tx.now.isoformat()}")
    ask = RiskAsk(id_, Scene.STANDING_ORDER, sender, order.target_id, order.amount, AUTHORISED, movement_id=movement_id(order))
    (judged,) = await judge_risk(tx, [ask])
    if judged.refusal is not None:
        keep_decisions(tx, [judged], [])
        return judged.refusal
    return await _post(tx, order, judged)


async def _post(tx: Tx, order: StandingOrder, judged: Judged) -> Refusal | None:
    asset, target = order.amount.asset, new_wallet(order.target_id, order.amount.asset)
    source = wallet_account_id(order.customer_id, asset)
    movement = ledger.PlannedMovement(movement_id(order), "standing_order", source, target.id, order.amount, limits_for(tx, judged, to_payee=True))
    (verdict,) = await post_and_open(tx, [(judged.ask.id, [plan_judged(tx, judged, movement)])], {target.id: target})
    if isinstance(verdict, Refusal):
        return verdict
    held = [judged] if judged.is_held else []
    keep_decisions(tx, [judged], [] if held else [judged.ask.id], [one.ask.id for one in held])
    keep_reviews(tx, held, standing_order_id=order.id)
    if order.note:
        await notes.insert_notes(tx, [(movement.id, order.note)])
    if held:
        return tell_held(tx, judged)
    note_first_paid(tx, [(order.customer_id, order.target_id)])
    return None


def _went(tx: Tx, order: StandingOrder) -> StandingOrder:
    tx.publish(OccurrencePosted(order.customer_id, order.target_id, order.id, order.next_on, movement_id(order)))
    return write_change(tx, order, advanced(order, order.number + 1))


def _failed(tx: Tx, order: StandingOrder, reason: str, today: date) -> StandingOrder:
    return write_change(tx, order, _after_failure(_counted(tx, order, reason), today))


def _counted(tx: Tx, order: StandingOrder, reason: str) -> StandingOrder:
    """One failure more, and the customer is told."""
    tx.publish(OccurrenceRefused(order.customer_id, None, order.id, order.next_on, reason, order.failures + 1))
    return replace(order, failures=order.failures + 1, reason=reason)


def _after_failure(order: StandingOrder, today: date) -> StandingOrder:
    stopped = order.failures >= FAILURES_MAX
    return replace(order, try_on=today + TRIED_AGAIN_AFTER, state=StandingOrderState.STOPPED if stopped else order.state)

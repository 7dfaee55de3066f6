"""What the sagas of payment channels share: take a channel's word on an order, end what is to end in the ledger, once, and say so.

A word may come late, twice, or in another order (the job's answer, a callback, asking again): the row under its lock, and the table in rules/top_ups.py, make
that harmless. A success under a reference that the channel gave to another order is not believed: it is a mismatch, for an operator."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from domains import ledger
from domains.kernel.commands import HOUSE_ID, Command
from domains.kernel.errors import Refusal
from domains.kernel.events import Event
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.ports import ChannelAnswer
from domains.wallet.queries.channel_health import count_outcomes
from domains.wallet.queries.channel_orders import ChannelOrder, ChannelOrders
from domains.wallet.rules.routing import has_failed
from domains.wallet.rules.top_ups import OPEN, TopUpState, asked_after, decide

O = TypeVar("O", bound=ChannelOrder)  # noqa: E741


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleCommand(Command):
    """A channel's word on an order. `asked` when it answers a question of ours, so that the next one waits longer.

    It has no request id: the row, under its lock, is what makes repeats harmless, and the same word may rightly come again with another effect."""

    order_id: UUID
    channel: str
    state: str
    reference: str | None
    amount: Amount | None
    reason: str | None
    asked: bool


@dataclass(frozen=True, slots=True)
class OrderSettled:
    """Where the order stands after the word was taken."""

    order_id: UUID
    state: TopUpState


def settlement(channel: str, order_id: UUID, answer: ChannelAnswer, *, asked: bool) -> SettleCommand:
    """The command that takes a channel's answer or callback."""
    return SettleCommand(
        request_id=None,
        owner_id=HOUSE_ID,
        order_id=order_id,
        channel=channel,
        state=answer.state,
        reference=answer.reference,
        amount=answer.amount,
        reason=answer.reason,
        asked=asked,
    )


class Facts(NamedTuple):
    """The events of a saga: (customer, None, order, movement, minor, asset), (customer, None, order, reason), (customer, None, order, state, reason)."""

    posted: Callable[[UUID, None, UUID, UUID, int, str], Event]
    refused: Callable[[UUID, None, UUID, str], Event]
    mismatched: Callable[[UUID, None, UUID, str, str], Event]


class Saga(NamedTuple, Generic[O]):
    """What is of its own in a saga. `did` is what its channel does, in the past tense; `end` plans what an order that is posted or refused does in the
    ledger; `came_back` is told of orders whose money came back."""

    orders: ChannelOrders[O]
    did: str
    end: Callable[[O], Sequence[ledger.Planned]]
    facts: Facts
    not_found: Callable[[UUID], Refusal]
    came_back: Callable[[Tx, Sequence[O]], None]


def movement_id_of(order: ChannelOrder) -> UUID:
    """The movement that an order ends in."""
    return derived_id(order.id, "post")


async def settle(tx: Tx, saga: Saga[O], commands: Sequence[SettleCommand]) -> list[OrderSettled | Refusal]:
    """Take the words, in order. Refuses what the saga says of an order that is not there, also of another channel's."""
    before = await saga.orders.lock(tx, sorted({command.order_id for command in commands}))
    after = dict(before)
    heard = [command for command in commands if command.order_id in before and before[command.order_id].channel == command.channel]
    taken = await saga.orders.find_references(tx, {(one.channel, one.reference) for one in heard if _is_new_to(before[one.order_id], one)})
    for command in heard:
        owner_id = taken.setdefault((command.channel, command.reference), command.order_id) if command.reference is not None else command.order_id
        after[command.order_id] = _told(tx, saga, after[command.order_id], command, is_reused=owner_id != command.order_id)
    await _end(tx, saga, before, after)
    changed = [order for id_, order in after.items() if order != before[id_]]
    saga.orders.update(tx, changed)
    saga.came_back(tx, [one for one in changed if one.state is TopUpState.REFUSED])
    for order in changed:
        _publish(tx, saga.facts, before[order.id], order)
    count_outcomes(tx, [(one.channel, has_failed(one.state, one.reason)) for one in commands if one.asked])
    known = {(command.order_id, command.channel) for command in heard}
    return [OrderSettled(one.order_id, after[one.order_id].state) if (one.order_id, one.channel) in known else saga.not_found(one.order_id) for one in commands]


def _is_new_to(order: ChannelOrder, command: SettleCommand) -> bool:
    return command.reference is not None and order.reference is None


def _told(tx: Tx, saga: Saga[O], order: O, command: SettleCommand, *, is_reused: bool) -> O:
    """The order after one word of its channel."""
    decision = decide(order.state, order.amount, command.state, command.amount, command.reason, saga.did)
    reference = order.reference
    if is_reused and decision.state is TopUpState.POSTED and order.state in OPEN:
        decision = decision._replace(state=TopUpState.MISMATCH, reason="the channel gave the reference of another order")
    elif not is_reused:
        reference = reference or command.reference
    told = replace(order, state=decision.state, reference=reference, reason=decision.reason or order.reason)
    if decision.state not in OPEN:
        return replace(told, settled_at=order.settled_at or tx.now, ask_at=None)
    if not command.asked:
        return told
    return replace(told, attempts=order.attempts + 1, ask_at=tx.now + asked_after(order.attempts))


async def _end(tx: Tx, saga: Saga[O], before: dict[UUID, O], after: dict[UUID, O]) -> None:
    """Post what ended. What the ledger refuses (an account was frozen or closed meanwhile) is a mismatch: the channel has moved the money."""
    ended = [one for id_, one in after.items() if before[id_].state in OPEN and one.state in (TopUpState.POSTED, TopUpState.REFUSED)]
    journals = [(one, planned) for one in ended if (planned := saga.end(one))]
    if not journals:
        return
    for (one, _), verdict in zip(journals, await ledger.post(tx, [(one.id, planned) for one, planned in journals]), strict=True):
        if isinstance(verdict, Refusal):
            after[one.id] = replace(one, state=TopUpState.MISMATCH, reason=f"the ledger refused: {type(verdict).__name__}")


def _publish(tx: Tx, facts: Facts, before: ChannelOrder, order: ChannelOrder) -> None:
    """Say what became of an order: each end once, each contradiction once."""
    ended = before.state in OPEN
    if ended and order.state is TopUpState.POSTED:
        tx.publish(facts.posted(order.customer_id, None, order.id, movement_id_of(order), order.amount.minor, order.amount.asset.code))
    if ended and order.state is TopUpState.REFUSED:
        tx.publish(facts.refused(order.customer_id, None, order.id, order.reason or ""))
    elif order.state not in OPEN and order.reason is not None and order.reason != before.reason:
        tx.publish(facts.mismatched(order.customer_id, None, order.id, order.state, order.reason))

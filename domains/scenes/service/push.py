"""Take what partners push: stored once and acknowledged, then taken up by a job.

take_push      once for each partner and webhook id, in the transaction whose commit the acknowledgement waits for   (the gateway's door)
take_up_push   what it does, once, in one transaction with its new state                                              (jobs/push.py)

A kind says with `takes_up` what a type of push does. What it refuses is written down beside the message; the partner was told long before."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.scenes.errors.push import PushMalformed, PushReused
from domains.scenes.events.link import PartnerAsked
from domains.scenes.events.push import PushReceived
from domains.scenes.queries import link as links
from domains.scenes.queries import order as orders
from domains.scenes.queries import push as pushes
from domains.scenes.queries.order import Order
from domains.scenes.queries.push import Push
from domains.scenes.rules.network import ACCOUNT_PURPOSE, account_text
from domains.scenes.rules.order import OPEN
from domains.scenes.rules.push import ACCOUNT_CHANGED, ORDER_CHANGED, PushState, check_push
from domains.scenes.rules.scene import SceneKind

TakeUp = Callable[[Tx, Push], Awaitable[None]]

TAKERS: dict[str, TakeUp] = {}
"""By the type of the push. Filled as the kinds' services are imported."""


Look = Callable[[Tx, Order, UUID], Awaitable[None]]

LOOKS: dict[str, Look] = {}
"""What is asked when an order that has ended is said to have changed, by its purpose. Filled as the kinds' services are imported; a purpose may do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePushCommand(Command):
    """A message whose signature and time hold. It has no request id: (scene, webhook id) is what makes repeats harmless."""

    scene: str
    kind: SceneKind
    webhook_id: str
    type: str
    data: Mapping[str, Any] = field(metadata=UNHASHED)
    digest: bytes


@dataclass(frozen=True, slots=True)
class PushTaken:
    """It is stored. `is_repeat`: it was already, and nothing was written."""

    push_id: UUID
    is_repeat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUpPushCommand(Command):
    """Without a request id: the row, under its lock, says whether it was taken up."""

    push_id: UUID


@dataclass(frozen=True, slots=True)
class PushTakenUp:
    state: str
    reason: str | None


def takes_up(type_: str) -> Callable[[TakeUp], TakeUp]:
    """Register what a push of that type does, once. It raises PushMalformed for what makes no sense, before it writes anything."""

    def register(take_up: TakeUp) -> TakeUp:
        TAKERS[type_] = take_up
        return take_up

    return register


def looks_after(purpose: str) -> Callable[[Look], Look]:
    """Register who asks how what an order paid stands. It is given the order under its lock, and an id for what it asks."""

    def register(look: Look) -> Look:
        LOOKS[purpose] = look
        return look

    return register


@composite_verb(PushTaken)
async def take_push(tx: Tx, command: TakePushCommand) -> PushTaken | Refusal:
    """Store it. The same message again changes nothing. Refuses PushTypeUnknown, PushMalformed, PushReused."""
    check_push(command.kind, command.type, command.data)
    push_id = derived_id(HOUSE_ID, f"push:{command.scene}:{command.webhook_id}")
    push = Push(command.scene, command.webhook_id, push_id, command.type, command.data, command.digest, PushState.TAKEN, None, tx.now, None)
    if await pushes.insert_push(tx, push):
        tx.publish(PushReceived(HOUSE_ID, None, push_id, command.scene))
        return PushTaken(push_id, is_repeat=False)
    known = await pushes.find_push(tx, command.scene, command.webhook_id)
    if known is None or known.digest != command.digest:
        raise PushReused
    return PushTaken(push_id, is_repeat=True)


@composite_verb(PushTakenUp)
async def take_up_push(tx: Tx, command: TakeUpPushCommand) -> PushTakenUp | Refusal:
    """Do what it tells, unless that was done. Refuses nothing: what makes no sense is written down."""
    push = await pushes.lock_push(tx, command.push_id)
    if push is None or push.state is not PushState.TAKEN:
        return PushTakenUp("absent" if push is None else push.state, None)
    state, reason = PushState.DONE, None
    try:
        await TAKERS[push.type](tx, push)
    except PushMalformed as malformed:
        state, reason = PushState.REFUSED, malformed.reason[:200]
    await pushes.end_push(tx, replace(push, state=state, reason=reason, taken_up_at=tx.now))
    return PushTakenUp(state, reason)


@takes_up(ACCOUNT_CHANGED)
async def ask_about_changed_account(tx: Tx, push: Push) -> None:
    """The partner is asked at once what is new for whoever linked that account: what it pushes is a reason to ask, and never its word."""
    account = push.data.get("account")
    if not isinstance(account, str) or not account:
        raise PushMalformed("account")
    found = await links.lock_links_of_account(tx, push.scene, tx.port(Keyring).blind_index(ACCOUNT_PURPOSE, account_text(push.scene, account)))
    if not found:
        raise PushMalformed("account_not_linked")
    for link in found:
        await links.update_link(tx, replace(link, ask_at=tx.now))
        tx.publish(PartnerAsked(link.customer_id, None, link.id, link.scene))


@takes_up(ORDER_CHANGED)
async def ask_for_changed_order(tx: Tx, push: Push) -> None:
    """A push is a reason to ask the partner about one of its orders, and never its word on it."""
    try:
        order_id = UUID(push.data["order_id"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise PushMalformed("order_id") from None
    order = (await orders.lock_orders(tx, [order_id])).get(order_id)
    if order is None or order.scene != push.scene:
        raise PushMalformed("order_not_found")
    if order.state in OPEN:
        orders.change_orders(tx, [replace(order, ask_at=tx.now)])
    elif order.purpose in LOOKS:
        await LOOKS[order.purpose](tx, order, derived_id(push.id, "look"))

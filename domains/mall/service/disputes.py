"""Disputes: the buyer opens one, the shop answers, an operator decides; everybody shows what they have, and the log keeps it all.

A decision moves no money until it can no longer be reversed: then the house carries it out by the one way in which something goes back."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers, wallet
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AssetMismatch, Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.mall.errors.after_sale import DisputeEnded, DisputeNotFound, DisputeOpen
from domains.mall.errors.orders import MallOrderEnded
from domains.mall.errors.shops import ShopNotFound
from domains.mall.events.after_sale import MallDisputeChanged
from domains.mall.queries import after_sale, orders
from domains.mall.queries.after_sale import DisputeEntry, MallDispute
from domains.mall.queries.orders import MallOrder
from domains.mall.rules.after_sale import DISPUTABLE_FOR, REVERSIBLE_FOR, DisputeEvent, DisputeState, check_evidence, step_dispute
from domains.mall.rules.returns import spread
from domains.mall.service.acting import own_shop
from domains.mall.service.held import own_order
from domains.mall.service.refunds import RETURNABLE, Refunded, held, refund

ENDED = (DisputeState.CLOSED, DisputeState.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDisputeCommand(Command):
    """`owner_id` disputes an order and wants `asked` of it back."""

    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID
    asked: Amount
    text: str
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TellDisputeCommand(Command):
    """`owner_id`, the buyer or who acts for the shop, says and shows something: the shop's first word answers it."""

    session_id: UUID = field(metadata=UNHASHED)
    dispute_id: UUID
    text: str
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDisputeCommand(Command):
    """`owner_id` has nothing to dispute any more."""

    session_id: UUID = field(metadata=UNHASHED)
    dispute_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideDisputeCommand(Command):
    """`owner_id`, a member of staff, decides how much goes back, which may be nothing."""

    session_id: UUID = field(metadata=UNHASHED)
    dispute_id: UUID
    amount: Amount
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseDisputeCommand(Command):
    """`owner_id`, a member of staff, takes a decision back that was not carried out."""

    session_id: UUID = field(metadata=UNHASHED)
    dispute_id: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOutDisputeCommand(Command):
    """The house: a decision stands. Nothing happens to one that can still be reversed."""

    dispute_id: UUID


@composite_verb(MallDispute)
async def open_dispute(tx: Tx, command: OpenDisputeCommand) -> MallDispute | Refusal:
    """Refuses MallOrderNotFound, MallOrderEnded (not paid, all given back, or too long ago), DisputeOpen, DisputeMalformed, AssetMismatch, RefundTooLarge."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    order = await own_order(tx, command.owner_id, command.order_id)
    if order.state not in RETURNABLE or tx.now >= order.placed_at + DISPUTABLE_FOR:
        raise MallOrderEnded(order.state.value)
    (before,) = await after_sale.list_disputes(tx, [(order.customer_id, order.id)])
    if any(one.state not in ENDED for one in before):
        raise DisputeOpen
    check_evidence(command.text, command.media, 0)
    _check_amount(order, command.asked, least=1)
    assert command.request_id is not None
    id_ = derived_id(command.request_id, "dispute")
    named = (order.customer_id, id_, order.id, order.shop_id, DisputeState.OPEN, command.asked.minor, None, 0, order.asset)
    told = _Told(DisputeEvent.OPENED, "buyer", command.owner_id, command.text, command.media, command.asked.minor)
    return _write(tx, MallDispute(*named, tx.now, None, tx.now), 1, told)


@composite_verb(MallDispute)
async def tell_dispute(tx: Tx, command: TellDisputeCommand) -> MallDispute | Refusal:
    """Refuses DisputeNotFound, DisputeEnded, DisputeMalformed."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    one, _ = await _lock(tx, command.dispute_id)
    is_buyer = one.customer_id == command.owner_id
    if not is_buyer:
        await _check_shop(tx, command, one)
    event = DisputeEvent.ADDED if is_buyer else DisputeEvent.ANSWERED
    state = step_dispute(one.state, event)
    number = await _number(tx, one)
    check_evidence(command.text, command.media, number - 1)
    told = _Told(event, "buyer" if is_buyer else "shop", command.owner_id, command.text, command.media)
    return _write(tx, one._replace(state=state, changed_at=tx.now), number, told)


@composite_verb(MallDispute)
async def withdraw_dispute(tx: Tx, command: WithdrawDisputeCommand) -> MallDispute | Refusal:
    """Refuses DisputeNotFound, DisputeEnded once it is decided."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    one, _ = await _lock(tx, command.dispute_id)
    if one.customer_id != command.owner_id:
        raise DisputeNotFound
    state = step_dispute(one.state, DisputeEvent.WITHDRAWN)
    told = _Told(DisputeEvent.WITHDRAWN, "buyer", command.owner_id)
    return _write(tx, one._replace(state=state, changed_at=tx.now), await _number(tx, one), told)


@composite_verb(MallDispute)
async def decide_dispute(tx: Tx, command: DecideDisputeCommand) -> MallDispute | Refusal:
    """Refuses DisputeNotFound, DisputeEnded, DisputeMalformed, AssetMismatch, RefundTooLarge with what is left of the order."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    one, order = await _lock(tx, command.dispute_id)
    state = step_dispute(one.state, DisputeEvent.DECIDED)
    check_evidence(command.text, (), 0)
    _check_amount(order, command.amount, least=0)
    told = _Told(DisputeEvent.DECIDED, "staff", command.owner_id, command.text, (), command.amount.minor)
    after = one._replace(state=state, decided_minor=command.amount.minor, due_at=tx.now + REVERSIBLE_FOR, changed_at=tx.now)
    return _write(tx, after, await _number(tx, one), told)


@composite_verb(MallDispute)
async def reverse_dispute(tx: Tx, command: ReverseDisputeCommand) -> MallDispute | Refusal:
    """It is to be decided anew. Refuses DisputeNotFound, DisputeEnded once it is carried out, or could be; DisputeMalformed."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    one, _ = await _lock(tx, command.dispute_id)
    state = step_dispute(one.state, DisputeEvent.REVERSED)
    if one.due_at is not None and tx.now >= one.due_at:
        raise DisputeEnded(DisputeState.CLOSED.value)
    check_evidence(command.text, (), 0)
    told = _Told(DisputeEvent.REVERSED, "staff", command.owner_id, command.text, (), one.decided_minor)
    return _write(tx, one._replace(state=state, decided_minor=None, due_at=None, changed_at=tx.now), await _number(tx, one), told)


@composite_verb(MallDispute)
async def carry_out_dispute(tx: Tx, command: CarryOutDisputeCommand) -> MallDispute | Refusal:
    """What was decided goes back, as far as it is still there: over the lines, by what is left of them. Refuses DisputeNotFound."""
    one, order = await _lock(tx, command.dispute_id)
    if one.state is not DisputeState.DECIDED or one.due_at is None or tx.now < one.due_at:
        return one
    (lines,) = await orders.list_lines(tx, [order])
    back = spread([held(line) for line in lines], one.decided_minor or 0) if order.state in RETURNABLE else []
    minor = sum(part.minor for part in back)
    if minor:
        await refund(tx, Refunded(derived_id(one.id, f"carried out {one.due_at.isoformat()}"), command.owner_id), order, lines, back)
    told = _Told(DisputeEvent.CARRIED_OUT, "house", command.owner_id, minor=minor)
    state = step_dispute(one.state, DisputeEvent.CARRIED_OUT)
    return _write(tx, one._replace(state=state, refunded_minor=minor, due_at=None, changed_at=tx.now), await _number(tx, one), told)


@dataclass(frozen=True, slots=True)
class _Told:
    """A line of the log, to be numbered."""

    event: DisputeEvent
    by_role: str
    by_id: UUID
    text: str = ""
    media: tuple[str, ...] = ()
    minor: int | None = None


async def _lock(tx: Tx, id_: UUID) -> tuple[MallDispute, MallOrder]:
    """A dispute as it stands under its order's lock. Raises DisputeNotFound."""
    seen = await after_sale.find_dispute(tx, id_)
    if seen is None:
        raise DisputeNotFound
    order = await orders.lock_order(tx, seen.order_id)
    one = await after_sale.find_dispute(tx, id_)
    assert order is not None and one is not None
    return one, order


async def _check_shop(tx: Tx, command: TellDisputeCommand, one: MallDispute) -> None:
    try:
        await own_shop(tx, command.session_id, command.owner_id, one.shop_id)
    except ShopNotFound:
        raise DisputeNotFound from None


async def _number(tx: Tx, one: MallDispute) -> int:
    """Of its log's next line."""
    return await after_sale.count_entries(tx, one) + 1


def _check_amount(order: MallOrder, amount: Amount, *, least: int) -> None:
    left = order.total_minor + order.added_minor - order.refunded_minor
    if amount.asset != order.asset:
        raise AssetMismatch(amount.asset.code, order.asset.code)
    if not least <= amount.minor <= left:
        raise wallet.RefundTooLarge(Amount(left, order.asset))


def _write(tx: Tx, one: MallDispute, number: int, told: _Told) -> MallDispute:
    named = (one.customer_id, one.id, number, told.event, told.by_role, told.by_id, told.text.strip(), told.media, told.minor, tx.now, one.asset)
    after_sale.write_dispute(tx, one, DisputeEntry(*named))
    tx.publish(MallDisputeChanged(one.customer_id, one.shop_id, one.order_id, one.id, one.state.value))
    return one

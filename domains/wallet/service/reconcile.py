"""Compare a channel's bill with the books, keep the differences in suspense, and undo that once they are explained.

match_lines   takes lines of a bill, some hundred at a time
withdraw      takes back what an earlier reading of the bill said and this one does not
match_posted  takes what the books have of the day and no bill said
explain       looks again at what is open: a late callback may have posted it meanwhile

Each is a transaction of its own under the channel's lock. The items say what stands in suspense, so a repeat posts nothing twice."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from domains import ledger
from domains.kernel.clock import business_date, day_start
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import channel_account, channel_account_id, pay_out_account, pay_out_account_id, suspense_account, suspense_account_id
from domains.wallet.events.reconciliation import DifferenceExplained, DifferenceNoticed
from domains.wallet.queries import reconciliation
from domains.wallet.rules.reconciliation import (
    Item,
    ItemState,
    Ours,
    Theirs,
    belongs_to,
    compared,
    line_item_id,
    order_item_id,
    state_of,
    to_suspend,
)

SUSPENSE = "suspense"
"""The kind of its movements."""

PAGE = 500


@dataclass(frozen=True, slots=True)
class Compared:
    """How many of the items that were looked at stand in each state; how many could not be put in suspense; and where the next page begins, if there is one."""

    states: dict[str, int]
    unposted: int
    next_at: datetime | None = None
    next_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchLinesCommand(Command):
    """Lines of one bill. Without a request id, as the two below: the items, under the channel's lock, make repeats harmless."""

    channel: str
    direction: str
    day: date
    lines: tuple[Theirs, ...]


@composite_verb(Compared)
async def match_lines(tx: Tx, command: MatchLinesCommand) -> Compared:
    """Say of each line which order of ours it is, and how the two differ."""
    await reconciliation.lock_channel(tx, command.channel)
    found = await reconciliation.find_orders(
        tx, command.channel, command.direction, [line.order_id for line in command.lines], [line.reference for line in command.lines]
    )
    orders = _Orders(found)
    ids = [order_item_id(command.channel, one.id) for one in found]
    ids += [line_item_id(command.channel, command.direction, line.reference, line.amount.asset) for line in command.lines]
    before = await reconciliation.find_items(tx, command.channel, ids)
    after = dict(before)
    touched = [_take_line(command.channel, command.direction, command.day, line, orders, after) for line in command.lines]
    return await _keep(tx, before, after, touched)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawLinesCommand(Command):
    """Items of a bill that is read again without them."""

    channel: str
    direction: str
    day: date
    ids: tuple[UUID, ...]


@composite_verb(Compared)
async def withdraw_lines(tx: Tx, command: WithdrawLinesCommand) -> Compared:
    """Forget what an earlier reading of the bill said of these items."""
    await reconciliation.lock_channel(tx, command.channel)
    before = await reconciliation.find_items(tx, command.channel, command.ids)
    # What another bill says by now is left to it.
    stale = [item for item in before.values() if (item.direction, item.bill_day) == (command.direction, command.day)]
    after = {item.id: replace(item, theirs_minor=None, bill_day=None) for item in stale}
    return await _keep(tx, before, after, after)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchPostedCommand(Command):
    """What the books have of a day, from a place on."""

    channel: str
    direction: str
    day: date
    after_at: datetime
    after_id: UUID


@composite_verb(Compared)
async def match_posted(tx: Tx, command: MatchPostedCommand) -> Compared:
    """Say of each posted order of the day whether a bill had it."""
    await reconciliation.lock_channel(tx, command.channel)
    start, end = day_start(command.day), day_start(command.day + timedelta(days=1))
    after_place = (command.after_at, command.after_id)
    orders = await reconciliation.list_posted(tx, command.channel, command.direction, start, end, after_place, PAGE)
    before = await reconciliation.find_items(tx, command.channel, [order_item_id(command.channel, one.id) for one in orders])
    after = dict(before)
    for order in orders:
        id_ = order_item_id(command.channel, order.id)
        item = after.get(id_) or _new_item(command.channel, id_, command.direction, command.day, order.id, order.amount)
        after[id_] = replace(item, ours_minor=order.amount.minor, reference=item.reference or order.reference)
    # What a line had was counted with the line.
    compared_now = await _keep(tx, before, after, [id_ for id_, item in after.items() if item.theirs_minor is None])
    if len(orders) < PAGE or orders[-1].settled_at is None:
        return compared_now
    return replace(compared_now, next_at=orders[-1].settled_at, next_id=orders[-1].id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainCommand(Command):
    """The open differences of a channel, from an id on."""

    channel: str
    after_id: UUID


@composite_verb(Compared)
async def explain(tx: Tx, command: ExplainCommand) -> Compared:
    """Look again at differences that are open: what is posted by now is explained, what has become old is aged."""
    await reconciliation.lock_channel(tx, command.channel)
    opened = await reconciliation.list_open_items(tx, command.channel, command.after_id, PAGE)
    after = {item.id: item for item in opened}
    for direction in {item.direction for item in opened}:
        items = [item for item in opened if item.direction == direction]
        references = [item.reference for item in items if item.reference is not None]
        found = await reconciliation.find_orders(tx, command.channel, direction, [item.order_id for item in items], references)
        after = await reconciliation.find_items(tx, command.channel, [order_item_id(command.channel, one.id) for one in found]) | after
        orders = _Orders(found)
        for item in items:
            _look_again(item, orders, after)
    before = {item.id: item for item in opened} | await reconciliation.find_items(tx, command.channel, list(after))
    compared_now = await _keep(tx, before, after, [item.id for item in opened])
    return compared_now if len(opened) < PAGE else replace(compared_now, next_id=opened[-1].id)


class _Orders:
    """Orders by our id and by the channel's reference."""

    def __init__(self, found: Iterable[Ours]) -> None:
        self._by_id = {one.id: one for one in found}
        self._by_reference = {one.reference: one for one in self._by_id.values() if one.reference is not None}

    def of(self, order_id: UUID, reference: str | None) -> Ours | None:
        return self._by_id.get(order_id) or self._by_reference.get(reference or "")


def _take_line(channel: str, direction: str, day: date, line: Theirs, orders: _Orders, after: dict[UUID, Item]) -> UUID:
    """Write a line into the item that it belongs to. The item's id."""
    order = orders.of(line.order_id, line.reference)
    own_id = line_item_id(channel, direction, line.reference, line.amount.asset)
    if order is None or not belongs_to(line, order, after.get(order_item_id(channel, order.id))):
        item = after.get(own_id) or _new_item(channel, own_id, direction, day, line.order_id, line.amount)
        after[own_id] = replace(item, theirs_minor=line.amount.minor, reference=line.reference, bill_day=day, explained_by=None)
        return own_id
    id_ = order_item_id(channel, order.id)
    item = after.get(id_) or _new_item(channel, id_, direction, day, order.id, order.amount)
    after[id_] = replace(item, ours_minor=_posted_minor(order), theirs_minor=line.amount.minor, reference=line.reference, bill_day=day)
    if own_id in after:
        after[own_id] = replace(after[own_id], theirs_minor=None, explained_by=order.id)
    return id_


def _look_again(item: Item, orders: _Orders, after: dict[UUID, Item]) -> None:
    order = orders.of(item.order_id, item.reference)
    if order is None:
        return
    if item.id == order_item_id(item.channel, order.id):
        after[item.id] = replace(after[item.id], ours_minor=_posted_minor(order))
    elif item.theirs_minor is not None and item.reference is not None:
        line = Theirs(0, item.order_id, item.reference, Amount(item.theirs_minor, item.asset))
        _take_line(item.channel, item.direction, item.bill_day or item.day, line, orders, after)


def _posted_minor(order: Ours) -> int | None:
    return None if order.settled_at is None else order.amount.minor


def _new_item(channel: str, id_: UUID, direction: str, day: date, order_id: UUID, amount: Amount) -> Item:
    return Item(channel, id_, direction, day, ItemState.MATCHED, None, order_id, None, amount.asset, None, None)


async def _keep(tx: Tx, before: dict[UUID, Item], after: dict[UUID, Item], touched: Iterable[UUID]) -> Compared:
    """Write what changed, say so, and bring what stands in suspense to what is to stand there."""
    today = business_date(tx.now)
    for id_, item in after.items():
        difference = compared(item.ours_minor, item.theirs_minor)
        after[id_] = replace(item, difference=difference, state=state_of(difference, item.day, today))
    unposted = await _suspend(tx, after)
    changed = [item for id_, item in after.items() if item != before.get(id_)]
    reconciliation.write_items(tx, changed)
    for item in changed:
        was = before.get(item.id)
        if item.difference is not None and (was is None or was.difference is not item.difference):
            tx.publish(DifferenceNoticed(HOUSE_ID, None, item.id, item.channel, item.difference.value, item.suspended_minor, item.asset.code))
        elif item.difference is None and was is not None and was.difference is not None:
            tx.publish(DifferenceExplained(HOUSE_ID, None, item.id, item.channel))
    return Compared(dict(Counter(after[id_].state.value for id_ in set(touched))), unposted)


async def _suspend(tx: Tx, after: dict[UUID, Item]) -> int:
    """Post the movements. An item whose movement the ledger refuses stays as it was posted, and is tried again by the next run; how many there are."""
    planned = [item for item in after.values() if to_suspend(item) != item.suspended_minor]
    if not planned:
        return 0
    pairs = sorted({(item.channel, item.direction, item.asset.code): item for item in planned}.items())
    opened = [account for _, item in pairs for account in (suspense_account(item.channel, item.asset), _account_of(item))]
    await ledger.open_accounts(tx, list({account.id: account for account in opened}.values()))
    journals = [(_movement_id(item), [_movement(item)]) for item in planned]
    unposted = 0
    for item, verdict in zip(planned, await ledger.post(tx, journals), strict=True):
        if isinstance(verdict, Refusal):
            unposted += 1
        else:
            after[item.id] = replace(item, suspended_minor=to_suspend(item), postings=item.postings + 1)
    return unposted


def _movement(item: Item) -> ledger.PlannedMovement:
    """What the bill says more of money that came in is owed by the channel; of money that went out, to it. Suspense has the other side."""
    more = to_suspend(item) - item.suspended_minor
    suspense = suspense_account_id(item.channel, item.asset)
    sides = (channel_account_id(item.channel, item.asset), suspense) if item.direction == "in" else (suspense, pay_out_account_id(item.channel, item.asset))
    debited, credited = sides if more > 0 else sides[::-1]
    return ledger.PlannedMovement(_movement_id(item), SUSPENSE, debited, credited, Amount(abs(more), item.asset))


def _movement_id(item: Item) -> UUID:
    return derived_id(item.id, f"suspense:{item.postings + 1}")


def _account_of(item: Item) -> ledger.NewAccount:
    return channel_account(item.channel, item.asset) if item.direction == "in" else pay_out_account(item.channel, item.asset)

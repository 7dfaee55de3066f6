"""What a channel's bills and the books say of each other."""

from datetime import date
from enum import Enum

import strawberry

from domains import wallet
from domains.kernel.data_classes import C2
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import Cursor, Instant
from resolvers.wallet.reconciliation.rows import BrokenLineRow, ReconciliationRow


@strawberry.enum(description="Which way money goes through a channel.")
class ChannelDirection(Enum):
    IN = strawberry.enum_value("in", description="It comes in: top-ups.")
    OUT = strawberry.enum_value("out", description="It goes out: withdrawals.")


@strawberry.enum(description="What a channel's bill and the books say of one top-up or withdrawal.")
class BillItemState(Enum):
    MATCHED = strawberry.enum_value("matched", description="The same.")
    MISSING_OURS = strawberry.enum_value("missing_ours", description="The bill has it, the books do not.")
    MISSING_THEIRS = strawberry.enum_value("missing_theirs", description="The books have it, no bill does.")
    AMOUNT_DIFFERS = strawberry.enum_value("amount_differs", description="Both have it, with different amounts.")
    AGED = strawberry.enum_value("aged", description="They have differed for more than three days; `difference` says how.")


@computed("Which way the money goes.", name="direction")
def item_direction(item: wallet.bills.Item) -> ChannelDirection:
    return ChannelDirection(item.direction)


@computed("How it stands.", name="state")
def item_state(item: wallet.bills.Item) -> BillItemState:
    return BillItemState(item.state.value)


@computed("How the two differ; null where they do not.", name="difference")
def item_difference(item: wallet.bills.Item) -> BillItemState | None:
    return None if item.difference is None else BillItemState(item.difference.value)


@computed("What the books say; null where they have nothing.", C2)
def ours(item: wallet.bills.Item) -> Money | None:
    return None if item.ours_minor is None else Amount(item.ours_minor, item.asset)  # type: ignore[return-value]


@computed("What the bill says; null where it has nothing.", C2)
def theirs(item: wallet.bills.Item) -> Money | None:
    return None if item.theirs_minor is None else Amount(item.theirs_minor, item.asset)  # type: ignore[return-value]


@computed("By how much the bill says more than the books; it stands in suspense.", C2, name="suspended")
def item_suspended(item: wallet.bills.Item) -> Money:
    return Amount(item.suspended_minor, item.asset)  # type: ignore[return-value]


@type_of(wallet.bills.Item, "A top-up or withdrawal as a channel's bill and the books have it.")
class BillItem:
    id: strawberry.ID = field("The item.")
    direction = item_direction
    day: date = field("The business day on which it was seen first.")
    state = item_state
    difference = item_difference
    order_id: strawberry.ID = field("The top-up or withdrawal, as the bill or the books name it.")
    reference: str | None = field("The channel's own reference.")
    ours = ours
    theirs = theirs
    suspended = item_suspended


@computed("Which way the money goes.", name="direction")
def count_direction(count: wallet.bills.DayCount) -> ChannelDirection:
    return ChannelDirection(count.direction)


@computed("Of those that stand so.", name="state")
def count_state(count: wallet.bills.DayCount) -> BillItemState:
    return BillItemState(count.state.value)


@type_of(wallet.bills.DayCount, "How many items of a day stand in a state, in one currency.")
class BillDayCount:
    day: date = field("The business day.")
    direction = count_direction
    state = count_state
    items: int = field("How many.")
    suspended: Money = field("What stands in suspense for them.", C2)


@type_of(BrokenLineRow, "A line of a bill that could not be read.")
class BrokenBillLine:
    number: int = field("Its number in the file, from 1.")
    why: str = field("What is wrong with it.")


@computed("Which way the money goes.", name="direction")
def bill_direction(bill: wallet.bills.ReadBill) -> ChannelDirection:
    return ChannelDirection(bill.direction)


@computed("The first hundred of those that could not be read.")
def broken_lines(bill: wallet.bills.ReadBill) -> list[BrokenBillLine]:
    return [BrokenLineRow(number, why) for number, why in bill.broken_lines]  # type: ignore[misc]


@type_of(wallet.bills.ReadBill, "A channel's bill of a business day, as it was read last.")
class ChannelBill:
    direction = bill_direction
    day: date = field("The business day.")
    lines: int = field("How many lines could be read.")
    broken: int = field("How many could not.")
    broken_lines = broken_lines
    read_at: Instant = field("When it was read last.")


@batched(Connection[BillItem], "Newest day first, at most 50 a page; all of them, or those of one state.")
async def bill_items(
    read: Read,
    rows: list[ReconciliationRow],
    viewers: list[Viewer],
    *,
    state: BillItemState | None = None,
    first: int = 20,
    after: Cursor | None = None,
) -> list[Page[wallet.bills.Item]]:
    wanted = None if state is None else wallet.bills.ItemState(str(state.value))
    return [await wallet.bills.list_items(read, row.channel, wanted, first, after) for row in rows]


@batched(list[BillDayCount], "Each day of a period of 31 at most, summed up; newest first.", list_size=120)
async def days(read: Read, rows: list[ReconciliationRow], viewers: list[Viewer], *, first_day: date, last_day: date) -> list[list[wallet.bills.DayCount]]:
    return [await wallet.bills.sum_days(read, row.channel, first_day, last_day) for row in rows]


@batched(list[ChannelBill], "The bills of a period of 31 days at most that were read; newest first.", list_size=62)
async def bills(read: Read, rows: list[ReconciliationRow], viewers: list[Viewer], *, first_day: date, last_day: date) -> list[list[wallet.bills.ReadBill]]:
    return [await wallet.bills.list_bills(read, row.channel, first_day, last_day) for row in rows]


@batched(list[Money], "What stands in suspense now, by currency. Above zero: the bills say that more came in, or less went out, than the books.", list_size=3)
async def suspense(read: Read, rows: list[ReconciliationRow], viewers: list[Viewer]) -> list[list[Amount]]:
    return [await wallet.bills.list_suspense(read, row.channel) for row in rows]


@type_of(ReconciliationRow, "What a channel's bills and the books say of each other.")
class Reconciliation:
    channel: str = field("The channel.")
    suspense = suspense
    days = days
    bills = bills
    items = bill_items

"""What a registrar's files and our books say of each other, for operators."""

from datetime import date
from enum import Enum

import strawberry

from domains import wealth
from domains.kernel.data_classes import C2
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import Cursor, DecimalText
from resolvers.wealth.desk.rows import RegisterRow
from resolvers.wealth.orders.types import shares_text


@strawberry.enum(description="What a registrar and our books say of one thing.")
class RegisterItemState(Enum):
    MATCHED = strawberry.enum_value("matched", description="The same.")
    MISSING_OURS = strawberry.enum_value("missing_ours", description="The registrar has it, the books do not (yet).")
    MISSING_THEIRS = strawberry.enum_value("missing_theirs", description="The books have it, the registrar does not (yet).")
    SHARES_DIFFER = strawberry.enum_value("shares_differ", description="Both have it, with other shares.")
    AMOUNT_DIFFERS = strawberry.enum_value("amount_differs", description="Both have it, with another amount.")
    REFUSED_THEIRS = strawberry.enum_value("refused_theirs", description="The registrar refused what the books have confirmed.")
    AGED = strawberry.enum_value("aged", description="They have differed for more than three days; `difference` says how.")


@strawberry.enum(description="Of what a registrar speaks.")
class RegisterItemKind(Enum):
    ORDER = strawberry.enum_value("order", description="An order of a trade date.")
    HOLDING = strawberry.enum_value("holding", description="What a customer holds of a product once those orders are done.")
    CASH = strawberry.enum_value("cash", description="What came in for a product on a trade date, less what goes out.")


@computed("Of what it is.", name="kind")
def kind_of_item(row: wealth.registers.RegisterItem) -> RegisterItemKind:
    return RegisterItemKind(row.kind.value)


@computed("How it stands.", name="state")
def state_of_register_item(row: wealth.registers.RegisterItem) -> RegisterItemState:
    return RegisterItemState(row.state.value)


@computed("How the two differ; null where they do not.", name="difference")
def difference_of_register_item(row: wealth.registers.RegisterItem) -> RegisterItemState | None:
    return None if row.difference is None else RegisterItemState(row.difference.value)


@computed("Shares by our books; null where they have none to tell.", C2, name="ourShares")
def our_shares(row: wealth.registers.RegisterItem) -> DecimalText | None:
    return shares_text(row.ours_shares_minor)


@computed("Shares by the registrar; null where it has none to tell.", C2, name="theirShares")
def their_shares(row: wealth.registers.RegisterItem) -> DecimalText | None:
    return shares_text(row.theirs_shares_minor)


@type_of(wealth.registers.RegisterItem, "An order, a holding or a product's cash as the registrar and our books have it.")
class RegisterItem:
    id: strawberry.ID = field("The item.")
    kind = kind_of_item
    day: date = field("The trade date.")
    code: str = field("The product's code.")
    order_id: strawberry.ID | None = field("The order; null for what is none.")
    customer_id: strawberry.ID | None = field("The customer; null for cash, and for whom our books do not know.")
    reference: str | None = field("The registrar's own reference.")
    reason: str | None = field("Why it refused, by its own code.")
    state = state_of_register_item
    difference = difference_of_register_item
    our_shares = our_shares
    their_shares = their_shares
    ours: Money | None = field("The amount by our books.", C2)
    theirs: Money | None = field("The amount by the registrar.", C2)


@computed("Of what they are.", name="kind")
def kind_of_count(row: wealth.registers.ItemCount) -> RegisterItemKind:
    return RegisterItemKind(row.kind.value)


@computed("How they stand.", name="state")
def state_of_count(row: wealth.registers.ItemCount) -> RegisterItemState:
    return RegisterItemState(row.state.value)


@type_of(wealth.registers.ItemCount, "How many items of a trade date stand so.")
class RegisterDayCount:
    day: date = field("The trade date.")
    kind = kind_of_count
    state = state_of_count
    items: int = field("How many.")


@batched(list[RegisterDayCount], "The days of a period of 31 at most, newest first.", list_size=200, name="days")
async def days_of_register(
    read: Read, rows: list[RegisterRow], viewers: list[Viewer], *, first_day: date, last_day: date
) -> list[list[wealth.registers.ItemCount]]:
    return [await wealth.registers.sum_items(read, row.registrar, first_day, last_day) for row in rows]


@batched(Connection[RegisterItem], "Items of a period of 31 days at most, newest first; all of them, or those that differ so.", name="items")
async def items_of_register(
    read: Read,
    rows: list[RegisterRow],
    viewers: list[Viewer],
    *,
    first_day: date,
    last_day: date,
    difference: RegisterItemState | None = None,
    first: int = 20,
    after: Cursor | None = None,
) -> list[Page[wealth.registers.RegisterItem]]:
    told = None if difference is None else wealth.registers.ItemState(str(difference.value))
    return [await wealth.registers.list_items(read, row.registrar, (first_day, last_day), told, first, after) for row in rows]


@type_of(RegisterRow, "What a registrar's files and our books say of each other.")
class Register:
    registrar: str = field("The registrar.")
    days = days_of_register
    items = items_of_register

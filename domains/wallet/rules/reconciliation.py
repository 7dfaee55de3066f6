"""What a line of a channel's bill and an order of ours say of each other: pure decisions.

| ours   | theirs | state          | what stands in suspense                     |
| ------ | ------ | -------------- | ------------------------------------------- |
| posted | billed | matched        | nothing                                     |
| posted | other  | amount_differs | by how much the bill says more (or less)    |
| -      | billed | missing_ours   | the bill's amount                           |
| posted | -      | missing_theirs | the books' amount, the other way            |

A difference that is older than AGED_AFTER is aged: what it is stays written beside it, and it can still be explained."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset
from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount

AGED_AFTER = timedelta(days=3)
"""Longer than a callback or a bill may rightly be late."""

BROKEN_KEPT = 100
"""Broken lines of one bill that are kept to be shown; all are counted."""


class Difference(StrEnum):
    """How a bill and the books differ."""

    MISSING_OURS = "missing_ours"
    MISSING_THEIRS = "missing_theirs"
    AMOUNT_DIFFERS = "amount_differs"


class ItemState(StrEnum):
    """How an item stands. All but the first are to be looked into."""

    MATCHED = "matched"
    MISSING_OURS = "missing_ours"
    MISSING_THEIRS = "missing_theirs"
    AMOUNT_DIFFERS = "amount_differs"
    AGED = "aged"


class Theirs(NamedTuple):
    """A line of a bill."""

    line: int
    order_id: UUID
    reference: str
    amount: Amount


class Ours(NamedTuple):
    """A top-up or withdrawal as far as a bill is concerned. `settled_at` is None until it is posted."""

    id: UUID
    reference: str | None
    amount: Amount
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a bill, or the books, or both say. `bill_day` is that of the bill that says it; `suspended_minor` what stands in suspense
    for it, after `postings` movements.

    `explained_by` is the order that a line turned out to be of, where both were items before."""

    channel: str
    id: UUID
    direction: str
    day: date
    state: ItemState
    difference: Difference | None
    order_id: UUID
    reference: str | None
    asset: Asset
    ours_minor: int | None
    theirs_minor: int | None
    bill_day: date | None = None
    suspended_minor: int = 0
    postings: int = 0
    explained_by: UUID | None = None


def order_item_id(channel: str, order_id: UUID) -> UUID:
    """The id of the item of an order of ours."""
    return derived_id(order_id, f"reconciled:{channel}")


def line_item_id(channel: str, direction: str, reference: str, asset: Asset) -> UUID:
    """The id of the item of a line that belongs to no order of ours."""
    return derived_id(HOUSE_ID, f"reconciled:{channel}:{direction}:{reference}:{asset.code}")


def compared(ours_minor: int | None, theirs_minor: int | None) -> Difference | None:
    """How the two differ; None where they do not."""
    if ours_minor == theirs_minor:
        return None
    if ours_minor is None:
        return Difference.MISSING_OURS
    return Difference.MISSING_THEIRS if theirs_minor is None else Difference.AMOUNT_DIFFERS


def to_suspend(item: Item) -> int:
    """What is to stand in suspense: by how much the bill says more than the books."""
    return (item.theirs_minor or 0) - (item.ours_minor or 0)


def state_of(difference: Difference | None, day: date, today: date) -> ItemState:
    """The state of a difference of that day."""
    if difference is None:
        return ItemState.MATCHED
    return ItemState.AGED if today - day > AGED_AFTER else ItemState(difference.value)


def belongs_to(line: Theirs, order: Ours, item: Item | None) -> bool:
    """Whether a line is this order's: in its currency, by its id or, where that is nobody's, by the channel's reference; and no other line was it.

    An order's id beside another reference than the channel gave for it is a second charge, not this one."""
    if line.amount.asset != order.amount.asset or (order.reference is not None and order.reference != line.reference):
        return False
    return item is None or item.theirs_minor is None or item.reference == line.reference

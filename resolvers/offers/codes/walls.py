"""Walls of codes, as members of staff see them: their slots, and what came of each."""

from datetime import date

import strawberry

from domains import offers
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import field, type_of
from resolvers.money import Money
from resolvers.offers.codes.types import OfferCode
from resolvers.offers.products.types import Product
from resolvers.scalars import Instant


@type_of(offers.Slot, "A code on a wall.")
class WallSlot:
    number: int = field("Counted from 1 along the rows.")
    code: OfferCode = field("The code that hangs there.")
    product: Product | None = field("What it leads to.")


@type_of(offers.SlotCount, "What came of a slot.")
class SlotCount:
    number: int = field("The slot.")
    scans: int = field("How often it was scanned.")
    visits: int = field("By how many: each customer once, a stranger each time.")
    purchases: int = field("Purchases that were led back to it last.")
    amounts: list[Money] = field("What was kept of each currency, refunds taken off.", C2)


@batched(list[WallSlot], "The slots that have a code, in the order of their numbers.", list_size=20)
async def slots(read: Read, walls: list[offers.Wall], viewers: list[Viewer]) -> list[list[offers.Slot]]:
    return await offers.list_slots(read, [wall.id for wall in walls])


@batched(list[SlotCount], "What came of each slot from one business day through another, 92 days at most.", list_size=20)
async def counts(read: Read, walls: list[offers.Wall], viewers: list[Viewer], *, since: date, through: date) -> list[list[offers.SlotCount]]:
    return await offers.count_slots(read, [wall.id for wall in walls], since, through)


@type_of(offers.Wall, "A wall of codes in rows and columns.")
class Wall:
    id: strawberry.ID = field("The wall.")
    title_zh: str = field("Its Chinese title.")
    title_en: str = field("Its English title.")
    rows: int = field("Rows.")
    columns: int = field("Columns.")
    made_at: Instant = field("When it was made.")
    slots = slots
    counts = counts

"""Faults planted at random in a bill of 10,000 lines: each is found with its state, and nothing else is."""

from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

import pytest

from domains import ledger
from domains.kernel.database import Database
from tests.domains.ledger.conftest import seal
from tests.domains.wallet.bills import LATER, NOON, Line, Order, bill, book, items, movement_count, reconcile, suspended

LINES = 10_000

BROKEN = ('"', "a,b", "SBX,,1,CNY,2026-03-02T12:00:00+08:00", "x" * 2_000, "\0")


class Planted:
    """What the books have, what the bill says, and what is to be found."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.orders: list[Order] = []
        self.lines: list[Line | str] = []
        self.states: dict[UUID, str] = {}
        self.suspended = 0
        self.broken = 0

    def plant(self) -> None:
        order = Order(self.chance.randint(1, 500_000), at=NOON + timedelta(seconds=self.chance.randint(-40_000, 40_000)), reference=self._reference())
        draw = self.chance.random()
        faults = (self._missing_theirs, self._missing_ours, self._pending, self._differs, self._broken, self._twice)
        if draw < 0.06:
            faults[int(draw * 100)](order)
        else:
            self._agrees(order)

    def _reference(self) -> str | None:
        return f"SBX{self.chance.getrandbits(60):016x}" if self.chance.random() < 0.7 else None

    def _agrees(self, order: Order) -> None:
        self.orders.append(order)
        self.lines.append(order.line)
        self.states[order.id] = "matched"

    def _missing_theirs(self, order: Order) -> None:
        self.orders.append(order)
        self.states[order.id] = "missing_theirs"
        self.suspended -= order.minor

    def _missing_ours(self, order: Order) -> None:
        self.lines.append(order.line)
        self.states[order.id] = "missing_ours"
        self.suspended += order.minor

    def _pending(self, order: Order) -> None:
        self.orders.append(Order(order.minor, order.id, order.reference, "pending", order.at))
        self._missing_ours(order)

    def _differs(self, order: Order) -> None:
        said = order.minor + self.chance.choice([-1, 1, 100]) if order.minor > 1 else order.minor + 1
        self.orders.append(order)
        self.lines.append(order.line._replace(minor=str(said)))
        self.states[order.id] = "amount_differs"
        self.suspended += said - order.minor

    def _broken(self, order: Order) -> None:
        self.lines.append(self.chance.choice(BROKEN))
        self.broken += 1
        self._agrees(order)

    def _twice(self, order: Order) -> None:
        self._agrees(order)
        self.lines.append(order.line._replace(minor=str(order.minor + 7)))
        self.broken += 1


@pytest.mark.parametrize("seed", [20260302, 4])
async def test_every_planted_fault_is_found_and_nothing_else(fresh_database: Database, seed: int) -> None:
    fresh_database.clock.freeze(LATER)
    planted = Planted(Random(seed))
    for _ in range(LINES):
        planted.plant()
    assert set(planted.states.values()) == {"matched", "missing_theirs", "missing_ours", "amount_differs"}
    # An order's own line and the one that repeats it stay in order; everything else is shuffled.
    planted.lines = _shuffled(planted)
    await book(fresh_database, planted.orders)
    for _ in range(2):
        done = await reconcile(fresh_database, bill(planted.lines))
        assert len(done.broken) == planted.broken
        assert await _found(fresh_database) == planted.states
        assert await suspended(fresh_database) == planted.suspended
        faults = sum(state != "matched" for state in planted.states.values())
        assert await movement_count(fresh_database) == faults
    await seal(fresh_database)
    assert (await ledger.verify(fresh_database)).findings == []


def _shuffled(planted: Planted) -> list[Line | str]:
    groups: dict[object, list[Line | str]] = {}
    for line in planted.lines:
        groups.setdefault(line.id if isinstance(line, Line) else uuid4(), []).append(line)
    ordered = list(groups.values())
    planted.chance.shuffle(ordered)
    return [line for group in ordered for line in group]


async def _found(database: Database) -> dict[UUID, str]:
    """What stands for each order: page by page where something differs; what is matched is many pages, and read in one go."""
    differing = [item for state in ("missing_ours", "missing_theirs", "amount_differs", "aged") for item in await items(database, state)]
    async with database.reading() as read:
        matched = await read.fetch("SELECT order_id FROM wallet_bill_item WHERE state = 'matched'")
    return {item.order_id: str(item.state) for item in differing} | {row["order_id"]: "matched" for row in matched}

"""Random earnings, burnings, expiries and refunds of points, beside a model in plain lists: the lots are the model's, and their sum is the ledger's balance."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from domains import wallet
from domains.kernel.database import Database
from domains.wallet.jobs.points import write_down_expired_points
from domains.wallet.rules.points import EARN, act_id_of
from tests.domains.wallet.points import ask_points

TOGETHER = 25


@dataclass
class Model:
    """One customer's points, as one would keep them on paper: [first bad day, order, left, what of it was earned and neither expired nor taken back]."""

    lots: dict[UUID, list[int]] = field(default_factory=dict)
    burned: dict[UUID, list[tuple[UUID, int]]] = field(default_factory=dict)
    owed: int = 0

    def live(self) -> list[list[int]]:
        return sorted((lot for lot in self.lots.values() if lot[2]), key=lambda lot: lot[:2])

    def available(self) -> int:
        return sum(lot[2] for lot in self.lots.values())

    def expire(self, day: int) -> None:
        for lot in self.lots.values():
            if lot[0] <= day:
                lot[3] -= lot[2]
                lot[2] = 0

    def earn(self, id_: UUID, order: int, points: int, bad: int, day: int) -> None:
        paid = min(self.owed, points)
        self.owed -= paid
        self.lots[id_] = [bad, order, points - paid, points]
        self.expire(day)

    def burn(self, id_: UUID, points: int) -> None:
        self.burned[id_] = []
        for lot in self.live():
            taken = min(lot[2], points)
            lot[2] -= taken
            points -= taken
            if taken:
                self.burned[id_].append((next(key for key, one in self.lots.items() if one is lot), taken))

    def take_back(self, id_: UUID, points: int | None) -> None:
        own = self.lots[id_]
        left = max(0, own[3] if points is None else min(points, own[3]))
        own[3] -= left
        for lot in [own, *(one for one in self.live() if one is not own)]:
            taken = min(lot[2], left)
            lot[2] -= taken
            left -= taken
        self.owed += left

    def restore(self, id_: UUID, points: int, day: int) -> None:
        parts = self.burned[id_]
        for index in sorted(range(len(parts)), key=lambda index: self.lots[parts[index][0]][:2], reverse=True):
            lot_id, left = parts[index]
            back = min(left, points)
            parts[index] = (lot_id, left - back)
            points -= back
            paid = min(self.owed, back)
            self.owed -= paid
            self.lots[lot_id][2] += back - paid
        self.expire(day)


def an_ask(chance: random.Random, customer_id: UUID, model: Model, now: datetime, day: int) -> wallet.PointsAsk | None:
    """Something that is not refused, done to the model as well."""
    id_ = UUID(int=chance.getrandbits(128), version=4)
    what = chance.choice(("earn", "earn", "burn", "burn", "take_back", "restore"))
    if what == "earn":
        points, good_for = chance.randint(1, 500), chance.randint(0, 40)
        last_day = (now + timedelta(hours=8)).date() + timedelta(days=good_for)
        ask = wallet.EarnPoints(customer_id, id_, points, last_day)
        model.earn(lot_id(ask), lot_id(ask).int, points, day + good_for + 1, day)
        return ask
    if what == "burn" and model.available():
        points = chance.randint(1, model.available())
        model.burn(id_, points)
        return wallet.BurnPoints(customer_id, id_, points)
    if what == "take_back" and model.lots:
        key = chance.choice(sorted(model.lots))
        part = chance.randint(1, model.lots[key][3]) if model.lots[key][3] > 1 and chance.random() < 0.5 else None
        model.take_back(key, part)
        return wallet.TakeBackPoints(customer_id, id_, EARNED[key], part)
    if what == "restore" and model.burned:
        key = chance.choice(sorted(model.burned))
        left = sum(points for _, points in model.burned[key])
        if left:
            points = chance.randint(1, left)
            model.restore(key, points, day)
            return wallet.RestorePoints(customer_id, id_, key, points)
    return None


EARNED: dict[UUID, UUID] = {}
"""The business id of each lot."""


def lot_id(ask: wallet.EarnPoints) -> UUID:
    """Lots of one day are ordered by their ids, so the model must know them."""
    made = act_id_of(ask.id, EARN, ask.customer_id)
    EARNED[made] = ask.id
    return made


@pytest.mark.parametrize("wanted", [1_000, pytest.param(100_000, marks=pytest.mark.prove)])
async def test_the_sum_of_lots_is_the_balance_whatever_happens(fresh_database: Database, wanted: int) -> None:
    chance = random.Random(20261125)
    customers = [UUID(int=chance.getrandbits(128), version=4) for _ in range(max(40, wanted // 100))]
    models = {customer_id: Model() for customer_id in customers}
    began, acts, day = datetime(2026, 11, 25, 3, tzinfo=UTC), 0, 0
    while acts < wanted:
        day += chance.random() < 0.2
        now = began + timedelta(days=day)
        fresh_database.clock.freeze(now)
        for model in models.values():
            model.expire(day)
        if chance.random() < 0.05:
            await write_down_expired_points(fresh_database)
        asks = [ask for id_ in chance.sample(customers, TOGETHER) if (ask := an_ask(chance, id_, models[id_], now, day)) is not None]
        if not asks:
            continue
        assert (await ask_points(fresh_database, *asks)).refused == []
        acts += len(asks)
    report = await wallet.verify_points(fresh_database)
    assert (report.findings, report.holders) == ([], sum(bool(model.lots) for model in models.values()))
    kept = {id_: model for id_, model in models.items() if model.lots}
    assert await stored(fresh_database, began.date()) == {id_: ([lot[0:3:2] for lot in model.live()], model.owed) for id_, model in kept.items()}


async def stored(database: Database, began: date) -> dict[UUID, tuple[list[list[int]], int]]:
    """Each customer's live lots, as [first bad day, left], and what they owe."""
    found: dict[UUID, tuple[list[list[int]], int]] = {}
    async with database.reading() as read:
        for row in await read.fetch("SELECT customer_id, owed_minor FROM wallet_points_holder"):
            found[row["customer_id"]] = ([], row["owed_minor"])
        lots = "SELECT * FROM wallet_points_lot WHERE remaining_minor > 0 AND expires_at > $1 ORDER BY expires_at, id"
        for row in await read.fetch(lots, read.now):
            bad = (row["expires_at"] + timedelta(hours=8)).date()
            found[row["customer_id"]][0].append([(bad - began).days, row["remaining_minor"]])
    return found

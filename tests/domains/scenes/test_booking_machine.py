"""Bookings made, visited, missed, changed and given up in any order, with faults on the way, against a model: money exact after every step."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule, run_state_machine_as_test

from domains.kernel.errors import Refusal
from domains.scenes import bookings
from tests.domains.scenes.booking_house import HOSPITAL, RAIL, cancel, change, find, found, hold, later, pay, pay_supplement, visit
from tests.domains.scenes.scene_house import SceneHouse, scene_house
from tests.domains.wallet.people import an_id_number
from tests.integrations.running import Sandbox

START = 2_000_000
PRICES = {"internal-09": 5_001, "mind-14": 5_001, "g1-08": 55_300, "g3-12": 66_200, "k9-20": 21_050}
FEES = {"g1-08": 2_000, "g3-12": 0}
FAULTS = ["server_error", "server_error_after_success", "not_json"]


@dataclass
class Kept:
    """What the model knows of a booking: `held` here, `taken` there."""

    booking: bookings.Booking
    name: str
    starts_at: datetime
    held: int = 0
    taken: int = 0
    owed: int = 0
    was_changed: bool = False

    @property
    def is_visit(self) -> bool:
        return self.booking.scene == HOSPITAL

    def cost_of_leaving(self, now: datetime) -> int:
        hours, share = (24, Fraction(1, 2)) if self.is_visit else (48, Fraction(1, 5))
        return 0 if now + timedelta(hours=hours) <= self.starts_at else int(PRICES[self.name] * share)


class World:
    """The house and its partners, in one loop."""

    def __init__(self, dsn: str, sandbox: Sandbox) -> None:
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.bank: SceneHouse = self.run(self.stack.enter_async_context(scene_house(dsn, sandbox)))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def close(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()


class Bookings(RuleBasedStateMachine):
    """Each run is somebody of their own, with an account at both partners."""

    world: World
    standing: Bundle[Kept] = Bundle("standing")
    settled: Bundle[Kept] = Bundle("settled")

    def __init__(self) -> None:
        super().__init__()
        self.bank = self.world.bank
        self.person = self.world.run(self.bank.person(START, name="王小明", id_number=an_id_number()))
        for scene in (HOSPITAL, RAIL):
            self.world.run(self.bank.sandbox.send("DELETE", f"/scenes/{scene}/faults"))
            self.world.run(self.bank.linked(self.person, scene))
        self.before = {scene: self.world.run(self.bank.owed(scene)) for scene in (HOSPITAL, RAIL)}
        self.all: list[Kept] = []

    @rule(target=standing, name=st.sampled_from(sorted(PRICES)), days=st.integers(1, 6))
    def books(self, name: str, days: int) -> Any:
        scene = HOSPITAL if name[0] in "im" else RAIL
        booking = self.world.run(self.booked(name, scene, days))
        kept = Kept(booking, name, booking.starts_at)
        kept.held, kept.taken = (PRICES[name], 0) if kept.is_visit else (0, PRICES[name])
        self.all.append(kept)
        return kept

    @rule(scene=st.sampled_from([HOSPITAL, RAIL]), name=st.sampled_from(FAULTS))
    def fails_next(self, scene: str, name: str) -> None:
        """Whichever of searches, steps, payments and refunds comes next."""
        self.world.run(self.bank.sandbox.send("DELETE", f"/scenes/{scene}/faults"))
        self.world.run(self.bank.at_partner("/faults", {"fault": name}, scene))

    @rule(kept=consumes(standing))
    def gives_up(self, kept: Kept) -> None:
        if self.now >= kept.starts_at:
            assert self.refused(cancel(self.bank, self.person, kept.booking, 0)) == "BookingNotOpen"
            return
        cost = kept.cost_of_leaving(self.now)
        assert self.refused(cancel(self.bank, self.person, kept.booking, cost + 1)) == "BookingChanged"
        self.world.run(cancel(self.bank, self.person, kept.booking, cost))
        self.quiet()
        # Of a journey what it cost beyond its price, the fee of a change, is not given back.
        kept.held, kept.taken = 0, cost if kept.is_visit else kept.taken - PRICES[kept.name] + cost
        assert self.world.run(find(self.bank, kept.booking)).state == "cancelled"

    @rule(kept=standing, days=st.integers(1, 6))
    def changes(self, kept: Kept, days: int) -> None:
        if kept.is_visit or kept.name not in FEES or kept.was_changed or self.now >= kept.starts_at:
            return
        search_id, slots = self.world.run(found(self.bank, self.person, RAIL, days=days))
        if "g3-12" not in slots:
            return
        cost = FEES[kept.name] + PRICES["g3-12"] - PRICES[kept.name]
        self.world.run(change(self.bank, self.person, kept.booking, search_id, slots["g3-12"], cost))
        self.quiet()
        kept.taken, kept.name, kept.starts_at, kept.was_changed = kept.taken + cost, "g3-12", slots["g3-12"].starts_at, True

    @rule(target=settled, kept=consumes(standing), total=st.integers(1, 9_000))
    def is_seen(self, kept: Kept, total: int) -> Any:
        if not kept.is_visit:
            return multiple()
        self.world.run(visit(self.bank, kept.booking, "attended", total))
        self.until(kept)
        kept.held, kept.taken, kept.owed = 0, min(total, PRICES[kept.name]), max(0, total - PRICES[kept.name])
        return kept

    @rule(kept=consumes(standing))
    def does_not_come(self, kept: Kept) -> None:
        if not kept.is_visit:
            return
        self.world.run(visit(self.bank, kept.booking, "no_show"))
        self.until(kept)
        kept.held, kept.taken = 0, PRICES[kept.name]

    @rule(kept=consumes(settled))
    def pays_the_rest(self, kept: Kept) -> None:
        if not kept.owed:
            assert self.refused(pay_supplement(self.bank, self.person, kept.booking, 1)) == "BookingNotOpen"
            return
        self.world.run(pay_supplement(self.bank, self.person, kept.booking, kept.owed))
        self.quiet()
        kept.taken, kept.owed = kept.taken + kept.owed, 0

    @invariant()
    def every_fen_is_where_the_model_has_it(self) -> None:
        taken, held = sum(one.taken for one in self.all), sum(one.held for one in self.all)
        assert self.world.run(self.bank.balance(self.person)) == (START - taken, START - taken - held)
        for scene, before in self.before.items():
            assert self.world.run(self.bank.owed(scene)) == before + sum(one.taken for one in self.all if one.booking.scene == scene)

    async def booked(self, name: str, scene: str, days: int) -> bookings.Booking:
        search_id, slots = await found(self.bank, self.person, scene, days=days)
        asked = await hold(self.bank, self.person, search_id, slots[name])
        await later(self.bank, self.person, timedelta(seconds=40), 2)
        await pay(self.bank, self.person, asked)
        await later(self.bank, self.person, timedelta(seconds=40), 2)
        booking = await find(self.bank, asked)
        assert booking.state == "confirmed"
        return booking

    @property
    def now(self) -> datetime:
        return self.bank.database.clock.now()

    def quiet(self) -> None:
        """Until nothing is unknown any more."""
        self.world.run(later(self.bank, self.person, timedelta(seconds=40), 3))

    def until(self, kept: Kept) -> None:
        self.world.run(later(self.bank, self.person, max(timedelta(0), kept.starts_at - self.now)))
        self.world.run(later(self.bank, self.person, timedelta(minutes=16), 2))

    def refused(self, attempt: Coroutine[Any, Any, Any]) -> str:
        try:
            self.world.run(attempt)
        except Refusal as refusal:
            return type(refusal).__name__
        raise AssertionError("it was done")


def test_money_is_exact_whatever_becomes_of_bookings(fresh_dsn: Callable[[str], str], sandbox: Sandbox) -> None:
    world = World(fresh_dsn("scenebank_app"), sandbox)
    try:
        checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
        bound = type("BookingsOfOneHouse", (Bookings,), {"world": world})
        run_state_machine_as_test(bound, settings=settings(max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=checks))
    finally:
        world.close()

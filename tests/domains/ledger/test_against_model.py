"""The ledger against a model: any order of posting, holding, capturing, releasing, expiring, reversing, freezing, folding and exchanging ends alike."""

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule, run_state_machine_as_test

from domains import ledger
from domains.kernel.assets import CNY, USD
from domains.kernel.clock import Clock
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.ledger.jobs import fold_hot_accounts, write_down_expired_holds
from tests.conftest import wired_ports
from tests.domains.ledger.conftest import post, seal
from tests.domains.ledger.model import Model

NAMES = ("house", "ann", "bo", "merchant", "house-usd", "ann-usd", "liquidity-usd", "liquidity-cny")
NAME = st.sampled_from(NAMES[:6])
MINOR = st.integers(-1, 60)


def asset_of(name: str) -> Any:
    return USD if name.endswith("usd") else CNY


class Books(RuleBasedStateMachine):
    """One house for all runs, new accounts for each."""

    database: Database
    loop: asyncio.AbstractEventLoop

    moved = Bundle("moved")
    holds = Bundle("holds")

    @initialize()
    def open(self) -> None:
        self.model = Model(dict.fromkeys(NAMES, 0), {"house", "house-usd", "liquidity-usd", "liquidity-cny"}, assets={n: asset_of(n).code for n in NAMES})
        self.ids = {name: uuid4() for name in NAMES}
        self.ids |= {"liquidity-usd": ledger.liquidity_account_id(USD), "liquidity-cny": ledger.liquidity_account_id(CNY)}
        self.keys: dict[int, UUID] = {}
        self.liquidity_before = self.run(self._read_liquidity())
        self.run(self._open())

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    def attempt(self, work: Any) -> str:
        try:
            self.run(work)
        except Refusal as refusal:
            return type(refusal).__name__
        return "ok"

    def new_key(self) -> int:
        key = len(self.keys)
        self.keys[key] = uuid4()
        return key

    @rule(target=moved, source=NAME, target_=NAME, minor=MINOR)
    def move(self, source: str, target_: str, minor: int) -> Any:
        key = self.new_key()
        planned = ledger.PlannedMovement(self.keys[key], "test", self.ids[source], self.ids[target_], Amount(minor, asset_of(source)))
        verdict = self.model.move(key, source, target_, minor)
        assert self.attempt(post(self.database, planned)) == verdict
        return key if verdict == "ok" else multiple()

    @rule(source=NAME, target_=NAME, minors=st.lists(MINOR, min_size=2, max_size=3))
    def move_linked(self, source: str, target_: str, minors: list[int]) -> None:
        before = dict(self.model.balances), dict(self.model.moved)
        planned, verdicts = [], []
        for minor in minors:
            key = self.new_key()
            planned.append(ledger.PlannedMovement(self.keys[key], "test", self.ids[source], self.ids[target_], Amount(minor, asset_of(source))))
            verdicts.append(self.model.move(key, source, target_, minor))
        wrong = next((verdict for verdict in verdicts if verdict != "ok"), "ok")
        if wrong != "ok":
            self.model.balances, self.model.moved = before
        assert self.attempt(post(self.database, *planned)) == wrong

    @rule(target=holds, source=st.sampled_from(("ann", "bo", "house")), target_=st.sampled_from(("bo", "merchant", "house")), minor=MINOR)
    def hold(self, source: str, target_: str, minor: int) -> Any:
        key, seconds = self.new_key(), 10
        planned = ledger.PlannedHold(
            self.keys[key], "test", self.ids[source], self.ids[target_], Amount(minor, CNY), self.database.clock.now() + timedelta(seconds=seconds)
        )
        verdict = self.model.hold(key, source, target_, minor, seconds)
        assert self.attempt(post(self.database, planned)) == verdict
        return key if verdict == "ok" else multiple()

    @rule(target=moved, held=holds, minor=MINOR, release_rest=st.booleans())
    def capture(self, held: int, minor: int, release_rest: bool) -> Any:
        key = self.new_key()
        verdict = self.model.capture(key, held, minor, release_rest)
        planned = ledger.PlannedCapture(self.keys[key], self.keys[held], Amount(minor, CNY), release_rest=release_rest)
        assert self.attempt(post(self.database, planned)) == verdict
        return key if verdict == "ok" else multiple()

    @rule(held=holds)
    def release(self, held: int) -> None:
        self.model.release(held)
        assert self.attempt(post(self.database, ledger.PlannedRelease(self.keys[held]))) in ("ok", "HoldEnded")

    @rule(seconds=st.integers(1, 7))
    def wait(self, seconds: int) -> None:
        self.model.time += seconds
        self.database.clock.advance(timedelta(seconds=seconds))

    @rule(target=moved, moved_key=moved)
    def reverse(self, moved_key: int) -> Any:
        key = self.new_key()
        verdict = self.model.reverse(key, moved_key)
        command = ledger.ReverseCommand(request_id=uuid4(), owner_id=HOUSE_ID, movement_id=self.keys[moved_key])
        if verdict == "ok":
            self.keys[key] = self.run(self.database.write(ledger.reverse, command)).reversal_id
            return key
        assert self.attempt(self.database.write(ledger.reverse, command)) == verdict
        return multiple()

    @rule(name=st.sampled_from(("ann", "bo", "merchant")), frozen=st.booleans())
    def freeze(self, name: str, frozen: bool) -> None:
        (self.model.frozen.add if frozen else self.model.frozen.discard)(name)
        command = ledger.SetFrozenCommand(request_id=uuid4(), owner_id=HOUSE_ID, account_id=self.ids[name], frozen=frozen)
        self.run(self.database.write(ledger.set_frozen, command))

    @rule(minor=st.integers(1, 20))
    def exchange(self, minor: int) -> None:
        quote = ledger.MakeQuoteCommand(
            request_id=uuid4(),
            owner_id=self.ids["ann"],
            sells="USD",
            buys="CNY",
            rate_numerator=713,
            rate_denominator=100,
            spread_basis_points=25,
            holds_for_milliseconds=1000,
        )
        made = self.run(self.database.write(ledger.make_quote, quote))
        verdict = self.model.move(self.new_key(), "ann-usd", "liquidity-usd", minor)
        if verdict == "ok":
            bought = minor * 713 * 9975 // (100 * 10_000)
            assert self.model.move(self.new_key(), "liquidity-cny", "ann", bought) == "ok"
        command = ledger.ExchangeCommand(
            request_id=uuid4(),
            owner_id=self.ids["ann"],
            quote_id=made.quote_id,
            sold=Amount(minor, USD),
            source_account_id=self.ids["ann-usd"],
            target_account_id=self.ids["ann"],
        )
        assert self.attempt(self.database.write(ledger.exchange, command)) == verdict

    @rule()
    def work_by_the_clock(self) -> None:
        self.run(fold_hot_accounts(self.database))
        self.run(write_down_expired_holds(self.database))

    @invariant()
    def balances_are_the_models(self) -> None:
        if not hasattr(self, "ids"):
            return
        found = self.run(self._find())
        for name, id_ in self.ids.items():
            expected = self.model.balances[name] + self.liquidity_before.get(name, 0)
            assert (name, found[id_].posted.minor) == (name, expected)
            if name not in self.model.overdraft:
                assert (name, found[id_].available.minor) == (name, self.model.available(name))
                assert found[id_].available.minor >= 0

    def teardown(self) -> None:
        if hasattr(self, "ids"):
            self.run(seal(self.database))
            assert self.run(ledger.verify(self.database)).findings == []

    async def _open(self) -> None:
        async with self.database.transaction() as tx:
            await ledger.open_accounts(
                tx,
                [
                    ledger.NewAccount(
                        id_, HOUSE_ID if name.startswith("liquidity") else uuid4(), name.partition("-")[0], asset_of(name), ledger.CREDIT,
                        may_go_negative=name in self.model.overdraft, hot=name == "merchant",
                    )
                    for name, id_ in self.ids.items()
                ],
            )  # fmt: skip

    async def _find(self) -> dict[UUID, ledger.Account]:
        async with self.database.reading() as read:
            return await ledger.find_accounts(read, list(self.ids.values()))

    async def _read_liquidity(self) -> dict[str, int]:
        async with self.database.reading() as read:
            found = await ledger.find_accounts(read, [self.ids["liquidity-usd"], self.ids["liquidity-cny"]])
        return {name: found[self.ids[name]].posted.minor for name in ("liquidity-usd", "liquidity-cny") if self.ids[name] in found}


def test_any_order_of_acts_ends_as_in_the_model(fresh_dsn: Callable[[str], str]) -> None:
    loop = asyncio.new_event_loop()
    clock = Clock()
    clock.freeze(datetime(2026, 11, 25, tzinfo=UTC))
    database = loop.run_until_complete(Database.open(fresh_dsn("scenebank_app"), clock, ports=wired_ports(), write_connections=4, read_connections=2))
    Books.database, Books.loop = database, loop
    examples = int(os.environ.get("SCENEBANK_MODEL_EXAMPLES", "12"))
    try:
        run_state_machine_as_test(
            Books,
            settings=settings(
                max_examples=examples, stateful_step_count=40, deadline=None, database=None, suppress_health_check=list(HealthCheck),
                phases=[Phase.generate, Phase.shrink], derandomize=True,
            ),
        )  # fmt: skip
    finally:
        loop.run_until_complete(database.close())
        loop.close()


@pytest.fixture(autouse=True)
def _no_loop_of_ours() -> None:
    """The machine runs its own loop; nothing of the session's is running while a synchronous test does."""

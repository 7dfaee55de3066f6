"""Payments, refunds and settlements in any order, against a model that counts in fractions: every account exact after every step."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule, run_state_machine_as_test

from domains import ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock, business_date
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.wallet.jobs.settlements import settle_merchants
from tests.domains.ledger.conftest import seal
from tests.domains.wallet.people import Person, person
from tests.domains.wallet.tills import Shop, fees, gift_account_id, give_card, pay, ports_with_gifts, refunding, share_profit, shop

START = 100_000
SHARES = (Fraction(6_667, 10_000), Fraction(2_500, 10_000), Fraction(833, 10_000))
FEES_BPS = (60, 38, 0)


def parted(minor: int, weights: list[Fraction]) -> list[int]:
    """Largest remainder, as a book tells it."""
    quotas = [minor * weight / sum(weights) for weight in weights]
    whole = [int(quota) for quota in quotas]
    order = sorted(range(len(weights)), key=lambda index: (whole[index] - quotas[index], index))
    for index in order[: minor - sum(whole)]:
        whole[index] += 1
    return whole


def fee(minor: int, bps: int) -> int:
    return int(Fraction(minor * bps, 10_000) + Fraction(1, 2))


@dataclass
class Part:
    amount: int
    refunded: int = 0

    @property
    def left(self) -> int:
        return self.amount - self.refunded


@dataclass
class Payment:
    id: UUID
    day: date
    sources: list[Part]
    shares: list[Part]
    is_settled: bool = False
    commands: list[wallet.RefundCommand] = field(default_factory=list)

    @property
    def left(self) -> int:
        return sum(one.left for one in self.sources)


class World:
    """The house, and what the model says of its accounts."""

    def __init__(self, dsn: str) -> None:
        self.runner = asyncio.Runner()
        self.database: Database = self.run(Database.open(dsn, Clock(), ports=ports_with_gifts(), write_connections=4, read_connections=2))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    async def furnish(self) -> tuple[Person, list[Shop]]:
        payer = await person(self.database, START, verified=True)
        await give_card(self.database, payer, START)
        shops = [await shop(self.database, fee_bps=bps) for bps in FEES_BPS]
        await share_profit(self.database, shops[0], *((one, int(share * 10_000)) for one, share in zip(shops[1:], SHARES[1:], strict=True)))
        return payer, shops

    def close(self) -> None:
        self.run(self.database.close())
        self.runner.close()


class Refunds(RuleBasedStateMachine):
    """Each run has customers and merchants of its own, in one house."""

    world: World
    payments: Bundle[Payment] = Bundle("payments")

    def __init__(self) -> None:
        super().__init__()
        self.payer, self.shops = self.world.run(self.world.furnish())
        # The parties stand in the order of their ids.
        self.order = [0, *sorted((1, 2), key=lambda index: self.shops[index].merchant_id)]
        self.wallet, self.gift = START, START
        self.collected, self.balances = [0, 0, 0], [0, 0, 0]
        self.earned = self.world.run(fees(self.world.database))
        self.all: list[Payment] = []

    @rule(target=payments, minor=st.integers(1, 2_000), gift=st.integers(0, 1_000))
    def pays(self, minor: int, gift: int) -> Any:
        gift = min(gift, minor)
        named = [("gift", gift), ("wallet", minor - gift)]
        parts = [(name, part) for name, part in named if part]
        if minor - gift > self.wallet or gift > self.gift:
            return multiple()
        fundings = tuple(wallet.Funding(name, Amount(part, CNY)) for name, part in parts)
        paid = self.world.run(pay(self.world.database, self.payer, self.shops[0], minor, fundings=fundings))
        shares = parted(minor, [SHARES[index] for index in self.order])
        by_shop = dict(zip(self.order, shares, strict=True))
        payment = Payment(paid.payment_id, business_date(paid.paid_at), [Part(part) for _, part in named], [Part(by_shop[index]) for index in range(3)])
        self.wallet, self.gift = self.wallet - (minor - gift), self.gift - gift
        for index in range(3):
            self.collected[index] += by_shop[index]
        self.all.append(payment)
        return payment

    @rule(payment=payments, minor=st.integers(1, 700))
    def refunds_some(self, payment: Payment, minor: int) -> None:
        self.refund(payment, minor)

    @rule(payment=consumes(payments))
    def refunds_the_rest(self, payment: Payment) -> None:
        if payment.left:
            self.refund(payment, payment.left)
        assert self.refused(payment, 1) == 0

    @rule(payment=payments)
    def asks_for_too_much(self, payment: Payment) -> None:
        assert self.refused(payment, payment.left + 1) == payment.left

    @rule(payment=payments)
    def repeats(self, payment: Payment) -> None:
        for command in payment.commands:
            assert self.world.run(self.world.database.write(wallet.refund_payment, command)).amount == command.amount

    @rule(payment=payments)
    def races(self, payment: Payment) -> None:
        minor = payment.left // 2 + 1
        if payment.left == 0:
            return
        commands = [refunding(self.shops[0], payment.id, minor) for _ in range(3)]

        async def together() -> list[Any]:
            return list(await asyncio.gather(*(self.world.database.write(wallet.refund_payment, one) for one in commands), return_exceptions=True))

        answers = self.world.run(together())
        assert sorted(type(one).__name__ for one in answers) == ["Refund", "RefundTooLarge", "RefundTooLarge"]
        self.count(payment, minor)

    @rule()
    def the_day_ends(self) -> None:
        self.a_day_ends()

    def a_day_ends(self) -> None:
        self.world.database.clock.advance(timedelta(days=1))
        today = business_date(self.world.database.clock.now() - timedelta(hours=1))
        for _ in range(3):
            self.world.run(settle_merchants(self.world.database))
        for payment in self.all:
            if payment.day < today and not payment.is_settled:
                payment.is_settled = True
                for index, part in enumerate(payment.shares):
                    charged = fee(part.left, FEES_BPS[index])
                    self.collected[index] -= part.left
                    self.balances[index] += part.left - charged
                    self.earned += charged

    @invariant()
    def every_account_is_exact(self) -> None:
        ids = [self.payer.account_id, gift_account_id(self.payer.id)]
        ids += [wallet.collected_account_id(one.merchant_id) for one in self.shops]
        ids += [wallet.merchant_balance_id(one.merchant_id) for one in self.shops]

        async def read() -> dict[UUID, ledger.Account]:
            async with self.world.database.reading() as snapshot:
                return await ledger.find_accounts(snapshot, ids)

        found = self.world.run(read())
        assert [found[id_].posted.minor for id_ in ids] == [self.wallet, self.gift, *self.collected, *self.balances]
        assert self.world.run(fees(self.world.database)) == self.earned

    def teardown(self) -> None:
        # The fees of all runs arrive in one account. A day is settled an hour after it has ended: shortly after midnight one day is not enough.
        self.a_day_ends()
        self.a_day_ends()

    def refund(self, payment: Payment, minor: int) -> None:
        if minor > payment.left:
            assert self.refused(payment, minor) == payment.left
            return
        command = refunding(self.shops[0], payment.id, minor)
        self.world.run(self.world.database.write(wallet.refund_payment, command))
        payment.commands.append(command)
        self.count(payment, minor)

    def refused(self, payment: Payment, minor: int) -> int:
        """What is told to be left."""
        try:
            self.world.run(self.world.database.write(wallet.refund_payment, refunding(self.shops[0], payment.id, minor)))
        except wallet.RefundTooLarge as refusal:
            return refusal.left.minor
        raise AssertionError("it was given back")

    def count(self, payment: Payment, minor: int) -> None:
        """Part it over what is left of shares (by the merchants' ids) and of sources (in their order)."""
        present = [index for index in sorted(range(3), key=lambda index: self.shops[index].merchant_id) if payment.shares[index].amount]
        for index, part in zip(present, parted(minor, [Fraction(payment.shares[index].left) for index in present]), strict=True):
            share = payment.shares[index]
            before, share.refunded = fee(share.left, FEES_BPS[index]), share.refunded + part
            given_back = before - fee(share.left, FEES_BPS[index])
            if payment.is_settled:
                self.balances[index] -= part - given_back
                self.earned -= given_back
            else:
                self.collected[index] -= part
        funded = [one for one in payment.sources if one.amount]
        for source, part in zip(funded, parted(minor, [Fraction(one.left) for one in funded]), strict=True):
            source.refunded += part
            if source is payment.sources[0]:
                self.gift += part
            else:
                self.wallet += part


def test_refunds_are_exact_whatever_happens_in_whatever_order(fresh_dsn: Callable[[str], str]) -> None:
    world = World(fresh_dsn("scenebank_app"))
    try:
        checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
        bound = type("RefundsOfOneHouse", (Refunds,), {"world": world})
        run_state_machine_as_test(bound, settings=settings(max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=checks))
        world.run(seal(world.database))
        assert world.run(ledger.verify(world.database)).lines()[1:] == []
    finally:
        world.close()


def test_the_model_is_no_copy_of_the_rule() -> None:
    assert parted(10, [Fraction(1), Fraction(1), Fraction(1)]) == [4, 3, 3]
    assert parted(1, [Fraction(99), Fraction(1)]) == [1, 0]
    assert (fee(2_350, 60), fee(1, 60), fee(250, 20)) == (14, 0, 1)

"""Orders of any life after the sale, paid from everything: money, points, coupons, loans and units are conserved after every step, whatever the mix.

The model counts units and what each line has left by arithmetic of its own; of what the sources hold it asks only that nothing is lost or made."""

from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule, run_state_machine_as_test

from domains import ledger, mall, wallet
from domains.kernel.errors import Refusal
from domains.mall.jobs.after_sale import end_after_sale
from domains.mall.jobs.orders import end_due_orders
from tests.domains.mall.after_sale_model import MORE, PRICES, RETURNABLE, SHOP_OF, UNITS, Exchange, Line, Order, World, look
from tests.domains.mall.after_sales import FROM_WALLET, AfterSales
from tests.domains.mall.tenders import BUDGET, CHANGE, LINE, POINTS, WALLET, parts


class AfterSaleLives(RuleBasedStateMachine):
    """Each run has a buyer and two shops of its own."""

    world: World
    orders: Bundle[Order] = Bundle("orders")
    exchanges: Bundle[Exchange] = Bundle("exchanges")
    disputes: Bundle[tuple[Order, Any]] = Bundle("disputes")

    def __init__(self) -> None:
        super().__init__()
        self.buyer, self.shops, self.variants = self.world.run(self.world.furnish())
        self.house, self.sales = self.world.house, AfterSales(self.world.house)
        self.free, self.price = [UNITS] * 3, list(PRICES)
        self.all: list[Order] = []
        self.disputed: dict[UUID, tuple[Order, int | None, datetime | None]] = {}

    @rule(
        target=orders,
        wanted=st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)),
        points=st.integers(0, 1_500),
        change=st.integers(0, 3_000),
        instalments=st.sampled_from([0, 10_000, 12_345]),
        coupon=st.booleans(),
        waits=st.booleans(),
    )
    def places(self, wanted: tuple[int, int, int], points: int, change: int, instalments: int, coupon: bool, waits: bool) -> Any:
        lines = {number: units for number, units in enumerate(wanted) if units}
        if not lines:
            return multiple()
        fundings = () if waits else self.fundings(self.sums(lines), points, change, instalments, coupon)
        placed = self.answer(self.house.order(self.buyer.person, {self.variants[number].id: units for number, units in lines.items()}, fundings=fundings))
        if isinstance(placed, Refusal):
            assert isinstance(placed, mall.OutOfStock | wallet.FundingChanged | wallet.RefusedForSafety | ledger.InsufficientFunds), placed
            return multiple()
        made = []
        for id_ in placed.order_ids:
            found = self.world.run(self.house.find(id_))
            shop = [one.id for one in self.shops].index(found.shop_id)
            own = sorted((number for number in lines if SHOP_OF[number] == shop), key=lambda number: self.variants[number].id)
            told = [(number, self.price[number], lines[number], lines[number] * self.price[number]) for number in own]
            lives = [Line(number, price, (units, minor), units, minor) for number, price, units, minor in told]
            made.append(Order(id_, placed.id, shop, placed.state, lives, sum(one.minor for one in lives), found.placed_at))
            assert found.total_minor == made[-1].total
        for number, units in lines.items():
            self.free[number] -= units
        self.all += made
        return multiple(*made)

    @rule(order=orders, points=st.integers(0, 1_500), change=st.integers(0, 3_000), coupon=st.booleans())
    def pays(self, order: Order, points: int, change: int, coupon: bool) -> None:
        together = [one for one in self.all if one.checkout_id == order.checkout_id and one.state == "placed"]
        sums: dict[int, int] = {}
        for one in together:
            sums[one.shop] = one.total
        answer = self.answer(self.house.pay(self.buyer.person, order.checkout_id, self.fundings(sums, points, change, 0, coupon) if sums else ()))
        assert together or isinstance(answer, mall.MallOrderEnded), answer
        if isinstance(answer, mall.CheckedOut):
            for one in together:
                one.state = "paid"

    @rule(order=orders)
    def cancels(self, order: Order) -> None:
        answer = self.answer(self.house.cancel(self.buyer.person, order.id))
        may = order.state == "placed" or (order.state == "paid" and not order.waits)
        assert isinstance(answer, mall.MallOrderStanding) == may, answer
        if not may:
            return
        for number, line in enumerate(order.lines):
            self.free[line.variant] += line.units
            if order.state == "paid" and line.units:
                order.gives_back(number, line.minor, line.units)
        if order.state == "placed":
            order.state = "cancelled"

    @rule(order=orders)
    def is_shipped(self, order: Order) -> None:
        may = order.state == "paid" and any(one.units for one in order.lines)
        assert isinstance(self.answer(self.sales.ship(self.shops[order.shop], order.id)), mall.MallOrderStanding) == may
        order.state = "shipped" if may else order.state

    @rule(order=orders, line=st.integers(0, 2), units=st.integers(1, 2), is_restocked=st.booleans())
    def comes_back(self, order: Order, line: int, units: int, is_restocked: bool) -> None:
        number = line % len(order.lines)
        held = order.lines[number]
        answer = self.answer(self.house.return_lines(self.shops[order.shop], order.id, {number + 1: units}, is_restocked=is_restocked))
        may = order.state in RETURNABLE and units <= held.units
        assert isinstance(answer, mall.MallOrderStanding) == may, answer
        if may:
            self.free[held.variant] += units * is_restocked
            order.gives_back(number, held.minor * units // held.units, units)

    @rule(order=orders, minor=st.integers(1, 4_000))
    def is_given_something_back(self, order: Order, minor: int) -> None:
        held = order.lines[0]
        answer = self.answer(self.sales.refund_line(self.shops[order.shop], order.id, 1, minor))
        may = order.state in RETURNABLE and held.units > 0 and minor <= held.minor
        assert isinstance(answer, mall.MallOrderStanding) == may, answer
        if may:
            order.gives_back(0, minor)

    @rule(target=exchanges, order=orders, units=st.integers(1, 2))
    def asks_for_an_exchange(self, order: Order, units: int) -> Any:
        held = order.lines[0]
        to = 1 - held.variant if held.variant < 2 else 2
        made = Exchange(None, order, 0, to, units, held.minor * units // held.units if held.units else 0, self.price[to])
        more = FROM_WALLET if made.added else {}
        answer = self.answer(self.sales.ask(self.buyer.person, order.id, 1, units, self.variants[to], self.price[to], **more))  # type: ignore[arg-type]
        may = order.state in RETURNABLE and units <= held.units and held.variant < 2 and self.free[to] >= units
        if not may:
            assert isinstance(answer, Refusal)
        if isinstance(answer, Refusal):
            assert not may or isinstance(answer, wallet.RefusedForSafety | ledger.InsufficientFunds), answer
            return multiple()
        made.told = answer
        held.units, held.minor, self.free[to] = held.units - units, held.minor - made.cost, self.free[to] - units
        order.waits.append(made)
        return made

    @rule(one=consumes(exchanges), end=st.sampled_from(["accept", "decline", "withdraw"]))
    def ends_an_exchange(self, one: Exchange, end: str) -> None:
        order, line, shop = one.order, one.order.lines[one.number], self.shops[one.order.shop]
        if end == "withdraw":
            answer = self.answer(self.sales.withdraw_exchange(self.buyer.person, one.told))
        else:
            answer = self.answer(self.sales.decide_exchange(shop, one.told, is_accepted=end == "accept"))
        assert isinstance(answer, Refusal) == (one not in order.waits), answer
        if one not in order.waits:
            return
        order.waits.remove(one)
        if end != "accept":
            self.undo(one)
            return
        self.free[line.variant] += one.units
        order.added += one.added
        order.refunded += max(0, one.cost - one.total)
        order.lines.append(Line(one.to, one.price, (one.units, one.total), one.units, one.total, is_new=True))

    @rule(variant=st.integers(0, 2), less=st.integers(0, 500))
    def costs_less(self, variant: int, less: int) -> None:
        self.price[variant] = max(1_000, PRICES[variant] - less)
        self.world.run(self.sales.reprice(self.shops[SHOP_OF[variant]], self.variants[variant], self.price[variant]))

    @rule(order=orders, line=st.integers(0, 2))
    def has_the_price_made_good(self, order: Order, line: int) -> None:
        number = line % len(order.lines)
        held = order.lines[number]
        units, total = held.whole
        off = max(0, held.price - self.price[held.variant]) * held.units * total // (held.price * units)
        minor = min(off, held.minor)
        is_in_time = self.now < order.placed_at + timedelta(days=7)
        may = order.state in RETURNABLE and held.units > 0 and is_in_time and not held.is_protected and minor > 0
        answer = self.answer(self.sales.claim(self.buyer.person, order.id, number + 1))
        assert isinstance(answer, mall.MallOrderStanding) == may, answer
        if may:
            held.is_protected = True
            order.gives_back(number, minor)

    @rule(target=disputes, order=orders)
    def disputes_it(self, order: Order) -> Any:
        answer = self.answer(self.sales.dispute(self.buyer.person, order.id, 1))
        if isinstance(answer, Refusal):
            return multiple()
        self.disputed[answer.id] = (order, None, None)
        return multiple((order, answer))

    @rule(one=disputes, minor=st.integers(0, 9_000))
    def is_decided(self, one: tuple[Order, Any], minor: int) -> None:
        answer = self.answer(self.sales.decide_dispute(one[1], minor))
        if not isinstance(answer, Refusal):
            self.disputed[one[1].id] = (one[0], minor, self.now + timedelta(days=3))

    @rule(one=disputes)
    def is_reversed(self, one: tuple[Order, Any]) -> None:
        if not isinstance(self.answer(self.sales.reverse_dispute(one[1])), Refusal):
            self.disputed[one[1].id] = (one[0], None, None)

    @rule(span=st.sampled_from([timedelta(minutes=15), timedelta(days=3), timedelta(days=14)]))
    def time_passes(self, span: timedelta) -> None:
        self.world.database.clock.advance(span)
        self.world.run(end_due_orders(self.world.database))
        self.world.run(end_after_sale(self.world.database))
        for order in self.all:
            if order.state == "placed":
                order.state = "expired"
                for line in order.lines:
                    self.free[line.variant] += line.units
            for one in list(order.waits):
                if self.now >= one.told.until:
                    order.waits.remove(one)
                    self.undo(one)
        for id_, (order, minor, due) in list(self.disputed.items()):
            if minor is not None and due is not None and self.now >= due:
                self.carry_out(order, minor)
                self.disputed[id_] = (order, None, None)

    @invariant()
    def nothing_is_lost_and_nothing_is_made(self) -> None:
        for order in self.all:
            payment_id = self.world.run(self.house.find(order.id)).payment_id
            if payment_id is not None:
                self.world.run(self.world.tenders.pass_on(payment_id))
        stands = self.world.run(self.world.tenders.standing(self.buyer))
        owed, orders, collected, burned, budget, kept, free = self.world.run(look(self.world.database, self.buyer, self.shops, self.variants, self.all))

        assert free == self.free
        assert {one.id: (one.state, one.refunded, one.added) for one in self.all} == orders
        pending = [sum(wait.added for one in self.all if one.shop == shop for wait in one.waits) for shop in range(2)]
        left = [
            sum(one.total + one.added - one.refunded for one in self.all if one.shop == shop and one.state in (*RETURNABLE, "refunded")) for shop in range(2)
        ]
        assert collected == [one + other for one, other in zip(left, pending, strict=True)]
        assert stands.points - burned == POINTS
        assert stands.line + owed == LINE
        assert budget + kept == BUDGET
        assert stands.wallet + stands.change + sum(collected) + burned + budget - owed == WALLET + CHANGE + MORE + BUDGET
        self.world.run(self.house.check_books())

    @property
    def now(self) -> datetime:
        return self.world.database.clock.now()

    def sums(self, lines: dict[int, int]) -> dict[int, int]:
        """What is paid to each shop."""
        sums: dict[int, int] = {}
        for number, units in lines.items():
            sums[SHOP_OF[number]] = sums.get(SHOP_OF[number], 0) + units * self.price[number]
        return sums

    def fundings(self, sums: dict[int, int], points: int, change: int, instalments: int, coupon: bool) -> tuple[wallet.Funding, ...]:
        """A coupon is for the first of the shops; instalments are at one shop alone; the wallet has the rest."""
        total, named = sum(sums.values()), {}
        if coupon:
            shop = min(sums)
            granted = self.answer(self.world.tenders.claim(self.buyer.person, self.buyer.campaign))
            reserved = self.answer(self.world.tenders.reserve(self.buyer, self.shops[shop], sums[shop], granted.coupon_id))
            if not isinstance(reserved, Refusal):
                named["coupon"] = 500
        named |= {"points": points, "change": change}
        if len(sums) == 1 and total >= instalments + points + change + 1_000:
            named["instalments"] = instalments
        return parts(**named, wallet=None)

    def undo(self, one: Exchange) -> None:
        line = one.order.lines[one.number]
        line.units, line.minor = line.units + one.units, line.minor + one.cost
        self.free[one.to] += one.units

    def carry_out(self, order: Order, minor: int) -> None:
        if order.state not in RETURNABLE:
            return
        whole = sum(one.minor for one in order.lines)
        minor, until, given = min(minor, whole), 0, 0
        for number, line in enumerate(list(order.lines)):
            until += line.minor
            part = until * minor // whole - given if whole else 0
            given += part
            order.gives_back(number, part)

    def answer(self, work: Coroutine[Any, Any, Any]) -> Any:
        try:
            return self.world.run(work)
        except Refusal as refusal:
            return refusal


def test_after_any_life_money_points_coupons_loans_and_units_are_conserved(fresh_dsn: Callable[[str], str]) -> None:
    examples = 4
    AfterSaleLives.world = World(fresh_dsn("scenebank_app"), 10 * examples + 2)
    try:
        # Each run needs a buyer who was there before the time passed, also a run that is given up: what fails is told as it is, and not made smaller.
        told = settings(max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
        run_state_machine_as_test(AfterSaleLives, settings=told)  # type: ignore[no-untyped-call]
    finally:
        AfterSaleLives.world.close()

"""Orders of any life, against a model that counts: units, money of two sources, and what shops collected, exact after every step."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from domains import ledger, mall, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.mall.jobs.orders import end_due_orders
from domains.mall.jobs.parcels import end_due_parcels
from tests.domains.mall.mall_house import MallHouse, MallShop
from tests.domains.wallet.people import Person, person
from tests.domains.wallet.tills import gift_account_id, give_card, ports_with_gifts

START = 100_000
PRICES = (1_000, 333, 2_500)
STOCK = 6


@dataclass
class Order:
    """As the model sees it. `left` units of each variant were not returned."""

    id: UUID
    checkout_id: UUID
    shop: int
    units: dict[int, int]
    left: dict[int, int]
    state: str
    total: int
    refunded: int = 0


class World:
    """The house that all runs share."""

    def __init__(self, dsn: str) -> None:
        self.runner = asyncio.Runner()
        self.database: Database = self.run(Database.open(dsn, Clock(), ports=ports_with_gifts(), write_connections=4, read_connections=2))
        self.house: MallHouse = self.run(MallHouse.open(self.database))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    async def furnish(self) -> tuple[Person, list[MallShop], list[mall.Variant]]:
        buyer = await person(self.database, START, verified=True)
        await give_card(self.database, buyer, START)
        shops = [await self.house.shop(), await self.house.shop()]
        variants = [await self.house.stocked(shops[min(number, 1)], STOCK, price) for number, price in enumerate(PRICES)]
        return buyer, shops, variants

    def close(self) -> None:
        self.run(self.database.close())
        self.runner.close()


class Orders(RuleBasedStateMachine):
    """Each run has a buyer and two shops of its own: the first sells one variant, the second two."""

    world: World
    orders: Bundle[Order] = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.buyer, self.shops, self.variants = self.world.run(self.world.furnish())
        self.house = self.world.house
        self.free = [STOCK, STOCK, STOCK]
        self.all: list[Order] = []

    @rule(target=orders, wanted=st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), gift=st.integers(0, 1_500), waits=st.booleans())
    def places(self, wanted: tuple[int, int, int], gift: int, waits: bool) -> Any:
        lines = {number: units for number, units in enumerate(wanted) if units}
        total = sum(PRICES[number] * units for number, units in lines.items())
        if not lines:
            return multiple()
        fundings = () if waits else self.fundings(total, gift)
        told = {self.variants[number].id: units for number, units in lines.items()}
        try:
            placed = self.world.run(self.house.order(self.buyer, told, fundings=fundings))
        except mall.OutOfStock:
            assert any(self.free[number] < units for number, units in lines.items())
            return multiple()
        assert all(self.free[number] >= units for number, units in lines.items())
        made = []
        for id_ in placed.order_ids:
            found = self.world.run(self.house.find(id_))
            shop = [one.id for one in self.shops].index(found.shop_id)
            own = {number: units for number, units in lines.items() if min(number, 1) == shop}
            made.append(
                Order(id_, placed.id, shop, own, dict(own), "placed" if waits else "paid", sum(PRICES[number] * units for number, units in own.items()))
            )
            assert found.total_minor == made[-1].total
        for number, units in lines.items():
            self.free[number] -= units
        self.all += made
        return multiple(*made)

    @rule(order=orders, gift=st.integers(0, 1_500))
    def pays(self, order: Order, gift: int) -> None:
        together = [one for one in self.all if one.checkout_id == order.checkout_id and one.state == "placed"]
        total = sum(one.total for one in together)
        answer = self.answer(self.house.pay(self.buyer, order.checkout_id, self.fundings(total, gift)))
        assert isinstance(answer, mall.CheckedOut) == bool(together)
        if isinstance(answer, mall.CheckedOut):
            for one in together:
                one.state = "paid"

    @rule(order=orders)
    def cancels(self, order: Order) -> None:
        who = {"owner_id": self.buyer.id, "session_id": self.buyer.session_id}
        command = mall.CancelMallOrderCommand(request_id=uuid4(), order_id=order.id, **who)
        answer = self.answer(self.world.database.write(mall.cancel_mall_order, command))
        assert isinstance(answer, mall.MallOrderStanding) == (order.state in ("placed", "paid"))
        if order.state == "placed":
            order.state = "cancelled"
            self.give_back(order.units)
        elif order.state == "paid":
            self.give_back(order.left)
            order.left, order.refunded, order.state = dict.fromkeys(order.left, 0), order.total, "refunded"

    @rule(order=orders)
    def is_shipped(self, order: Order) -> None:
        command = mall.ShipMallOrderCommand(request_id=uuid4(), order_id=order.id, **self.shops[order.shop].who)
        answer = self.answer(self.world.database.write(mall.ship_mall_order, command))
        assert isinstance(answer, mall.MallOrderStanding) == (order.state == "paid")
        if order.state == "paid":
            order.state = "shipped"

    @rule(order=orders, line=st.integers(0, 1), units=st.integers(1, 3), is_restocked=st.booleans())
    def comes_back(self, order: Order, line: int, units: int, is_restocked: bool) -> None:
        # The lines of an order stand in the order of their variants' ids.
        numbers = sorted(order.units, key=lambda number: self.variants[number].id)
        number = numbers[line % len(numbers)]
        back = self.house.return_lines(self.shops[order.shop], order.id, {numbers.index(number) + 1: units}, is_restocked=is_restocked)
        answer = self.answer(back)
        may = order.state in ("paid", "shipped", "delivered") and units <= order.left[number]
        assert isinstance(answer, mall.MallOrderStanding) == may, answer
        if may:
            order.left[number] -= units
            order.refunded += units * PRICES[number]
            if is_restocked:
                self.free[number] += units
            if not any(order.left.values()):
                order.state = "refunded"

    @rule()
    def a_quarter_of_an_hour_passes(self) -> None:
        self.world.database.clock.advance(timedelta(minutes=15))
        self.world.run(end_due_orders(self.world.database))
        self.world.run(end_due_parcels(self.world.database))
        for order in self.all:
            if order.state == "placed":
                order.state = "expired"
                self.give_back(order.units)

    @invariant()
    def every_unit_and_every_fen_is_where_it_should_be(self) -> None:
        collected = [wallet.collected_account_id(one.merchant_id) for one in self.shops]
        ids = [self.buyer.account_id, gift_account_id(self.buyer.id), *collected]

        async def read() -> tuple[dict[UUID, ledger.Account], dict[UUID, int], dict[UUID, mall.MallOrder]]:
            async with self.world.database.reading() as snapshot:
                found = await ledger.find_accounts(snapshot, ids)
                free = await mall.count_free(snapshot, [one.id for one in self.variants])
                return found, free, await mall.find_orders(snapshot, [one.id for one in self.all])

        found, free, orders = self.world.run(read())
        assert [free[one.id] for one in self.variants] == self.free
        assert {one.id: (one.state, one.refunded) for one in self.all} == {id_: (one.state.value, one.refunded_minor) for id_, one in orders.items()}
        kept = [sum(one.total - one.refunded for one in self.all if one.shop == shop and one.state in KEPT) for shop in range(2)]
        assert [found[id_].posted.minor for id_ in collected] == kept
        assert sum(found[id_].posted.minor for id_ in ids) == 2 * START
        self.world.run(self.house.check_books())

    def fundings(self, total: int, gift: int) -> tuple[wallet.Funding, ...]:
        part = min(gift, total)
        named = [("gift", part), ("wallet", total - part)]
        return tuple(wallet.Funding(name, Amount(minor, CNY)) for name, minor in named if minor)

    def answer(self, work: Coroutine[Any, Any, Any]) -> Any:
        try:
            return self.world.run(work)
        except Refusal as refusal:
            return refusal

    def give_back(self, units: dict[int, int]) -> None:
        for number, count in units.items():
            self.free[number] += count


KEPT = ("paid", "shipped", "delivered", "refunded")


def test_orders_of_any_life_lose_no_unit_and_no_fen(fresh_dsn: Callable[[str], str]) -> None:
    Orders.world = World(fresh_dsn("scenebank_app"))
    try:
        told = settings(max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
        run_state_machine_as_test(Orders, settings=told)  # type: ignore[no-untyped-call]
    finally:
        Orders.world.close()

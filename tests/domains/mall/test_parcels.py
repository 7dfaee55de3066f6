"""Parcels: which units are in which, how a parcel stands by what happened last, and what that makes of its order."""

import itertools
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from domains import mall
from domains.kernel.database import Database
from domains.mall import fulfilment
from domains.mall.jobs.parcels import end_due_parcels
from domains.mall.rules.orders import OrderState
from domains.mall.rules.parcels import Ordered, Packed, ParcelKind, ParcelState, check_packed, check_words, left_units, order_after, standing_of
from tests.domains.mall.mall_house import MallHouse, MallShop
from tests.domains.mall.parcels import confirm, parcels_of, rights_of, send, tell, word
from tests.domains.mall.test_steps import ship
from tests.domains.wallet.people import Person

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
LIFE = [word(kind, kind, NOON + timedelta(hours=hour)) for hour, kind in enumerate(("collected", "moving", "arriving", "failed", "arriving", "delivered"))]


class Courier:
    """A carrier that is wired and never asked."""

    name = "sandbox"

    async def track(self, parcel_id: object, tracking_number: str) -> None:
        raise AssertionError("nobody is asked here")


@pytest.fixture(autouse=True)
def carrier(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(database.ports.get(fulfilment.Carriers)._by_name, Courier.name, Courier())


async def bought(house: MallHouse, *units: int) -> tuple[MallShop, Person, mall.MallOrder]:
    """A paid order with a line for each number of units."""
    shop, buyer = await house.shop(), await house.buyer()
    variants = sorted([(await house.stocked(shop, 10, 1_000)).id for _ in units])
    lines = dict(zip(variants, units, strict=True))
    (order_id,) = (await house.order(buyer, lines)).order_ids
    return shop, buyer, await house.find(order_id)


@pytest.mark.parametrize("told", itertools.islice(itertools.permutations(LIFE), 0, 720, 37))
def test_whatever_the_order_in_which_words_come_the_last_event_says(told: tuple[fulfilment.Word, ...]) -> None:
    assert standing_of([*told, *told[:2]]) == (ParcelState.DELIVERED, NOON + timedelta(hours=5))


def test_what_is_not_known_says_nothing_and_a_carriers_clock_is_held_to_ours() -> None:
    odd = [word("a", "teleported", NOON), word(" ", "moving", NOON), word("b" * 300, "moving", NOON + timedelta(days=9), "x" * 999), word("c", "moving", NOON)]
    sent_at, now = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    kept = check_words(odd, sent_at, now)
    assert [(one.kind, one.at, len(one.id), len(one.place)) for one in kept] == [("noted", sent_at, 1, 2), ("moving", now, 80, 120), ("moving", sent_at, 1, 2)]
    assert standing_of(kept[:1]) is None


def test_of_what_came_back_the_rest_can_still_be_sent() -> None:
    lines = [Ordered(1, 3, 1), Ordered(2, 2, 0)]
    sent = Packed(ParcelKind.CARRIED, ParcelState.SENT, {1: 1})
    cancelled = Packed(ParcelKind.SERVICE, ParcelState.CANCELLED, {2: 2})
    assert left_units(lines, [sent, cancelled]) == {1: 2, 2: 2}
    assert left_units(lines, []) == {1: 2, 2: 2}
    for wrong in ([], [(1, 3)], [(1, 0)], [(1, 1), (1, 1)], [(3, 1)], [(1, -1)]):
        with pytest.raises(mall.UnitsMalformed):
            check_packed(lines, [sent], wrong)
    with pytest.raises(fulfilment.ParcelMalformed, match="count"):
        check_packed(lines, [sent] * 100, [(1, 1)])


def test_an_order_stands_by_all_of_its_parcels() -> None:
    lines = [Ordered(1, 2, 0), Ordered(2, 1, 0)]
    first, rest = Packed(ParcelKind.CARRIED, ParcelState.MOVING, {1: 2}), Packed(ParcelKind.CARRIED, ParcelState.DELIVERED, {2: 1})
    key, booked = Packed(ParcelKind.DIGITAL, ParcelState.DELIVERED, {2: 1}), Packed(ParcelKind.SERVICE, ParcelState.READY, {2: 1})
    assert order_after(OrderState.PAID, lines, []) is OrderState.PAID
    assert order_after(OrderState.PAID, lines, [key, booked]) is OrderState.PAID
    assert order_after(OrderState.PAID, lines, [first]) is OrderState.PART_SHIPPED
    assert order_after(OrderState.PART_SHIPPED, lines, [first, rest]) is OrderState.SHIPPED
    assert order_after(OrderState.SHIPPED, lines, [first._replace(state=ParcelState.DELIVERED), rest]) is OrderState.DELIVERED
    assert order_after(OrderState.PAID, [lines[1]], [key]) is OrderState.DELIVERED
    assert order_after(OrderState.PART_SHIPPED, [lines[0], Ordered(2, 1, 1)], [first]) is OrderState.SHIPPED
    for still in (OrderState.PLACED, OrderState.DELIVERED, OrderState.REFUNDED, OrderState.CANCELLED):
        assert order_after(still, lines, [first, rest]) is still


async def test_an_order_goes_in_parcels_and_is_delivered_with_the_last(house: MallHouse) -> None:
    shop, buyer, order = await bought(house, 3, 1)
    first = await send(house, shop, order.id, {1: 2}, "sandbox", "sf-1001")
    assert (first.state, first.order_state) == ("sent", "part_shipped")
    for wrong in ({1: 2}, {2: 2}, {3: 1}, {}):
        with pytest.raises(mall.UnitsMalformed):
            await send(house, shop, order.id, wrong)
    second = await send(house, shop, order.id, {1: 1, 2: 1}, "sandbox", "SF1002")
    assert second.order_state == "shipped"
    with pytest.raises(mall.MallOrderEnded, match="shipped"):
        await send(house, shop, order.id, {1: 1})
    now = house.database.clock.now()
    assert (await tell(house, first.parcel_id, word("1", "delivered", now))).order_state == "shipped"
    assert await rights_of(house, buyer) == []
    assert (await confirm(house, buyer, second.parcel_id)).order_state == "delivered"
    assert [(one.tracking_number, dict(one.units), one.state) for one in await parcels_of(house, order.id)] == [
        ("SF-1001", {1: 2}, ParcelState.DELIVERED),
        ("SF1002", {1: 1, 2: 1}, ParcelState.DELIVERED),
    ]
    assert sorted((one.order_id, one.line_number) for one in await rights_of(house, buyer)) == [(order.id, 1), (order.id, 2)]


async def test_what_is_told_twice_late_or_of_another_carriers_parcel_changes_nothing(house: MallHouse) -> None:
    shop, _, order = await bought(house, 1)
    sent = await send(house, shop, order.id, {1: 1}, "sandbox", "SF1")
    now = house.database.clock.now()
    arriving, moving = word("2", "arriving", now), word("1", "moving", now - timedelta(hours=1))
    assert (await tell(house, sent.parcel_id, arriving)).state == "arriving"
    assert (await tell(house, sent.parcel_id, moving, arriving)).state == "arriving"
    assert (await tell(house, sent.parcel_id)).state == "arriving"
    async with house.database.reading(single=True) as read:
        assert [one.id for one in (await fulfilment.list_words(read, [sent.parcel_id]))[0]] == ["1", "2"]
    for parcel_id, carrier in ((sent.parcel_id, "another"), (sent.parcel_id, ""), (uuid4(), "sandbox")):
        with pytest.raises(fulfilment.ParcelNotFound):
            await tell(house, parcel_id, word("3", "delivered", now), carrier=carrier)
    assert (await house.find(order.id)).state is OrderState.SHIPPED


async def test_days_of_silence_count_as_arrival_but_not_for_what_is_lost(fresh_database: Database) -> None:
    fresh_database.ports.get(fulfilment.Carriers)._by_name[Courier.name] = Courier()
    house = await MallHouse.open(fresh_database)
    shop, buyer, order = await bought(house, 2)
    quiet = await send(house, shop, order.id, {1: 1}, "sandbox", "SF1")
    lost = await send(house, shop, order.id, {1: 1}, "sandbox", "SF2")
    await tell(house, lost.parcel_id, word("1", "lost", fresh_database.clock.now()))
    fresh_database.clock.freeze(fresh_database.clock.now() + timedelta(days=7))
    await end_due_parcels(fresh_database)
    await end_due_parcels(fresh_database)
    states = {one.id: one.state for one in await parcels_of(house, order.id)}
    assert states == {quiet.parcel_id: ParcelState.DELIVERED, lost.parcel_id: ParcelState.LOST}
    assert (await house.find(order.id)).state is OrderState.SHIPPED
    assert (await confirm(house, buyer, lost.parcel_id)).order_state == "delivered"


async def test_the_rest_of_an_order_goes_in_one_parcel(house: MallHouse) -> None:
    shop, _, order = await bought(house, 2, 1)
    await send(house, shop, order.id, {1: 1})
    assert (await ship(house, shop, order.id)).state == "shipped"
    assert [dict(one.units) for one in await parcels_of(house, order.id)] == [{1: 1}, {1: 1, 2: 1}]


async def test_strangers_send_and_confirm_nothing_and_a_carrier_must_be_known(house: MallHouse) -> None:
    shop, buyer, order = await bought(house, 1)
    other, stranger = await house.shop(), await house.buyer()
    with pytest.raises(mall.MallOrderNotFound):
        await send(house, other, order.id, {1: 1})
    with pytest.raises(fulfilment.CarrierUnknown):
        await send(house, shop, order.id, {1: 1}, "pigeons", "1")
    for number in ("", " ", "a b", "号码", "1" * 65):
        with pytest.raises(fulfilment.ParcelMalformed, match="trackingNumber"):
            await send(house, shop, order.id, {1: 1}, "sandbox", number)
    with pytest.raises(fulfilment.ParcelMalformed, match="carrier"):
        await send(house, shop, order.id, {1: 1}, "", "SF1")
    assert await parcels_of(house, order.id) == []
    sent = await send(house, shop, order.id, {1: 1}, "sandbox", "SF1")
    with pytest.raises(fulfilment.ParcelNotFound):
        await confirm(house, stranger, sent.parcel_id)
    await confirm(house, buyer, sent.parcel_id)
    with pytest.raises(mall.MallOrderEnded, match="delivered"):
        await confirm(house, buyer, sent.parcel_id)


async def test_a_line_is_reviewed_once_by_whom_it_was_delivered_to(house: MallHouse) -> None:
    shop, buyer, order = await bought(house, 1)
    stranger = await house.buyer()
    sent = await send(house, shop, order.id, {1: 1})
    await confirm(house, buyer, sent.parcel_id)
    async with house.database.transaction() as tx:
        assert (await mall.use_review_right(tx, buyer.id, order.id, 1)).line_number == 1
        for who, number in ((buyer, 1), (stranger, 1), (buyer, 2)):
            with pytest.raises(mall.ReviewRightMissing):
                await mall.use_review_right(tx, who.id, order.id, number)
    assert await rights_of(house, buyer) == []

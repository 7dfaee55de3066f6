"""Branches: opened, found nearest first, changed, closed; and their services, which are products."""

from datetime import date, datetime, time
from math import asin, cos, radians, sin, sqrt
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import offers
from domains.kernel.database import Database
from domains.kernel.days import SHANGHAI
from domains.kernel.errors import Refusal, Unauthenticated
from domains.offers import Kind
from domains.offers.branches import BranchMalformed, BranchNotFound, BranchServiceNotFound, FieldKind, FormField, Opening, Spot
from domains.offers.rules.branches import EARTH_RADIUS_METRES, box_around, check_slot, slot_starts
from tests.domains.offers.visits import NANJING_ROAD, Desk, a_desk
from tests.domains.wallet.people import everything
from tests.staff import StaffMember

SPOTS = st.builds(Spot, st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000))


def metres_between(one: Spot, other: Spot) -> float:
    south, north = radians(one.latitude / 1e6), radians(other.latitude / 1e6)
    across = radians((other.longitude - one.longitude) / 1e6)
    return 2 * EARTH_RADIUS_METRES * asin(min(1.0, sqrt(sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(across / 2) ** 2)))


@given(here=SPOTS, near=st.tuples(st.integers(-6_000_000, 6_000_000), st.integers(-6_000_000, 6_000_000)), radius=st.integers(1, 500_000))
def test_what_lies_within_the_radius_lies_in_the_box(here: Spot, near: tuple[int, int], radius: int) -> None:
    there = Spot(max(-90_000_000, min(90_000_000, here.latitude + near[0])), (here.longitude + near[1] + 180_000_000) % 360_000_000 - 180_000_000)
    box = box_around(here, radius)
    if metres_between(here, there) <= radius:
        assert box.south <= there.latitude <= box.north
        assert box.west <= there.longitude <= box.east


def test_slots_begin_from_each_opening_on_and_end_by_its_closing() -> None:
    hours = (Opening(3, 13 * 60, 14 * 60 + 10), Opening(3, 9 * 60, 10 * 60))
    wednesday = date(2026, 11, 25)
    assert slot_starts(hours, (), 25, wednesday) == [time(9), time(9, 25), time(13), time(13, 25)]
    assert slot_starts(hours, (wednesday,), 25, wednesday) == []
    assert slot_starts(hours, (), 25, date(2026, 11, 26)) == []


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 11, 25, 9, 10, tzinfo=SHANGHAI),
        datetime(2026, 11, 25, 9, tzinfo=SHANGHAI),
        datetime(2026, 12, 9, 9, tzinfo=SHANGHAI),
        datetime(2026, 11, 26, 9, tzinfo=SHANGHAI),
    ],
)
def test_a_time_between_slots_past_too_far_ahead_or_of_a_closed_day_is_not_offered(start: datetime) -> None:
    hours = tuple(Opening(day, 9 * 60, 17 * 60) for day in (2, 3))
    with pytest.raises(offers.branches.SlotNotOffered) as refused:
        check_slot(hours, (), 30, 13, start, datetime(2026, 11, 25, 9, tzinfo=SHANGHAI))
    assert refused.value.days_ahead == 13
    check_slot(hours, (), 30, 13, datetime(2026, 12, 8, 16, 30, tzinfo=SHANGHAI), datetime(2026, 11, 25, 9, tzinfo=SHANGHAI))


async def nearest(database: Database, spot: Spot, radius: int, service: str | None = None, first: int = 50, after: str | None = None) -> Any:
    async with database.reading() as read:
        return await offers.branches.list_nearest(read, spot, radius, service, first, after)


async def test_branches_are_found_nearest_first_page_by_page(database: Database) -> None:
    desk = await a_desk(database)
    here = Spot(-43_950_000, -176_559_000)
    spots = [Spot(here.latitude + north, here.longitude) for north in (30_000, 10_000, 20_000, 2_000_000)]
    far, near, middle, _ = [await desk.open(str(place), spot) for place, spot in enumerate(spots)]
    await desk.serve(middle, "foreign_cash")
    with database.counting() as statements:
        page = await nearest(database, here, 50_000, first=2)
    assert len(statements) == 1
    assert [(one.id, one.metres) for one in page.items] == [(near.id, 1_112), (middle.id, 2_224)]
    rest = await nearest(database, here, 50_000, first=2, after=page.cursors[-1])
    assert ([(one.id, one.metres) for one in rest.items], rest.has_next) == ([(far.id, 3_336)], False)
    assert [one.id for one in (await nearest(database, here, 50_000, "foreign_cash")).items] == [middle.id]
    await desk.close(near)
    assert [one.id for one in (await nearest(database, here, 50_000)).items] == [middle.id, far.id]


async def test_a_service_is_a_product_and_ends_with_its_branch(database: Database) -> None:
    desk = await a_desk(database)
    branch = await desk.open()
    form = (FormField("fullName", FieldKind.TEXT, "姓名", "Full name"), FormField("card", FieldKind.CHOICE, "卡种", "Card", False, 20, ("金卡", "白金卡")))
    card, cash = await desk.serve(branch, form=form), await desk.serve(branch, "cash")
    changed = await desk.serve(branch, capacity=5, name_en="A new card", form=form)
    assert (changed.id, changed.capacity, changed.form) == (card.id, 5, form)
    async with database.reading() as read:
        assert await offers.branches.list_services(read, [branch.id]) == [[cash, changed]]
        product = (await offers.find_products(read, [(Kind.BRANCH_SERVICE, card.id)]))[Kind.BRANCH_SERVICE, card.id]
    assert (product.name_en, product.state) == ("A new card", "live")
    await desk.end(branch)
    with pytest.raises(BranchServiceNotFound):
        await desk.end(branch)
    assert (await desk.serve(branch)).id != card.id
    await desk.close(branch)
    async with database.reading() as read:
        assert await offers.branches.list_services(read, [branch.id]) == [[]]
        found = await offers.find_products(read, [(Kind.BRANCH_SERVICE, card.id), (Kind.BRANCH_SERVICE, cash.id)])
        assert (await offers.branches.find_branches(read, [branch.id]))[branch.id].state == "closed"
    assert {product.state for product in found.values()} == {"retired"}


async def test_a_branch_is_changed_as_a_whole(database: Database) -> None:
    desk = await a_desk(database)
    branch = await desk.open()
    changed = await desk.change(branch, name_en="Moved", spot=Spot(1, 2), closed_days=(date(2027, 1, 1),))
    async with database.reading() as read:
        assert (await offers.branches.find_branches(read, [branch.id]))[branch.id] == changed
    assert (changed.name_en, changed.spot, changed.closed_days, changed.opened_at) == ("Moved", Spot(1, 2), (date(2027, 1, 1),), branch.opened_at)


async def test_what_breaks_a_rule_is_refused_and_changes_nothing(database: Database) -> None:
    desk = await a_desk(database)
    branch = await desk.open()
    stranger = Desk(database, StaffMember(uuid4(), uuid4()))
    field = FormField("name", FieldKind.TEXT, "姓名", "Name")
    refused: list[tuple[type[Exception], str, Any]] = [
        (BranchMalformed, "name_en", lambda: desk.open("")),
        (BranchMalformed, "address", lambda: desk.open(address=" x")),
        (BranchMalformed, "place", lambda: desk.open(spot=Spot(90_000_001, 0))),
        (BranchMalformed, "hours", lambda: desk.open(hours=())),
        (BranchMalformed, "hours", lambda: desk.open(hours=(Opening(1, 0, 60), Opening(1, 59, 120)))),
        (BranchMalformed, "hours", lambda: desk.open(hours=(Opening(8, 0, 60),))),
        (BranchMalformed, "hours", lambda: desk.open(hours=(Opening(1, 60, 60),))),
        (BranchMalformed, "closed_days", lambda: desk.open(closed_days=tuple(date.fromordinal(800_000 - number) for number in range(61)))),
        (BranchMalformed, "code", lambda: desk.serve(branch, "New card")),
        (BranchMalformed, "capacity", lambda: desk.serve(branch, capacity=0)),
        (BranchMalformed, "slot_minutes", lambda: desk.serve(branch, slot_minutes=4)),
        (BranchMalformed, "form", lambda: desk.serve(branch, form=(field, field))),
        (BranchMalformed, "form", lambda: desk.serve(branch, form=(field._replace(kind=FieldKind.CHOICE),))),
        (BranchMalformed, "form", lambda: desk.serve(branch, form=tuple(field._replace(name=f"f{number}") for number in range(21)))),
        (BranchNotFound, "", lambda: desk.serve(branch._replace(id=uuid4()))),
        (BranchNotFound, "", lambda: desk.close(branch._replace(id=uuid4()))),
        (Unauthenticated, "", stranger.open),
    ]
    before = await everything(database, but=frozenset({"kernel_request"}))
    for refusal, what, attempt in refused:
        with pytest.raises(refusal) as told:
            await attempt()
        assert not isinstance(told.value, BranchMalformed) or told.value.what == what
    assert isinstance(told.value, Unauthenticated) and not isinstance(told.value, Refusal)
    assert await everything(database, but=frozenset({"kernel_request"})) == before
    assert branch.spot == NANJING_ROAD

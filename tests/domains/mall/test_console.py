"""What a shop looks at: the file of its orders, page by page and without formulas, and its revenue by day."""

import csv
from datetime import timedelta
from uuid import uuid4

import pytest

from domains import mall
from domains.kernel.errors import InvalidInput
from domains.mall.service import console
from tests.domains.mall.mall_house import MallHouse


async def read_file(house: MallHouse, who: object, shop_id: object) -> list[list[str]] | None:
    today = house.database.clock.today()
    found = await mall.fulfilment.find_order_file(house.database, who, shop_id, today - timedelta(days=1), today)  # type: ignore[arg-type]
    return None if found is None else list(csv.reader("".join([part async for part in found]).splitlines()))


async def test_a_file_has_each_line_once_in_order_and_no_formula(house: MallHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "PAGE", 2)
    shop, other, buyer = await house.shop(), await house.shop(), await house.buyer()
    mug = await house.stocked(shop, 10, 1_000, title_zh='=HYPERLINK("https://evil.example")')
    cup = await house.stocked(shop, 10, 2_000)
    foreign = await house.stocked(other)
    placed = [(await house.order(buyer, {mug.id: 1, cup.id: 2})).order_ids[0] for _ in range(3)]
    await house.order(buyer, {foreign.id: 1})
    await house.return_lines(shop, placed[0], {1: 1})
    rows = await read_file(house, shop.owner.id, shop.id)
    assert rows is not None
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [(one["order_id"], one["line"]) for one in told] == [(str(id_), line) for id_ in placed for line in ("1", "2")]
    assert {one["title"] for one in told} == {'\'=HYPERLINK("https://evil.example")', "搪瓷杯"}
    assert [one["total"] for one in told if one["variant_id"] == str(cup.id)] == ["40.00"] * 3
    assert [one["returned_units"] for one in told] == ["1", "0", "0", "0", "0", "0"]


async def test_strangers_get_no_file_and_a_file_is_of_a_year_at_most(house: MallHouse) -> None:
    shop, other, buyer = await house.shop(), await house.shop(), await house.buyer()
    for who, shop_id in ((buyer.id, shop.id), (other.owner.id, shop.id), (shop.owner.id, uuid4())):
        assert await read_file(house, who, shop_id) is None
    today = house.database.clock.today()
    for since, until in ((today, today - timedelta(days=1)), (today - timedelta(days=366), today)):
        with pytest.raises(InvalidInput):
            await mall.fulfilment.find_order_file(house.database, shop.owner.id, shop.id, since, until)


async def test_revenue_is_of_what_was_paid_and_tells_what_went_back(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer()
    mug = await house.stocked(shop, 10, 1_000)
    (order_id,) = (await house.order(buyer, {mug.id: 3})).order_ids
    await house.order(buyer, {mug.id: 1})
    await house.order(buyer, {mug.id: 1}, fundings=())
    await house.return_lines(shop, order_id, {1: 1})
    today = house.database.clock.today()
    async with house.database.reading(single=True) as read:
        found = await mall.fulfilment.list_revenue(read, shop.id, today - timedelta(days=1), today)
    assert (sum(one.orders for one in found), sum(one.total.minor for one in found), sum(one.refunded.minor for one in found)) == (2, 4_000, 1_000)

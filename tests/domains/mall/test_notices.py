"""Who waits for something is told once when there are units again, wherever they came from."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domains import customers, mall
from domains.kernel.database import Database
from domains.mall.jobs.notices import tell_what_came_back, tell_who_waited
from domains.mall.jobs.orders import end_due_orders
from tests.domains.mall.mall_house import MallHouse
from tests.domains.wallet.people import Person

notices = mall.notices


async def ask(house: MallHouse, someone: Person, variant_id: UUID) -> notices.StockNotice:
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "variant_id": variant_id}
    return await house.database.write(notices.ask_for_stock, notices.AskForStockCommand(**named))


async def drop(house: MallHouse, someone: Person, variant_id: UUID) -> None:
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "variant_id": variant_id}
    await house.database.write(notices.drop_stock_notice, notices.DropStockNoticeCommand(**named))


async def told(database: Database, someone: Person) -> list[str]:
    """What was left for their phone, once the worker has told of every fact."""
    async with database.reading() as read:
        facts = await read.fetch("SELECT payload FROM kernel_outbox WHERE name = 'StockCameBack' AND subject_id = $1", someone.id)
    for row in facts:
        await tell_who_waited(database, row["payload"])
    async with database.reading() as read:
        rows = await read.fetch("SELECT notice, data FROM customers_notice WHERE id = ANY($1::uuid[])", [UUID(row["payload"]["notice_id"]) for row in facts])
    return [f"{row['notice']}: {row['data']['titleEn']}" for row in rows]


async def test_who_asked_is_told_once_when_units_arrive(fresh_database: Database) -> None:
    house = await MallHouse.open(fresh_database)
    shop, someone, other = await house.shop(), await house.buyer(), await house.buyer()
    mug = await house.stocked(shop, 0)
    await ask(house, someone, mug.id)
    first = await ask(house, someone, mug.id)
    await ask(house, other, mug.id)
    await drop(house, other, mug.id)
    await tell_what_came_back(fresh_database)
    assert await told(fresh_database, someone) == []

    await house.receive(shop, mug.id, 3)
    for _ in range(2):
        await tell_what_came_back(fresh_database)
    assert await told(fresh_database, someone) == ["back-in-stock: Enamel mug"]
    assert await told(fresh_database, someone) == ["back-in-stock: Enamel mug"]
    assert await told(fresh_database, other) == []
    async with fresh_database.reading() as read:
        assert await notices.list_waiting(read, [someone.id]) == [[]]
    assert first.customer_id == someone.id


async def test_units_that_a_customer_returns_or_does_not_pay_are_told_of_too(fresh_database: Database) -> None:
    house, clock = await MallHouse.open(fresh_database), fresh_database.clock
    clock.freeze(clock.now())
    shop, buyer, someone, other = await house.shop(), await house.buyer(), await house.buyer(), await house.buyer()
    mug, pan = await house.stocked(shop, 1), await house.stocked(shop, 1)
    (paid_id,) = (await house.order(buyer, {mug.id: 1})).order_ids
    await house.order(buyer, {pan.id: 1}, fundings=())
    await ask(house, someone, mug.id)
    await ask(house, other, pan.id)

    await house.return_lines(shop, paid_id, {1: 1})
    clock.advance(timedelta(minutes=15))
    await end_due_orders(fresh_database)
    await tell_what_came_back(fresh_database)
    assert [await told(fresh_database, one) for one in (someone, other)] == [["back-in-stock: Enamel mug"]] * 2


async def test_whoever_was_told_may_ask_again_and_what_was_sold_meanwhile_is_not_told(fresh_database: Database) -> None:
    house = await MallHouse.open(fresh_database)
    shop, someone, buyer = await house.shop(), await house.buyer(), await house.buyer()
    mug = await house.stocked(shop, 0)
    for times in (1, 2):
        await ask(house, someone, mug.id)
        await house.receive(shop, mug.id, 1)
        await tell_what_came_back(fresh_database)
        assert len(await told(fresh_database, someone)) == times
        await house.order(buyer, {mug.id: 1})
    await ask(house, someone, mug.id)
    await house.receive(shop, mug.id, 1)
    await house.order(buyer, {mug.id: 1})
    await tell_what_came_back(fresh_database)
    assert len(await told(fresh_database, someone)) == 2


async def test_what_is_there_or_is_not_sold_or_is_too_much_is_not_waited_for(house: MallHouse) -> None:
    shop, someone = await house.shop(), await house.buyer()
    there = await house.stocked(shop, 2)
    draft = (await house.variants(await house.goods(shop, is_published=False)))[0]
    with pytest.raises(notices.StockThere) as refused:
        await ask(house, someone, there.id)
    assert refused.value.free_units == 2
    for variant_id in (draft.id, uuid4()):
        with pytest.raises(mall.VariantUnavailable):
            await ask(house, someone, variant_id)
    terms = [mall.VariantTerms(f"SKU-{uuid4().hex[:12]}", {"n": str(number)}, 100) for number in range(notices.NOTICES_MOST + 1)]
    *most, last = await house.variants(await house.goods(shop, *terms))
    for one in most:
        await ask(house, someone, one.id)
    with pytest.raises(notices.StockNoticesFull):
        await ask(house, someone, last.id)
    async with house.database.reading() as read:
        (waiting,) = await notices.list_waiting(read, [someone.id])
    assert len(waiting) == notices.NOTICES_MOST
    assert customers.notices.NOTICES_A_DAY == 3

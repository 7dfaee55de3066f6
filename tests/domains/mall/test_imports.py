"""Files of products: checked as a whole, told by line, imported once, and on from where it was when it is killed."""

import asyncio
import hashlib
import zlib
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import mall
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.errors import IdReused
from domains.mall import importing, searching
from domains.mall.jobs import imports as jobs
from tests.domains.mall.mall_house import MallHouse, MallShop

HEADER = "product,sku,title_zh,title_en,category,price,attributes,publish"


@pytest.fixture
async def house(fresh_database: Database) -> MallHouse:
    return await MallHouse.open(fresh_database)


@pytest.fixture
async def shop(house: MallHouse) -> MallShop:
    return await house.shop()


def a_file(*lines: str, header: str = HEADER) -> bytes:
    return "\r\n".join((header, *lines)).encode()


def lines_of(count: int, tag: str = "a") -> list[str]:
    """Two variants of each product."""
    return [
        f"{tag}{number // 2},{tag}-{number},搪瓷杯{tag}{number // 2},Mug,home.kitchen,30.00,颜色={'红' if number % 2 else '蓝'},yes" for number in range(count)
    ]


async def send(house: MallHouse, shop: MallShop, content: bytes, request_id: UUID | None = None) -> importing.GoodsImport:
    told = {"shop_id": shop.id, "sha256": hashlib.sha256(content).hexdigest(), "content": zlib.compress(content)}
    command = importing.ReceiveImportCommand(request_id=request_id or uuid4(), **told, **shop.who)  # type: ignore[arg-type]
    return await house.database.write(importing.receive_import, command)


async def imported(house: MallHouse, shop: MallShop, content: bytes) -> importing.GoodsImport:
    one = await send(house, shop, content)
    await jobs.import_goods(house.database, {"subject_id": str(one.id)})
    return await seen(house, shop, one.id)


async def seen(house: MallHouse, shop: MallShop, id_: UUID) -> importing.GoodsImport:
    async with house.database.reading() as read:
        (one,) = await importing.find_acted_imports(read, [shop.owner.id], id_)
    assert one is not None
    return one


async def counted(house: MallHouse) -> tuple[int, int, int]:
    """Products, variants, and products that are found."""
    async with house.database.reading() as read:
        tables = ("mall_product", "mall_variant", "mall_search_entry")
        return tuple([await read.fetchval(f"SELECT count(*) FROM {table}") for table in tables])  # type: ignore[return-value]


def wrong(content: bytes) -> list[tuple[int, str, str]]:
    return [tuple(error) for error in importing.read_import(content, CNY)[1]]  # type: ignore[misc]


async def test_a_file_is_imported_published_and_found_and_again_changes_the_same_products(house: MallHouse, shop: MallShop) -> None:
    done = await imported(house, shop, a_file(*lines_of(4)))
    assert (done.state, done.lines, done.lines_done, done.products, done.errors) == (importing.ImportState.DONE, 5, 5, 2, ())
    assert await counted(house) == (2, 4, 2)
    async with house.database.reading() as read:
        search = await searching.search_goods(read, "搪瓷杯a1", searching.Narrowing())
        (page,) = await searching.list_found(read, [search], searching.Order.BEST, 50, None)
    changed = [line.replace("30.00", "25.50") for line in lines_of(3)]
    assert (await imported(house, shop, a_file(*changed))).state is importing.ImportState.DONE
    assert await counted(house) == (2, 4, 2)
    goods = [await house.variants(mall_goods) for mall_goods in await goods_of(house, shop)]
    assert sorted((one.sku, one.price.minor, one.is_sold) for variants in goods for one in variants) == [
        *(("a-0", 2_550, True), ("a-1", 2_550, True), ("a-2", 2_550, True), ("a-3", 3_000, False)),
    ]
    assert len(page.items) == 1


async def goods_of(house: MallHouse, shop: MallShop) -> list[mall.Goods]:
    async with house.database.reading() as read:
        return list((await mall.list_goods_of_shop(read, shop.id, list(mall.GoodsState), 50, None)).items)


async def test_a_broken_line_517_is_named_and_nothing_is_imported(house: MallHouse, shop: MallShop) -> None:
    lines = lines_of(600)
    lines[515] = lines[515].replace("30.00", "thirty")
    done = await imported(house, shop, a_file(*lines))
    assert (done.state, done.errors, done.error_count, done.products) == (importing.ImportState.BROKEN, ((517, "price", "not_a_number"),), 1, 0)
    assert await counted(house) == (0, 0, 0)


async def test_what_only_the_catalogue_can_tell_is_told_by_line_too(house: MallHouse, shop: MallShop) -> None:
    await house.goods(shop, mall.VariantTerms("TAKEN", {}, 100))
    lines = [*lines_of(2), "x,x-1,杯,Mug,no.where,30,,", "y,TAKEN,杯,Mug,home,30,,"]
    done = await imported(house, shop, a_file(*lines))
    assert done.errors == ((4, "category", "unknown_category"), (5, "sku", "another_product"))
    assert (await counted(house))[:2] == (1, 1)


async def test_a_repeat_of_the_same_request_imports_nothing_twice(house: MallHouse, shop: MallShop) -> None:
    id_, content = uuid4(), a_file(*lines_of(4))
    first, again = await send(house, shop, content, id_), await send(house, shop, content, id_)
    assert first.id == again.id
    with pytest.raises(IdReused):
        await send(house, shop, a_file(*lines_of(2)), id_)
    for _ in range(3):
        await jobs.import_goods(house.database, {"subject_id": str(first.id)})
    assert [one.version for one in await goods_of(house, shop)] == [1, 1]
    assert (await seen(house, shop, first.id)).products == 2


async def test_an_import_that_is_killed_goes_on_where_it_was(house: MallHouse, shop: MallShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PRODUCTS", 2)
    one = await send(house, shop, a_file(*lines_of(10)))
    write, steps = house.database.write, 0

    async def dying(verb: Any, command: Any) -> Any:
        nonlocal steps
        steps += 1
        if steps == 3:
            raise ConnectionError("killed")
        return await write(verb, command)

    monkeypatch.setattr(house.database, "write", dying)
    with pytest.raises(ConnectionError):
        await jobs.import_goods(house.database, {"subject_id": str(one.id)})
    monkeypatch.setattr(house.database, "write", write)
    half = await seen(house, shop, one.id)
    assert (half.state, half.lines, half.lines_done, half.products) == (importing.ImportState.IMPORTING, 11, 9, 4)
    await jobs.import_goods(house.database, {"subject_id": str(one.id)})
    done = await seen(house, shop, one.id)
    assert (done.state, done.lines_done, done.products) == (importing.ImportState.DONE, 11, 5)
    assert {one.version for one in await goods_of(house, shop)} == {1}


async def test_what_no_longer_holds_stops_it_and_tells_the_line(house: MallHouse, shop: MallShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PRODUCTS", 1)
    one = await send(house, shop, a_file(*lines_of(4)))
    write = house.database.write

    async def taken_meanwhile(verb: Any, command: Any) -> Any:
        if command.lines_done == 0:
            monkeypatch.setattr(house.database, "write", write)
            await house.goods(shop, mall.VariantTerms("a-3", {}, 100))
        return await write(verb, command)

    monkeypatch.setattr(house.database, "write", taken_meanwhile)
    await jobs.import_goods(house.database, {"subject_id": str(one.id)})
    done = await seen(house, shop, one.id)
    assert (done.state, done.lines_done, done.products, done.errors) == (importing.ImportState.STOPPED, 3, 1, ((5, "sku", "another_product"),))


async def test_others_neither_send_nor_see_and_three_at_most_wait(house: MallHouse, shop: MallShop) -> None:
    other = await house.shop()
    told = {"request_id": uuid4(), "shop_id": shop.id, "sha256": "", "content": b""}
    with pytest.raises(mall.ShopNotFound):
        await house.database.write(importing.receive_import, importing.ReceiveImportCommand(**told, **other.who))
    waiting = [await send(house, shop, a_file(*lines_of(2, tag))) for tag in "abc"]
    with pytest.raises(importing.ImportsWaiting):
        await send(house, shop, a_file())
    async with house.database.reading() as read:
        assert await importing.find_acted_imports(read, [other.owner.id], waiting[0].id) == [None]
        page = await importing.list_imports(read, shop.id, 50, None)
    assert {one.id for one in page.items} == {one.id for one in waiting}


async def test_of_many_files_at_once_three_are_kept(house: MallHouse, shop: MallShop) -> None:
    answers = await asyncio.gather(*(send(house, shop, a_file(*lines_of(2, f"r{number}"))) for number in range(8)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["GoodsImport"] * 3 + ["ImportsWaiting"] * 5


def test_utf_8_with_its_mark_utf_16_and_gbk_are_read_alike() -> None:
    text = "货号,中文标题,英文标题,类目,价格,发布\r\nA-1,搪瓷杯,Mug,home,12.5,是\r\n"
    for content in (text.encode("utf-8-sig"), text.encode(), text.encode("gbk"), text.encode("utf-16")):
        (goods,), errors, lines = importing.read_import(content, CNY)
        assert (goods.title_zh, goods.variants[0].price_minor, goods.is_published, errors, lines) == ("搪瓷杯", 1_250, True, [], 2)


def test_each_thing_that_can_be_wrong_is_named_by_line_and_column() -> None:
    good = "p,s,杯,Mug,home,1,,"
    assert wrong(a_file(good)) == []
    for line, found in {
        ",,杯,Mug,home,1,,": (2, "sku", "missing"),
        "p,s,,Mug,home,1,,": (2, "title_zh", "missing"),
        "p,s,杯,Mug,home,,,": (2, "price", "missing"),
        "p,s,杯,Mug,home,1.234,,": (2, "price", "not_a_number"),
        "p,s,杯,Mug,home,-1,,": (2, "price", "formula"),
        "p,s,杯,Mug,home,0,,": (2, "price", "malformed"),
        "p,s,=1+1,Mug,home,1,,": (2, "title_zh", "formula"),
        'p,s,杯,"@SUM(A1)",home,1,,': (2, "title_en", "formula"),
        "p,s,杯,Mug,home,1,颜色,": (2, "attributes", "malformed"),
        "p,s,杯,Mug,home,1,,maybe": (2, "publish", "not_yes_or_no"),
        "p,s,杯,Mug,home,1,": (2, "", "fields"),
        f"p,s,{'杯' * 121},Mug,home,1,,": (2, "title_zh", "malformed"),
        f"p,s,{'杯' * 60_001},Mug,home,1,,": (2, "", "too_long"),
        'p,s,"杯,Mug,home,1,,': (2, "", "no_quote"),
        'p,s,"杯"x,Mug,home,1,,': (2, "", "no_quote"),
        f"{good}\np,s,杯,Mug,home,1,,": (3, "sku", "twice"),
        f"{good}\np,t,碗,Mug,home,1,颜色=红,": (3, "title_zh", "differs"),
        f"{good}\nq,t,碗,Bowl,home,1,,\np,u,杯,Mug,home,1,,": (4, "product", "apart"),
        'p,s,"杯\n子",Mug,home,1,,\nq,t,碗,Bowl,home,x,,': (4, "price", "not_a_number"),
        "p,s,杯\x00,Mug,home,1,,": (2, "", "no_text"),
    }.items():
        assert found in wrong(a_file(line)), (line[:40], wrong(a_file(line)))
    assert wrong(b"") == [(1, "", "no_lines")]
    assert wrong(a_file(good).replace(b"Mug", b"\xff\xff")) == [(2, "", "no_text")]
    assert wrong(a_file(good, header=HEADER.replace("publish", "discount"))) == [(1, "column 8", "unknown_column")]
    assert wrong(a_file(good, header=HEADER.replace("price", "sku"))) == [(1, "price", "missing_column"), (1, "sku", "twice")]
    assert wrong(a_file(*["p,s,杯,Mug,home,1,,"] * 100_001))[-1] == (100_002, "", "too_many_lines")
    assert wrong(b"x" * 10_000_000) == [(1, "", "too_long")]

"""Files of products over HTTP, and searches and imports by the app's trusted documents."""

from uuid import uuid4

import pytest_asyncio

from domains import wallet
from domains.kernel.assets import CNY
from domains.mall.jobs.imports import import_goods
from tests.domains.mall.mall_house import MallHouse, MallShop
from tests.domains.mall.test_imports import a_file
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person
from tests.gateway.app.documents import ask_trusted
from tests.gateway.app.investing import app, signed_up
from tests.gateway.app.running import RunningApp, SignedIn

__all__ = ["app"]


@pytest_asyncio.fixture
async def house(app: RunningApp) -> MallHouse:
    return await MallHouse.open(app.application.house.database)


@pytest_asyncio.fixture
async def owner(app: RunningApp) -> SignedIn:
    return await signed_up(app)


@pytest_asyncio.fixture
async def shop(house: MallHouse, owner: SignedIn) -> MallShop:
    at = await tills.shop(house.database, owner=Person(owner.id, owner.session_id, owner.phone, wallet.wallet_account_id(owner.id, CNY)))
    await house.apply(at)
    await house.decide(at.shop_id)
    return MallShop(at.shop_id, at.merchant_id, at.owner, uuid4())


async def send(app: RunningApp, who: SignedIn | None, shop: MallShop, content: bytes, request_id: str = "", type_: str = "text/csv") -> tuple[int, str]:
    headers = {"content-type": type_, **({} if who is None else who.headers)}
    url = f"/mall/shops/{shop.id}/goods-imports?request_id={request_id or uuid4()}"
    answer = await app.http.post(url, content=content, headers=headers)
    told = answer.json() if answer.headers["content-type"] == "application/json" else {"error": {"code": answer.text}}
    return answer.status_code, told.get("import_id") or told["error"]["code"]


async def test_a_file_comes_in_over_http_is_imported_and_found(app: RunningApp, house: MallHouse, shop: MallShop, owner: SignedIn) -> None:
    tag, id_ = uuid4().hex[:8], str(uuid4())
    content = a_file(f"p,{tag}-1,鎏金香炉{tag},Gilt burner,home.kitchen,88.00,颜色=红,yes", f"p,{tag}-2,,,,x9.00,颜色=蓝,")
    status, broken = await send(app, owner, shop, content)
    assert status == 202
    content = content.replace(b"x9.00", b"99.00")
    status, import_id = await send(app, owner, shop, content, id_)
    assert (status, await send(app, owner, shop, content, id_)) == (202, (202, import_id))
    assert (await ask_trusted(app, "GoodsImport", owner, id=import_id))["state"] == "WAITING"
    for one in (broken, import_id):
        await import_goods(house.database, {"subject_id": one})
    told = await ask_trusted(app, "GoodsImport", owner, id=broken)
    assert (told["state"], told["errorCount"], told["errors"][0]["message"]) == ("BROKEN", 1, "line 3: price is not a number")
    done = await ask_trusted(app, "GoodsImport", owner, id=import_id)
    assert (done["state"], done["linesDone"], done["products"], done["errors"]) == ("DONE", 3, 1, [])
    page = (await ask_trusted(app, "SearchGoods", owner, text=f"liujin {tag}"))["found"]
    (found,) = page["nodes"]
    assert (found["goods"]["titleEn"], found["leastPrice"]["amount"], found["points"]["version"]) == ("Gilt burner", "88.00", 1)
    facets = (await ask_trusted(app, "SearchGoodsFacets", owner, text=f"鎏金香炉{tag}"))["facets"]
    assert (facets["products"], sorted(one["value"] for one in facets["attributes"])) == (1, ["红", "蓝"])
    assert [one["id"] for one in (await ask_trusted(app, "GoodsImports", owner, shopId=str(shop.id)))["nodes"]] == [import_id, broken]


async def test_a_file_of_who_may_not_or_of_another_kind_is_refused(app: RunningApp, shop: MallShop, owner: SignedIn) -> None:
    stranger, id_ = await signed_up(app), str(uuid4())
    assert await send(app, None, shop, a_file()) == (401, "unauthenticated")
    assert await send(app, stranger, shop, a_file()) == (404, "shop_not_found")
    assert await send(app, owner, shop, a_file(), type_="application/json") == (415, "media_type_unknown")
    assert await send(app, owner, shop, a_file(), "7") == (400, "invalid_input")
    assert (await send(app, owner, shop, b"x" * 20_000_001))[0] == 413
    assert (await send(app, owner, shop, a_file("a"), id_))[0] == 202
    assert await send(app, owner, shop, a_file("b"), id_) == (409, "id_reused")
    assert await ask_trusted(app, "GoodsImports", stranger, shopId=str(shop.id)) is None

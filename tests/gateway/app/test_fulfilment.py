"""How what was ordered reaches the customer, over HTTP by the app's trusted documents; and the file of a shop's orders."""

from datetime import timedelta
from uuid import uuid4

import pytest_asyncio

from domains import mall, wallet
from domains.kernel.assets import CNY
from tests.domains.mall.mall_house import MallHouse, MallShop
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person
from tests.gateway.app.documents import act, ask_trusted
from tests.gateway.app.investing import app, signed_up
from tests.gateway.app.running import RunningApp, SignedIn

__all__ = ["app"]


def person_of(one: SignedIn) -> Person:
    return Person(one.id, one.session_id, one.phone, wallet.wallet_account_id(one.id, CNY))


@pytest_asyncio.fixture
async def house(app: RunningApp) -> MallHouse:
    return await MallHouse.open(app.application.house.database)


async def owned_shop(house: MallHouse, owner: SignedIn) -> MallShop:
    at = await tills.shop(house.database, owner=person_of(owner))
    await house.apply(at)
    await house.decide(at.shop_id)
    who = {"owner_id": owner.id, "session_id": owner.session_id}
    made = await house.database.write(mall.open_warehouse, mall.OpenWarehouseCommand(request_id=uuid4(), shop_id=at.shop_id, name="浦东", **who))
    return MallShop(at.shop_id, at.merchant_id, at.owner, made.id)


async def test_parcels_keys_and_files_go_by_documents_alone_and_strangers_see_none(app: RunningApp, house: MallHouse) -> None:
    owner, buyer, stranger = await signed_up(app), await signed_up(app, 100_000), await signed_up(app)
    shop = await owned_shop(house, owner)
    mug = await house.stocked(shop, 5, 1_000)
    card = await house.stocked(shop, 0, 2_000, kind=mall.GoodsKind.DIGITAL)
    keys = {"warehouseId": str(shop.warehouse_id), "variantId": str(card.id), "keys": ["K-1", "K-2"]}
    added = await act(app, "AddMallKeys", owner, requestId=str(uuid4()), **keys)
    assert (added["added"], added["onHandUnits"]) == (2, 2)
    again = await act(app, "AddMallKeys", owner, requestId=str(uuid4()), **keys)
    assert (again["__typename"], again["what"], again["number"]) == ("KeysMalformed", "known", 1)

    (order_id,) = (await house.order(person_of(buyer), {mug.id: 2, card.id: 1})).order_ids
    (digital,) = (await ask_trusted(app, "MallOrderParcels", buyer, id=str(order_id)))["parcels"]
    assert (digital["kind"], digital["state"], digital["keys"][0]["text"], digital["pickUpCode"]) == ("DIGITAL", "DELIVERED", None, None)
    number = digital["units"][0]["number"]
    refused = await act(app, "ShowMallKeys", stranger, requestId=str(uuid4()), parcelId=digital["id"], number=number)
    assert refused["__typename"] == "ParcelNotFound"
    await act(app, "ShowMallKeys", buyer, requestId=str(uuid4()), parcelId=digital["id"], number=number)
    (digital,) = (await ask_trusted(app, "MallOrderParcels", buyer, id=str(order_id)))["parcels"]
    assert digital["keys"][0]["text"] in ("K-1", "K-2")
    assert await ask_trusted(app, "MallOrderParcels", stranger, id=str(order_id)) is None

    units = [{"number": 3 - number, "units": 2}]
    foreign = await act(app, "SendMallParcel", stranger, requestId=str(uuid4()), orderId=str(order_id), units=units)
    assert foreign["__typename"] == "MallOrderNotFound"
    sent = await act(app, "SendMallParcel", owner, requestId=str(uuid4()), orderId=str(order_id), units=units)
    assert sent["state"] == "SENT"
    confirmed = await act(app, "ConfirmMallParcel", buyer, requestId=str(uuid4()), parcelId=sent["parcelId"])
    assert confirmed["state"] == "DELIVERED"
    assert (await ask_trusted(app, "MallOrderParcels", buyer, id=str(order_id)))["state"] == "DELIVERED"

    today = house.database.clock.today()
    days = {"since": (today - timedelta(days=1)).isoformat(), "until": today.isoformat()}
    revenue = await ask_trusted(app, "ShopRevenue", owner, shopId=str(shop.id), **days)
    assert [(one["orders"], one["total"]["amount"]) for one in revenue] == [(1, "40.00")]
    assert await ask_trusted(app, "ShopRevenue", stranger, shopId=str(shop.id), **days) is None
    path = f"/mall/shops/{shop.id}/orders.csv"
    given = await app.http.get(path, params=days, headers=owner.headers)
    assert (given.status_code, given.headers["content-type"], len(given.text.splitlines())) == (200, "text/csv; charset=utf-8", 3)
    assert (await app.http.get(path, params=days)).status_code == 401
    assert (await app.http.get(path, params=days, headers=stranger.headers)).json() == {"error": "shop_not_found"}
    for odd in ({}, {**days, "since": "x"}, {"since": days["until"], "until": days["since"]}):
        assert (await app.http.get(path, params=odd, headers=owner.headers)).status_code == 400

"""What nobody should send to the mall, over HTTP by the app's trusted documents: a typed refusal each, in both languages, and nothing changed."""

from collections.abc import AsyncIterator
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest_asyncio

from domains import mall, wallet
from domains.kernel.assets import CNY
from tests.domains.mall.after_sales import family
from tests.domains.mall.mall_house import ADDRESS, CREDIT_CODE, MallHouse, MallShop
from tests.domains.offers.campaigns import FIVE_OFF, campaign, claim
from tests.domains.offers.staff import Staff
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person, everything
from tests.gateway.app.documents import act, ask_trusted, document_ids, yuan
from tests.gateway.app.investing import app, signed_up
from tests.gateway.app.running import RunningApp, SignedIn
from tests.staff import staff_member

__all__ = ["app"]

BUT = frozenset({"kernel_request", "wallet_risk_decision", "customers_device", "customers_session", "customers_refresh"})
WALLET = [{"source": "wallet"}]


class Mall(NamedTuple):
    """A house with a shop whose owner is signed in, and a buyer."""

    house: MallHouse
    shop: MallShop
    owner: SignedIn
    buyer: SignedIn


def person_of(one: SignedIn) -> Person:
    return Person(one.id, one.session_id, one.phone, wallet.wallet_account_id(one.id, CNY))


@pytest_asyncio.fixture
async def there(app: RunningApp) -> AsyncIterator[Mall]:
    database = app.application.house.database
    house, owner, buyer = await MallHouse.open(database), await signed_up(app), await signed_up(app, 100_000)
    at = await tills.shop(database, owner=person_of(owner))
    await house.apply(at, credit_code=CREDIT_CODE)
    await house.decide(at.shop_id)
    who = {"owner_id": owner.id, "session_id": owner.session_id}
    made = await database.write(mall.open_warehouse, mall.OpenWarehouseCommand(request_id=uuid4(), shop_id=at.shop_id, name="浦东", **who))
    yield Mall(house, MallShop(at.shop_id, at.merchant_id, at.owner, made.id), owner, buyer)


async def place(app: RunningApp, there: Mall, lines: list[tuple[UUID, int]], **more: Any) -> Any:
    """Order at what it costs now, from the wallet."""
    known = more.pop("quoteHash", None) or (await there.house.quote(dict(lines))).hash
    told = {"lines": [{"variantId": str(id_), "units": units} for id_, units in lines], "quoteHash": known}
    return await act(app, "PlaceMallOrder", there.buyer, **{"requestId": str(uuid4()), **told, "delivery": ADDRESS._asdict(), "fundings": WALLET, **more})


async def test_orders_that_cannot_be_are_refused_by_name_and_change_nothing(app: RunningApp, there: Mall) -> None:
    house, shop = there.house, there.shop
    mug, other_shop = await house.stocked(shop, 5), await house.shop()
    (draft,) = await house.variants(await house.goods(other_shop, is_published=False))
    staff = Staff(house.database, await staff_member(house.database, "operator:offers"))
    theirs = await claim(house.database, await house.buyer(), await campaign(staff, FIVE_OFF))
    before = await everything(house.database, but=BUT)

    # A cart of so many lines does not come through the door, and neither does one of a line too many: both are told by what was too much.
    for count, code in ((10_000, "PAYLOAD_TOO_LARGE"), (101, "TOO_COMPLEX")):
        lines = [{"variantId": str(uuid4()), "units": 1} for _ in range(count)]
        told = {"requestId": str(uuid4()), "lines": lines, "quoteHash": "x", "delivery": ADDRESS._asdict(), "fundings": WALLET}
        sent = {"documentId": document_ids()["PlaceMallOrder"], "variables": {"input": told}}
        refused = (await app.http.post("/graphql", json=sent, headers=there.buyer.headers)).json()["errors"][0]["extensions"]
        assert refused["code"] == code
    assert (await place(app, there, [], quoteHash="x"))["__typename"] == "CartFull"
    for units in (0, -1, 1_000, 2**31 - 1):
        assert (await place(app, there, [(mug.id, units)], quoteHash="x"))["__typename"] == "UnitsMalformed"
        if units:
            set_ = await ask_trusted(app, "SetCartLine", there.buyer, input={"variantId": str(mug.id), "units": units})
            assert set_["__typename"] == "UnitsMalformed"
    assert (await place(app, there, [(draft.id, 1)], quoteHash="x"))["__typename"] == "VariantUnavailable"
    changed = await place(app, there, [(mug.id, 1)], quoteHash="0" * 64)
    assert (changed["__typename"], changed["quoteHash"]) == ("PriceChanged", (await house.quote({mug.id: 1})).hash)
    nowhere = await place(app, there, [(mug.id, 1)], delivery=ADDRESS._replace(city="")._asdict())
    assert (nowhere["__typename"], nowhere["what"]) == ("DeliveryMalformed", "city")
    reserve = {"couponIds": [str(theirs.coupon_id)], "merchantId": str(shop.merchant_id), "amount": yuan("30.00")}
    assert (await act(app, "ReserveCoupons", there.buyer, **reserve))["__typename"] == "CouponNotFound"
    with_coupon = [{"source": "coupon", "amount": yuan("5.00")}, {"source": "wallet"}]
    assert (await place(app, there, [(mug.id, 1)], fundings=with_coupon))["__typename"] == "FundingChanged"
    points = [{"source": "points", "amount": yuan("1.00")}, {"source": "wallet"}]
    assert (await place(app, there, [(mug.id, 1)], fundings=points))["__typename"] == "FundingChanged"

    assert await everything(house.database, but=BUT) == before


async def test_more_units_than_a_number_can_tell_are_no_request(app: RunningApp, there: Mall) -> None:
    mug = await there.house.stocked(there.shop, 5)
    before = await everything(there.house.database, but=BUT)
    input_ = {"input": {"variantId": str(mug.id), "units": 2**31}}
    sent = {"documentId": document_ids()["SetCartLine"], "variables": input_}
    answer = (await app.http.post("/graphql", json=sent, headers={"accept": "application/json", **there.buyer.headers})).json()
    assert "data" not in answer or answer["data"] is None
    assert "32-bit" in answer["errors"][0]["message"]
    assert await everything(there.house.database, but=BUT) == before


async def test_refunds_that_cannot_be_are_refused_by_name_in_both_languages(app: RunningApp, there: Mall) -> None:
    house, shop = there.house, there.shop
    mug = await house.stocked(shop, 5)
    (order,) = (await place(app, there, [(mug.id, 2)]))["orders"]
    back = {"orderId": order["id"], "units": [{"number": 1, "units": 2}]}
    before = await everything(house.database, but=BUT)

    too_much = await act(app, "RefundMallOrderLine", there.owner, orderId=order["id"], number=1, amount=yuan("60.01"))
    assert (too_much["__typename"], too_much["left"]["amount"]) == ("RefundTooLarge", "60.00")
    assert (await act(app, "RefundPayment", there.owner, paymentId=order["paymentId"], amount=yuan("60.01")))["__typename"] == "RefundTooLarge"
    assert (await act(app, "ReturnMallOrderLines", there.buyer, **back))["__typename"] == "MallOrderNotFound"
    disputed = await act(app, "OpenMallDispute", there.buyer, orderId=order["id"], asked=yuan("60.01"), text="坏了")
    assert disputed["__typename"] == "RefundTooLarge"
    assert await everything(house.database, but=BUT) == before

    assert (await act(app, "ReturnMallOrderLines", there.owner, **back))["refunded"]["amount"] == "60.00"
    before = await everything(house.database, but=BUT)
    again = await act(app, "ReturnMallOrderLines", there.owner, **back)
    assert (again["__typename"], again["message"]) == ("MallOrderEnded", "The order does not stand so that this can be done.")
    in_chinese = {"accept-language": "zh", **there.owner.headers}
    sent = {"documentId": document_ids()["ReturnMallOrderLines"], "variables": {"input": {"requestId": str(uuid4()), **back}}}
    told = (await app.http.post("/graphql", json=sent, headers=in_chinese)).json()["data"]["returnMallOrderLines"]
    assert told["message"] == "订单当前状态不允许此操作。"
    assert await everything(house.database, but=BUT) == before


async def test_an_exchange_and_a_dispute_by_documents_alone(app: RunningApp, there: Mall) -> None:
    house, shop = there.house, there.shop
    small, large = await family(house, shop, 3_000, 4_500)
    (order,) = (await place(app, there, [(small.id, 2)]))["orders"]
    told = {"orderId": order["id"], "number": 1, "units": 1, "variantId": str(large.id)}
    shown = await act(app, "AskMallExchange", there.buyer, **told, price=yuan("44.00"), fundings=WALLET)
    assert (shown["__typename"], shown["price"]["amount"]) == ("ExchangePriceChanged", "45.00")
    asked = await act(app, "AskMallExchange", there.buyer, **told, price=yuan("45.00"), fundings=WALLET)
    assert (asked["exchangeState"], asked["added"]["amount"]) == ("ASKED", "15.00")
    assert (await act(app, "CancelMallOrder", there.buyer, orderId=order["id"]))["__typename"] == "AfterSaleOpen"
    assert (await act(app, "WithdrawMallExchange", there.owner, exchangeId=asked["id"]))["__typename"] == "ExchangeNotFound"
    assert (await act(app, "DecideMallExchange", there.owner, exchangeId=asked["id"], isAccepted=True))["exchangeState"] == "ACCEPTED"
    dispute = await act(app, "OpenMallDispute", there.buyer, orderId=order["id"], asked=yuan("10.00"), text="有划痕", media=["https://img.example/1.jpg"])
    assert (await act(app, "TellMallDispute", there.owner, disputeId=dispute["id"], text="包装完好"))["disputeState"] == "ANSWERED"

    staff = await app.staff_headers("operator:merchants")
    listed = await app.post("{ mallDisputes { nodes { id } } }", headers=staff)
    assert [one["id"] for one in listed.json()["data"]["mallDisputes"]["nodes"]] == [dispute["id"]]
    decide = """mutation ($input: DecideMallDisputeInput!) { decideMallDispute(input: $input) { __typename ... on MallDispute { state } } }"""
    input_ = {"requestId": str(uuid4()), "disputeId": dispute["id"], "amount": yuan("5.00"), "text": "照片清楚"}
    assert (await app.post(decide, headers=staff, input=input_)).json()["data"]["decideMallDispute"]["state"] == "DECIDED"

    after = await ask_trusted(app, "MallOrderAfterSale", there.buyer, id=order["id"])
    assert [(one["number"], one["exchangedUnits"], one["cameOf"]) for one in after["lines"]] == [(1, 1, None), (2, 0, 1)]
    assert [(one["event"], one["byRole"], one["amount"] and one["amount"]["amount"]) for one in after["disputes"][0]["entries"]] == [
        ("OPENED", "buyer", "10.00"),
        ("ANSWERED", "shop", None),
        ("DECIDED", "staff", "5.00"),
    ]
    (seen,) = (await ask_trusted(app, "ShopAfterSale", there.owner, shopId=str(shop.id)))["nodes"]
    assert (seen["exchanges"][0]["id"], seen["disputes"][0]["decided"]["amount"]) == (asked["id"], "5.00")

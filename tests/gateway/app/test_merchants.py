"""A merchant's day over HTTP, by the app's trusted documents: opened, paid in every way, refunded, looked at."""

from base64 import b64decode
from typing import Any
from uuid import uuid4

from domains import customers
from domains.wallet.rules.payment_codes import code_of, step_at
from resolvers.permissions import Permission
from tests.gateway.app.documents import act, ask_trusted, customer_with_money, yuan
from tests.gateway.app.running import RunningApp, SignedIn

OPEN = """mutation ($input: OpenMerchantInput!) { openMerchant(input: $input) { __typename ... on Problem { message }
    ... on MerchantMade { merchantId shopId merchant { name currency } } } }"""
SHARE = "mutation ($input: ShareProfitInput!) { shareProfit(input: $input) { __typename ... on Problem { message } ... on ProfitShared { merchantId } } }"

CLOSE = """mutation ($input: CloseMerchantInput!) { closeMerchant(input: $input) { __typename ... on Problem { message }
    ... on MerchantClosure { merchantId state } } }"""


async def as_staff(app: RunningApp, document: str, **input_: Any) -> Any:
    """The root field's answer to a member of staff who looks after merchants."""
    database = app.application.house.database
    operator_id = await customers.create_operator(database, "王经理", [Permission.OPERATOR_MERCHANTS])
    tokens = await customers.make_operator_token(database, operator_id)
    headers = {"authorization": f"Bearer {tokens.access_token}"}
    answer = (await app.post(document, headers=headers, input={"requestId": str(uuid4()), **input_})).json()
    assert "errors" not in answer, answer["errors"]
    (data,) = answer["data"].values()
    return data


async def a_merchant(app: RunningApp, owner: SignedIn, **more: Any) -> Any:
    told = {"name": "老王面馆", "latinName": "LAOWANG NOODLES", "city": "上海", "latinCity": "SHANGHAI", "category": "5812"}
    return await as_staff(app, OPEN, ownerId=str(owner.id), currency="CNY", rateBps=60, **{**told, **more})


async def test_a_merchant_is_opened_by_staff_and_looked_after_by_its_owner(app: RunningApp) -> None:
    owner, cashier, stranger = [await customer_with_money(app) for _ in range(3)]
    made = await a_merchant(app, owner)
    assert (made["__typename"], made["merchant"]) == ("MerchantMade", {"name": "老王面馆", "currency": "CNY"})
    merchant_id = made["merchantId"]
    assert (await act(app, "SetMerchantStaff", owner, merchantId=merchant_id, phone=cashier.phone, role="CASHIER"))["role"] == "CASHIER"
    shop = {"merchantId": merchant_id, "name": "二店"}
    assert (await ask_trusted(app, "OpenShop", cashier, input=shop | {"requestId": str(uuid4())}))["__typename"] == "MerchantNotFound"
    second = await ask_trusted(app, "OpenShop", owner, input=shop | {"requestId": str(uuid4())})
    code = await act(app, "MakeStaticCode", cashier, shopId=second["shopId"], label="一号台")
    desk = await ask_trusted(app, "MerchantDesk", owner, id=merchant_id)
    assert [shop["name"] for shop in desk["shops"]] == ["老王面馆", "二店"]
    assert [(one["label"], one["text"], one["isWithdrawn"]) for one in desk["codes"]] == [("一号台", code["code"]["text"], False)]
    assert [(one["customerId"], one["role"]) for one in desk["staff"]] == [(str(owner.id), "OWNER"), (str(cashier.id), "CASHIER")]
    assert [one["role"] for one in await ask_trusted(app, "MerchantDesks", cashier)] == ["CASHIER"]
    assert await ask_trusted(app, "MerchantDesks", stranger) == []
    assert await ask_trusted(app, "MerchantDesk", stranger, id=merchant_id) is None
    assert (await act(app, "SetMerchantStaff", owner, merchantId=merchant_id, phone=owner.phone, role="CASHIER"))["__typename"] == "LastOwner"
    assert (await act(app, "SetMerchantStaff", owner, merchantId=merchant_id, phone=cashier.phone))["role"] is None
    assert (await act(app, "WithdrawStaticCode", cashier, codeId=code["codeId"]))["__typename"] == "MerchantNotFound"
    assert (await act(app, "WithdrawStaticCode", owner, codeId=code["codeId"]))["__typename"] == "StaticCodeWithdrawn"
    assert await ask_trusted(app, "ScanCode", stranger, code=code["code"]["text"]) is None


async def test_a_printed_code_is_scanned_confirmed_paid_and_refunded(app: RunningApp) -> None:
    owner, payer = await customer_with_money(app), await customer_with_money(app, 10_000)
    made = await a_merchant(app, owner, takesTips=True)
    text = (await act(app, "MakeStaticCode", owner, shopId=made["shopId"], label="一号台"))["code"]["text"]
    scanned = await ask_trusted(app, "ScanCode", payer, code=text)
    assert (scanned["merchant"]["name"], scanned["shop"]["name"], scanned["amount"], scanned["merchant"]["takesTips"]) == ("老王面馆", "老王面馆", None, True)
    paid = await act(app, "Pay", payer, purchase={"to": {"code": text}, "amount": yuan("20.00"), "tip": yuan("1.50")})
    assert (paid["__typename"], paid["amount"]["amount"], paid["tip"]["amount"], paid["balanceAfter"]["amount"]) == ("Paid", "21.50", "1.50", "78.50")
    refund = await act(app, "RefundPayment", owner, paymentId=paid["paymentId"], amount=yuan("5.00"), reason="少一碗")
    assert (refund["__typename"], refund["amount"]["amount"]) == ("Refund", "5.00")
    too_much = await act(app, "RefundPayment", owner, paymentId=paid["paymentId"], amount=yuan("16.51"))
    assert (too_much["__typename"], too_much["left"]["amount"]) == ("RefundTooLarge", "16.50")
    assert (await act(app, "RefundPayment", payer, paymentId=paid["paymentId"], amount=yuan("1.00")))["__typename"] == "PaymentNotFound"
    seen = await ask_trusted(app, "Payment", payer, id=paid["paymentId"])
    assert (seen["method"], seen["refunded"]["amount"], [one["reason"] for one in seen["refunds"]]) == ("STATIC_CODE", "5.00", ["少一碗"])
    assert [(one["source"], one["amount"]["amount"], one["refunded"]["amount"]) for one in seen["sources"]] == [("wallet", "21.50", "5.00")]
    assert [edge["node"]["id"] for edge in (await ask_trusted(app, "Payments", payer))["edges"]] == [paid["paymentId"]]
    assert await ask_trusted(app, "Payment", owner, id=paid["paymentId"]) is None
    (taking,) = (await ask_trusted(app, "MerchantTakings", owner, id=made["merchantId"]))["takings"]["edges"]
    assert {name: taking["node"][name]["amount"] for name in ("amount", "share", "refunded", "fee")} == {
        "amount": "21.50",
        "share": "21.50",
        "refunded": "5.00",
        "fee": "0.10",
    }
    desk = await ask_trusted(app, "MerchantDesk", owner, id=made["merchantId"])
    assert (desk["collected"]["amount"], desk["balance"]["amount"]) == ("16.50", "0.00")
    assert (await ask_trusted(app, "MerchantSettlements", owner, id=made["merchantId"]))["settlements"]["edges"] == []


async def test_orders_are_placed_scanned_paid_together_and_cancelled(app: RunningApp) -> None:
    owner, payer = await customer_with_money(app), await customer_with_money(app, 10_000)
    made, other = await a_merchant(app, owner), await a_merchant(app, owner, name="茶铺")
    assert (await as_staff(app, SHARE, merchantId=made["merchantId"], parties=[{"merchantId": other["merchantId"], "shareBps": 1000}]))[
        "__typename"
    ] == "ProfitShared"
    first = (await act(app, "PlaceMerchantOrder", owner, shopId=made["shopId"], amount=yuan("12.00"), reference="A-17"))["order"]
    second = (await act(app, "PlaceMerchantOrder", owner, shopId=other["shopId"], amount=yuan("3.00")))["order"]
    scanned = await ask_trusted(app, "ScanCode", payer, code=first["text"])
    assert (scanned["amount"]["amount"], scanned["order"]["state"], scanned["order"]["reference"]) == ("12.00", "OPEN", "A-17")
    assert await ask_trusted(app, "MerchantOrder", payer, id=first["id"]) is None
    paid = await act(app, "PayTogether", payer, purchases=[{"to": {"code": first["text"]}}, {"to": {"orderId": second["id"]}}])
    assert (paid["__typename"], paid["total"]["amount"], len(paid["payments"])) == ("PaidTogether", "15.00", 2)
    seen = await ask_trusted(app, "MerchantOrder", owner, id=first["id"])
    assert (seen["state"], seen["paymentId"]) == ("PAID", paid["payments"][0]["paymentId"])
    ended = await act(app, "Pay", payer, purchase={"to": {"orderId": first["id"]}})
    assert (ended["__typename"], ended["state"]) == ("OrderEnded", "paid")
    desks = [await ask_trusted(app, "MerchantDesk", owner, id=one["merchantId"]) for one in (made, other)]
    assert [desk["collected"]["amount"] for desk in desks] == ["10.80", "4.20"]
    third = (await act(app, "PlaceMerchantOrder", owner, shopId=made["shopId"], amount=yuan("1.00")))["orderId"]
    assert (await act(app, "CancelMerchantOrder", owner, orderId=third))["__typename"] == "MerchantOrderCancelled"
    assert (await act(app, "CancelMerchantOrder", owner, orderId=third))["state"] == "cancelled"
    page = (await ask_trusted(app, "MerchantOrders", owner, id=made["merchantId"], first=1))["orders"]
    assert [edge["node"]["state"] for edge in page["edges"]] == ["CANCELLED"]
    rest = (await ask_trusted(app, "MerchantOrders", owner, id=made["merchantId"], first=5, after=page["pageInfo"]["endCursor"]))["orders"]
    assert [edge["node"]["id"] for edge in rest["edges"]] == [first["id"]]


async def test_a_device_makes_its_own_code_which_is_charged_once_and_above_the_limit_confirmed(app: RunningApp) -> None:
    owner, payer = await customer_with_money(app), await customer_with_money(app, 60_000)
    database = app.application.house.database
    await customers.set_pin(database.write, payer.id, payer.session_id, "482913")
    made = await a_merchant(app, owner)
    assert await ask_trusted(app, "PaymentCode", payer) is None
    enrolled = await act(app, "EnrolPaymentCodes", payer)
    shown = await ask_trusted(app, "PaymentCode", payer)
    offline = code_of(b64decode(enrolled["key"]), int(enrolled["serial"]), step_at(database.clock.now()))
    assert offline == shown["digits"] and len(offline) == 20
    charge = {"shopId": made["shopId"], "amount": yuan("8.00")}
    charged = await act(app, "ChargePaymentCode", owner, code=offline, **charge)
    assert (charged["__typename"], charged["orderId"]) == ("CodeCharged", None)
    assert (await ask_trusted(app, "Payment", payer, id=charged["paymentId"]))["method"] == "PAYMENT_CODE"
    assert (await act(app, "ChargePaymentCode", owner, code=offline, **charge))["__typename"] == "PaymentCodeRefused"
    following = (await ask_trusted(app, "PaymentCode", payer))["digits"]
    assert following != offline
    large = await act(app, "ChargePaymentCode", owner, code=following, shopId=made["shopId"], amount=yuan("300.00"), reference="B-2")
    assert (large["__typename"], large["paymentId"]) == ("CodeCharged", None)
    asked = await ask_trusted(app, "MerchantOrder", payer, id=large["orderId"])
    assert (asked["state"], asked["amount"]["amount"], asked["merchant"]["name"]) == ("OPEN", "300.00", "老王面馆")
    purchase = {"to": {"orderId": large["orderId"]}}
    assert (await act(app, "Pay", owner, purchase=purchase))["__typename"] == "CodeNotFound"
    assert (await act(app, "Pay", payer, purchase=purchase))["above"]["amount"] == "200.00"
    confirmed = await act(app, "Pay", payer, purchase=purchase, pin="482913")
    assert (confirmed["__typename"], confirmed["balanceAfter"]["amount"]) == ("Paid", "292.00")


async def test_a_bill_file_is_given_to_its_merchant_alone_once_its_day_is_over(app: RunningApp) -> None:
    owner, stranger = await customer_with_money(app), await customer_with_money(app)
    made = await a_merchant(app, owner)

    async def get(who: SignedIn | None, day: str, merchant_id: str = made["merchantId"]) -> Any:
        return await app.http.get(f"/merchants/{merchant_id}/bills/{day}.csv", headers=who.headers if who else {})

    answer = await get(owner, "2026-01-05")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.text.split("\r\n") == [
        "kind,id,payment_id,at,shop_id,reference,method,currency,amount,fee,net,counted",
        "total,0,,2026-01-05,,,,CNY,0.00,0.00,0.00,settlement",
        "",
    ]
    today = app.application.house.database.clock.today().isoformat()
    refused = [await get(owner, today), await get(stranger, "2026-01-05"), await get(owner, "soon"), await get(owner, "2026-01-05", "x")]
    assert [(one.status_code, one.json()) for one in refused] == [(404, {"error": "bill_not_found"})] * 4
    assert (await get(None, "2026-01-05")).status_code == 401
    forged = await app.http.get(f"/merchants/{made['merchantId']}/bills/2026-01-05.csv", headers={"authorization": f"Bearer {owner.token}x"})
    assert (forged.status_code, forged.json()) == (401, {"error": "unauthenticated"})


async def test_a_balance_is_paid_out_by_its_owner_and_the_merchant_closed_by_staff(app: RunningApp) -> None:
    owner = await customer_with_money(app)
    made = await a_merchant(app, owner)
    named = {"merchantId": made["merchantId"], "amount": yuan("1.00")}
    assert (await act(app, "RequestMerchantPayOut", owner, **named))["__typename"] in ("PinNotSet", "PinRequired", "ChannelNotFound")
    closed = await as_staff(app, CLOSE, merchantId=made["merchantId"], reason="retired")
    assert closed == {"__typename": "MerchantClosure", "merchantId": made["merchantId"], "state": "CLOSING"}
    assert (await as_staff(app, CLOSE, merchantId=made["merchantId"], reason="again"))["__typename"] == "MerchantClosing"
    assert (await act(app, "RequestMerchantPayOut", owner, **named))["__typename"] == "MerchantClosing"
    desk = await ask_trusted(app, "MerchantDesk", owner, id=made["merchantId"])
    assert (desk["state"], desk["available"]["amount"]) == ("CLOSING", "0.00")
    assert (await ask_trusted(app, "MerchantPayOuts", owner, id=made["merchantId"]))["payOuts"]["edges"] == []
    assert (await act(app, "RequestMerchantPayOut", owner, merchantId="x", amount=yuan("1.00")))["__typename"] == "MerchantNotFound"

"""Requests for money and split bills over HTTP, by the app's trusted documents alone."""

from tests.gateway.app.documents import act, ask_trusted, customer_with_money, yuan
from tests.gateway.app.running import RunningApp


async def test_money_is_asked_for_paid_declined_and_called_off(app: RunningApp) -> None:
    asker, payer, stranger = [await customer_with_money(app, minor) for minor in (0, 10_000, 0)]
    asked = [await act(app, "RequestMoney", asker, amount=yuan("12.50"), payer={"phone": payer.phone}, note="午饭") for _ in range(3)]
    assert {(one["__typename"], one["state"], one["isMine"]) for one in asked} == {("MoneyRequest", "OPEN", False)}
    first, second, third = [one["id"] for one in asked]
    assert (await act(app, "PayMoneyRequest", stranger, id=first))["__typename"] == "MoneyRequestNotFound"
    paid = await act(app, "PayMoneyRequest", payer, id=first)
    assert (paid["__typename"], paid["request"]["state"], paid["request"]["isMine"]) == ("MoneyRequestPaid", "PAID", True)
    assert (await act(app, "DeclineMoneyRequest", payer, id=second))["state"] == "DECLINED"
    assert (await act(app, "RemindOfMoneyRequest", asker, id=third))["__typename"] == "ReminderTooSoon"
    assert (await act(app, "CancelMoneyRequest", asker, id=third))["state"] == "CANCELLED"
    refused = await act(app, "PayMoneyRequest", payer, id=third)
    assert refused == {"__typename": "MoneyRequestEnded", "message": "The request has ended."}
    to_pay = (await ask_trusted(app, "MoneyRequestsToPay", payer))["nodes"]
    made = (await ask_trusted(app, "MoneyRequestsMade", asker))["nodes"]
    assert [one["state"] for one in to_pay] == [one["state"] for one in made] == ["CANCELLED", "DECLINED", "PAID"]
    assert (await ask_trusted(app, "MoneyRequest", asker, id=first))["note"] == "午饭"
    assert await ask_trusted(app, "MoneyRequest", stranger, id=first) is None


async def test_a_bill_is_split_three_ways_seen_paid_and_called_off(app: RunningApp) -> None:
    maker, left, right = [await customer_with_money(app, 10_000) for _ in range(3)]
    people = [str(one.id) for one in (maker, left, right)]
    even = await act(app, "SplitBill", maker, method="EVEN", total=yuan("10.00"), parties=people, title="火锅")
    assert (even["__typename"], even["own"]["amount"], [one["amount"]["amount"] for one in even["shares"]]) == ("SplitBill", "3.34", ["3.33", "3.33"])
    parts = [{"customerId": people[1], "amount": yuan("4.00")}, {"customerId": people[2], "amount": yuan("6.00")}]
    amounts = await act(app, "SplitBill", maker, method="AMOUNTS", total=yuan("10.00"), amounts=parts)
    assert [one["amount"]["amount"] for one in amounts["shares"]] == ["6.00", "4.00"]
    lines = [{"amount": yuan("9.00"), "customerIds": people}, {"amount": yuan("1.00"), "customerIds": [people[2]]}]
    items = await act(app, "SplitBill", maker, method="ITEMS", total=yuan("10.00"), parties=people, items=lines)
    assert [one["amount"]["amount"] for one in items["shares"]] == ["4.00", "3.00"]
    own = (await ask_trusted(app, "SplitBillById", left, id=even["id"]))["shares"]
    assert [one["isMine"] for one in own] == [True]
    for who in (left, right):
        (share,) = (await ask_trusted(app, "SplitBillById", who, id=even["id"]))["shares"]
        assert (await act(app, "PayMoneyRequest", who, id=share["id"]))["__typename"] == "MoneyRequestPaid"
    assert (await ask_trusted(app, "SplitBillById", maker, id=even["id"]))["state"] == "SETTLED"
    assert (await act(app, "CancelSplit", maker, id=items["id"]))["state"] == "CANCELLED"
    assert (await act(app, "CancelSplit", maker, id=even["id"]))["__typename"] == "SplitEnded"
    assert (await act(app, "CancelSplit", left, id=amounts["id"]))["__typename"] == "SplitNotFound"
    assert [one["id"] for one in (await ask_trusted(app, "SplitBills", maker))["nodes"]] == [items["id"], amounts["id"], even["id"]]


async def test_a_bill_that_does_not_add_up_is_refused(app: RunningApp) -> None:
    maker, other = await customer_with_money(app), await customer_with_money(app)
    parts = [{"customerId": str(other.id), "amount": yuan("4.00")}]
    refused = await act(app, "SplitBill", maker, method="AMOUNTS", total=yuan("10.00"), amounts=parts)
    assert refused == {"__typename": "SplitUnbalanced", "message": "The parts make 4.00 CNY, not 10.00 CNY."}
    foreign = [{"customerId": str(other.id), "amount": {"amount": "10.00", "currency": "USD"}}]
    assert (await act(app, "SplitBill", maker, method="AMOUNTS", total=yuan("10.00"), amounts=foreign))["__typename"] == "CurrencyMismatch"
    assert (await act(app, "SplitBill", maker, method="EVEN", total=yuan("10.00"), parties=["x"]))["__typename"] == "SplitPartiesWrong"

"""A till that is paid from a fund over HTTP: races, repeats, refunds."""

import asyncio
from collections import Counter
from typing import Any
from uuid import uuid4

from domains.kernel.relay import relay_until_idle
from tests.domains.wallet.tills import Shop, held, shop
from tests.domains.wealth.wealth_house import WealthHouse
from tests.gateway.app.documents import act, ask_trusted, yuan
from tests.gateway.app.investing import (
    PIN,
    a_person,
    app,
    holder,
    house,
    signed_in_again,
)
from tests.gateway.app.running import RunningApp, SignedIn

__all__ = ["app", "house"]


async def paying(app: RunningApp, someone: SignedIn, till: Shop, amount: str, of_change: str | None = None, **more: Any) -> Any:
    fundings: list[dict[str, Any]] = [{"source": "change", "amount": yuan(of_change or amount)}]
    if of_change is not None:
        fundings.append({"source": "wallet"})
    purchase = {"to": {"code": till.code}, "amount": yuan(amount)}
    return await act(app, "Pay", someone, purchase=purchase, fundings=fundings, **{"pin": PIN, **more})


async def test_racing_payments_from_a_fund_at_a_till_take_what_there_is_and_no_more(app: RunningApp, house: WealthHouse) -> None:
    fund_ = await house.change_fund()
    payer = await holder(app, house, fund_, 50_000, "100.00")
    till = await shop(house.database)
    assert await ask_trusted(app, "Change", payer) == [{"productId": str(fund_.id), "code": fund_.code, "amount": yuan("100.00")}]
    told = await asyncio.gather(*(paying(app, payer, till, "9.00") for _ in range(16)))
    assert Counter(one["__typename"] for one in told) == {"Paid": 11, "InsufficientFunds": 5}
    assert {one["amount"]["amount"] for one in told if one["__typename"] == "Paid"} == {"9.00"}
    assert len({one["paymentId"] for one in told if one["__typename"] == "Paid"}) == 11
    assert (await ask_trusted(app, "Change", payer))[0]["amount"] == yuan("1.00")
    assert (await held(house.database, till))[0] == 9_900
    assert await house.money(a_person(payer)) == (40_000, 40_000)
    await relay_until_idle(house.database)
    assert await house.is_consistent()


async def test_a_payment_from_a_fund_is_paid_once_and_refunded_to_the_wallet(app: RunningApp, house: WealthHouse) -> None:
    fund_ = await house.change_fund()
    payer = await holder(app, house, fund_, 30_000, "300.00")
    till = await shop(house.database)
    id_ = str(uuid4())
    told = await asyncio.gather(*(paying(app, payer, till, "55.00", requestId=id_) for _ in range(8)))
    assert told[0]["__typename"] == "Paid" and all(one == told[0] for one in told)
    assert (await ask_trusted(app, "Change", payer))[0]["amount"] == yuan("245.00")
    owner = await signed_in_again(app, till.owner.phone)
    refund = await act(app, "RefundPayment", owner, paymentId=told[0]["paymentId"], amount=yuan("5.00"))
    assert (refund["__typename"], refund["amount"]) == ("Refund", yuan("5.00"))
    seen = await ask_trusted(app, "Payment", payer, id=told[0]["paymentId"])
    assert seen["sources"] == [{"source": "change", "amount": yuan("55.00"), "refunded": yuan("5.00")}]
    assert await house.money(a_person(payer)) == (500, 500)
    # What the wallet cannot complete takes no shares.
    refused = await paying(app, payer, till, "20.00", "10.00")
    assert (refused["__typename"], refused["available"]) == ("InsufficientFunds", yuan("5.00"))
    assert (await ask_trusted(app, "Change", payer))[0]["amount"] == yuan("245.00")
    both = await paying(app, payer, till, "14.00", "10.00")
    assert (both["__typename"], both["balanceAfter"]) == ("Paid", yuan("1.00"))
    await relay_until_idle(house.database)
    assert await house.is_consistent()

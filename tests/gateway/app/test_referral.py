"""Referral over HTTP: staff open a programme, a friend buys, the board and what was refused are shown to whom they are for."""

from typing import Any

from domains.kernel.relay import relay_until_idle
from resolvers.permissions import Permission
from tests.domains.offers.campaigns import campaign
from tests.domains.offers.staff import Staff
from tests.domains.wallet import tills
from tests.gateway.app.documents import act, ask_trusted, customer_with_money, document_ids, yuan
from tests.gateway.app.running import RunningApp
from tests.gateway.app.test_branches import Counter
from tests.staff import staff_member


async def test_sharing_is_rewarded_from_a_budget_and_what_was_refused_is_shown_to_staff(app: RunningApp) -> None:
    database = app.application.house.database
    shop = await tills.shop(database)
    await relay_until_idle(database)
    made = await campaign(Staff(database, await staff_member(database, Permission.OPERATOR_OFFERS)))
    counter = Counter(app, await app.staff_headers(Permission.OPERATOR_OFFERS))
    product = {"kind": "MERCHANT", "id": str(shop.merchant_id)}
    told: dict[str, Any] = {"campaignId": str(made.id), "product": product, "reward": yuan("8.00"), "least": yuan("10.00")}
    wrong = await counter.act("OpenReferral", **{**told, "reward": {"amount": "8.00", "currency": "USD"}})
    assert (wrong["__typename"], wrong["what"]) == ("ReferralMalformed", "currency")
    assert (await counter.act("OpenReferral", **told))["campaignId"] == str(made.id)
    assert (await counter.act("OpenReferral", **told))["__typename"] == "ReferralOpenAlready"
    someone = await customer_with_money(app, 5_000)
    code = (await act(app, "ShareProduct", someone, product=product))["address"]
    assert (await ask_trusted(app, "Scan", someone, input={"code": code}))["__typename"] == "Scanned"
    await act(app, "Pay", someone, purchase={"to": {"code": shop.code}, "amount": yuan("12.00")})
    await relay_until_idle(database)
    body = {"documentId": document_ids()["RefusedRewards"], "variables": {"campaignId": str(made.id)}}
    answer = (await app.http.post("/graphql", json=body, headers=counter.headers)).json()
    (refused,) = answer["data"]["refusedRewards"]["nodes"]
    assert (refused["sharerId"], refused["reasons"]) == (str(someone.id), ["SELF", "SAME_DEVICE", "SAME_HOUSEHOLD"])
    assert (await app.http.post("/graphql", json=body, headers=someone.headers)).json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert (await ask_trusted(app, "ReferralLeaders", someone, campaignId=str(made.id)))["nodes"] == []

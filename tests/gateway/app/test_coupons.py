"""A coupon's life over HTTP, by trusted documents: opened and funded by staff, claimed, quoted, reserved, paid with, refunded."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from gateway.trusted import read_live_manifests
from resolvers.permissions import Permission
from tests.domains.wallet import tills
from tests.gateway.app.documents import act, ask_trusted, customer_with_money, yuan
from tests.gateway.app.running import RunningApp

OPEN = """mutation ($input: OpenCampaignInput!) { openCampaign(input: $input) { __typename ... on Problem { message }
    ... on CampaignMalformed { what } ... on Campaign { id kind gives { amount } leastSpending { amount } } } }"""
FUND = "mutation ($input: FundCampaignInput!) { fundCampaign(input: $input) { __typename ... on CampaignFunded { budget { amount } } } }"
CODES = "mutation ($input: MakeUniqueCodesInput!) { makeUniqueCodes(input: $input) { __typename ... on UniqueCodesMade { count codes } } }"


class Marketing:
    """Members of staff who look after offers."""

    def __init__(self, app: RunningApp, headers: dict[str, str]) -> None:
        self.app, self.headers = app, headers

    async def ask(self, document: str, **input_: Any) -> Any:
        answer = (await self.app.post(document, headers=self.headers, input={"requestId": str(uuid4()), **input_})).json()
        assert "errors" not in answer, answer["errors"]
        (data,) = answer["data"].values()
        return data

    async def open(self, benefit: dict[str, Any], budget: str = "100.00", **more: Any) -> str:
        now = self.app.application.house.clock.now()
        period = {"startsAt": (now - timedelta(hours=1)).isoformat(), "endsAt": (now + timedelta(days=30)).isoformat()}
        made = await self.ask(OPEN, **{"nameZh": "满减", "nameEn": "Twenty off", "currency": "CNY", "benefit": benefit, **period, **more})
        assert made["__typename"] == "Campaign", made
        assert (await self.ask(FUND, campaignId=made["id"], amount=yuan(budget)))["budget"] == {"amount": budget}
        return str(made["id"])


async def marketing(app: RunningApp) -> Marketing:
    return Marketing(app, await app.staff_headers(Permission.OPERATOR_OFFERS))


TWENTY = {"kind": "THRESHOLD", "gives": yuan("20.00"), "leastSpending": yuan("100.00")}


async def test_a_coupon_is_claimed_quoted_reserved_and_paid_with(app: RunningApp) -> None:
    staff, shop, payer = await marketing(app), await tills.shop(app.application.house.database), await customer_with_money(app, 20_000)
    campaign_id = await staff.open(TWENTY)
    assert campaign_id in [one["id"] for one in await ask_trusted(app, "OpenCampaigns", payer)]
    claimed = await act(app, "ClaimCoupon", payer, of={"campaignId": campaign_id})
    assert (claimed["__typename"], claimed["coupon"]["state"]) == ("CouponGranted", "CLAIMED")
    again = await act(app, "ClaimCoupon", payer, of={"campaignId": campaign_id})
    assert (again["__typename"], again["scope"]) == ("CouponLimitReached", "person")
    merchant = {"merchantId": str(shop.merchant_id)}
    (little,) = await ask_trusted(app, "CouponQuotes", payer, amount=yuan("99.99"), **merchant)
    assert (little["given"], little["reasons"]) == (None, ["spends_too_little"])
    (quote,) = await ask_trusted(app, "CouponQuotes", payer, amount=yuan("120.00"), **merchant)
    assert (quote["given"], quote["reasons"]) == (yuan("20.00"), [])
    reserved = await act(app, "ReserveCoupons", payer, couponIds=[claimed["couponId"]], amount=yuan("120.00"), **merchant)
    assert (reserved["given"], reserved["toPay"]) == (yuan("20.00"), yuan("100.00"))
    purchase = {"to": {"code": shop.code}, "amount": yuan("120.00")}
    wrong = await act(app, "Pay", payer, purchase=purchase, fundings=[{"source": "coupon", "amount": yuan("19.00")}, {"source": "wallet"}])
    assert wrong["__typename"] == "FundingChanged"
    paid = await act(app, "Pay", payer, purchase=purchase, fundings=[{"source": "coupon", "amount": yuan("20.00")}, {"source": "wallet"}])
    assert (paid["__typename"], paid["balanceAfter"]) == ("Paid", yuan("100.00"))
    (node,) = [edge["node"] for edge in (await ask_trusted(app, "Coupons", payer))["edges"]]
    assert (node["state"], node["given"]) == ("REDEEMED", yuan("20.00"))
    assert await ask_trusted(app, "CouponQuotes", payer, amount=yuan("120.00"), **merchant) == []


async def test_what_is_anothers_or_nothing_is_refused_in_words(app: RunningApp) -> None:
    staff, shop = await marketing(app), await tills.shop(app.application.house.database)
    one, other = await customer_with_money(app), await customer_with_money(app)
    claimed = await act(app, "ClaimCoupon", one, of={"campaignId": await staff.open(TWENTY)})
    stolen = await act(app, "ReserveCoupons", other, couponIds=[claimed["couponId"]], merchantId=str(shop.merchant_id), amount=yuan("200.00"))
    assert (stolen["__typename"], stolen["message"]) == ("CouponNotFound", "There is no such coupon.")
    for of in ({"campaignId": str(uuid4())}, {"code": "NOSUCHCODE"}, {"code": ""}, {"campaignId": "x"}):
        assert (await act(app, "ClaimCoupon", one, of=of))["__typename"] == "CampaignNotFound"
    period = {"startsAt": "2026-01-01T00:00:00Z", "endsAt": "2027-01-01T00:00:00Z"}
    malformed = await staff.ask(OPEN, nameZh="满减", nameEn="Off", currency="CNY", benefit={"kind": "PERCENT", "rateBps": 10_001}, **period)
    assert (malformed["__typename"], malformed["what"]) == ("CampaignMalformed", "bps")


async def test_a_cash_coupon_by_a_code_of_ones_own_is_paid_into_the_wallet(app: RunningApp) -> None:
    staff, someone = await marketing(app), await customer_with_money(app)
    campaign_id = await staff.open({"kind": "CASH", "gives": yuan("8.88")})
    made = await staff.ask(CODES, campaignId=campaign_id, count=2)
    assert (made["count"], len(set(made["codes"]))) == (2, 2)
    claimed = await act(app, "ClaimCoupon", someone, of={"code": made["codes"][0].lower()})
    redeemed = await act(app, "RedeemCashCoupon", someone, couponId=claimed["couponId"])
    assert (redeemed["__typename"], redeemed["given"]) == ("CashCouponRedeemed", yuan("8.88"))
    assert (await act(app, "RedeemCashCoupon", someone, couponId=claimed["couponId"]))["reasons"] == ["used"]


def test_every_verb_of_coupons_is_a_trusted_document() -> None:
    names = {one.name for manifest in read_live_manifests() for one in manifest.documents.values()}
    assert names >= {"ClaimCoupon", "ReserveCoupons", "ReleaseCoupons", "RedeemCashCoupon", "Coupons", "CouponQuotes", "OpenCampaigns", "Scan", "ShareProduct"}

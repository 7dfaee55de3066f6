"""Login, consent and device pages: what a partner asks for in plain words, and an answer that holds for this browser, this request, once."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest_asyncio

from domains import customers, scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from tests.domains.wallet import tills
from tests.gateway.app.documents import customer_with_money
from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.clients import DEVICE_GRANT, TestClient, make_client
from tests.gateway.pages.browser import Page
from tests.gateway.pages.partner_browser import PartnerBrowser, SentBack

PIN = "482913"
SCOPES = "openid profile phone accounts.read payments.read payments.write"
PAY = """mutation ($input: InitiatePaymentInput!) { initiatePayment(input: $input) { __typename ... on PaymentInitiation { orderId amount { amount } }
    ... on Problem { message } } }"""
PROFILE = "{ profile { maskedName phone name } consentedAccounts { balance { amount } } }"


@pytest_asyncio.fixture
async def partner_browser(house: RunningApp, pages_folder: Path) -> AsyncIterator[Callable[..., PartnerBrowser]]:
    opened: list[PartnerBrowser] = []

    def open_browser(language: str = "en") -> PartnerBrowser:
        opened.append(PartnerBrowser(house, pages_folder, language))
        return opened[-1]

    yield open_browser
    for browser in opened:
        await browser.http.aclose()


@pytest_asyncio.fixture(scope="session")
async def shop(house: RunningApp) -> tills.Shop:
    return await tills.shop(house.application.house.database)


async def payer(app: RunningApp, minor: int = 100_000) -> SignedIn:
    """Somebody with money and a PIN."""
    someone = await customer_with_money(app, minor)
    await customers.set_pin(app.application.house.database.write, someone.id, someone.session_id, PIN)
    return someone


async def payee_of(database: Database, client: TestClient, shop: tills.Shop) -> str:
    command = scenes.RegisterPayeeCommand(request_id=None, owner_id=HOUSE_ID, partner_id=client.client.partner_id, payee_id=uuid4(), code_id=shop.code_id)
    return str((await database.write(scenes.register_payee, command)).id)


async def graphql(client: TestClient, token: str, query: str, **variables: Any) -> dict[str, Any]:
    address = f"{client.issuer}/graphql"
    headers = {"authorization": f"DPoP {token}", "dpop": client.proof(address, "POST", token), "accept-language": "en"}
    answer = (await client.app.http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)).json()
    return dict(answer)


async def test_a_customer_signs_in_reads_chooses_and_the_client_acts_within_that(
    house: RunningApp, partner_browser: Callable[..., PartnerBrowser], shop: tills.Shop
) -> None:
    client, someone = await make_client(house, scopes=tuple(SCOPES.split())), await payer(house)
    browser = partner_browser("en")
    page = await browser.arrive(client, scope=SCOPES)
    assert "Sign in to see what it asks for" in page.text
    page = await browser.sign_in_for(page, someone.phone)
    assert "asks for your consent" in page.text and "晨光商城" in page.text
    for words in ("Pay from the account you choose, within your limits", "See the balance of the accounts you choose", "See your name, masked"):
        assert words in page.text
    typed = {"account_CNY": "yes", "payment_cap": "200", "month_cap": "300", "uses": "2", "days": "30", "open_phone_number": "yes"}
    wrong = await browser.decide(page, "allow", **typed, pin="111111")
    assert isinstance(wrong, Page) and wrong.status == 422 and "PIN" in wrong.text
    back = await browser.decide(wrong, "allow", **typed, pin=PIN)
    assert isinstance(back, SentBack)
    assert (back.address, set(back.answer), back.answer["state"]) == ("https://shop.example/back", {"code", "state", "iss"}, "the-state")
    told = (await client.exchange(back.answer["code"])).json()
    assert set(told["scope"].split()) == set(SCOPES.split())
    assert "authorization_details" not in told
    proof = client.proof(client.url("userinfo"), "GET", told["access_token"])
    claims = (await house.http.get("/oauth/userinfo", headers={"authorization": f"DPoP {told['access_token']}", "dpop": proof})).json()
    assert claims == {"sub": str(scenes.pairwise_id(client.client.partner_id, someone.id)), "phone_number": someone.phone}
    seen = (await graphql(client, told["access_token"], PROFILE))["data"]
    assert seen == {"profile": {"maskedName": None, "phone": someone.phone, "name": None}, "consentedAccounts": [{"balance": {"amount": "1000.00"}}]}
    payee_id = await payee_of(house.application.house.database, client, shop)

    async def pay(amount: str) -> dict[str, Any]:
        input_ = {"requestId": str(uuid4()), "orderId": str(uuid4()), "payeeId": payee_id, "amount": {"amount": amount, "currency": "CNY"}}
        return dict((await graphql(client, told["access_token"], PAY, input=input_))["data"]["initiatePayment"])

    assert [(await pay(amount))["__typename"] for amount in ("200.01", "200", "100.01", "100", "1")] == [
        *("CapExceeded", "PaymentInitiation", "CapExceeded", "PaymentInitiation", "ConsentExhausted")
    ]


async def test_one_payment_is_shown_in_words_agreed_to_and_made_once(
    house: RunningApp, partner_browser: Callable[..., PartnerBrowser], shop: tills.Shop
) -> None:
    client, someone = await make_client(house, scopes=("payments.write",)), await payer(house)
    payee_id = await payee_of(house.application.house.database, client, shop)
    detail = {"type": "payment_initiation", "payee": payee_id, "instructedAmount": {"amount": "128.00", "currency": "CNY"}, "reference": "Order 4711"}
    asked = {"scope": "payments.write", "authorization_details": json.dumps([detail])}
    browser = partner_browser("zh")
    page = await browser.sign_in_for(await browser.arrive(client, **asked), someone.phone)
    for words in ("晨光商城 请求您付款一次", "¥128.00", "老王面馆", "Order 4711", "仅一次, 一天内有效"):
        assert words in page.text, words
    assert "payment_cap" not in page.html and "days" not in page.html
    back = await browser.decide(page, "allow", account_CNY="yes", pin=PIN)
    assert isinstance(back, SentBack)
    told = (await client.exchange(back.answer["code"])).json()
    token = told["access_token"]
    assert told["authorization_details"] == [detail]
    input_ = {"requestId": str(uuid4()), "orderId": "4711", "payeeId": payee_id, "amount": {"amount": "128.00", "currency": "CNY"}}
    less = input_ | {"requestId": str(uuid4()), "amount": {"amount": "127.00", "currency": "CNY"}}
    outcomes = [(await graphql(client, token, PAY, input=one))["data"]["initiatePayment"]["__typename"] for one in (less, input_, input_)]
    assert outcomes == ["PaymentNotAgreed", "PaymentInitiation", "PaymentInitiation"]
    again = input_ | {"requestId": str(uuid4()), "orderId": "4712"}
    assert (await graphql(client, token, PAY, input=again))["data"]["initiatePayment"]["__typename"] == "ConsentExhausted"


async def test_a_payment_to_a_payee_that_the_bank_does_not_know_cannot_be_agreed_to(house: RunningApp, partner_browser: Callable[..., PartnerBrowser]) -> None:
    client, someone = await make_client(house, scopes=("payments.write",)), await payer(house)
    detail = {"type": "payment_initiation", "payee": str(uuid4()), "instructedAmount": {"amount": "128.00", "currency": "CNY"}}
    browser = partner_browser()
    page = await browser.arrive(client, scope="payments.write", authorization_details=json.dumps([detail]))
    page = await browser.sign_in_for(page, someone.phone)
    assert "A payee that the bank does not know" in page.text and 'value="allow"' not in page.html
    back = await browser.decide(page, "refuse")
    assert isinstance(back, SentBack) and back.answer["error"] == "access_denied"


async def test_refusing_needs_no_sign_in_and_tells_the_client(house: RunningApp, partner_browser: Callable[..., PartnerBrowser]) -> None:
    client, browser = await make_client(house), partner_browser()
    back = await browser.decide(await browser.arrive(client), "refuse")
    assert isinstance(back, SentBack)
    assert (back.answer["error"], back.answer["state"], back.answer["iss"]) == ("access_denied", "the-state", client.issuer)


async def test_an_answer_holds_once(house: RunningApp, partner_browser: Callable[..., PartnerBrowser]) -> None:
    client, someone, browser = await make_client(house), await payer(house), partner_browser()
    page = await browser.sign_in_for(await browser.arrive(client), someone.phone)
    assert isinstance(await browser.decide(page, "allow", account_CNY="yes", days="7", pin=PIN), SentBack)
    for decision in ("allow", "refuse"):
        again = await browser.decide(page, decision, account_CNY="yes", days="7", pin=PIN)
        assert isinstance(again, Page) and again.status in (400, 403)
    async with house.application.house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM scenes_consent WHERE customer_id = $1", someone.id) == 1


async def test_another_browser_cannot_open_or_answer_the_request(house: RunningApp, partner_browser: Callable[..., PartnerBrowser]) -> None:
    client, someone, browser, thief = await make_client(house), await payer(house), partner_browser(), partner_browser()
    page = await browser.sign_in_for(await browser.arrive(client), someone.phone)
    path = f"/oauth/consent?request={page.form('/oauth/consent').fields['request']}"
    seen = await thief.go("GET", path)
    assert isinstance(seen, Page) and seen.status == 400 and "not opened in this browser" in seen.text
    await thief.get("/")
    stolen = await thief.go("POST", "/oauth/consent", page.form("/oauth/consent").fields | {"decision": "allow", "pin": PIN, "days": "7"})
    assert isinstance(stolen, Page) and stolen.status == 403
    assert isinstance(await browser.decide(page, "allow", account_CNY="yes", days="7", pin=PIN), SentBack)


async def test_a_form_of_another_request_user_or_without_its_token_is_refused(house: RunningApp, partner_browser: Callable[..., PartnerBrowser]) -> None:
    client, someone, browser = await make_client(house), await payer(house), partner_browser()
    first = await browser.sign_in_for(await browser.arrive(client), someone.phone)
    second = await browser.arrive(client)
    given = second.form("/oauth/consent").fields | {"decision": "allow", "account_CNY": "yes", "days": "7", "pin": PIN}
    for change in (
        {"request": first.form("/oauth/consent").fields["request"]},
        {"interaction": first.form("/oauth/consent").fields["interaction"]},
        {"interaction": ""},
        {"form_token": ""},
        {"form_token": "x"},
    ):
        refused = await browser.go("POST", "/oauth/consent", given | change)
        assert isinstance(refused, Page) and refused.status == 403, change
    foreign = await browser.http.post("/oauth/consent", data=given, headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    assert isinstance(await browser.go("POST", "/oauth/consent", given), SentBack)


async def test_whoever_is_signed_in_need_not_sign_in_again_unless_the_client_asks_for_it(
    house: RunningApp, partner_browser: Callable[..., PartnerBrowser]
) -> None:
    client, someone, browser = await make_client(house), await payer(house), partner_browser()
    await browser.sign_in_for(await browser.arrive(client), someone.phone)
    page = await browser.arrive(client)
    assert "asks for your consent" in page.text
    page = await browser.arrive(client, prompt="login")
    assert "Sign in to see what it asks for" in page.text
    page = await browser.sign_in_for(page, someone.phone)
    assert "asks for your consent" in page.text
    switched = await browser.go("POST", "/oauth/consent/switch", page.form("/oauth/consent/switch").fields)
    assert isinstance(switched, Page) and "Sign in to see what it asks for" in switched.text


async def test_the_page_speaks_the_language_that_was_asked_for_unless_the_visitor_chose(
    house: RunningApp, partner_browser: Callable[..., PartnerBrowser]
) -> None:
    client, browser = await make_client(house), partner_browser("en")
    page = await browser.arrive(client, ui_locales="zh-CN en")
    assert "登录后查看它的请求" in page.text
    path = next(link for link in page.links if "lang=en" in link)
    chosen = await browser.go("GET", path)
    assert isinstance(chosen, Page) and "Sign in to see what it asks for" in chosen.text


async def test_more_than_was_asked_for_cannot_be_posted(house: RunningApp, partner_browser: Callable[..., PartnerBrowser]) -> None:
    client, someone, browser = await make_client(house), await payer(house), partner_browser()
    page = await browser.sign_in_for(await browser.arrive(client), someone.phone)
    good = {"account_CNY": "yes", "days": "7", "pin": PIN}
    for change in ({"payment_cap": "1000.01"}, {"month_cap": "0"}, {"payment_cap": "ten"}, {"uses": "0"}, {"days": "365"}, {"account_CNY": "no"}, {"days": ""}):
        page = await browser.decide(page, "allow", **(good | change))  # type: ignore[assignment]
        assert isinstance(page, Page) and page.status == 422, change
    async with house.application.house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM scenes_consent WHERE customer_id = $1", someone.id) == 0


async def test_without_a_pin_no_money_scope_is_given(house: RunningApp, partner_browser: Callable[..., PartnerBrowser]) -> None:
    client, browser = await make_client(house), partner_browser()
    someone = await customer_with_money(house, 100)
    page = await browser.sign_in_for(await browser.arrive(client), someone.phone)
    assert "You have no payment PIN yet" in page.text and 'value="allow"' not in page.html
    refused = await browser.decide(page, "allow", account_CNY="yes", days="7")
    assert isinstance(refused, Page) and refused.status == 422


async def test_a_device_is_connected_by_its_code_after_signing_in(house: RunningApp, partner_browser: Callable[..., PartnerBrowser]) -> None:
    client = await make_client(house, scopes=("openid", "profile"), grant_types=("refresh_token", DEVICE_GRANT), redirect_uris=())
    someone, browser = await payer(house), partner_browser()
    asked = (await client.post("device_authorization", {"scope": "openid profile"})).json()
    page = await browser.get(asked["verification_uri_complete"].removeprefix(client.issuer))
    assert "does the device in front of you show exactly this code" in page.text and asked["user_code"] in page.html
    wrong = await browser.go("POST", "/device", page.form("/device").fields | {"user_code": "BBBB-BBBB"})
    assert isinstance(wrong, Page) and wrong.status == 422
    page = await browser.post(page, "/device", user_code=asked["user_code"].lower())
    page = await browser.sign_in_for(page, someone.phone)
    page = await browser.post(page, "/device", user_code=asked["user_code"])
    assert "asks for your consent" in page.text
    done = await browser.decide(page, "allow", days="90")
    assert isinstance(done, Page) and "The device is connected" in done.text
    told = await client.post("token", {"grant_type": DEVICE_GRANT, "device_code": asked["device_code"]})
    assert told.status_code == 200, told.text
    assert set(told.json()["scope"].split()) == {"openid", "profile"}


async def test_details_that_the_page_could_not_show_are_refused_when_they_are_pushed(house: RunningApp) -> None:
    client = await make_client(house, scopes=("openid", "payments.write"))
    detail = {"type": "payment_initiation", "payee": str(uuid4()), "instructedAmount": {"amount": "128.00", "currency": "CNY"}}
    for scope, details in [
        ("payments.write", [detail | {"frequency": "daily"}]),
        ("payments.write", [detail, detail]),
        ("payments.write", [detail | {"type": "account_information"}]),
        ("payments.write", [detail | {"instructedAmount": {"amount": 128, "currency": "CNY"}}]),
        ("openid", [detail]),
    ]:
        refused = await client.push(scope=scope, authorization_details=json.dumps(details))
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_authorization_details"), details
    assert (await client.push(scope="payments.write", authorization_details=json.dumps([detail]))).status_code == 201


async def test_a_request_waits_a_quarter_of_an_hour(house: RunningApp, partner_browser: Callable[..., PartnerBrowser]) -> None:
    client, browser, clock = await make_client(house), partner_browser(), house.application.house.clock
    page = await browser.arrive(client)
    clock.freeze(clock.now() + timedelta(minutes=16))
    try:
        late = await browser.decide(page, "refuse")
    finally:
        clock.run()
    assert isinstance(late, Page) and late.status == 400


async def test_codes_of_devices_cannot_be_guessed_fast(house: RunningApp, partner_browser: Callable[..., PartnerBrowser]) -> None:
    someone, browser = await payer(house), partner_browser()
    client = await make_client(house)
    await browser.sign_in_for(await browser.arrive(client), someone.phone)
    page = await browser.get("/device")
    tries = [await browser.go("POST", "/device", page.form("/device").fields | {"user_code": "BCDF-GHJK"}) for _ in range(12)]
    statuses = [one.status for one in tries if isinstance(one, Page)]
    assert statuses[:10] == [422] * 10 and statuses[-1] == 429

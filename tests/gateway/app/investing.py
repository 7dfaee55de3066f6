"""People who buy funds over HTTP, by the app's trusted documents, and the house whose clock is set for them."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest_asyncio

from domains import customers, wallet, wealth
from domains.kernel.assets import CNY
from tests.domains.wallet.people import Person, fund
from tests.domains.wealth.wealth_house import WealthHouse
from tests.gateway.app.documents import act, ask_trusted, document_ids, yuan
from tests.gateway.app.running import RunningApp, SignedIn, a_phone, running_app
from tests.gateway.app.test_customers import REFRESH, REQUEST_CODE, SIGN_IN, delivered, sign_in_input

PIN = "482913"
PUBLISH = """mutation ($input: PublishFundValueInput!) { publishFundValue(input: $input) { __typename ... on FundValue { day value incomePer10k } } }"""


@pytest_asyncio.fixture
async def app(fresh_dsn: Callable[[str], str], tmp_path: Path) -> AsyncIterator[RunningApp]:
    """A server of its own, whose clock is set."""
    async with running_app(fresh_dsn("scenebank_app"), tmp_path) as running:
        yield running


@pytest_asyncio.fixture
async def house(app: RunningApp) -> WealthHouse:
    return await WealthHouse.open(app.application.house.database)


async def signed_up(app: RunningApp, minor: int = 0) -> SignedIn:
    """Somebody new who signs in by a code and sets a PIN, with that much in the wallet."""
    phone = a_phone()
    sent = await app.ask(REQUEST_CODE, input={"requestId": str(uuid4()), "phone": phone})
    assert sent["requestCode"]["__typename"] == "CodeSent"
    someone = await signed_in(app, phone)
    assert (await ask_trusted(app, "SetPin", someone, input={"pin": PIN}))["__typename"] == "PinStored"
    database = app.application.house.database
    await database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=someone.id, asset="CNY"))
    if minor:
        await fund(database, Person(someone.id, someone.session_id, phone, wallet.wallet_account_id(someone.id, CNY)), minor)
    return someone


async def signed_in(app: RunningApp, phone: str) -> SignedIn:
    told = (await app.ask(SIGN_IN, input=sign_in_input(phone, await delivered(app, phone))))["signIn"]
    tokens = told["tokens"]
    return SignedIn(UUID(told["customer"]["id"]), UUID(told["sessionId"]), phone, tokens["accessToken"], tokens["refreshToken"])


async def later(app: RunningApp, house: WealthHouse, at: str, *people: SignedIn) -> list[SignedIn]:
    """The clock says so, and the apps have renewed their tokens."""
    house.at(at)
    told = [(await app.ask(REFRESH, input={"refreshToken": one.refresh_token}))["refreshTokens"]["tokens"] for one in people]
    return [replace(one, token=new["accessToken"], refresh_token=new["refreshToken"]) for one, new in zip(people, told, strict=True)]


async def ask_all(app: RunningApp, name: str, who: SignedIn) -> Any:
    """The answer to a document with several root fields."""
    answer = (await app.http.post("/graphql", json={"documentId": document_ids()[name]}, headers=who.headers)).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


async def answered(app: RunningApp, someone: SignedIn, option: int) -> Any:
    return await act(app, "AnswerInvestorQuestionnaire", someone, version=1, answers=[option])


async def told_value(app: RunningApp, fund: wealth.Fund, day: str, value: str, income: str | None = None) -> None:
    """Staff tell a day's value over HTTP."""
    input_ = {"requestId": str(uuid4()), "code": fund.code, "day": day, "value": value, "incomePer10k": income}
    answer = (await app.post(PUBLISH, headers=await app.staff_headers("operator:wealth"), input=input_)).json()
    assert answer["data"]["publishFundValue"]["__typename"] == "FundValue", answer


async def subscribed(app: RunningApp, someone: SignedIn, fund: wealth.Fund, amount: str, **more: Any) -> Any:
    return await act(app, "Subscribe", someone, **{"fundId": str(fund.id), "version": 1, "amount": yuan(amount), "pin": PIN, **more})


async def holder(app: RunningApp, house: WealthHouse, fund: wealth.Fund, minor: int, amount: str) -> SignedIn:
    """Somebody with that money, of which they put an amount into a money-market product; it is ten o'clock of the next day."""
    house.at("2026-09-21T10:00")
    someone = await signed_up(app, minor)
    assert (await answered(app, someone, 1))["investorClass"] == "C1"
    assert (await subscribed(app, someone, fund, amount))["state"] == "PLACED"
    house.at("2026-09-21T16:00")
    await house.run()
    await told_value(app, fund, "2026-09-21", "1.0000", "0.0000")
    (someone,) = await later(app, house, "2026-09-22T10:00", someone)
    await house.run()
    return someone


async def signed_in_again(app: RunningApp, phone: str) -> SignedIn:
    made = await customers.make_development_customer(app.application.house.database, phone)
    return SignedIn(made.customer_id, made.session_id, phone, made.tokens.access_token, made.tokens.refresh_token)


def a_person(one: SignedIn) -> Person:
    return Person(one.id, one.session_id, one.phone, wallet.wallet_account_id(one.id, CNY))

"""Withdrawals, promised transfers, standing orders and payees over HTTP, each verb by its trusted document."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from domains import customers, wallet
from domains.kernel.assets import CNY
from domains.kernel.money import Amount
from domains.kernel.relay import relay_until_idle
from gateway.trusted import CURRENT, MOBILE_SCHEMA, read_manifest
from tests.gateway.app.running import RunningApp, SignedIn, running_app
from tests.integrations.running import Sandbox, running_sandbox
from tests.patience import patience

PIN = "482913"
DOCUMENTS = {document.name: id_ for id_, document in read_manifest(MOBILE_SCHEMA / CURRENT).documents.items()}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture
async def app(fresh_dsn: Callable[[str], str], tmp_path: Path, sandbox: Sandbox) -> AsyncIterator[RunningApp]:
    """A server of its own, with the sandbox's channels."""
    async with running_app(fresh_dsn("scenebank_app"), tmp_path, sandbox_url=sandbox.url) as running:
        yield running


async def rich(app: RunningApp, minor: int = 100_000) -> SignedIn:
    someone = await app.customer()
    database = app.application.house.database
    await customers.set_pin(database.write, someone.id, someone.session_id, PIN)
    least = wallet.FillForDevelopmentCommand(request_id=None, owner_id=someone.id, customer_id=someone.id, least=Amount(minor, CNY))
    await database.write(wallet.fill_for_development, least)
    return someone


async def ask(app: RunningApp, who: SignedIn | None, operation: str, **variables: Any) -> Any:
    """The root field's answer to a trusted document."""
    headers = {"accept": "application/graphql-response+json", "accept-language": "en", **(who.headers if who else {})}
    answer = (await app.http.post("/graphql", json={"documentId": DOCUMENTS[operation], "variables": variables}, headers=headers)).json()
    assert "errors" not in answer, answer
    return next(iter(answer["data"].values()))


def an_input(**more: Any) -> dict[str, Any]:
    return {"requestId": str(uuid4()), **more}


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


async def test_a_withdrawal_is_paid_through_the_channel_that_costs_least(app: RunningApp) -> None:
    someone = await rich(app)
    asked = an_input(amount=money("300"), pin=PIN)
    answer = await ask(app, someone, "Withdraw", input=asked)
    assert (answer["__typename"], answer["state"], answer["channel"]) == ("Withdrawal", "PENDING", "sandbox-two")
    assert (await ask(app, someone, "Withdraw", input=an_input(amount=money("900"))))["__typename"] == "PinRequired"
    await relay_until_idle(app.application.house.database)
    async with patience():
        while (seen := await ask(app, someone, "Withdrawal", id=answer["id"]))["state"] == "PENDING":
            await asyncio.sleep(0.05)
    assert (seen["state"], seen["reference"][:4], seen["account"]["balance"]) == ("POSTED", "SBTP", money("700.00"))


async def test_promises_are_made_accepted_declined_and_called_back(app: RunningApp) -> None:
    sender, target = await rich(app), await app.customer()
    made = []
    for _ in range(3):
        to_target = an_input(amount=money("10"), to={"customerId": str(target.id)}, kind="ON_ACCEPTANCE", note="午饭")
        made.append(await ask(app, sender, "PromiseTransfer", input=to_target))
    verbs = [("AcceptTransfer", target), ("DeclineTransfer", target), ("CallBackTransfer", sender)]
    states = []
    for (verb, who), promised in zip(verbs, made, strict=True):
        states.append((await ask(app, who, verb, input=an_input(id=promised["id"])))["state"])
    assert states == ["POSTED", "RETURNED", "RETURNED"]
    seen = await ask(app, target, "PromisedTransfers")
    assert [edge["node"]["state"] for edge in seen["edges"]] == ["RETURNED", "RETURNED", "POSTED"]
    assert (await ask(app, sender, "PromisedTransfer", id=made[1]["id"]))["returnReason"] == "DECLINED"


async def test_money_for_a_phone_of_nobody_waits_until_it_registers(app: RunningApp) -> None:
    sender = await rich(app)
    promised = await ask(app, sender, "PromiseTransfer", input=an_input(amount=money("10"), to={"phone": "+8613800001111"}, kind="ON_ACCEPTANCE"))
    assert (promised["maskedPhone"], promised["counterparty"]) == ("138****1111", None)
    made = await customers.make_development_customer(app.application.house.database, "+8613800001111")
    await relay_until_idle(app.application.house.database)
    newcomer = SignedIn(made.customer_id, made.session_id, "+8613800001111", made.tokens.access_token, made.tokens.refresh_token)
    assert (await ask(app, newcomer, "AcceptTransfer", input=an_input(id=promised["id"])))["state"] == "POSTED"
    assert (await ask(app, newcomer, "Wallets"))[0]["balance"] == money("10.00")


async def test_a_standing_order_lives_its_life(app: RunningApp) -> None:
    owner, target = await rich(app), await app.customer()
    asked = an_input(amount=money("10"), to={"customerId": str(target.id)}, rhythm="MONTHLY", firstOn="2099-01-31", pin=PIN)
    order = await ask(app, owner, "CreateStandingOrder", input=asked)
    states = [(await ask(app, owner, f"{verb}StandingOrder", input=an_input(id=order["id"])))["state"] for verb in ("Pause", "Resume", "Stop")]
    assert states == ["PAUSED", "ACTIVE", "STOPPED"]
    assert (await ask(app, owner, "StandingOrder", id=order["id"]))["state"] == "STOPPED"
    assert [edge["node"]["id"] for edge in (await ask(app, owner, "StandingOrders"))["edges"]] == [order["id"]]


async def test_payees_are_kept_and_removed(app: RunningApp) -> None:
    owner, target = await app.customer(), await app.customer()
    saved = await ask(app, owner, "SavePayee", input=an_input(to={"phone": target.phone}, alias="房东"))
    assert [edge["node"]["alias"] for edge in (await ask(app, owner, "Payees"))["edges"]] == ["房东"]
    removed = await ask(app, owner, "RemovePayee", input=an_input(targetId=saved["targetId"]))
    assert (removed["savedAt"], (await ask(app, owner, "Payees"))["edges"]) == (None, [])

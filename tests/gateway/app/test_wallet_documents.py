"""Every verb of the wallet is driven over HTTP by its trusted document: customers' verbs in the files beside this one, and here what staff do, top-ups,
statements and what an app listens to."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import orjson
import pytest
import pytest_asyncio

from domains.kernel.clock import business_date
from domains.kernel.relay import relay_until_idle
from gateway.mobile_schema import read_operations
from gateway.trusted import MOBILE_SCHEMA
from resolvers.permissions import Permission
from tests.gateway.app.documents import act, ask_trusted, customer_with_money, document_ids, yuan
from tests.gateway.app.running import RunningApp, running_app
from tests.gateway.app.wallet_verbs import a_merchant_of, staff
from tests.integrations.running import Sandbox, running_sandbox
from tests.patience import patience


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture
async def channelled(fresh_dsn: Callable[[str], str], tmp_path: Path, sandbox: Sandbox) -> AsyncIterator[RunningApp]:
    """A server of its own, with the sandbox's channels."""
    async with running_app(fresh_dsn("scenebank_app"), tmp_path, sandbox_url=sandbox.url) as running:
        yield running


def test_each_document_of_the_wallet_is_sent_by_a_test_that_speaks_http() -> None:
    here = Path(__file__).parent
    sent = {name for file in here.glob("*.py") for name in re.findall(r'"([A-Z]\w+)"', file.read_text())}
    # Asked for in full text by tests/gateway/app/test_mergers.py, and under a name that is put together by test_moving.py.
    sent |= {"ClosedWallets", "PauseStandingOrder", "ResumeStandingOrder", "StopStandingOrder"}
    documents = [one for folder in ("operations", "operator-operations") for one in read_operations(MOBILE_SCHEMA / folder) if one.domain == "wallet"]
    assert len(documents) > 80
    assert {one.name for one in documents} - sent == set()


async def test_a_top_up_arrives_through_the_channel(channelled: RunningApp) -> None:
    someone = await channelled.customer()
    opened = await act(channelled, "OpenWallet", someone, currency="CNY")
    assert opened["account"]["balance"] == yuan("0.00")
    started = await act(channelled, "StartTopUp", someone, amount=yuan("88.88"))
    assert (started["__typename"], started["state"]) == ("TopUp", "PENDING")
    await relay_until_idle(channelled.application.house.database)
    async with patience():
        while (seen := await ask_trusted(channelled, "TopUp", someone, id=started["id"]))["state"] == "PENDING":
            await asyncio.sleep(0.05)
    assert (seen["state"], seen["account"]["balance"]) == ("POSTED", yuan("88.88"))


async def test_a_statement_a_balance_of_then_and_limits_are_read_by_their_owner_alone(app: RunningApp) -> None:
    sender, target = await customer_with_money(app, 10_000), await customer_with_money(app)
    (wallet_,) = await ask_trusted(app, "Wallets", sender)
    then = app.application.house.database.clock.now().isoformat()
    sent = await act(app, "Transfer", sender, amount=yuan("30.00"), to={"customerId": str(target.id)}, note="午饭")
    asked = {"account": wallet_["id"]}
    page = (await ask_trusted(app, "Statement", sender, **asked, first=1))["statement"]
    assert [(edge["node"]["id"], edge["node"]["note"]) for edge in page["edges"]] == [(sent["movementId"], "午饭")]
    rest = (await ask_trusted(app, "Statement", sender, **asked, first=5, after=page["pageInfo"]["endCursor"]))["statement"]
    assert [edge["node"]["amount"] for edge in rest["edges"]] == [yuan("100.00")]
    assert (await ask_trusted(app, "BalanceAt", sender, **asked, at=then))["balanceAt"] == yuan("100.00")
    limits = (await ask_trusted(app, "Limits", sender, **asked))["limits"]
    assert {window["period"].split(":")[0]: window["left"] for window in limits["windows"]}["day"] == yuan("4970.00")
    assert (await ask_trusted(app, "Movement", sender, id=sent["movementId"]))["reversesId"] is None
    for name, more in (("Statement", {}), ("BalanceAt", {"at": then}), ("Limits", {})):
        assert await ask_trusted(app, name, target, **asked, **more) is None


async def test_an_app_hears_of_a_transfer_by_the_document(channelled: RunningApp) -> None:
    app = channelled
    sender, target = await customer_with_money(app, 10_000), await customer_with_money(app)
    body, headers = {"documentId": document_ids()["WalletChanged"]}, {"accept": "text/event-stream", **target.headers}
    async with patience(), app.http.stream("POST", "/graphql", json=body, headers=headers, timeout=60) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        moved = await act(app, "Transfer", sender, amount=yuan("7.00"), to={"customerId": str(target.id)})
        await relay_until_idle(app.application.house.database)
        said = await anext(line async for line in stream.aiter_lines() if line.startswith("data: {"))
    heard = orjson.loads(said.removeprefix("data: "))["data"]["walletChanged"]
    assert (heard["movement"]["id"], heard["account"]["balance"]) == (moved["movementId"], yuan("7.00"))


async def test_staff_open_share_and_close_merchants_by_documents(app: RunningApp) -> None:
    owner, other, manager = await customer_with_money(app), await customer_with_money(app), await staff(app, Permission.OPERATOR_MERCHANTS)
    (first, _), (second, _) = await a_merchant_of(app, owner), await a_merchant_of(app, other)
    shared = await act(app, "ShareProfit", manager, merchantId=first, parties=[{"merchantId": second, "shareBps": 1_000}])
    assert shared == {"__typename": "ProfitShared", "merchantId": first}
    assert (await act(app, "ShareProfit", manager, merchantId=first, parties=[{"merchantId": first, "shareBps": 1}]))["__typename"] == "SharingMalformed"
    assert await act(app, "CloseMerchant", manager, merchantId=second, reason="retired") == {
        "__typename": "MerchantClosure",
        "merchantId": second,
        "state": "CLOSING",
    }
    assert (await act(app, "ShareProfit", manager, merchantId=first, parties=[{"merchantId": second, "shareBps": 1}]))["__typename"] == "MerchantNotFound"


async def test_staff_publish_rules_see_decisions_and_end_reviews_by_documents(channelled: RunningApp) -> None:
    app = channelled
    sender, target, officer = await customer_with_money(app, 100_000), await customer_with_money(app), await staff(app, Permission.OPERATOR_RISK)
    standing = await ask_trusted(app, "RiskRules", officer)
    rule = {"name": "look", "outcome": "REVIEW", "yuanAtLeast": 10}
    published = await act(app, "PublishRiskRules", officer, replaces=standing["version"], reason="a test", rules=[rule])
    assert published == {"__typename": "RiskRulesPublished", "version": standing["version"] + 1}
    outdated = await act(app, "PublishRiskRules", officer, replaces=standing["version"], reason="again", rules=[rule])
    assert (outdated["__typename"], outdated["version"]) == ("RiskRulesOutdated", standing["version"] + 1)
    held = [(await act(app, "Transfer", sender, amount=yuan("20.00"), to={"customerId": str(target.id)}))["transferId"] for _ in range(2)]
    waiting = (await ask_trusted(app, "TransfersInReview", officer))["transfers"]["nodes"]
    assert {one["id"] for one in waiting} == set(held)
    decisions = (await ask_trusted(app, "RiskDecisions", officer, customerId=str(sender.id)))["decisions"]["nodes"]
    assert [(one["outcome"], one["matched"], one["granted"]) for one in decisions] == [("REVIEW", ["look"], False)] * 2
    released = await act(app, "ReleaseHeldTransfer", officer, transferId=held[0])
    assert (released["state"], released["customerId"]) == ("RELEASED", str(sender.id)) and released["movementId"] is not None
    assert (await act(app, "RefuseHeldTransfer", officer, transferId=held[1]))["state"] == "REFUSED"
    assert (await act(app, "ReleaseHeldTransfer", officer, transferId=held[1]))["__typename"] == "ReviewEnded"
    assert (await act(app, "ReleaseHeldTransfer", officer, transferId=str(uuid4())))["__typename"] == "ReviewNotFound"
    (wallet_,) = await ask_trusted(app, "Wallets", sender)
    assert (wallet_["balance"], wallet_["available"]) == (yuan("980.00"), yuan("980.00"))


async def test_staff_look_at_a_channels_bills_by_documents(channelled: RunningApp) -> None:
    clerk = await staff(channelled, Permission.OPERATOR_LEDGER)
    today = business_date(channelled.application.house.database.clock.now())
    days = {"firstDay": (today - timedelta(days=1)).isoformat(), "lastDay": today.isoformat()}
    report = await ask_trusted(channelled, "ReconciliationReport", clerk, channel="sandbox", **days)
    assert report == {"channel": "sandbox", "suspense": [], "days": [], "bills": []}
    items = await ask_trusted(channelled, "ReconciliationItems", clerk, channel="sandbox")
    assert items == {"channel": "sandbox", "items": {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}}}

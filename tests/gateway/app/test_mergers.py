"""Two customers who are one person, over HTTP: two members of staff, the survivor, and a stranger."""

from typing import Any
from uuid import uuid4

from domains import ledger, wallet
from domains.kernel.assets import CNY
from tests.domains.ledger.conftest import move, post
from tests.gateway.app.running import RunningApp, SignedIn

PROPOSE = """mutation ($input: ProposeMergerInput!) { proposeMerger(input: $input) { __typename ... on Problem { message } ... on Merger { id state }
    ... on CustomerBusy { openThings } ... on MergerUnfit { reason } } }"""
DECIDE = (
    """mutation ($input: DecideMergerInput!) { decideMerger(input: $input) { __typename ... on Problem { message } ... on Merger { id state decidedBy } } }"""
)
COLLECT = "mutation ($input: CollectFundsInput!) { collectFunds(input: $input) { __typename ... on Problem { message } ... on FundsCollected { mergerId } } }"
OPEN = "{ openMergers { id closedId survivorId state } }"
CLOSED = "{ closedWallets { id state balance { amount } statement(first: 5) { edges { node { kind amount { amount } } } } } }"
WALLETS = "{ wallets { balance { amount } } viewer { identities { kind } } }"


async def funded(app: RunningApp, minor: int) -> SignedIn:
    who, house = await app.customer(), uuid4()
    database = app.application.house.database
    await database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=who.id, asset="CNY"))
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(house, house, "house", CNY, ledger.CREDIT, may_go_negative=True)])
    await post(database, move(house, wallet.wallet_account_id(who.id, CNY), minor))
    return who


async def act(app: RunningApp, staff: dict[str, str], document: str, **more: Any) -> Any:
    answer = (await app.post(document, headers=staff, input={"requestId": str(uuid4()), **more})).json()
    assert "errors" not in answer, answer
    (found,) = answer["data"].values()
    return found


async def test_one_proposes_another_decides_and_the_survivor_has_and_reads_what_was_theirs(app: RunningApp) -> None:
    closed, survivor, stranger = await funded(app, 12_345), await funded(app, 100), await funded(app, 7)
    first, second = [await app.staff_headers("operator:customers") for _ in range(2)]
    proposed = await act(app, first, PROPOSE, closedId=str(closed.id), survivorId=str(survivor.id), reason="同一人")
    assert (proposed["__typename"], proposed["state"]) == ("Merger", "PROPOSED")
    waiting = (await app.post(OPEN, headers=second)).json()["data"]["openMergers"]
    assert {"id": proposed["id"], "closedId": str(closed.id), "survivorId": str(survivor.id), "state": "PROPOSED"} in waiting
    assert (await act(app, first, DECIDE, mergerId=proposed["id"], isApproved=True)) == {
        "__typename": "SecondOperatorNeeded",
        "message": "Another member of staff must decide.",
    }
    done = await act(app, second, DECIDE, mergerId=proposed["id"], isApproved=True)
    assert (done["state"], done["id"]) == ("DONE", proposed["id"])
    assert (await act(app, first, DECIDE, mergerId=proposed["id"], isApproved=True))["__typename"] == "MergerEnded"
    assert (await act(app, first, COLLECT, mergerId=proposed["id"]))["__typename"] == "FundsCollected"
    seen = await app.ask(WALLETS, survivor)
    assert seen == {"wallets": [{"balance": {"amount": "124.45"}}], "viewer": {"identities": [{"kind": "PHONE"}, {"kind": "PHONE"}]}}
    (history,) = (await app.ask(CLOSED, survivor))["closedWallets"]
    assert (history["id"], history["state"], history["balance"]["amount"]) == (str(wallet.wallet_account_id(closed.id, CNY)), "FROZEN", "0.00")
    assert [edge["node"]["amount"]["amount"] for edge in history["statement"]["edges"]] == ["-123.45", "123.45"]
    assert await app.ask(CLOSED, stranger) == {"closedWallets": []}
    assert (await app.ask(WALLETS, stranger))["wallets"] == [{"balance": {"amount": "0.07"}}]


async def test_customers_and_other_staff_merge_nobody(app: RunningApp) -> None:
    closed, survivor = await funded(app, 100), await funded(app, 100)
    sent = {"requestId": str(uuid4()), "closedId": str(closed.id), "survivorId": str(survivor.id), "reason": "x"}
    for headers in (closed.headers, await app.staff_headers("operator:ledger"), {}):
        answer = (await app.post(PROPOSE, headers=headers, input=sent)).json()
        assert answer["errors"][0]["extensions"]["code"] in ("FORBIDDEN", "UNAUTHENTICATED")
    staff = await app.staff_headers("operator:customers")
    for one, other in ((str(closed.id), str(closed.id)), ("x", str(closed.id)), (str(uuid4()), str(closed.id))):
        assert (await act(app, staff, PROPOSE, closedId=one, survivorId=other, reason="x"))["__typename"] == "MergerUnfit"
    assert (await act(app, staff, DECIDE, mergerId=str(uuid4()), isApproved=True))["__typename"] == "MergerNotFound"
    assert (await app.ask(WALLETS, closed))["wallets"] == [{"balance": {"amount": "1.00"}}]

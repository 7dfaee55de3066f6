"""Trusted documents over HTTP: what the app really sends."""

from functools import cache
from typing import Any
from uuid import uuid4

from domains import wallet
from domains.kernel.assets import CNY
from gateway.trusted import read_live_manifests
from tests.domains.wallet.people import Person, fund
from tests.gateway.app.running import RunningApp, SignedIn


@cache
def document_ids() -> dict[str, str]:
    """The newest manifest's ids by the names of their operations."""
    return {one.name: one.id for manifest in reversed(read_live_manifests()) for one in manifest.documents.values()}


async def ask_trusted(app: RunningApp, name: str, who: SignedIn, **variables: Any) -> Any:
    """The root field's answer to a trusted document. Fails the test on any error."""
    headers = {"accept": "application/graphql-response+json", "accept-language": "en", **who.headers}
    answer = (await app.http.post("/graphql", json={"documentId": document_ids()[name], "variables": variables}, headers=headers)).json()
    assert "errors" not in answer, answer["errors"]
    (data,) = answer["data"].values()
    return data


async def act(app: RunningApp, name: str, who: SignedIn, **input_: Any) -> Any:
    """The outcome of a verb's trusted document, under a fresh request id unless one is given."""
    return await ask_trusted(app, name, who, input={"requestId": str(uuid4()), **input_})


async def customer_with_money(app: RunningApp, minor: int = 0) -> SignedIn:
    """Somebody signed in, with a wallet in yuan that holds that much."""
    customer = await app.customer()
    database = app.application.house.database
    await database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=customer.id, asset="CNY"))
    if minor:
        await fund(database, Person(customer.id, customer.session_id, customer.phone, wallet.wallet_account_id(customer.id, CNY)), minor)
    return customer


def yuan(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}

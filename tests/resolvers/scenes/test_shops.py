"""An outside shop in the app's language, as the app asks: linked, seen, paid at once or in parts, given back, members; and nobody else's shown."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from domains import customers, scenes
from gateway.embedded import Instance
from tests.domains.scenes.scene_house import Person, SceneHouse, scene_house
from tests.domains.scenes.shopping import BOOKS, SHOP
from tests.domains.wallet.top_ups import own_database
from tests.integrations.running import Sandbox, running_sandbox
from tests.resolvers.scenes.test_utilities import App


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bank(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[SceneHouse]:
    with own_database(migrated, "resolvers_shops") as dsn:
        async with scene_house(dsn, sandbox) as opened:
            yield opened


async def shopper(bank: SceneHouse) -> tuple[Person, App]:
    person = await bank.person(20_000)
    await customers.set_pin(bank.database.write, person.id, person.session_id, "926415")
    await bank.linked(person, SHOP)
    return person, App(bank, person)


async def lantern(app: App) -> dict[str, Any]:
    (found,) = (await app.ask("Purchases"))["nodes"]
    return dict(found)


async def test_what_was_ordered_is_seen_with_its_offers_and_what_members_have(bank: SceneHouse) -> None:
    _, app = await shopper(bank)
    assert [(one["__typename"], one["title"]) for one in await app.ask("Scenes", kind="CONSUMPTION")] == [
        ("ShopScene", "Lantern Shop"),
        ("ShopScene", "Harbour Books"),
    ]
    scene = await app.ask("ShopScene", id=SHOP)
    (purchase,) = scene["purchases"]["nodes"]
    assert (purchase["state"], purchase["amount"]["amount"], purchase["refunds"]) == ("OPEN", "128.00", [])
    told = [(one["code"], one["partCount"], one["fee"]["amount"], one["total"]["amount"], one["first"]["amount"], one["later"]["amount"])
            for one in purchase["offers"]]  # fmt: skip
    assert told == [("three", 3, "0.00", "128.00", "42.68", "42.66"), ("twelve", 12, "6.00", "134.00", "11.24", "11.16")]
    assert (scene["membership"]["level"], [one["code"] for one in scene["membership"]["benefits"]]) == ("silver", ["post"])
    assert (await app.ask("ShopScene", id=BOOKS))["membership"] is None


async def test_it_is_paid_and_given_back_in_part_and_in_full(bank: SceneHouse) -> None:
    person, app = await shopper(bank)
    purchase = await lantern(app)
    order = await app.tell("PayPurchase", purchaseId=purchase["id"], amount=purchase["amount"])
    assert (order["__typename"], order["state"], order["purpose"]) == ("SceneOrder", "PENDING", "purchase")
    await bank.run_jobs(person)
    paid = await app.ask("Purchase", id=purchase["id"])
    assert (paid["state"], paid["order"]["state"], paid["plan"], paid["offers"]) == ("PAID", "PAID", None, [])
    part = await app.tell("RefundPurchase", purchaseId=purchase["id"], amount={"amount": "28.00", "currency": "CNY"})
    assert (part["__typename"], [(one["state"], one["amount"]["amount"]) for one in part["refunds"]]) == ("Purchase", [("PENDING", "28.00")])
    too_much = await app.tell("RefundPurchase", purchaseId=purchase["id"], amount={"amount": "100.01", "currency": "CNY"})
    assert (too_much["__typename"], too_much["left"]["amount"]) == ("SceneRefundTooLarge", "100.00")
    assert (await app.tell("RefundPurchase", purchaseId=purchase["id"]))["state"] == "RETURNING"
    await bank.run_jobs(person)
    ended = await app.ask("Purchase", id=purchase["id"])
    assert (ended["state"], [one["state"] for one in ended["refunds"]], ended["order"]["refunded"]["amount"]) == ("REFUNDED", ["PAID", "PAID"], "128.00")
    assert await bank.balance(person) == (20_000, 20_000)


async def test_it_is_paid_in_parts_with_the_pin(bank: SceneHouse) -> None:
    person, app = await shopper(bank)
    purchase = await lantern(app)
    asked = {"purchaseId": purchase["id"], "offer": "three", "total": purchase["offers"][0]["total"]}
    assert (await app.tell("AgreeInstalments", **asked))["__typename"] == "PinRequired"
    plan = await app.tell("AgreeInstalments", **asked, pin="926415")
    assert (plan["__typename"], plan["state"], [one["state"] for one in plan["parts"]]) == ("InstalmentPlan", "OFFERED", ["COLLECTING", "DUE", "DUE"])
    await bank.run_jobs(person)
    await bank.later(timedelta(days=31))
    await bank.run_jobs(person)
    third = await app.tell("PayInstalment", planId=plan["id"], number=3)
    assert (third["__typename"], third["amount"]["amount"], third["isAutomatic"]) == ("SceneOrder", "42.66", False)
    await bank.run_jobs(person)
    shown = await app.ask("Purchase", id=purchase["id"])
    assert (shown["state"], shown["plan"]["state"], [one["state"] for one in shown["plan"]["parts"]]) == ("PAID", "COMPLETED", ["PAID"] * 3)
    assert await bank.balance(person) == (7_200, 7_200)


async def test_nothing_of_somebody_else_is_shown_or_done(bank: SceneHouse) -> None:
    person, mine = await shopper(bank)
    stranger = await bank.person(20_000)
    theirs = App(bank, stranger, "zh")
    purchase = await lantern(mine)
    assert (await theirs.ask("Purchase", id=purchase["id"]), (await theirs.ask("Purchases"))["nodes"]) == (None, [])
    assert (await theirs.ask("ShopScene", id=SHOP))["membership"] is None
    refused = await theirs.tell("PayPurchase", purchaseId=purchase["id"], amount=purchase["amount"])
    assert (refused["__typename"], refused["message"]) == ("PurchaseNotFound", "找不到该订单。")
    for name, more in (("RefundPurchase", {}), ("AgreeInstalments", {"offer": "three", "total": purchase["amount"]})):
        assert (await theirs.tell(name, purchaseId=purchase["id"], **more))["__typename"] == "PurchaseNotFound"
    assert (await theirs.tell("PayInstalment", planId=purchase["id"], number=1))["__typename"] == "InstalmentNotDue"
    changed = await mine.tell("PayPurchase", purchaseId=purchase["id"], amount={"amount": "1.00", "currency": "CNY"})
    assert (changed["__typename"], changed["amount"]["amount"]) == ("PurchaseChanged", "128.00")
    assert (await bank.balance(stranger), await bank.balance(person)) == ((20_000, 20_000), (20_000, 20_000))
    assert scenes.shops.PurchaseState((await lantern(mine))["state"].lower()) is scenes.shops.PurchaseState.OPEN

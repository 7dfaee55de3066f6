"""Public utilities in the app's language, as the app asks: linked, found, paid, paid by themselves, unlinked; and nobody else's shown."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
import pytest_asyncio
import strawberry

from domains import customers, scenes
from gateway.embedded import Instance
from gateway.mobile_schema.operations import read_operations
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.schema import build_schema
from tests.domains.scenes.scene_house import WATER, Person, SceneHouse, scene_house
from tests.domains.wallet.top_ups import own_database
from tests.integrations.running import Sandbox, running_sandbox
from tests.resolvers import asking

SCHEMA: strawberry.Schema = build_schema()
OPERATIONS = Path(__file__).parents[3] / "mobile_sdk_schema/operations"
DOCUMENTS = {document.name: document.text for document in read_operations(OPERATIONS)}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bank(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[SceneHouse]:
    with own_database(migrated, "resolvers_utilities") as dsn:
        async with scene_house(dsn, sandbox) as opened:
            yield opened


class App:
    """What one customer's app asks, by the trusted documents."""

    def __init__(self, bank: SceneHouse, person: Person, language: str = "en") -> None:
        self.bank = bank
        self.viewer = Viewer(person.id, person.session_id, frozenset({Permission.PUBLIC, Permission.CUSTOMER}), language)

    async def ask(self, name: str, **variables: Any) -> Any:
        data = await asking.ask(SCHEMA, self.bank.database, self.viewer, DOCUMENTS[name], **variables)
        (answer,) = data.values()
        return answer

    async def tell(self, name: str, **values: Any) -> Any:
        return await self.ask(name, input={"requestId": str(uuid4())} | values)


async def with_link(bank: SceneHouse, person: Person, app: App) -> dict[str, Any]:
    """The app's whole way to a link: what it is told, what it opens, and what its browser comes back with."""
    begun = await app.tell("LinkPartner", sceneId=WATER)
    assert (begun["__typename"], begun["state"], begun["sceneId"]) == ("Link", "STARTED", WATER)
    address = await scenes.open_link(bank.database, parse_qs(urlsplit(begun["address"]).query)["ticket"][0], "browser")
    assert ((away := await app.ask("Link", id=begun["id"]))["state"], away["address"]) == ("AWAY", None)
    authorized = await bank.come_back(await bank.allow(address, person.login))
    assert (await app.ask("Link", id=begun["id"]))["state"] == "TO_CONFIRM"
    linked: dict[str, Any] = await app.tell("ConfirmLink", linkId=begun["id"], proof=authorized.proof)
    await bank.run_jobs(person)
    return linked


async def test_the_whole_story_by_the_apps_own_documents(bank: SceneHouse) -> None:
    person = await bank.person(20_000)
    app = App(bank, person)
    found = await app.ask("Scenes", kind="PUBLIC_UTILITIES")
    assert [(one["__typename"], one["id"], one["title"], one["link"]) for one in found] == [
        ("UtilityScene", "morning-water", "Morning Water", None),
        ("UtilityScene", "evening-power", "Evening Power", None),
        ("UtilityScene", "river-campus", "River Campus", None),
        ("UtilityScene", "garden-community", "Garden Community", None),
    ]
    assert found[0]["capabilities"] == ["auto_pay", "bills", "pay", "receipt"]
    assert (found[0]["kind"], found[0]["needsLink"], found[0]["paymentMost"]) == ("PUBLIC_UTILITIES", True, {"amount": "10000.00", "currency": "CNY"})
    assert {one["__typename"] for one in await app.ask("Scenes", kind="SOCIAL")} == {"NetworkScene"}
    linked = await with_link(bank, person, app)
    assert linked["state"] == "LINKED"
    scene = await app.ask("UtilityScene", id=WATER)
    assert (scene["link"]["id"], [bill["state"] for bill in scene["bills"]["nodes"]], scene["autoPay"]) == (linked["id"], ["OPEN", "OPEN", "PAID"], None)
    bill = scene["bills"]["nodes"][1]
    order = await app.tell("PayBill", billId=bill["id"], amount=bill["amount"])
    assert (order["__typename"], order["state"], order["amount"]["amount"], order["isAutomatic"]) == ("SceneOrder", "PENDING", "51.80", False)
    await bank.run_jobs(person)
    paid = await app.ask("Bill", id=bill["id"])
    (taken,) = await bank.payments_of(person)
    assert (paid["state"], paid["order"]["state"], paid["order"]["receiptNumber"]) == ("PAID", "PAID", taken["receipt_number"])
    assert [one["id"] for one in (await app.ask("SceneOrders"))["nodes"]] == [order["id"]]
    assert (await app.ask("SceneOrder", id=order["id"]))["reference"] == taken["reference"]
    ended = await app.tell("UnlinkPartner", linkId=linked["id"])
    assert (ended["state"], ended["endedAt"] is not None) == ("UNLINKED", True)
    assert [one["state"] for one in await app.ask("Links")] == ["UNLINKED"]


async def test_bills_are_paid_by_themselves_with_the_pin(bank: SceneHouse) -> None:
    person = await bank.person(20_000)
    await customers.set_pin(bank.database.write, person.id, person.session_id, "926415")
    app = App(bank, person)
    linked = await with_link(bank, person, app)
    cap = {"amount": "60.00", "currency": "CNY"}
    assert (await app.tell("SetAutoPay", linkId=linked["id"], cap=cap))["__typename"] == "PinRequired"
    made = await app.tell("SetAutoPay", linkId=linked["id"], cap=cap, pin="926415")
    assert (made["__typename"], made["state"], made["cap"]["amount"]) == ("AutoPay", "ACTIVE", "60.00")
    assert made["nextDueOn"] == min(bill.due_on for bill in (await bank.bills(person)).values() if bill.state == "open").isoformat()
    assert (await app.tell("SetAutoPay", linkId=linked["id"], cap=cap, pin="926415"))["__typename"] == "AutoPayStands"
    await bank.later(timedelta(seconds=1))
    await bank.run_jobs(person)
    (order,) = (await app.ask("SceneOrders"))["nodes"]
    assert (order["state"], order["isAutomatic"], order["amount"]["amount"]) == ("PAID", True, "51.80")
    assert (await app.ask("UtilityScene", id=WATER))["autoPay"]["id"] == made["id"]
    assert (await app.tell("StopAutoPay", autoPayId=made["id"]))["state"] == "STOPPED"
    assert (await app.ask("UtilityScene", id=WATER))["autoPay"] is None


async def test_refusals_are_worded_and_change_nothing(bank: SceneHouse) -> None:
    person = await bank.person(20_000)
    app, chinese = App(bank, person), App(bank, person, "zh")
    assert (await app.tell("LinkPartner", sceneId="nowhere"))["message"] == "There is no such service, or it cannot do that."
    linked = await with_link(bank, person, app)
    assert (await chinese.tell("LinkPartner", sceneId=WATER))["message"] == "您已关联该服务的账户。"
    bill = (await app.ask("Bills"))["nodes"][1]
    refused = await app.tell("PayBill", billId=bill["id"], amount={"amount": "51.79", "currency": "CNY"})
    assert (refused["__typename"], refused["amount"]["amount"]) == ("BillChanged", "51.80")
    assert (await app.tell("ConfirmLink", linkId=linked["id"], proof="x"))["__typename"] == "LinkProofWrong"
    await app.tell("PayBill", billId=bill["id"], amount=bill["amount"])
    busy = await chinese.tell("UnlinkPartner", linkId=linked["id"])
    assert (busy["__typename"], busy["openOrders"]) == ("LinkBusy", 1)
    assert busy["message"] == "通过该关联还有 1 项未办结 (付款、分期、退款或预约), 办结后方可解除。"
    assert (await bank.find_link_of(person)).state == "linked"


async def test_no_scene_shows_loans_to_students(bank: SceneHouse) -> None:
    student, other = await bank.person(), await bank.person()
    shown = {one["id"]: one["mayShowLoans"] for one in await App(bank, student).ask("Scenes", kind="PUBLIC_UTILITIES")}
    assert shown == {WATER: True, "evening-power": True, "garden-community": True, "river-campus": False}
    link = await bank.linked(student, "river-campus")
    assert {one["mayShowLoans"] for one in await App(bank, student).ask("Scenes")} == {False}
    assert {one["id"] for one in await App(bank, other).ask("Scenes") if not one["mayShowLoans"]} == {"river-campus"}
    await bank.unlink(student, link)
    assert (await App(bank, student).ask("UtilityScene", id=WATER))["mayShowLoans"] is True


async def test_nothing_of_somebody_else_is_shown_or_done(bank: SceneHouse) -> None:
    person, stranger = await bank.person(20_000), await bank.person(20_000)
    mine, theirs = App(bank, person), App(bank, stranger)
    linked = await with_link(bank, person, mine)
    bill = (await mine.ask("Bills"))["nodes"][1]
    assert await theirs.ask("Link", id=linked["id"]) is None
    assert await theirs.ask("Bill", id=bill["id"]) is None
    assert ((await theirs.ask("Bills"))["nodes"], await theirs.ask("Links")) == ([], [])
    for name, values in (
        ("PayBill", {"billId": bill["id"], "amount": bill["amount"]}),
        ("UnlinkPartner", {"linkId": linked["id"]}),
        ("AskPartner", {"linkId": linked["id"]}),
    ):
        assert (await theirs.tell(name, **values))["__typename"] in ("BillNotFound", "LinkNotFound")
    assert (await bank.find_link_of(person)).state == "linked"
    assert await bank.balance(stranger) == (20_000, 20_000)

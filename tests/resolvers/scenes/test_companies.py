"""Companies in the app's and the staff's language, by their own documents: bound, made by one, checked by another, and shown to nobody else."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from domains import customers
from gateway.embedded import Instance
from gateway.mobile_schema.operations import read_operations
from resolvers.context import Viewer
from resolvers.permissions import Permission
from tests.domains.scenes.scene_house import Person, SceneHouse, scene_house
from tests.domains.scenes.trading import FORGE, Trade, numbers, trading
from tests.domains.wallet.top_ups import own_database
from tests.integrations.running import Sandbox, running_sandbox
from tests.resolvers import asking
from tests.resolvers.scenes.test_utilities import OPERATIONS, SCHEMA, App

PIN = "482913"
STAFF_DOCUMENTS = {one.name: one.text for one in read_operations(OPERATIONS.parent / "operator-operations")}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bank(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[SceneHouse]:
    with own_database(migrated, "resolvers_companies") as dsn:
        async with scene_house(dsn, sandbox) as opened:
            yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def trade(bank: SceneHouse) -> AsyncIterator[Trade]:
    async with trading(bank) as made:
        for person in (made.buyer, made.checker):
            await customers.set_pin(bank.database.write, person.id, person.session_id, PIN)
        yield made


async def staff(bank: SceneHouse, name: str, **variables: Any) -> Any:
    viewer = Viewer(uuid4(), uuid4(), frozenset({Permission.PUBLIC, Permission.OPERATOR_PARTNERS}), "en")
    (answer,) = (await asking.ask(SCHEMA, bank.database, viewer, STAFF_DOCUMENTS[name], **variables)).values()
    return answer


async def test_staff_bind_a_company_and_its_owner_lets_others_and_its_system_in(bank: SceneHouse) -> None:
    owner, number = await bank.person(), f"R{next(numbers)}"
    await customers.set_pin(bank.database.write, owner.id, owner.session_id, PIN)
    bound = await staff(bank, "BindCompany", input={"requestId": str(uuid4()), "sceneId": FORGE, "number": number, "customerId": str(owner.id)})
    assert (bound["__typename"], bound["number"], bound["customerId"], bound["isConnected"]) == ("CompanyBinding", number, str(owner.id), False)
    assert bound["members"][0]["role"] == "OWNER"
    listed = await staff(bank, "CompanyBindings", sceneId=FORGE, first=1)
    assert [one["id"] for one in listed["nodes"]] == [bound["id"]]
    other = await bank.person()
    taken = await staff(bank, "BindCompany", input={"requestId": str(uuid4()), "sceneId": FORGE, "number": number, "customerId": str(other.id)})
    assert taken == {"__typename": "CompanyBound", "message": "That number is another customer's, or the customer has another number there."}
    app = App(bank, owner)
    assert [(one["id"], one["role"]) for one in await app.ask("Companies")] == [(bound["id"], "OWNER")]
    assert await App(bank, other).ask("Company", id=bound["id"]) is None
    connected = await app.tell("ConnectCompany", companyId=bound["id"], isConnected=True, pin=PIN)
    assert (connected["__typename"], connected["isConnected"], connected["company"]["isConnected"]) == ("CompanyConnected", True, True)
    wrong = await app.tell("ConnectCompany", companyId=bound["id"], isConnected=False, pin="000000")
    assert wrong["__typename"] == "PinWrong"
    strange = await App(bank, other, "zh").tell("ConnectCompany", companyId=bound["id"], isConnected=False, pin=PIN)
    assert (strange["__typename"], strange["message"]) == ("CompanyNotFound", "找不到该企业, 或您无此权限。")


async def test_one_makes_a_run_another_approves_it_and_the_supplier_has_it(trade: Trade) -> None:
    invoice = await trade.whole("1")
    maker, checker, stranger = App(trade.bank, trade.buyer), App(trade.bank, trade.checker), App(trade.bank, await trade.bank.person())
    company_id = str(trade.company.id)
    shown = await checker.ask("CompanyDocuments", id=company_id, kind="INVOICE")
    assert [(one["number"], one["state"], one["total"], one["mismatches"]) for one in shown["documents"]["nodes"]] == [
        (invoice, "OPEN", {"amount": "80.00", "currency": "CNY"}, [])
    ]
    told = {"companyId": company_id, "invoices": [{"invoice": invoice, "amount": {"amount": "80.00", "currency": "CNY"}}]}
    assert (await stranger.tell("SubmitPaymentRun", **told))["__typename"] == "CompanyNotFound"
    brought = await maker.tell("SubmitPaymentRun", **told)
    assert (brought["__typename"], brought["run"]["state"], brought["run"]["totals"]) == (
        "PaymentRunBrought",
        "SUBMITTED",
        [{"amount": "80.00", "currency": "CNY"}],
    )
    run_id = brought["runId"]
    own = await maker.tell("ApprovePaymentRun", runId=run_id)
    assert own == {"__typename": "PaymentRunOwn", "message": "Another member of the company checks what you made."}
    assert (await stranger.tell("ApprovePaymentRun", runId=run_id))["__typename"] == "PaymentRunNotFound"
    assert await stranger.ask("PaymentRun", id=run_id) is None
    assert [one["id"] for one in (await checker.ask("PaymentRuns", companyId=company_id, state="SUBMITTED"))["paymentRuns"]["nodes"]] == [run_id]
    request_id = str(uuid4())
    for _ in range(2):
        approved = await checker.ask("ApprovePaymentRun", input={"requestId": request_id, "runId": run_id})
        assert (approved["__typename"], approved["state"], approved["run"]["decidedBy"]) == ("PaymentRunChanged", "PAID", str(trade.checker.id))
    assert await trade.balances() == (92_000, 8_000)
    paid = await maker.ask("PaymentRun", id=run_id)
    assert ([one["amount"]["amount"] for one in paid["payments"]], paid["faults"]) == (["80.00"], [])
    again = await checker.tell("ApprovePaymentRun", runId=run_id)
    assert again["__typename"] == "PaymentRunNotOpen"


async def test_what_does_not_match_is_shown_line_by_line_and_may_be_rejected_or_withdrawn(trade: Trade) -> None:
    await trade.invoice("I1", "P1")
    maker, checker = App(trade.bank, trade.buyer), App(trade.bank, trade.checker)
    told = {"companyId": str(trade.company.id), "invoices": [{"invoice": "I1", "amount": {"amount": "80.00", "currency": "CNY"}}]}
    run_id = (await maker.tell("SubmitPaymentRun", **told))["runId"]
    refused = await checker.tell("ApprovePaymentRun", runId=run_id)
    fault = {"line": 1, "reason": "MISMATCHED", "mismatches": [{"reason": "ORDER_MISSING", "line": None, "expected": None, "found": None}]}
    assert (refused["__typename"], refused["faults"]) == ("InvoicesNotPayable", [fault])
    assert (await maker.ask("PaymentRun", id=run_id))["faults"] == [fault]
    assert (await checker.tell("RejectPaymentRun", runId=run_id, reason=""))["__typename"] == "RejectionReasonMalformed"
    assert (await checker.tell("RejectPaymentRun", runId=run_id, reason="no such order"))["state"] == "REJECTED"
    second = (await maker.tell("SubmitPaymentRun", **told))["runId"]
    assert (await checker.tell("WithdrawPaymentRun", runId=second))["__typename"] == "PaymentRunNotFound"
    assert (await maker.tell("TakeUpPaymentRun", runId=second))["__typename"] == "PaymentRunNotOpen"
    assert (await maker.tell("WithdrawPaymentRun", runId=second))["state"] == "WITHDRAWN"
    assert await trade.balances() == (100_000, 0)


async def test_the_owner_names_a_maker_by_phone(trade: Trade) -> None:
    person: Person = await trade.bank.person()
    owner = App(trade.bank, trade.buyer)
    phone = f"+86138{int(person.login[1:]):08d}"
    told = {"companyId": str(trade.company.id), "phone": phone, "role": "MAKER"}
    assert (await App(trade.bank, trade.checker).tell("SetCompanyMember", pin=PIN, **told))["__typename"] == "CompanyNotFound"
    named = await owner.tell("SetCompanyMember", pin=PIN, **told)
    assert named == {"__typename": "CompanyMemberSet", "companyId": str(trade.company.id), "customerId": str(person.id), "role": "MAKER"}
    assert [one["role"] for one in (await owner.ask("Company", id=str(trade.company.id)))["members"]] == ["OWNER", "CHECKER", "MAKER"]
    assert (await owner.tell("SetCompanyMember", pin=PIN, **(told | {"role": "OWNER"})))["__typename"] == "CompanyOwnerFixed"
    assert [one["id"] for one in await App(trade.bank, person).ask("Companies")] == [str(trade.company.id)]

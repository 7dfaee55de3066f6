"""Companies' files over HTTP: brought and fetched by a company's system and by its people, and by nobody else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest_asyncio

from domains import scenes
from domains.kernel.assets import CNY
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from gateway.embedded import Instance
from integrations.sandbox.scenes import sandbox_partner_id
from integrations.sandbox.scenes.erp_files import payment_xml
from tests.domains.scenes.consenting import a_client
from tests.domains.scenes.scene_house import RIGHT
from tests.gateway.app.documents import customer_with_money
from tests.gateway.app.partners import clients_token
from tests.gateway.app.proofs import DeviceKey
from tests.gateway.app.running import RunningApp, SignedIn, running_app

companies = scenes.companies
FORGE = "forge-ledger"
SCOPES = ("companies.read", "companies.write")
DECLARED = b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>'
CSV = b"invoice,currency,amount\r\nI1,CNY,80.00\r\n"


@dataclass
class System:
    """A company's system with a token of its client's own."""

    app: RunningApp
    token: str
    key: DeviceKey

    async def send(self, method: str, path: str, content: bytes = b"", kind: str = "") -> httpx.Response:
        address = f"{self.app.application.settings.origin}{path.partition('?')[0]}"
        sent = {"authorization": f"DPoP {self.token}", "dpop": self.key.proof(address, self.token, method=method)} | ({"content-type": kind} if kind else {})
        return await self.app.http.request(method, path, content=content, headers=sent)

    async def ask(self, query: str, **variables: Any) -> httpx.Response:
        address = f"{self.app.application.settings.origin}/graphql"
        sent = {"authorization": f"DPoP {self.token}", "dpop": self.key.proof(address, self.token), "accept": "application/graphql-response+json"}
        return await self.app.http.post("/graphql", json={"query": query, "variables": variables}, headers=sent)


@dataclass
class Company:
    app: RunningApp
    owner: SignedIn
    bound: companies.Company

    @property
    def path(self) -> str:
        return f"/companies/{self.bound.id}"

    async def connect(self, *, is_connected: bool = True) -> None:
        command = companies.ConnectCompanyCommand(
            request_id=uuid4(), owner_id=self.owner.id, session_id=self.owner.session_id, company_id=self.bound.id, is_connected=is_connected, pin=RIGHT
        )
        await self.app.application.house.database.write(companies.connect_company, command)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def app(migrated: Instance, app_folder: Path) -> AsyncIterator[RunningApp]:
    """Its scenes are those of a sandbox that nobody asks."""
    async with running_app(migrated.app_dsn, app_folder, sandbox_url="http://127.0.0.1:8799") as running:
        database = running.application.house.database
        async with database.reading(single=True) as read:
            (there,) = await scenes.find_partners(read, [sandbox_partner_id(FORGE)])
        if there is None:
            command = scenes.RegisterPartnerCommand(request_id=sandbox_partner_id(FORGE), owner_id=HOUSE_ID, name="铸造企业系统")
            await database.write(scenes.register_partner, command)
        yield running


async def a_company(app: RunningApp) -> Company:
    owner = await customer_with_money(app, 100_000)
    command = companies.BindCompanyCommand(request_id=uuid4(), owner_id=HOUSE_ID, scene=FORGE, number=f"C{uuid4().hex[:12]}", customer_id=owner.id)
    return Company(app, owner, await app.application.house.database.write(companies.bind_company, command))


async def a_system(app: RunningApp, scopes: tuple[str, ...] = SCOPES, partner_id: Any = None) -> System:
    key = DeviceKey()
    client = await a_client(
        app.application.house.database, partner_id or sandbox_partner_id(FORGE), scopes=SCOPES, grant_types=("client_credentials",), redirect_uris=()
    )
    return System(app, await clients_token(app, client.id, key, scopes), key)


async def test_a_system_brings_a_file_once_and_reads_what_became_of_it(app: RunningApp) -> None:
    company, system = await a_company(app), await a_system(app)
    await company.connect()
    brought = await system.send("POST", f"{company.path}/payment-files?message_id=RUN-1", CSV, "text/csv")
    assert (brought.status_code, brought.json()["is_repeat"]) == (201, False)
    again = await system.send("POST", f"{company.path}/payment-files?message_id=RUN-1", CSV, "text/csv; charset=utf-8")
    assert (again.status_code, again.json()) == (200, {"run_id": brought.json()["run_id"], "is_repeat": True})
    other = await system.send("POST", f"{company.path}/payment-files?message_id=RUN-1", CSV.replace(b"80", b"81"), "text/csv")
    assert (other.status_code, other.json()) == (409, {"error": "name_used"})
    status = await system.send("GET", f"{company.path}/payment-runs/{brought.json()['run_id']}.xml")
    assert (status.status_code, status.headers["content-type"], status.headers["cache-control"]) == (200, "application/xml", "private, no-store")
    assert "<OrgnlMsgId>RUN-1</OrgnlMsgId>" in status.text
    assert "<GrpSts>RCVD</GrpSts>" in status.text
    query = "query ($id: ID!) { paymentRunStatus(id: $id) { state messageId statusFile } }"
    told = (await system.ask(query, id=brought.json()["run_id"])).json()["data"]["paymentRunStatus"]
    assert told == {"state": "UPLOADED", "messageId": "RUN-1", "statusFile": status.text}


async def test_what_is_no_payment_file_is_refused_at_its_line(app: RunningApp) -> None:
    company, system = await a_company(app), await a_system(app)
    await company.connect()
    path = f"{company.path}/payment-files"
    for content, kind, status, answer in (
        (CSV + b"I2,CNY,0\r\n", "text/csv", 422, {"error": "payment_file_malformed", "line": 3, "reason": "amount"}),
        (b"<a/>", "application/xml", 422, {"error": "payment_file_malformed", "line": 1, "reason": "Document"}),
        (
            b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>',
            "text/xml",
            422,
            {"error": "payment_file_malformed", "line": 2, "reason": "document_type"},
        ),
        (CSV, "application/json", 415, {"error": "media_type_unknown"}),
        (CSV, "", 415, {"error": "media_type_unknown"}),
    ):
        refused = await system.send("POST", path, content, kind)
        assert (refused.status_code, refused.json()) == (status, answer)
    assert (await system.send("POST", path, b"x" * (1024 * 1024 + 1), "text/csv")).status_code == 413
    assert (await system.send("POST", f"{path}?message_id=%3Cx%3E", CSV, "text/csv")).json()["reason"] == "message_id"
    async with app.application.house.database.reading(single=True) as read:
        assert await read.fetchval("SELECT count(*) FROM scenes_payment_run WHERE company_id = $1", company.bound.id) == 0


async def test_only_a_system_that_is_let_in_with_the_scope_is_heard(app: RunningApp) -> None:
    company, system = await a_company(app), await a_system(app)
    path = f"{company.path}/payment-files"
    assert (await system.send("POST", path, CSV, "text/csv")).json() == {"error": "company_not_found"}
    await company.connect()
    stranger = await scenes_partner(app)
    foreign = await a_system(app, partner_id=stranger)
    assert (await foreign.send("POST", path, CSV, "text/csv")).status_code == 404
    reader, writer = await a_system(app, ("companies.read",)), await a_system(app, ("companies.write",))
    assert (await reader.send("POST", path, CSV, "text/csv")).json() == {"error": "forbidden"}
    brought = (await writer.send("POST", path, CSV, "text/csv")).json()["run_id"]
    assert (await writer.send("GET", f"{company.path}/payment-runs/{brought}.xml")).status_code == 403
    assert (await reader.send("GET", f"{company.path}/payment-runs/{brought}.xml")).status_code == 200
    other = await a_company(app)
    await other.connect()
    assert (await reader.send("GET", f"{other.path}/payment-runs/{brought}.xml")).status_code == 404
    assert (await foreign.send("GET", f"{company.path}/payment-runs/{brought}.xml")).status_code == 404
    query = "query ($id: ID!) { paymentRunStatus(id: $id) { state } }"
    assert (await foreign.ask(query, id=brought)).json()["data"] == {"paymentRunStatus": None}
    assert (await writer.ask(query, id=brought)).status_code == 403
    await company.connect(is_connected=False)
    assert (await reader.send("GET", f"{company.path}/payment-runs/{brought}.xml")).status_code == 404
    assert (await reader.ask(query, id=brought)).json()["data"] == {"paymentRunStatus": None}
    assert (await app.http.post(path, content=CSV, headers={"content-type": "text/csv"})).status_code == 401
    unproved = await app.http.post(path, content=CSV, headers={"content-type": "text/csv", "authorization": f"DPoP {writer.token}"})
    assert (unproved.status_code, unproved.headers["www-authenticate"][:5]) == (401, "DPoP ")


async def test_a_system_sees_the_companies_that_let_it_in_and_their_accounts(app: RunningApp) -> None:
    company, hidden, system = await a_company(app), await a_company(app), await a_system(app)
    await company.connect()
    told = (await system.ask("{ connectedCompanies(first: 50) { nodes { id number accountId } } }")).json()["data"]["connectedCompanies"]["nodes"]
    of_number = {one["number"]: one for one in told}
    assert of_number[company.bound.number]["id"] == str(company.bound.id)
    assert hidden.bound.number not in of_number
    async with app.application.house.database.reading() as read:
        accounts = await companies.accounts_of(read, [company.bound], CNY)
    assert of_number[company.bound.number]["accountId"] == str(accounts[company.bound.id])
    refused = await system.ask("{ companies { id } }")
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")


async def test_a_file_that_names_anothers_account_is_refused(app: RunningApp) -> None:
    company, system = await a_company(app), await a_system(app)
    await company.connect()
    now = app.application.house.clock.now()
    lines = [{"invoice": "I1", "currency": "CNY", "amount": "80.00"}]
    async with app.application.house.database.reading() as read:
        accounts = await companies.accounts_of(read, [company.bound], CNY)
    today = now.replace(hour=0)
    wrong = await system.send("POST", f"{company.path}/payment-files", payment_xml("A-1", str(uuid4()), lines, today).encode(), "application/xml")
    assert wrong.json() == {"error": "payment_file_malformed", "line": 7, "reason": "DbtrAcct"}
    own = payment_xml("A-1", str(accounts[company.bound.id]), lines, today).encode()
    assert (await system.send("POST", f"{company.path}/payment-files", own, "application/xml")).status_code == 201


async def test_the_companys_people_bring_and_fetch_files_with_their_own_token(app: RunningApp) -> None:
    company, stranger = await a_company(app), await customer_with_money(app, 0)
    path = f"{company.path}/payment-files?message_id=OWN"
    brought = await app.http.post(path, content=CSV, headers=company.owner.headers | {"content-type": "text/csv"})
    assert brought.status_code == 201
    assert (await app.http.post(path, content=CSV, headers=stranger.headers | {"content-type": "text/csv"})).status_code == 404
    status = await app.http.get(f"{company.path}/payment-runs/{brought.json()['run_id']}.xml", headers=company.owner.headers)
    assert "<GrpSts>PDNG</GrpSts>" in status.text
    assert (await app.http.get(f"{company.path}/payment-runs/{brought.json()['run_id']}.xml", headers=stranger.headers)).status_code == 404


async def test_a_days_statement_is_fetched_as_a_file_and_by_a_query(app: RunningApp) -> None:
    company, system, stranger = await a_company(app), await a_system(app), await customer_with_money(app, 0)
    await company.connect()
    yesterday = business_date(app.application.house.clock.now()) - timedelta(days=1)
    address = f"{company.path}/statements/{yesterday}/{yesterday}.xml"
    answer = await system.send("GET", address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert answer.text.endswith("</Stmt></BkToCstmrStmt></Document>\n")
    query = "query ($id: ID!, $day: Date!) { companyStatementFile(companyId: $id, day: $day) }"
    told = (await system.ask(query, id=str(company.bound.id), day=str(yesterday))).json()["data"]["companyStatementFile"]
    assert told.split("<Stmt>")[1].split("<Ntry>")[0] == answer.text.split("<Stmt>")[1].split("<Ntry>")[0]
    today = business_date(app.application.house.clock.now())
    assert (await system.send("GET", f"{company.path}/statements/{yesterday}/{today}.xml")).json() == {"error": "invalid_input"}
    assert (await system.send("GET", f"{company.path}/statements/x/{today}.xml")).status_code == 400
    assert (await system.send("GET", f"{address}?currency=POINTS")).status_code in (400, 404)
    assert (await app.http.get(address, headers=stranger.headers)).status_code == 404
    assert (await app.http.get(address, headers=company.owner.headers)).status_code == 200


async def scenes_partner(app: RunningApp) -> Any:
    command = scenes.RegisterPartnerCommand(request_id=uuid4(), owner_id=HOUSE_ID, name="别家系统")
    return (await app.application.house.database.write(scenes.register_partner, command)).id

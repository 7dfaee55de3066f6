"""A company and its system, each a process of its own: orders, deliveries, invoices, match, approval, payment, status file, statement file; whatever
goes wrong, nothing is paid twice.

The bank is `scenebank up` (server, worker, database), the system is the sandbox's, and they meet over HTTP alone."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from integrations.sandbox.keys import SANDBOX_API_KEY
from integrations.sandbox.scenes import sandbox_partner_id
from tests.gateway.cli.running import Up, a_data_folder, running_up, scenebank

FORGE = "forge-ledger"
PIN = "482913"
OWNER, CHECKER, SUPPLIER = "+8613900000011", "+8613900000012", "+8613900000013"
STATUS_DOCUMENT = "query ($runId: ID!) { paymentRunStatus(id: $runId) { statusFile } }"
STATEMENT_DOCUMENT = "query ($companyId: ID!, $day: Date!) { companyStatementFile(companyId: $companyId, day: $day) }"
INVOICES = 6


@dataclass
class Works:
    """The bank, its people, and the company's system."""

    up: Up
    company: dict[str, str]
    supplier: dict[str, str]
    tokens: dict[str, str]
    sandbox: str

    def ask(self, who: str, query: str, **variables: Any) -> Any:
        """What a customer's app is answered."""
        headers = {"authorization": f"Bearer {self.tokens[who]}", "accept-language": "en"}
        answer = httpx.post(f"{self.up.origin}/graphql", json={"query": query, "variables": variables}, headers=headers, timeout=20, trust_env=False).json()
        assert "errors" not in answer, answer
        (told,) = answer["data"].values()
        return told

    def system(self, path: str, body: Any = None) -> Any:
        """The desk of the company's system."""
        headers = {"authorization": f"Bearer {SANDBOX_API_KEY}"}
        address = f"{self.sandbox}/scenes/{FORGE}{path}"
        answer = (
            httpx.get(address, headers=headers, trust_env=False)
            if body is None
            else httpx.post(address, json=body, headers=headers, timeout=60, trust_env=False)
        )
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def balance(self, who: str) -> str:
        return str(self.ask(who, "{ wallets { balance { amount } } }")[0]["balance"]["amount"])


def told(*words: str, data: Path) -> str:
    done = scenebank(*words, SCENEBANK_DATA=str(data))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def customer(data: Path, phone: str, balance: str = "0") -> str:
    exports = told("dev", "customer", "--phone", phone, "--balance", balance, "--pin", PIN, data=data)
    return dict(line.removeprefix("export ").split("=", 1) for line in exports.splitlines() if line.startswith("export "))["SCENEBANK_TOKEN"]


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    with a_data_folder() as data, running_up(data, "--customers", "5", seconds=180, SCENEBANK_PARTNERS_ON_LOOPBACK="true") as up:
        tokens = {"owner": customer(data, OWNER, "1000"), "checker": customer(data, CHECKER), "supplier": customer(data, SUPPLIER)}
        bound = [
            json.loads(told("partner", "company", "bind", "--scene", FORGE, "--number", number, "--phone", phone, data=data))
            for number, phone in (("C-100", OWNER), ("S-200", SUPPLIER))
        ]
        partner_id = str(sandbox_partner_id(FORGE))
        made = json.loads(
            told("partner", "client", "create", "--new", "--partner", partner_id, "--scope", "companies.read companies.write webhooks.manage", data=data)
        )
        documents = {}
        for event, text in (("payment_run.paid", STATUS_DOCUMENT), ("statement.ready", STATEMENT_DOCUMENT)):
            file = tmp_path_factory.mktemp("documents") / "document.graphql"
            file.write_text(text.replace("query (", f"query {event.title().replace('.', '').replace('_', '')} ("))
            documents[event] = told("partner", "document", "register", str(file), "--partner", partner_id, data=data).split()[-1]
        (sandbox,) = [line.split("http://")[1].split()[0] for line in up.output.splitlines() if "partners with faults on demand" in line]
        opened = Works(up, *bound, tokens, f"http://{sandbox}")
        opened.system("/bank", {"origin": up.origin, "client_id": made["client_id"], "jwk": made["jwk"], "document_ids": documents})
        yield opened


def until(check: Callable[[], Any], seconds: float = 40) -> Any:
    """What the check answers once it is something."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.2)
    return found


CONNECT = "mutation ($input: ConnectCompanyInput!) { connectCompany(input: $input) { __typename ... on Problem { message } } }"
NAME = "mutation ($input: SetCompanyMemberInput!) { setCompanyMember(input: $input) { __typename ... on Problem { message } } }"
DOCUMENTS = """query ($id: ID!, $kind: TradeDocumentKind) { company(id: $id) { documents(kind: $kind, first: 50) { nodes { number state
    mismatches { reason } } } } }"""
RUNS = "query ($id: ID!) { company(id: $id) { paymentRuns(first: 50) { nodes { id messageId state isFromSystem } } } }"
TAKE_UP = "mutation ($input: PaymentRunInput!) { takeUpPaymentRun(input: $input) { __typename ... on Problem { message } } }"
APPROVE = """mutation ($input: ApprovePaymentRunInput!) { approvePaymentRun(input: $input) { __typename ... on Problem { message }
    ... on InvoicesNotPayable { faults { line reason } } } }"""


def act(works: Works, who: str, mutation: str, **values: Any) -> str:
    return str(works.ask(who, mutation, input={"requestId": str(uuid4())} | values)["__typename"])


def documents_of(numbers: range) -> list[dict[str, Any]]:
    """For each number an order of 10 at 5.00, two deliveries of five, and the invoice."""
    lines = [{"line": 1, "quantity": 10, "unit_price_minor": 500}]
    half = [{"line": 1, "quantity": 5}]
    told: list[dict[str, Any]] = []
    for number in numbers:
        of = {"company": "C-100", "order_number": f"P{number}"}
        told.append(
            {"type": "purchase_order.placed", "data": {"company": "C-100", "number": f"P{number}", "supplier": "S-200", "currency": "CNY", "lines": lines}}
        )
        told += [{"type": "goods.delivered", "data": {**of, "number": f"D{number}-{part}", "lines": half}} for part in (1, 2)]
        invoice = {**of, "number": f"I{number}", "supplier": "S-200", "currency": "CNY", "lines": lines, "total_minor": 5_000, "due_on": "2027-01-31"}
        told.append({"type": "invoice.issued", "data": invoice})
    return told


def test_the_system_is_let_in_by_the_owner(works: Works) -> None:
    refused = httpx.post(
        f"{works.sandbox}/scenes/{FORGE}/payment-runs",
        json={"company": "C-100", "message_id": "EARLY", "invoices": [{"invoice": "I1", "currency": "CNY", "amount": "50.00"}]},
        headers={"authorization": f"Bearer {SANDBOX_API_KEY}"},
        timeout=30,
        trust_env=False,
    )
    assert (refused.status_code, refused.json()["error"]["message"]) == (502, "the bank connects no company C-100")
    assert act(works, "checker", CONNECT, companyId=works.company["company_id"], isConnected=True, pin=PIN) == "CompanyNotFound"
    assert act(works, "owner", CONNECT, companyId=works.company["company_id"], isConnected=True, pin=PIN) == "CompanyConnected"
    assert act(works, "owner", NAME, companyId=works.company["company_id"], phone=CHECKER, role="CHECKER", pin=PIN) == "CompanyMemberSet"


def test_documents_arrive_whatever_goes_wrong_on_their_way(works: Works) -> None:
    address = f"{works.up.origin}/webhooks/partners/{FORGE}"
    faults = ["duplicate", "out_of_order", "lost_answer"]
    attempts = works.system("/documents", {"address": address, "documents": documents_of(range(1, INVOICES + 1)), "faults": faults})["attempts"]
    assert len(attempts) == 2 * 4 * INVOICES
    assert all(one > 0 for one in attempts)

    def matched() -> bool:
        invoices = works.ask("checker", DOCUMENTS, id=works.company["company_id"], kind="INVOICE")["documents"]["nodes"]
        return len(invoices) == INVOICES and all(one["mismatches"] == [] for one in invoices)

    until(matched)
    assert len(works.ask("checker", DOCUMENTS, id=works.company["company_id"], kind="DELIVERY")["documents"]["nodes"]) == 2 * INVOICES


def test_a_run_is_brought_taken_up_approved_and_paid_once_and_the_system_reads_its_status(works: Works) -> None:
    for fault in ("server_error", "never_answers", "unavailable", "server_error_after_success", "timeout_after_success"):
        works.system("/faults", {"fault": fault})
    first = {"company": "C-100", "message_id": "RUN-1", "invoices": lines_of(1, 2, 3), "faults": ["duplicate", "lost_answer"]}
    second = {"company": "C-100", "message_id": "RUN-2", "invoices": lines_of(4), "format": "csv"}
    # The third pays again what the first pays, under another name.
    third = {"company": "C-100", "message_id": "RUN-3", "invoices": lines_of(3, 5)}
    brought = [works.system("/payment-runs", one) for one in (first, second, third)]
    run_ids = [one["run_ids"][0] for one in brought]
    assert len(set(brought[0]["run_ids"])) == 1
    assert sorted(answer for answer in brought[0]["answers"] if answer)[0] in (200, 201)
    runs = works.ask("owner", RUNS, id=works.company["company_id"])["paymentRuns"]["nodes"]
    assert {(one["messageId"], one["state"], one["isFromSystem"]) for one in runs} == {(f"RUN-{number}", "UPLOADED", True) for number in (1, 2, 3)}
    assert act(works, "checker", APPROVE, runId=run_ids[0], pin=PIN) == "PaymentRunNotOpen"
    for run_id in run_ids:
        assert act(works, "owner", TAKE_UP, runId=run_id) == "PaymentRunChanged"
    assert act(works, "owner", APPROVE, runId=run_ids[0], pin=PIN) == "PaymentRunOwn"
    assert works.balance("owner") == "1000.00"
    outcomes = asyncio.run(approved_at_once(works, run_ids[0], 4))
    assert sorted(outcomes) == ["PaymentRunChanged", "PaymentRunNotOpen", "PaymentRunNotOpen", "PaymentRunNotOpen"]
    assert act(works, "checker", APPROVE, runId=run_ids[1], pin=PIN) == "PaymentRunChanged"
    assert act(works, "checker", APPROVE, runId=run_ids[2], pin=PIN) == "InvoicesNotPayable"
    assert (works.balance("owner"), works.balance("supplier")) == ("800.00", "200.00")
    again = works.system("/payment-runs", first)
    assert (set(again["run_ids"]), {one["is_repeat"] for one in again["told"]}) == ({run_ids[0]}, {True})

    def heard() -> Any:
        runs = works.system("/ledger")["runs"]
        return runs if {"RUN-1", "RUN-2"} <= runs.keys() else None

    statuses = until(heard, 90)
    assert [(one["status"], one["is_in_webhook"]) for one in (statuses["RUN-1"], statuses["RUN-2"])] == [("ACSC", True)] * 2
    assert [(one["invoice"], one["reference"], one["status"]) for one in statuses["RUN-1"]["transfers"]] == [(f"I{n}", f"E{n}", "ACSC") for n in (1, 2, 3)]
    movements = [one["movement"] for name in ("RUN-1", "RUN-2") for one in statuses[name]["transfers"]]
    assert len(set(movements)) == 4
    assert max(works.system("/ledger")["hooks"].values()) > 1, "no webhook was repeated: the faults did nothing"


def test_a_days_statement_has_each_payment_once_and_comes_to_the_balance(works: Works) -> None:
    movements = {one["movement"] for run in works.system("/ledger")["runs"].values() for one in run["transfers"]}
    told("dev", "clock", "--advance", "25h", data=works.up.data)

    def ready() -> Any:
        statements = works.system("/ledger")["statements"]
        return next((one for one in statements.values() if one["entries"]), None)

    try:
        statement = until(ready, 120)
    finally:
        told("dev", "clock", "--reset", data=works.up.data)
    paid = [one for one in statement["entries"] if one["direction"] == "DBIT"]
    assert sorted(one["reference"] for one in paid) == sorted(movements)
    assert [one["amount"] for one in paid] == ["50.00"] * 4
    assert (statement["closing"], statement["is_in_webhook"]) == ("800.00", True)
    assert works.system("/ledger")["failures"] == []


def lines_of(*numbers: int) -> list[dict[str, str]]:
    return [{"invoice": f"I{number}", "currency": "CNY", "amount": "50.00", "reference": f"E{number}"} for number in numbers]


async def approved_at_once(works: Works, run_id: str, times: int) -> list[str]:
    return await asyncio.gather(*(asyncio.to_thread(act, works, "checker", APPROVE, runId=run_id, pin=PIN) for _ in range(times)))

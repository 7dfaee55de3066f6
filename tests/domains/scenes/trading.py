"""A company, its people, its supplier and its system, for tests."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.applications import Starlette

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.scenes.jobs.push import take_up_received_push
from gateway.partner_pushes import PartnerPushes, partner_push_routes
from gateway.server import serving
from integrations.sandbox.keys import SANDBOX_WEBHOOK_SECRET, push_secret
from tests.domains.scenes.scene_house import RIGHT, Person, SceneHouse
from tests.gateway.graphql.conftest import free_port

companies = scenes.companies
FORGE = "forge-ledger"
LINES = [{"line": 1, "quantity": 10, "unit_price_minor": 500}, {"line": 2, "quantity": 3, "unit_price_minor": 1000}]
DELIVERED = [{"line": 1, "quantity": 10}, {"line": 2, "quantity": 3}]
numbers = count(1)


@dataclass
class Trade:
    """A company with its owner, who makes runs, and a checker; its supplier, and the door that their system pushes to."""

    bank: SceneHouse
    address: str
    buyer: Person
    checker: Person
    seller: Person
    company: companies.Company
    supplier: companies.Company

    async def push(self, type_: str, data: dict[str, Any], fault: str | None = None) -> list[int]:
        """What the door said; and then what the worker does."""
        asked = {"address": self.address, "webhook_id": uuid4().hex, "type": type_, "data": data, "fault": fault}
        status: list[int] = (await self.bank.at_partner("/pushes", asked, FORGE))["status"]
        async with self.bank.database.reading(single=True) as read:
            rows = await read.fetch("SELECT payload FROM kernel_outbox WHERE name = 'PushReceived' ORDER BY id")
        for row in rows:
            await take_up_received_push(self.bank.database, row["payload"])
        return status

    async def order(self, number: str, **more: Any) -> list[int]:
        data = {"company": self.company.number, "number": number, "supplier": self.supplier.number, "currency": "CNY", "lines": LINES}
        return await self.push("purchase_order.placed", data | more)

    async def deliver(self, number: str, lines: list[dict[str, int]] | None = None) -> list[int]:
        data = {"company": self.company.number, "number": f"D{next(numbers)}", "order_number": number, "lines": lines or DELIVERED}
        return await self.push("goods.delivered", data)

    async def invoice(self, number: str, order: str, **more: Any) -> list[int]:
        data = {"company": self.company.number, "number": number, "supplier": self.supplier.number, "order_number": order, "currency": "CNY", "lines": LINES}
        return await self.push("invoice.issued", data | {"total_minor": 8000, "due_on": "2026-12-31"} | more)

    async def whole(self, number: str) -> str:
        """An order that was delivered, and its invoice."""
        await self.order(f"P{number}")
        await self.deliver(f"P{number}")
        await self.invoice(f"I{number}", f"P{number}")
        return f"I{number}"

    async def bring(self, file: companies.PaymentFile, who: Person | None = None, **more: Any) -> companies.RunBrought:
        """A member submits it."""
        maker = who or self.buyer
        values = {"session_id": maker.session_id, "company_id": self.company.id, "file": file} | more
        return await self.bank.database.write(companies.submit_run, companies.SubmitRunCommand(request_id=None, owner_id=maker.id, **values))

    async def upload(self, file: companies.PaymentFile, partner_id: UUID, client_id: UUID) -> companies.RunBrought:
        """The company's system brings it."""
        command = companies.UploadRunCommand(request_id=None, owner_id=client_id, partner_id=partner_id, company_id=self.company.id, file=file)
        return await self.bank.database.write(companies.upload_run, command)

    async def submit(self, *invoices: str, minor: int = 8000, name: str | None = None, who: Person | None = None) -> UUID:
        """Invoices that a member chose; answers the run."""
        lines = tuple(companies.PaymentInstruction(line, invoice, "CNY", minor) for line, invoice in enumerate(invoices, 1))
        return (await self.bring(file_of(lines, name), who)).run_id

    async def approve(self, run_id: UUID, who: Person | None = None, id_: UUID | None = None, **more: Any) -> companies.RunChanged:
        checker = who or self.checker
        values = {"session_id": checker.session_id, "run_id": run_id, "pin": RIGHT} | more
        command = companies.ApproveRunCommand(request_id=id_ or uuid4(), owner_id=checker.id, **values)
        return await self.bank.database.write(companies.approve_run, command)

    async def act(self, verb: Any, run_id: UUID, who: Person, **more: Any) -> companies.RunChanged:
        """Take up, reject or withdraw a run."""
        type_ = companies.RejectRunCommand if "reason" in more else companies.RunCommand
        changed: companies.RunChanged = await self.bank.database.write(
            verb, type_(request_id=uuid4(), owner_id=who.id, session_id=who.session_id, run_id=run_id, **more)
        )
        return changed

    async def pay(self, *invoices: str, minor: int = 8000, **more: Any) -> companies.PaymentRun:
        """Made by one and checked by the other."""
        run_id = await self.submit(*invoices, minor=minor)
        await self.approve(run_id, **more)
        return await self.find(run_id)

    async def find(self, run_id: UUID) -> companies.PaymentRun:
        async with self.bank.database.reading(single=True) as read:
            return (await companies.find_runs(read, [run_id]))[run_id]

    async def refused(self, *invoices: str, minor: int = 8000, run_id: UUID | None = None) -> list[tuple[int, str, list[str]]]:
        """Why a run of those invoices cannot be paid, as the approval is refused and as whoever looks sees it; and that nothing moved."""
        before = await self.balances()
        run_id = run_id or await self.submit(*invoices, minor=minor)
        with pytest.raises(companies.InvoicesNotPayable) as refusal:
            await self.approve(run_id)
        assert await self.balances() == before
        run = await self.find(run_id)
        assert run.state is companies.RunState.SUBMITTED
        async with self.bank.database.reading() as read:
            assert await companies.find_faults(read, [run]) == [refusal.value.faults]
        return [(one.line, one.reason.value, [found.reason.value for found in one.mismatches]) for one in refusal.value.faults]

    async def balances(self) -> tuple[int, int]:
        return (await self.bank.balance(self.buyer))[0], (await self.bank.balance(self.seller))[0]

    async def last_reason(self) -> str | None:
        async with self.bank.database.reading(single=True) as read:
            reason: str | None = await read.fetchval("SELECT reason FROM scenes_push ORDER BY received_at DESC LIMIT 1")
        return reason

    async def name_member(self, who: Person, role: companies.CompanyRole | None, by: Person | None = None, **more: Any) -> companies.CompanyMemberSet:
        owner = by or self.buyer
        values = {"session_id": owner.session_id, "company_id": self.company.id, "customer_id": who.id, "role": role, "pin": RIGHT} | more
        command = companies.SetCompanyMemberCommand(request_id=uuid4(), owner_id=owner.id, **values)
        return await self.bank.database.write(companies.set_company_member, command)

    async def connect(self, *, is_connected: bool = True, by: Person | None = None) -> companies.Company:
        owner = by or self.buyer
        command = companies.ConnectCompanyCommand(
            request_id=uuid4(), owner_id=owner.id, session_id=owner.session_id, company_id=self.company.id, is_connected=is_connected, pin=RIGHT
        )
        return await self.bank.database.write(companies.connect_company, command)


def file_of(lines: Sequence[companies.PaymentInstruction], name: str | None = None) -> companies.PaymentFile:
    """Lines that somebody chose in the app."""
    return companies.PaymentFile(companies.FileFormat.APP, name or uuid4().hex, tuple(lines))


async def bind(bank: SceneHouse, number: str, person: Person, **more: Any) -> companies.Company:
    """Staff say whose a number is."""
    command = companies.BindCompanyCommand(request_id=uuid4(), owner_id=HOUSE_ID, scene=FORGE, number=number, customer_id=person.id, **more)
    return await bank.database.write(companies.bind_company, command)


async def a_trade(bank: SceneHouse, address: str) -> Trade:
    """A company with 1,000.00 and a supplier, both bound."""
    buyer, checker, seller, number = await bank.person(100_000), await bank.person(), await bank.person(), next(numbers)
    made = Trade(bank, address, buyer, checker, seller, await bind(bank, f"C{number}", buyer), await bind(bank, f"S{number}", seller))
    await made.name_member(checker, companies.CompanyRole.CHECKER)
    return made


@asynccontextmanager
async def trading(bank: SceneHouse) -> AsyncIterator[Trade]:
    """The same, with the door open that its system pushes to."""
    port = free_port()
    door = PartnerPushes(bank.database, {FORGE: (push_secret(SANDBOX_WEBHOOK_SECRET, FORGE),)})
    async with serving(Starlette(routes=list(partner_push_routes(lambda: door))), port):
        yield await a_trade(bank, f"http://127.0.0.1:{port}/webhooks/partners/{FORGE}")

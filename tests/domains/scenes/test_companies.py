"""A company's system pushes orders, deliveries and invoices over HTTP; what matches is paid, once, all or nothing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from starlette.applications import Starlette

from domains import customers, scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.errors import IdReused, Unauthenticated
from domains.ledger import InsufficientFunds
from domains.scenes.jobs.push import take_up_received_push
from domains.scenes.rules.trade import PaymentFaultReason as Fault
from gateway.partner_pushes import PartnerPushes, partner_push_routes
from gateway.server import serving
from integrations.sandbox.keys import SANDBOX_WEBHOOK_SECRET, push_secret
from tests.domains.scenes.scene_house import RIGHT, Person, SceneHouse
from tests.gateway.graphql.conftest import free_port

FORGE = "forge-ledger"
LINES = [{"line": 1, "quantity": 10, "unit_price_minor": 500}, {"line": 2, "quantity": 3, "unit_price_minor": 1000}]
DELIVERED = [{"line": 1, "quantity": 10}, {"line": 2, "quantity": 3}]
_numbers = count(1)


@dataclass
class Trade:
    """A company, its supplier, and the door that their system pushes to."""

    bank: SceneHouse
    address: str
    buyer: Person
    seller: Person
    company: str
    supplier: str

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
        data = {"company": self.company, "number": number, "supplier": self.supplier, "currency": "CNY", "lines": LINES}
        return await self.push("purchase_order.placed", data | more)

    async def deliver(self, number: str, lines: list[dict[str, int]] | None = None) -> list[int]:
        data = {"company": self.company, "number": f"D{next(_numbers)}", "order_number": number, "lines": lines or DELIVERED}
        return await self.push("goods.delivered", data)

    async def invoice(self, number: str, order: str, **more: Any) -> list[int]:
        data = {"company": self.company, "number": number, "supplier": self.supplier, "order_number": order, "currency": "CNY", "lines": LINES}
        return await self.push("invoice.issued", data | {"total_minor": 8000, "due_on": "2026-12-31"} | more)

    async def whole(self, number: str) -> str:
        """An order that was delivered, and its invoice."""
        await self.order(f"P{number}")
        await self.deliver(f"P{number}")
        await self.invoice(f"I{number}", f"P{number}")
        return f"I{number}"

    async def pay(self, *invoices: str, id_: UUID | None = None, minor: int = 8000, who: Person | None = None, **more: Any) -> scenes.companies.InvoicesPaid:
        payer = who or self.buyer
        lines = tuple(scenes.companies.PaymentInstruction(line, invoice, "CNY", minor) for line, invoice in enumerate(invoices, 1))
        values = {"session_id": payer.session_id, "scene": FORGE, "instructions": lines, "pin": RIGHT} | more
        command = scenes.companies.PayInvoicesCommand(request_id=id_ or uuid4(), owner_id=payer.id, **values)
        return await self.bank.database.write(scenes.companies.pay_invoices, command)

    async def refused(self, *invoices: str, **more: Any) -> list[tuple[int, str, list[str]]]:
        before = await self.balances()
        with pytest.raises(scenes.companies.InvoicesNotPayable) as refusal:
            await self.pay(*invoices, **more)
        assert await self.balances() == before
        return [(one.line, one.reason.value, [found.reason.value for found in one.mismatches]) for one in refusal.value.faults]

    async def balances(self) -> tuple[int, int]:
        return (await self.bank.balance(self.buyer))[0], (await self.bank.balance(self.seller))[0]

    async def last_reason(self) -> str | None:
        async with self.bank.database.reading(single=True) as read:
            reason: str | None = await read.fetchval("SELECT reason FROM scenes_push ORDER BY received_at DESC LIMIT 1")
        return reason


async def bind(bank: SceneHouse, number: str, person: Person) -> None:
    command = scenes.companies.BindCompanyCommand(request_id=uuid4(), owner_id=HOUSE_ID, scene=FORGE, number=number, customer_id=person.id)
    await bank.database.write(scenes.companies.bind_company, command)


@pytest_asyncio.fixture(loop_scope="session")
async def trade(bank: SceneHouse) -> AsyncIterator[Trade]:
    buyer, seller, number, port = await bank.person(100_000), await bank.person(), next(_numbers), free_port()
    door = PartnerPushes(bank.database, {FORGE: (push_secret(SANDBOX_WEBHOOK_SECRET, FORGE),)})
    async with serving(Starlette(routes=list(partner_push_routes(lambda: door))), port):
        made = Trade(bank, f"http://127.0.0.1:{port}/webhooks/partners/{FORGE}", buyer, seller, f"C{number}", f"S{number}")
        await bind(bank, made.company, buyer)
        await bind(bank, made.supplier, seller)
        yield made


async def test_what_was_ordered_delivered_and_invoiced_is_paid_once(trade: Trade) -> None:
    invoice, id_ = await trade.whole("1"), uuid4()
    paid = await trade.pay(invoice, id_=id_)
    assert await trade.balances() == (92_000, 8_000)
    assert await trade.pay(invoice, id_=id_) == paid
    assert await trade.refused(invoice) == [(1, "paid", [])]
    with pytest.raises(IdReused):
        await trade.pay(invoice, "other", id_=id_)
    assert await trade.bank.facts(trade.buyer, "InvoicePaid", "PartnerCompanyAssigned") == ["PartnerCompanyAssigned", "InvoicePaid"]


async def test_documents_may_come_in_any_order_and_twice(trade: Trade) -> None:
    assert await trade.invoice("I1", "P1") == [200]
    assert await trade.refused("I1") == [(1, "mismatched", ["order_missing"])]
    assert await trade.deliver("P1") == [200]
    assert await trade.order("P1") == [200]
    assert await trade.order("P1") == [200]
    assert len((await trade.pay("I1")).payments) == 1


async def test_each_difference_of_order_delivery_and_invoice_is_named(trade: Trade) -> None:
    await trade.order("P1")
    await trade.invoice("I1", "P1")
    assert await trade.refused("I1") == [(1, "mismatched", ["quantity_over_delivered", "quantity_over_delivered"])]
    await trade.deliver("P1", [{"line": 1, "quantity": 20}, {"line": 2, "quantity": 3}])
    changed = [{"line": 1, "quantity": 11, "unit_price_minor": 500}, {"line": 2, "quantity": 2, "unit_price_minor": 1001}]
    await trade.invoice("I2", "P1", lines=changed, total_minor=8000)
    assert await trade.refused("I2") == [(1, "mismatched", ["quantity_over_ordered", "price_differs", "total_differs"])]
    await trade.invoice("I3", "P1", supplier="S9999", lines=[{"line": 7, "quantity": 1, "unit_price_minor": 8000}])
    assert await trade.refused("I3") == [(1, "mismatched", ["supplier_differs", "line_unknown"])]
    assert await trade.refused("I1", minor=7999) == [(1, "amount_differs", [])]


async def test_two_invoices_at_once_for_the_same_goods_are_paid_once(trade: Trade) -> None:
    await trade.whole("1")
    await trade.invoice("I2", "P1")
    outcomes = await asyncio.gather(trade.pay("I1"), trade.pay("I2"), return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["InvoicesNotPayable", "InvoicesPaid"]
    assert await trade.balances() == (92_000, 8_000)


async def test_a_payment_file_is_taken_whole_or_not_at_all_and_pays_once(trade: Trade) -> None:
    await trade.whole("1")
    await trade.whole("2")
    file = scenes.companies.read_payment_file(b"invoice,currency,amount\r\nI1,CNY,80.00\r\nI2,CNY,80.00\r\n")
    faulty = (*file, scenes.companies.PaymentInstruction(4, "I9", "CNY", 1), scenes.companies.PaymentInstruction(5, "I1", "CNY", 8000))
    assert await trade.refused(instructions=faulty) == [(4, Fault.INVOICE_NOT_FOUND, []), (5, Fault.REPEATED, [])]
    id_ = uuid4()
    assert [one.line for one in (await trade.pay(instructions=file, id_=id_)).payments] == [2, 3]
    assert len((await trade.pay(instructions=file, id_=id_)).payments) == 2
    assert await trade.refused(instructions=file) == [(2, "paid", []), (3, "paid", [])]
    assert await trade.balances() == (84_000, 16_000)


async def test_without_enough_money_or_the_pin_nothing_is_paid(trade: Trade) -> None:
    poor = await trade.bank.person(10_000)
    trade.buyer, trade.company = poor, f"C{next(_numbers)}x"
    await bind(trade.bank, trade.company, poor)
    await trade.whole("1")
    await trade.whole("2")
    with pytest.raises(InsufficientFunds):
        await trade.pay("I1", "I2")
    many = {"line": 1, "quantity": 100}
    await trade.order("P3", lines=[many | {"unit_price_minor": 500}])
    await trade.deliver("P3", [many])
    await trade.invoice("I3", "P3", lines=[many | {"unit_price_minor": 500}], total_minor=50_000)
    with pytest.raises(customers.PinWrong):
        await trade.pay("I3", minor=50_000, pin=customers.PinProof(customers.PinVerdict.WRONG, 4))
    with pytest.raises(Unauthenticated):
        await trade.pay("I1", session_id=uuid4())
    assert await trade.balances() == (10_000, 0)
    await trade.pay("I1")
    assert await trade.balances() == (2_000, 8_000)


async def test_a_stranger_finds_no_invoice_and_an_unbound_supplier_gets_nothing(trade: Trade) -> None:
    invoice = await trade.whole("1")
    stranger = await trade.bank.person(50_000)
    assert await trade.refused(invoice, who=stranger) == [(1, "invoice_not_found", [])]
    assert (await trade.bank.balance(stranger))[0] == 50_000
    await trade.order("P2", supplier="S-nobody")
    await trade.deliver("P2")
    await trade.invoice("I2", "P2", supplier="S-nobody")
    assert await trade.refused("I2") == [(1, "supplier_unknown", [])]
    with pytest.raises(scenes.companies.CompanyBound):
        await bind(trade.bank, trade.company, stranger)


async def test_wrong_pushes_of_the_system_are_refused_at_the_door(trade: Trade) -> None:
    data = {"company": trade.company, "number": "P1", "supplier": trade.supplier, "currency": "CNY", "lines": LINES}
    for fault in ("wrong_signature", "old_timestamp", "changed_body"):
        assert await trade.push("purchase_order.placed", data, fault) == [401]
    assert await trade.push("purchase_order.placed", data, "duplicate") == [200, 200]
    assert await trade.push("bill.found", data) == [422]
    async with trade.bank.database.reading(single=True) as read:
        (page,) = await scenes.companies.list_documents(read, [trade.buyer.id], [None], 20, None)
    assert [one.told.number for one in page.items] == ["P1"]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"company": "C-nobody"}, "company_unknown"),
        ({"number": "=cmd()"}, "number"),
        ({"currency": "POINTS"}, "currency"),
        ({"lines": []}, "lines"),
        ({"lines": [LINES[0], LINES[0]]}, "lines"),
        ({"lines": [LINES[0] | {"quantity": -1}]}, "quantity"),
        ({"lines": [LINES[0] | {"quantity": True}]}, "quantity"),
        ({"account": "x"}, "account"),
    ],
)
async def test_what_makes_no_sense_is_written_down_and_changes_nothing(trade: Trade, told: dict[str, Any], reason: str) -> None:
    more = dict(told)
    assert await trade.order(more.pop("number", "P1"), **more) == [200]
    assert await trade.last_reason() == reason
    assert await trade.bank.facts(trade.buyer, "TradeDocumentReceived") == []


async def test_a_known_number_with_other_content_is_refused(trade: Trade) -> None:
    await trade.whole("1")
    await trade.invoice("I1", "P1", total_minor=9000)
    assert await trade.last_reason() == "number_used"
    assert len((await trade.pay("I1")).payments) == 1


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 1, "header"),
        (b"invoice;currency;amount\n", 1, "header"),
        (b"invoice,currency,amount\n", 0, "empty"),
        (b"invoice,currency,amount\nI1,CNY,1.00\nI2,CNY,0\n", 3, "amount"),
        (b"invoice,currency,amount\nI1,CNY,1.001\n", 2, "amount"),
        (b"invoice,currency,amount\nI1,CNY,-1\n", 2, "amount"),
        (b"invoice,currency,amount\nI1,CNY,1e3\n", 2, "amount"),
        (b"invoice,currency,amount\nI1,XXX,1\n", 2, "currency"),
        (b"invoice,currency,amount\n=I1,CNY,1\n", 2, "invoice"),
        (b"invoice,currency,amount\nI1,CNY,1,2\n", 2, "format"),
        (b'invoice,currency,amount\n"I1,CNY,1\n', 2, "format"),
        (b"invoice,currency,amount\nI1,CNY,1\n\xff\xfe\n", 3, "encoding"),
        ("invoice,currency,amount\n".encode("utf-16"), 1, "encoding"),
        (b"invoice,currency,amount\n" + b"I1,CNY,1\n" * 1001, 0, "too_many_lines"),
        (b"x" * 10 * 1024 * 1024, 0, "too_large"),
    ],
)
def test_a_file_that_is_none_is_refused_at_its_line(content: bytes, line: int, reason: str) -> None:
    with pytest.raises(scenes.companies.PaymentFileMalformed) as refusal:
        scenes.companies.read_payment_file(content)
    assert (refusal.value.line, refusal.value.reason) == (line, reason)

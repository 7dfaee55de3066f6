"""A company's system pushes orders, deliveries and invoices over HTTP; what matches is paid, once, all or nothing."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from domains import customers, scenes
from domains.kernel.errors import IdReused, Unauthenticated
from domains.ledger import InsufficientFunds
from domains.scenes.rules.trade import PaymentFaultReason as Fault
from tests.domains.scenes.trading import FORGE, LINES, Trade, bind, file_of, numbers

companies = scenes.companies


async def test_what_was_ordered_delivered_and_invoiced_is_paid_once(trade: Trade) -> None:
    invoice, id_ = await trade.whole("1"), uuid4()
    run_id = await trade.submit(invoice)
    paid = await trade.approve(run_id, id_=id_)
    assert await trade.balances() == (92_000, 8_000)
    assert await trade.approve(run_id, id_=id_) == paid == companies.RunChanged(run_id, companies.RunState.PAID)
    with pytest.raises(companies.PaymentRunNotOpen):
        await trade.approve(run_id)
    assert await trade.refused(invoice) == [(1, "paid", [])]
    with pytest.raises(IdReused):
        await trade.approve(await trade.submit("other"), id_=id_)
    assert await trade.bank.facts(trade.buyer, "InvoicePaid", "PartnerCompanyAssigned") == ["PartnerCompanyAssigned", "InvoicePaid"]
    assert await trade.balances() == (92_000, 8_000)


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
    assert sorted(type(one).__name__ for one in outcomes) == ["InvoicesNotPayable", "PaymentRun"]
    assert await trade.balances() == (92_000, 8_000)


async def test_one_run_that_is_approved_twice_at_once_is_paid_once(trade: Trade) -> None:
    run_id = await trade.submit(await trade.whole("1"))
    outcomes = await asyncio.gather(trade.approve(run_id), trade.approve(run_id), return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["PaymentRunNotOpen", "RunChanged"]
    assert await trade.balances() == (92_000, 8_000)


async def test_a_payment_file_is_taken_whole_or_not_at_all_and_pays_once(trade: Trade) -> None:
    await trade.whole("1")
    await trade.whole("2")
    file = companies.read_payment_csv(b"invoice,currency,amount\r\nI1,CNY,80.00\r\nI2,CNY,80.00\r\n")
    lines = (*file.instructions, companies.PaymentInstruction(4, "I9", "CNY", 1), companies.PaymentInstruction(5, "I1", "CNY", 8000))
    faulty = await trade.bring(file_of(lines))
    assert await trade.refused(run_id=faulty.run_id) == [(4, Fault.INVOICE_NOT_FOUND, []), (5, Fault.REPEATED, [])]
    brought = await trade.bring(file)
    assert (await trade.bring(file)) == companies.RunBrought(brought.run_id, is_repeat=True)
    await trade.approve(brought.run_id)
    assert [one.line for one in (await trade.find(brought.run_id)).payments] == [2, 3]
    assert (await trade.bring(file)).is_repeat
    again = await trade.bring(companies.read_payment_csv(b"invoice,currency,amount\nI1,CNY,80\nI2,CNY,80\n", "AGAIN"))
    assert await trade.refused(run_id=again.run_id) == [(2, "paid", []), (3, "paid", [])]
    assert await trade.balances() == (84_000, 16_000)


async def test_without_enough_money_or_the_pin_nothing_is_paid(trade: Trade) -> None:
    poor = await trade.bank.person(10_000)
    trade.buyer, trade.company = poor, await bind(trade.bank, f"C{next(numbers)}x", poor)
    await trade.name_member(trade.checker, companies.CompanyRole.CHECKER)
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
        await trade.approve(await trade.submit("I1"), session_id=uuid4())
    assert await trade.balances() == (10_000, 0)
    await trade.pay("I1")
    assert await trade.balances() == (2_000, 8_000)


async def test_a_stranger_finds_no_invoice_and_an_unbound_supplier_gets_nothing(trade: Trade) -> None:
    invoice = await trade.whole("1")
    stranger = await trade.bank.person(50_000)
    with pytest.raises(companies.CompanyNotFound):
        await trade.submit(invoice, who=stranger)
    others = await bind(trade.bank, f"C{next(numbers)}y", stranger)
    lines = (companies.PaymentInstruction(1, invoice, "CNY", 8000),)
    brought = await trade.bring(file_of(lines), stranger, company_id=others.id)
    with pytest.raises(companies.PaymentRunNotFound):
        await trade.approve(brought.run_id)
    async with trade.bank.database.reading() as read:
        (faults,) = await companies.find_faults(read, [await trade.find(brought.run_id)])
    assert [one.reason for one in faults] == [Fault.INVOICE_NOT_FOUND]
    assert (await trade.bank.balance(stranger))[0] == 50_000
    await trade.order("P2", supplier="S-nobody")
    await trade.deliver("P2")
    await trade.invoice("I2", "P2", supplier="S-nobody")
    assert await trade.refused("I2") == [(1, "supplier_unknown", [])]
    with pytest.raises(companies.CompanyBound):
        await bind(trade.bank, trade.company.number, stranger)


async def test_wrong_pushes_of_the_system_are_refused_at_the_door(trade: Trade) -> None:
    data = {"company": trade.company.number, "number": "P1", "supplier": trade.supplier.number, "currency": "CNY", "lines": LINES}
    for fault in ("wrong_signature", "old_timestamp", "changed_body"):
        assert await trade.push("purchase_order.placed", data, fault) == [401]
    assert await trade.push("purchase_order.placed", data, "duplicate") == [200, 200]
    assert await trade.push("bill.found", data) == [422]
    async with trade.bank.database.reading(single=True) as read:
        (page,) = await companies.list_documents(read, [(trade.buyer.id, FORGE)], [None], 20, None)
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
    with pytest.raises(companies.PaymentFileMalformed) as refusal:
        companies.read_payment_file(content)
    assert (refusal.value.line, refusal.value.reason) == (line, reason)

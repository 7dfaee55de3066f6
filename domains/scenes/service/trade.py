"""A company's documents: what its system pushes is kept, and what matches is paid.

bind_company    staff say whose a company's number at a partner is      (also the suppliers': money goes only where staff have bound it)
(pushes)        an order, a delivery, an invoice: kept once, never changed
pay_invoices    one or many, all or none: locks the orders, so that no quantity is paid twice; matches; moves the money; marks the invoices"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.assets import asset_of
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.push import PushMalformed
from domains.scenes.errors.trade import CompanyBound, InvoicesNotPayable
from domains.scenes.events.trade import InvoicePaid, PartnerCompanyAssigned, TradeDocumentReceived
from domains.scenes.queries import trade
from domains.scenes.queries.push import Push
from domains.scenes.queries.trade import KeptDocument
from domains.scenes.rules.order import check_order
from domains.scenes.rules.push import GOODS_DELIVERED, INVOICE_ISSUED, PURCHASE_ORDER_PLACED
from domains.scenes.rules.trade import (
    InvoiceState,
    PaymentFault,
    PaymentFaultReason,
    PaymentInstruction,
    TradeDocument,
    TradeKind,
    match_invoice,
    read_delivery,
    read_invoice,
    read_order,
)
from domains.scenes.service.bill import scene_that_can
from domains.scenes.service.push import takes_up

INVOICE_PAYMENT = "invoice_payment"
"""The kind of its movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BindCompanyCommand(Command):
    """`owner_id` is the member of staff."""

    scene: str
    number: str
    customer_id: UUID


@dataclass(frozen=True, slots=True)
class CompanyIsBound:
    scene: str
    number: str
    customer_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PayInvoicesCommand(Command):
    """Each `instruction` is one invoice, for the amount that the company saw: a single one, or the lines of a payment file."""

    session_id: UUID = field(metadata=UNHASHED)
    scene: str
    instructions: tuple[PaymentInstruction, ...]
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class InvoicePayment:
    """An invoice that is paid: `line` as it was instructed."""

    line: int
    invoice_id: UUID
    movement_id: UUID
    amount: Amount


@dataclass(frozen=True, slots=True)
class InvoicesPaid:
    payments: tuple[InvoicePayment, ...]


class Books(NamedTuple):
    """What a payment is decided on: all of it read after the orders and invoices were locked."""

    orders: Mapping[str, KeptDocument]
    invoices: Mapping[str, KeptDocument]
    beside: list[KeptDocument]
    suppliers: Mapping[str, UUID]


@composite_verb(CompanyIsBound)
async def bind_company(tx: Tx, command: BindCompanyCommand) -> CompanyIsBound | Refusal:
    """Once; again is no change. Refuses SceneNotFound, CompanyBound."""
    scene_that_can(tx, command.scene, "invoices")
    await trade.bind_company(tx, command.scene, command.number, command.customer_id)
    if (await trade.find_companies(tx, command.scene, [command.number])).get(command.number) != command.customer_id:
        raise CompanyBound
    tx.publish(PartnerCompanyAssigned(command.customer_id, None, command.scene))
    return CompanyIsBound(command.scene, command.number, command.customer_id)


@composite_verb(InvoicesPaid)
async def pay_invoices(tx: Tx, command: PayInvoicesCommand) -> InvoicesPaid | Refusal | Unauthenticated:
    """Pay them all, or none. Refuses SceneNotFound, InvoicesNotPayable, then as check_order for what they come to in each currency, then as the ledger."""
    ((sender, _),) = await customers.lock_parties(tx, [(command.owner_id, command.session_id)], [(None, None)])
    if sender is None:
        return Unauthenticated()
    scene = scene_that_can(tx, command.scene, "invoices")
    books = await _lock(tx, command.owner_id, scene.id, [one.invoice for one in command.instructions])
    _check(command.instructions, books)
    totals: dict[str, int] = {}
    for one in command.instructions:
        totals[one.currency] = totals.get(one.currency, 0) + one.amount_minor
    for currency, minor in totals.items():
        check_order(Amount(minor, asset_of(currency)), scene.payment_most_minor, sender.tier, command.pin)
    assert command.request_id is not None
    planned = [_plan(tx, command.request_id, sender, books, one) for one in command.instructions]
    (verdict,) = await ledger.post(tx, [(command.request_id, planned)])
    if isinstance(verdict, Refusal):
        raise verdict
    paid = [_paid(tx, books, one, moved) for one, moved in zip(command.instructions, planned, strict=True)]
    trade.write_paid(tx, [(command.owner_id, one.invoice_id, one.movement_id) for one in paid])
    return InvoicesPaid(tuple(paid))


@takes_up(PURCHASE_ORDER_PLACED)
async def keep_order(tx: Tx, push: Push) -> None:
    """A purchase order of a company that is bound."""
    await _keep(tx, push, TradeKind.ORDER, read_order)


@takes_up(GOODS_DELIVERED)
async def keep_delivery(tx: Tx, push: Push) -> None:
    """What was delivered of an order, which may be told later."""
    await _keep(tx, push, TradeKind.DELIVERY, read_delivery)


@takes_up(INVOICE_ISSUED)
async def keep_invoice(tx: Tx, push: Push) -> None:
    """What a supplier wants for an order, which may be told later."""
    await _keep(tx, push, TradeKind.INVOICE, read_invoice)


async def _keep(tx: Tx, push: Push, kind: TradeKind, read: Callable[[Mapping[str, Any]], TradeDocument]) -> None:
    told = read(push.data)
    customer_id = (await trade.find_companies(tx, push.scene, [told.company])).get(told.company)
    if customer_id is None:
        raise PushMalformed("company_unknown")
    state = InvoiceState.OPEN if kind is TradeKind.INVOICE else None
    document_id = derived_id(customer_id, f"{push.scene}:{kind}:{told.number}")
    if await trade.insert_document(tx, KeptDocument(customer_id, document_id, push.scene, kind, told, state, None, tx.now, None)):
        tx.publish(TradeDocumentReceived(customer_id, None, document_id, push.scene, kind))
        return
    known = (await trade.find_documents(tx, customer_id, push.scene, kind, [told.number])).get(told.number)
    if known is None or known.told != told:
        raise PushMalformed("number_used")


async def _lock(tx: Tx, customer_id: UUID, scene: str, numbers: Sequence[str]) -> Books:
    """Orders first, then invoices, each in order of ids; then what stands beside them."""
    asked = await trade.find_documents(tx, customer_id, scene, TradeKind.INVOICE, numbers)
    order_numbers = sorted({one.told.order_number for one in asked.values()})
    orders = await trade.lock_documents(tx, customer_id, scene, TradeKind.ORDER, order_numbers)
    invoices = await trade.lock_documents(tx, customer_id, scene, TradeKind.INVOICE, numbers)
    beside = await trade.list_of_orders(tx, customer_id, scene, order_numbers)
    suppliers = await trade.find_companies(tx, scene, sorted({one.told.supplier for one in invoices.values()}))
    return Books(orders, invoices, beside, suppliers)


def _check(instructions: Sequence[PaymentInstruction], books: Books) -> None:
    faults, paid, seen = [], [one.told for one in books.beside if one.kind is TradeKind.INVOICE], set[str]()
    for one in instructions:
        fault = PaymentFault(one.line, PaymentFaultReason.REPEATED) if one.invoice in seen else _fault(one, books, paid)
        seen.add(one.invoice)
        if fault is not None:
            faults.append(fault)
        else:
            # What an earlier line pays is paid for those after it.
            paid.append(books.invoices[one.invoice].told)
    if faults:
        raise InvoicesNotPayable(tuple(faults))


def _fault(one: PaymentInstruction, books: Books, paid: Sequence[TradeDocument]) -> PaymentFault | None:
    invoice = books.invoices.get(one.invoice)
    if invoice is None:
        return PaymentFault(one.line, PaymentFaultReason.INVOICE_NOT_FOUND)
    told = invoice.told
    if invoice.state is InvoiceState.PAID:
        return PaymentFault(one.line, PaymentFaultReason.PAID)
    if (told.currency, told.total_minor) != (one.currency, one.amount_minor):
        return PaymentFault(one.line, PaymentFaultReason.AMOUNT_DIFFERS)
    order = books.orders.get(told.order_number)
    deliveries = [beside.told for beside in books.beside if beside.kind is TradeKind.DELIVERY and beside.told.order_number == told.order_number]
    settled = [before for before in paid if before.order_number == told.order_number]
    mismatches = match_invoice(told, None if order is None else order.told, deliveries, settled)
    if mismatches:
        return PaymentFault(one.line, PaymentFaultReason.MISMATCHED, mismatches)
    return None if told.supplier in books.suppliers else PaymentFault(one.line, PaymentFaultReason.SUPPLIER_UNKNOWN)


def _plan(tx: Tx, request_id: UUID, sender: customers.Sender, books: Books, one: PaymentInstruction) -> ledger.PlannedMovement:
    told, asset = books.invoices[one.invoice].told, asset_of(one.currency)
    source, target = wallet.wallet_account_id(sender.id, asset), wallet.wallet_account_id(books.suppliers[told.supplier], asset)
    limits = wallet.limits_of(sender.tier, asset, business_date(tx.now))
    return ledger.PlannedMovement(derived_id(request_id, f"invoice:{one.invoice}"), INVOICE_PAYMENT, source, target, Amount(one.amount_minor, asset), limits)


def _paid(tx: Tx, books: Books, one: PaymentInstruction, moved: ledger.PlannedMovement) -> InvoicePayment:
    invoice = books.invoices[one.invoice]
    supplier = books.suppliers[invoice.told.supplier]
    tx.publish(InvoicePaid(invoice.customer_id, supplier, invoice.id, invoice.scene, moved.id, one.amount_minor, one.currency))
    return InvoicePayment(one.line, invoice.id, moved.id, moved.amount)

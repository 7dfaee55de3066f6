"""What companies' payments are decided on: invoices, what stands beside them, and whose the suppliers are; read for looking, or locked for paying."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domains.kernel.transactions import Queryable, Tx
from domains.scenes.queries import company as companies
from domains.scenes.queries import trade
from domains.scenes.queries.company import Company
from domains.scenes.queries.payment_run import PaymentRun
from domains.scenes.queries.trade import DocumentKey, KeptDocument
from domains.scenes.rules.trade import (
    InvoiceState,
    Mismatch,
    PaymentFault,
    PaymentFaultReason,
    PaymentInstruction,
    TradeDocument,
    TradeKind,
    match_invoice,
)


class Books(NamedTuple):
    """Of any number of companies."""

    orders: Mapping[DocumentKey, KeptDocument]
    invoices: Mapping[DocumentKey, KeptDocument]
    beside: list[KeptDocument]
    suppliers: Mapping[tuple[str, str], Company]

    def match(self, invoice: KeptDocument, paid: Sequence[TradeDocument]) -> tuple[Mismatch, ...]:
        """What keeps the invoice from being paid; `paid` are those of its order that are paid before it."""
        order = self.orders.get(invoice.order_key)
        deliveries = [one.told for one in self.beside if one.kind is TradeKind.DELIVERY and one.order_key == invoice.order_key]
        return match_invoice(invoice.told, None if order is None else order.told, deliveries, paid)

    def paid_of(self, order: DocumentKey) -> list[TradeDocument]:
        return [one.told for one in self.beside if one.kind is TradeKind.INVOICE and one.order_key == order]

    def supplier_of(self, invoice: KeptDocument) -> Company | None:
        return self.suppliers.get((invoice.scene, invoice.told.supplier))


def invoice_key(run: PaymentRun, one: PaymentInstruction) -> DocumentKey:
    """The invoice that an instruction of the run means."""
    return DocumentKey(run.customer_id, run.scene, TradeKind.INVOICE, one.invoice)


async def lock_books(tx: Tx, keys: Sequence[DocumentKey]) -> Books:
    """Orders first, then invoices, each in order of ids; then what stands beside them. So no quantity is paid twice, by whatever runs."""
    asked = await trade.find_documents(tx, keys)
    order_keys = sorted({one.order_key for one in asked.values()})
    orders = await trade.lock_documents(tx, order_keys)
    invoices = await trade.lock_documents(tx, keys)
    return await _books(tx, orders, invoices, order_keys)


async def read_books(source: Queryable, keys: Sequence[DocumentKey]) -> Books:
    """As they stand, for looking. Four statements whatever the number of invoices and companies."""
    invoices = await trade.find_documents(source, keys)
    order_keys = sorted({one.order_key for one in invoices.values()})
    return await _books(source, await trade.find_documents(source, order_keys), invoices, order_keys)


async def find_faults(source: Queryable, runs: Sequence[PaymentRun]) -> list[tuple[PaymentFault, ...]]:
    """What would keep each run from being paid now: one answer per run, in order."""
    books = await read_books(source, sorted({invoice_key(run, one) for run in runs for one in run.instructions}))
    return [check_run(run, books) for run in runs]


async def find_mismatches(source: Queryable, documents: Sequence[KeptDocument]) -> list[tuple[Mismatch, ...]]:
    """What keeps each invoice from being paid now; nothing for other documents, and for what is paid."""
    waiting = [one for one in documents if one.state is InvoiceState.OPEN]
    if not waiting:
        return [() for _ in documents]
    order_keys = sorted({one.order_key for one in waiting})
    books = await _books(source, await trade.find_documents(source, order_keys), {}, order_keys)
    return [books.match(one, books.paid_of(one.order_key)) if one.state is InvoiceState.OPEN else () for one in documents]


def check_run(run: PaymentRun, books: Books) -> tuple[PaymentFault, ...]:
    """Why lines of the run cannot be paid; nothing where all can."""
    faults: list[PaymentFault] = []
    seen: set[str] = set()
    before: dict[DocumentKey, list[TradeDocument]] = {}
    for one in run.instructions:
        fault = PaymentFault(one.line, PaymentFaultReason.REPEATED) if one.invoice in seen else _fault(run, one, books, before)
        seen.add(one.invoice)
        if fault is not None:
            faults.append(fault)
        else:
            # What an earlier line pays is paid for those after it.
            invoice = books.invoices[invoice_key(run, one)]
            before.setdefault(invoice.order_key, books.paid_of(invoice.order_key)).append(invoice.told)
    return tuple(faults)


def _fault(run: PaymentRun, one: PaymentInstruction, books: Books, before: Mapping[DocumentKey, list[TradeDocument]]) -> PaymentFault | None:
    invoice = books.invoices.get(invoice_key(run, one))
    if invoice is None:
        return PaymentFault(one.line, PaymentFaultReason.INVOICE_NOT_FOUND)
    if invoice.state is InvoiceState.PAID:
        return PaymentFault(one.line, PaymentFaultReason.PAID)
    if (invoice.told.currency, invoice.told.total_minor) != (one.currency, one.amount_minor):
        return PaymentFault(one.line, PaymentFaultReason.AMOUNT_DIFFERS)
    mismatches = books.match(invoice, before.get(invoice.order_key) or books.paid_of(invoice.order_key))
    if mismatches:
        return PaymentFault(one.line, PaymentFaultReason.MISMATCHED, mismatches)
    supplier = books.supplier_of(invoice)
    # Whoever invoices themselves is no supplier.
    is_known = supplier is not None and supplier.customer_id != run.customer_id
    return None if is_known else PaymentFault(one.line, PaymentFaultReason.SUPPLIER_UNKNOWN)


async def _books(
    source: Queryable, orders: Mapping[DocumentKey, KeptDocument], invoices: Mapping[DocumentKey, KeptDocument], order_keys: Sequence[DocumentKey]
) -> Books:
    beside = await trade.list_of_orders(source, order_keys) if order_keys else []
    numbers = sorted({(one.scene, one.told.supplier) for one in invoices.values()})
    return Books(orders, invoices, beside, await companies.find_by_number(source, numbers) if numbers else {})

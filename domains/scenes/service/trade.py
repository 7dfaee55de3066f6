"""A company's documents: what its system pushes is kept once, and never changed."""

from collections.abc import Callable, Mapping
from typing import Any

from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.scenes.errors.push import PushMalformed
from domains.scenes.events.trade import TradeDocumentReceived
from domains.scenes.queries import company as companies
from domains.scenes.queries import trade
from domains.scenes.queries.push import Push
from domains.scenes.queries.trade import DocumentKey, KeptDocument
from domains.scenes.rules.push import GOODS_DELIVERED, INVOICE_ISSUED, PURCHASE_ORDER_PLACED
from domains.scenes.rules.trade import InvoiceState, TradeDocument, TradeKind, read_delivery, read_invoice, read_order
from domains.scenes.service.push import takes_up


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
    company = (await companies.find_by_number(tx, [(push.scene, told.company)])).get((push.scene, told.company))
    if company is None:
        raise PushMalformed("company_unknown")
    state = InvoiceState.OPEN if kind is TradeKind.INVOICE else None
    document_id = derived_id(company.customer_id, f"{push.scene}:{kind}:{told.number}")
    if await trade.insert_document(tx, KeptDocument(company.customer_id, document_id, push.scene, kind, told, state, None, tx.now, None)):
        tx.publish(TradeDocumentReceived(company.customer_id, None, document_id, push.scene, kind))
        return
    key = DocumentKey(company.customer_id, push.scene, kind, told.number)
    known = (await trade.find_documents(tx, [key])).get(key)
    if known is None or known.told != told:
        raise PushMalformed("number_used")

"""Companies and their documents, the part of the scenes' public face that is theirs: `scenes.companies`.

companies   bind_company
documents   list_documents; what matches: match_invoice
payment     pay_invoices; read_payment_file, for the lines of a file"""

from domains.scenes.errors.trade import CompanyBound, InvoicesNotPayable, PaymentFileMalformed
from domains.scenes.events.trade import InvoicePaid, PartnerCompanyAssigned, TradeDocumentReceived
from domains.scenes.queries.trade import KeptDocument, list_documents
from domains.scenes.rules.payment_file import read_payment_file
from domains.scenes.rules.scene import CompanyScene
from domains.scenes.rules.trade import (
    InvoiceState,
    Mismatch,
    MismatchReason,
    PaymentFault,
    PaymentFaultReason,
    PaymentInstruction,
    TradeDocument,
    TradeKind,
    TradeLine,
    match_invoice,
)
from domains.scenes.service.trade import BindCompanyCommand, CompanyIsBound, InvoicePayment, InvoicesPaid, PayInvoicesCommand, bind_company, pay_invoices

__all__ = ["BindCompanyCommand", "CompanyBound", "CompanyIsBound", "CompanyScene", "InvoicePaid", "InvoicePayment", "InvoiceState", "PartnerCompanyAssigned"]
__all__ += ["InvoicesNotPayable", "InvoicesPaid", "KeptDocument", "Mismatch", "MismatchReason", "PayInvoicesCommand", "PaymentFault", "PaymentFaultReason"]
__all__ += ["PaymentFileMalformed", "PaymentInstruction", "TradeDocument", "TradeDocumentReceived", "TradeKind", "TradeLine", "bind_company"]
__all__ += ["list_documents", "match_invoice", "pay_invoices", "read_payment_file"]

"""Companies, their documents and the payment of their invoices, the part of the scenes' public face that is theirs: `scenes.companies`.

companies   bind_company, set_company_member, connect_company; find_offices, list_offices, list_companies, list_members, company_account_id
documents   list_documents, find_documents_by_id; what matches: match_invoice, find_mismatches
runs        submit_run, upload_run, take_up_run, approve_run, reject_run, withdraw_run; find_runs, list_runs, find_faults
files       read_payment_csv and read_pain_001 in, pain_002 out"""

from domains.scenes.errors.company import (
    CompanyBound,
    CompanyMemberNotFound,
    CompanyNotFound,
    CompanyNumberMalformed,
    CompanyOwnerFixed,
    TooManyCompanyMembers,
)
from domains.scenes.errors.payment_run import (
    PaymentRunEmpty,
    PaymentRunNameUsed,
    PaymentRunNotFound,
    PaymentRunNotOpen,
    PaymentRunOwn,
    RejectionReasonMalformed,
)
from domains.scenes.errors.trade import InvoicesNotPayable, PaymentFileMalformed
from domains.scenes.events.company import (
    CompanyDayClosed,
    CompanyMemberNamed,
    CompanyRunPaid,
    CompanyRunRefused,
    CompanyRunSubmitted,
    PartnerCompanyAssigned,
    PartnerCompanyConnected,
    PartnerCompanyDisconnected,
)
from domains.scenes.events.trade import InvoicePaid, TradeDocumentReceived
from domains.scenes.queries.company import Company, CompanyMember, Office, find_companies, find_offices, list_companies, list_members, list_offices
from domains.scenes.queries.payment_run import InvoicePayment, PaymentRun, find_runs, list_runs
from domains.scenes.queries.trade import KeptDocument, find_documents_by_id, list_documents
from domains.scenes.rules.company import CHECKS, MAKES, CompanyRole
from domains.scenes.rules.pain_001 import read_pain_001
from domains.scenes.rules.pain_002 import ReportedRun, pain_002
from domains.scenes.rules.payment_file import FILE_MOST_BYTES, FileFormat, PaymentFile, read_payment_csv, read_payment_file
from domains.scenes.rules.payment_run import RunState
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
from domains.scenes.service.company import (
    BindCompanyCommand,
    CompanyMemberSet,
    ConnectCompanyCommand,
    SetCompanyMemberCommand,
    accounts_of,
    bind_company,
    connect_company,
    find_company_for,
    find_runs_for,
    find_statement_file,
    list_connected,
    set_company_member,
)
from domains.scenes.service.pay_run import ApproveRunCommand, approve_run
from domains.scenes.service.payment_run import (
    RejectRunCommand,
    RunBrought,
    RunChanged,
    RunCommand,
    SubmitRunCommand,
    UploadRunCommand,
    reject_run,
    submit_run,
    take_up_run,
    upload_run,
    withdraw_run,
)
from domains.scenes.service.trade import keep_delivery, keep_invoice, keep_order
from domains.scenes.service.trade_books import find_faults, find_mismatches

__all__ = ["CHECKS", "FILE_MOST_BYTES", "MAKES", "ApproveRunCommand", "BindCompanyCommand", "Company", "CompanyBound", "CompanyDayClosed", "CompanyMember"]
__all__ += ["CompanyMemberNamed", "CompanyMemberNotFound", "CompanyMemberSet", "CompanyNotFound", "CompanyNumberMalformed", "CompanyOwnerFixed", "CompanyRole"]
__all__ += ["CompanyRunPaid", "CompanyRunRefused", "CompanyRunSubmitted", "CompanyScene", "ConnectCompanyCommand", "FileFormat", "InvoicePaid"]
__all__ += ["InvoicePayment", "InvoiceState", "InvoicesNotPayable", "KeptDocument", "Mismatch", "MismatchReason", "Office", "PartnerCompanyAssigned"]
__all__ += ["PartnerCompanyConnected", "PartnerCompanyDisconnected", "PaymentFault", "PaymentFaultReason", "PaymentFile", "PaymentFileMalformed"]
__all__ += ["PaymentInstruction", "PaymentRun", "PaymentRunEmpty", "PaymentRunNameUsed", "PaymentRunNotFound", "PaymentRunNotOpen", "PaymentRunOwn"]
__all__ += ["RejectRunCommand", "RejectionReasonMalformed", "RunBrought", "RunChanged", "RunCommand", "RunState", "SetCompanyMemberCommand", "SubmitRunCommand"]
__all__ += ["TooManyCompanyMembers", "TradeDocument", "TradeDocumentReceived", "TradeKind", "TradeLine", "UploadRunCommand", "accounts_of", "approve_run"]
__all__ += ["bind_company", "connect_company", "find_companies", "find_company_for", "find_documents_by_id", "find_faults", "find_mismatches", "find_offices"]
__all__ += ["find_runs_for", "find_statement_file", "list_connected"]
__all__ += ["ReportedRun"]
__all__ += [
    "find_runs",
    "keep_delivery",
    "keep_invoice",
    "keep_order",
    "list_companies",
    "list_documents",
    "list_members",
    "list_offices",
    "list_runs",
    "match_invoice",
]
__all__ += [
    "pain_002",
    "read_pain_001",
    "read_payment_csv",
    "read_payment_file",
    "reject_run",
    "set_company_member",
    "submit_run",
    "take_up_run",
    "upload_run",
    "withdraw_run",
]

"""Loans: what is lent, on which terms, and the schedule by which it is repaid.

products      publish_loan_product, set_loan_product_state; find_products, list_products
applications  apply_for_loan, cancel_application, ask_offer_again, sign_application; find_applications, list_applications, find_contract
decisions     decide_application, publish_approval_policy; list_decisions, list_referred, list_declined, find_policy
lines         draw_from_line, set_line_state, set_customers_line_state; find_lines, list_lines, find_left
checkout      LoanSource at the till; finance, write_financed for whoever sells inside their own transaction
preapproval   start_preapproval, begin_preapproval, accept_preapproval; find_standing_offers
loans         open_loan, withdraw_loan; find_loans, list_loans, list_facts
schedules     quote_schedule, make_schedule, due_dates, quote_offer
servicing     a leaf of its own: loans.servicing.repay"""

from domains.loans import servicing
from domains.loans.accounts import funding_id, income_id, limit_id, loss_id, owed_id, subsidy_income_id, subsidy_owed_id
from domains.loans.errors.applications import (
    ApplicationNotFound,
    ApplicationOpen,
    ApplicationUndecidable,
    ApprovalPolicyMalformed,
    BorrowerUnfit,
    CoolingOffOver,
    IncomeMalformed,
    OfferChanged,
    OfferExpired,
    OfferNotOpen,
    ProfileNeeded,
    ReasonNeeded,
)
from domains.loans.errors.lines import (
    CostsChanged,
    CreditLineClosed,
    CreditLineExpired,
    CreditLineFrozen,
    CreditLineInsufficient,
    CreditLineNotFound,
    CreditLineOpen,
    PreapprovalEnded,
    PreapprovalNotFound,
)
from domains.loans.errors.loans import LoanNotFound
from domains.loans.errors.products import CountNotOffered, LoanProductClosed, LoanProductMalformed, LoanProductNotFound, LoanTermsChanged
from domains.loans.errors.terms import LoanTermsMalformed
from domains.loans.events.applications import (
    ApplicationApproved,
    ApplicationDeclined,
    ApplicationEnded,
    ApplicationPriced,
    ApplicationReferred,
    ApplicationSigned,
    ApplicationSubmitted,
    LoanOffered,
    LoanWithdrawn,
)
from domains.loans.events.lines import CreditLineOpened, CreditLineStateChanged
from domains.loans.events.loans import LoanOpened
from domains.loans.events.products import LoanProductPublished, LoanProductStateChanged
from domains.loans.ports import ContractPrinter, ContractText
from domains.loans.queries.applications import Application, find_applications, list_applications, list_declined, list_referred
from domains.loans.queries.decisions import Decision, PublishedPolicy, find_contract, find_policy, list_decisions, read_policy
from domains.loans.queries.facts import list_facts
from domains.loans.queries.lines import Line, find_lines, list_lines
from domains.loans.queries.loans import Loan, find_loans, list_loans, list_of_payments
from domains.loans.queries.preapprovals import Batch, Preapproval, find_batches, find_preapprovals, find_standing_offers
from domains.loans.queries.products import LoanProduct, find_products, find_terms, list_products
from domains.loans.rules.applications import ApplicationState
from domains.loans.rules.approval import ApprovalPolicy, Occupation, Outcome, Reason, Scorecard, Tier
from domains.loans.rules.facts import Fact, FactKind, LoanStanding
from domains.loans.rules.lines import LineState
from domains.loans.rules.offers import Costs
from domains.loans.rules.parts import Part
from domains.loans.rules.periods import Period, due_dates, periods_of
from domains.loans.rules.preapproval import PreapprovalState
from domains.loans.rules.products import LineTerms, LoanKind, LoanProductState, LoanProductTerms, Price, Subsidy
from domains.loans.rules.schedules import Row, Schedule, interest_minor, make_schedule
from domains.loans.rules.servicing import Across, Due, InAdvance, ServicingTerms
from domains.loans.rules.terms import DayCount, Disbursement, LoanTerms, PeriodUnit, RateChange, Repayment
from domains.loans.service.apply import ApplicationCommand, ApplyCommand, apply_for_loan, ask_offer_again, cancel_application
from domains.loans.service.checkout import COUNTS, Financed, LoanSource, Purchase, TakeSubsidyCommand, finance, take_subsidy, write_financed
from domains.loans.service.closing import LoansClosing
from domains.loans.service.decide import DecideCommand, PublishPolicyCommand, decide_application, publish_approval_policy
from domains.loans.service.disburse import OpenLoanCommand, lending_id, open_loan
from domains.loans.service.lines import (
    DrawCommand,
    SetCustomersLineStateCommand,
    SetLineStateCommand,
    draw_from_line,
    find_left,
    set_customers_line_state,
    set_line_state,
)
from domains.loans.service.preapprove import AcceptPreapprovalCommand, StartPreapprovalCommand, accept_preapproval, begin_preapproval, start_preapproval
from domains.loans.service.products import (
    PublishLoanProductCommand,
    SetLoanProductStateCommand,
    publish_loan_product,
    put_on_sale,
    set_loan_product_state,
)
from domains.loans.service.quote import QuotedRow, QuotedSchedule, quote_schedule
from domains.loans.service.quote_draw import QuotedDraw, quote_draws
from domains.loans.service.sign import SignCommand, WithdrawLoanCommand, sign_application, withdraw_loan

# fmt: off
__all__ = [
    "COUNTS", "AcceptPreapprovalCommand", "Across", "Application", "ApplicationApproved", "ApplicationCommand", "ApplicationDeclined",
    "ApplicationEnded", "ApplicationNotFound", "ApplicationOpen", "ApplicationPriced", "ApplicationReferred", "ApplicationSigned", "ApplicationState",
    "ApplicationSubmitted", "ApplicationUndecidable", "ApplyCommand", "ApprovalPolicy", "ApprovalPolicyMalformed", "Batch", "BorrowerUnfit",
    "ContractPrinter", "ContractText", "CoolingOffOver", "Costs", "CostsChanged", "CountNotOffered", "CreditLineClosed", "CreditLineExpired",
    "CreditLineFrozen", "CreditLineInsufficient", "CreditLineNotFound", "CreditLineOpen", "CreditLineOpened", "CreditLineStateChanged", "DayCount",
    "DecideCommand", "Decision", "Disbursement", "DrawCommand", "Due", "Fact", "FactKind", "Financed", "InAdvance", "IncomeMalformed", "Line",
    "LineState", "LineTerms", "Loan", "LoanKind", "LoanNotFound", "LoanOffered", "LoanOpened", "LoanProduct", "LoanProductClosed",
    "LoanProductMalformed", "LoanProductNotFound", "LoanProductPublished", "LoanProductState", "LoanProductStateChanged", "LoanProductTerms",
    "LoanSource", "LoanStanding", "LoanTerms", "LoanTermsChanged", "LoanTermsMalformed", "LoanWithdrawn", "LoansClosing", "Occupation",
    "OfferChanged", "OfferExpired", "OfferNotOpen", "OpenLoanCommand", "Outcome", "Part", "Period", "PeriodUnit", "Preapproval", "PreapprovalEnded",
    "PreapprovalNotFound", "PreapprovalState", "Price", "ProfileNeeded", "PublishLoanProductCommand", "PublishPolicyCommand", "PublishedPolicy",
    "Purchase", "QuotedDraw", "QuotedRow", "QuotedSchedule", "RateChange", "Reason", "ReasonNeeded", "Repayment", "Row", "Schedule", "Scorecard",
    "ServicingTerms", "SetCustomersLineStateCommand", "SetLineStateCommand", "SetLoanProductStateCommand", "SignCommand", "StartPreapprovalCommand",
    "Subsidy", "TakeSubsidyCommand", "Tier", "WithdrawLoanCommand", "accept_preapproval", "apply_for_loan", "ask_offer_again", "begin_preapproval",
    "cancel_application", "decide_application", "draw_from_line", "due_dates", "finance", "find_applications", "find_batches", "find_contract",
    "find_left", "find_lines", "find_loans", "find_policy", "find_preapprovals", "find_products", "find_standing_offers", "find_terms", "funding_id",
    "income_id", "interest_minor", "lending_id", "limit_id", "list_applications", "list_decisions", "list_declined", "list_facts", "list_lines",
    "list_loans", "list_of_payments", "list_products", "list_referred", "loss_id", "make_schedule", "open_loan", "owed_id", "periods_of",
    "publish_approval_policy", "publish_loan_product", "put_on_sale", "quote_draws", "quote_schedule", "read_policy", "servicing",
    "set_customers_line_state", "set_line_state", "set_loan_product_state", "sign_application", "start_preapproval", "subsidy_income_id",
    "subsidy_owed_id", "take_subsidy", "withdraw_loan", "write_financed",
]
# fmt: on

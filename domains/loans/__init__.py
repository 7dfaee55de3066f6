"""Loans: what is lent, on which terms, and the schedule by which it is repaid.

products    publish_loan_product, set_loan_product_state; find_products, list_products
loans       open_loan; find_loans, list_loans, list_facts
schedules   quote_schedule, make_schedule, due_dates
servicing   a leaf of its own: loans.servicing.repay"""

from domains.loans import servicing
from domains.loans.accounts import funding_id, income_id, loss_id, owed_id, subsidy_income_id
from domains.loans.errors.loans import LoanNotFound
from domains.loans.errors.products import LoanProductClosed, LoanProductMalformed, LoanProductNotFound, LoanTermsChanged
from domains.loans.errors.terms import LoanTermsMalformed
from domains.loans.events.loans import LoanOpened
from domains.loans.events.products import LoanProductPublished, LoanProductStateChanged
from domains.loans.queries.facts import list_facts
from domains.loans.queries.loans import Loan, find_loans, list_loans
from domains.loans.queries.products import LoanProduct, find_products, find_terms, list_products
from domains.loans.rules.facts import Fact, FactKind, LoanStanding
from domains.loans.rules.parts import Part
from domains.loans.rules.periods import Period, due_dates, periods_of
from domains.loans.rules.products import LineTerms, LoanKind, LoanProductState, LoanProductTerms, Price, Subsidy
from domains.loans.rules.schedules import Row, Schedule, interest_minor, make_schedule
from domains.loans.rules.servicing import Across, Due, InAdvance, ServicingTerms
from domains.loans.rules.terms import DayCount, Disbursement, LoanTerms, PeriodUnit, RateChange, Repayment
from domains.loans.service.disburse import OpenLoanCommand, open_loan
from domains.loans.service.products import (
    PublishLoanProductCommand,
    SetLoanProductStateCommand,
    publish_loan_product,
    put_on_sale,
    set_loan_product_state,
)
from domains.loans.service.quote import QuotedRow, QuotedSchedule, quote_schedule

# fmt: off
__all__ = [
    "Across", "DayCount", "Disbursement", "Due", "Fact", "FactKind",
    "InAdvance", "LineTerms", "Loan", "LoanKind", "LoanNotFound", "LoanOpened",
    "LoanProduct", "LoanProductClosed", "LoanProductMalformed", "LoanProductNotFound", "LoanProductPublished", "LoanProductState",
    "LoanProductStateChanged", "LoanProductTerms", "LoanStanding", "LoanTerms", "LoanTermsChanged", "LoanTermsMalformed",
    "OpenLoanCommand", "Part", "Period", "PeriodUnit", "Price", "PublishLoanProductCommand",
    "QuotedRow", "QuotedSchedule", "RateChange", "Repayment", "Row", "Schedule",
    "ServicingTerms", "SetLoanProductStateCommand", "Subsidy", "due_dates", "find_loans", "find_products",
    "find_terms", "funding_id", "income_id", "interest_minor", "list_facts", "list_loans",
    "list_products", "loss_id", "make_schedule", "open_loan", "owed_id", "periods_of",
    "publish_loan_product", "put_on_sale", "quote_schedule", "servicing", "set_loan_product_state", "subsidy_income_id",
]
# fmt: on

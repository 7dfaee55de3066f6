"""What becomes of a loan while it is repaid: `loans.servicing.repay`.

customers   repay, quote_pay_off, pay_loan_off, quote_early, pay_early
staff       book_repayment, reverse_repayment, charge_loan_fee, pause_loan, resume_loan, grant_hardship_plan, write_off_loan, recover_loan
the house   debit_due, refund_financed, close_loans_day
rules       fold"""

from domains.loans.errors.servicing import (
    EarlyPaymentTooSmall,
    HardshipPlanRefused,
    LoanDayOutOfRange,
    LoanEnded,
    LoanNotWrittenOff,
    PayOffChanged,
    RefundTooLarge,
    RepaymentNotFound,
    RepaymentReversedBefore,
)
from domains.loans.events.servicing import LoanAmended, LoanFinished, LoanPaymentTaken, LoanRepaymentReversed, LoanStageReached
from domains.loans.rules.early import EarlyPart, EarlyParts, PayOff
from domains.loans.rules.fold import fold
from domains.loans.rules.parts import Parts
from domains.loans.rules.states import Flows, InstalmentState, LoanState
from domains.loans.service.amend import (
    ChargeLoanFeeCommand,
    GrantHardshipPlanCommand,
    PauseLoanCommand,
    RecoverLoanCommand,
    RefundFinancedCommand,
    ResumeLoanCommand,
    WriteOffLoanCommand,
    charge_loan_fee,
    grant_hardship_plan,
    pause_loan,
    recover_loan,
    refund_financed,
    resume_loan,
    write_off_loan,
)
from domains.loans.service.booking import Serviced
from domains.loans.service.close_day import CloseLoansDayCommand, LoansGroupClosed, close_loans_day
from domains.loans.service.pay_early import (
    PayEarlyCommand,
    PayOffCommand,
    QuotedEarly,
    QuotedPayOff,
    pay_early,
    pay_loan_off,
    quote_early,
    quote_pay_off,
)
from domains.loans.service.repay import (
    BookRepaymentCommand,
    DebitDueCommand,
    RepayCommand,
    ReverseRepaymentCommand,
    book_repayment,
    debit_due,
    repay,
    reverse_repayment,
)

# fmt: off
__all__ = [
    "BookRepaymentCommand",
    "ChargeLoanFeeCommand",
    "CloseLoansDayCommand",
    "DebitDueCommand",
    "EarlyPart",
    "EarlyParts",
    "EarlyPaymentTooSmall",
    "Flows",
    "GrantHardshipPlanCommand",
    "HardshipPlanRefused",
    "InstalmentState",
    "LoanAmended",
    "LoanDayOutOfRange",
    "LoanEnded",
    "LoanFinished",
    "LoanNotWrittenOff",
    "LoanPaymentTaken",
    "LoanRepaymentReversed",
    "LoanStageReached",
    "LoanState",
    "LoansGroupClosed",
    "Parts",
    "PauseLoanCommand",
    "PayEarlyCommand",
    "PayOff",
    "PayOffChanged",
    "PayOffCommand",
    "QuotedEarly",
    "QuotedPayOff",
    "RecoverLoanCommand",
    "RefundFinancedCommand",
    "RefundTooLarge",
    "RepayCommand",
    "RepaymentNotFound",
    "RepaymentReversedBefore",
    "ResumeLoanCommand",
    "ReverseRepaymentCommand",
    "Serviced",
    "WriteOffLoanCommand",
    "book_repayment",
    "charge_loan_fee",
    "close_loans_day",
    "debit_due",
    "fold",
    "grant_hardship_plan",
    "pause_loan",
    "pay_early",
    "pay_loan_off",
    "quote_early",
    "quote_pay_off",
    "recover_loan",
    "refund_financed",
    "repay",
    "resume_loan",
    "reverse_repayment",
    "write_off_loan",
]
# fmt: on

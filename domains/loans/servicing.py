"""What becomes of a loan while it is repaid: `loans.servicing.repay`.

customers   repay, pay_off_of, pay_loan_off, early_of, pay_early, promise_to_pay, set_auto_debit
staff       book_repayment, reverse_repayment, charge_loan_fee, change_loan_rate, disburse_further, pause_loan, resume_loan,
            grant_hardship_plan, write_off_loan, recover_loan
the house   close_loans_day, collect_loans, debit_loans, refund_financed
rules       fold"""

from domains.loans.errors.collections import PromiseRefused
from domains.loans.errors.servicing import (
    EarlyPaymentTooSmall,
    HardshipPlanRefused,
    LoanChangeRefused,
    LoanDayOutOfRange,
    LoanEnded,
    LoanNotWrittenOff,
    LoanRefundTooLarge,
    PayOffChanged,
    RepaymentNotFound,
    RepaymentReversedBefore,
)
from domains.loans.events.collections import LoanPromiseEnded, LoanPromiseMade, LoanReminderSent
from domains.loans.events.servicing import LoanAmended, LoanFinished, LoanPaymentTaken, LoanRepaymentReversed, LoanStageReached
from domains.loans.queries.collections import Collection, find_collections
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
from domains.loans.service.change import ChangeLoanRateCommand, DisburseFurtherCommand, change_loan_rate, disburse_further
from domains.loans.service.close_day import CloseLoansDayCommand, LoansGroupClosed, close_loans_day
from domains.loans.service.collect import (
    CollectLoansCommand,
    LoansCollected,
    PromiseToPayCommand,
    SetAutoDebitCommand,
    collect_loans,
    promise_to_pay,
    set_auto_debit,
)
from domains.loans.service.debit import DebitLoansCommand, LoansDebited, debit_loans
from domains.loans.service.look import LoanAccount
from domains.loans.service.look import find_accounts as find_loan_accounts
from domains.loans.service.pay_early import (
    PayEarlyCommand,
    PayOffCommand,
    QuotedEarly,
    QuotedPayOff,
    pay_early,
    pay_loan_off,
)
from domains.loans.service.repay import (
    BookRepaymentCommand,
    RepayCommand,
    ReverseRepaymentCommand,
    book_repayment,
    repay,
    reverse_repayment,
)
from domains.loans.service.shown import (
    ShownEarly,
    ShownFact,
    ShownInstalment,
    ShownParts,
    StaffAccount,
    early_of,
    pay_off_of,
    shown_early,
    shown_fact,
    shown_instalment,
    shown_parts,
)

# fmt: off
__all__ = [
    "BookRepaymentCommand", "ChangeLoanRateCommand", "ChargeLoanFeeCommand", "CloseLoansDayCommand", "CollectLoansCommand", "Collection",
    "DebitLoansCommand", "DisburseFurtherCommand", "EarlyPart", "EarlyParts", "EarlyPaymentTooSmall", "Flows",
    "GrantHardshipPlanCommand", "HardshipPlanRefused", "InstalmentState", "LoanAccount", "LoanAmended", "LoanChangeRefused",
    "LoanDayOutOfRange", "LoanEnded", "LoanFinished", "LoanNotWrittenOff", "LoanPaymentTaken", "LoanPromiseEnded",
    "LoanPromiseMade", "LoanRefundTooLarge", "LoanReminderSent", "LoanRepaymentReversed", "LoanStageReached", "LoanState",
    "LoansCollected", "LoansDebited", "LoansGroupClosed", "Parts", "PauseLoanCommand", "PayEarlyCommand",
    "PayOff", "PayOffChanged", "PayOffCommand", "PromiseRefused", "PromiseToPayCommand", "QuotedEarly",
    "QuotedPayOff", "RecoverLoanCommand", "RefundFinancedCommand", "RepayCommand", "RepaymentNotFound", "RepaymentReversedBefore",
    "ResumeLoanCommand", "ReverseRepaymentCommand", "Serviced", "SetAutoDebitCommand", "ShownEarly", "ShownFact",
    "ShownInstalment", "ShownParts", "StaffAccount", "WriteOffLoanCommand", "book_repayment", "change_loan_rate",
    "charge_loan_fee", "close_loans_day", "collect_loans", "debit_loans", "disburse_further", "early_of",
    "find_collections", "find_loan_accounts", "fold", "grant_hardship_plan", "pause_loan", "pay_early",
    "pay_loan_off", "pay_off_of", "promise_to_pay", "recover_loan", "refund_financed", "repay",
    "resume_loan", "reverse_repayment", "set_auto_debit", "shown_early", "shown_fact", "shown_instalment",
    "shown_parts", "write_off_loan",
]
# fmt: on

"""Agreements with partners, the part of the scenes' public face that staff and partners' own queries use: `scenes.agreements`.

make_agreement, propose_split, decide_split, settle_agreement; accrue for what happened
find_agreements, list_agreements, list_splits; find_ and list_agreement_settlements, list_settlement_lines; reconcile_agreements"""

from domains.scenes.errors.agreement import (
    AgreementExists,
    AgreementMonthNotOver,
    AgreementNotFound,
    AgreementPartyNotFound,
    AgreementSplitInPast,
    AgreementSplitNotOpen,
    AgreementSplitOverlaps,
    AgreementSplitOwn,
    AgreementSplitUneven,
)
from domains.scenes.events.agreement import AgreementSettled, AgreementSplitApproved, PartnerPaymentRefunded
from domains.scenes.queries.accrual import (
    AgreementSettlement,
    Reconciled,
    SettlementLine,
    find_agreement_settlements,
    list_agreement_settlements,
    list_settlement_lines,
    reconcile_agreements,
)
from domains.scenes.queries.agreement import Agreement, AgreementSplit, find_agreements, list_agreements, list_splits
from domains.scenes.rules.agreement import SplitState
from domains.scenes.service.accrual import Happening, accrue
from domains.scenes.service.agreement import (
    DecideSplitCommand,
    MakeAgreementCommand,
    ProposeSplitCommand,
    decide_split,
    expense_account_id,
    make_agreement,
    partner_balance_id,
    payable_account_id,
    propose_split,
)
from domains.scenes.service.settle_agreement import AgreementMonth, SettleAgreementCommand, settle_agreement
from domains.scenes.service.settlement_file import settlement_csv

__all__ = ["Agreement", "AgreementExists", "AgreementMonth", "AgreementMonthNotOver", "AgreementNotFound", "AgreementPartyNotFound", "AgreementSettled"]
__all__ += ["AgreementSettlement", "AgreementSplit", "AgreementSplitApproved", "AgreementSplitInPast", "AgreementSplitNotOpen", "AgreementSplitOverlaps"]
__all__ += ["AgreementSplitOwn", "AgreementSplitUneven", "DecideSplitCommand", "Happening", "MakeAgreementCommand", "PartnerPaymentRefunded"]
__all__ += ["ProposeSplitCommand", "Reconciled", "SettleAgreementCommand", "SettlementLine", "SplitState", "accrue", "decide_split", "expense_account_id"]
__all__ += ["find_agreement_settlements", "find_agreements", "list_agreement_settlements", "list_agreements", "list_settlement_lines", "list_splits"]
__all__ += ["make_agreement", "partner_balance_id", "payable_account_id", "propose_split", "reconcile_agreements", "settle_agreement", "settlement_csv"]

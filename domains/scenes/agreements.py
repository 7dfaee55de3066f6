"""Agreements with partners, the part of the scenes' public face that staff and partners' own queries use: `scenes.agreements`.

make_agreement, propose_split, decide_split, withdraw_split, settle_agreement; accrue for what happened
find_agreements, list_agreements, list_splits; find_agreement_settlements, list_settlement_pages_of_parties and of_agreements, list_line_pages;
reconcile_agreements; find_settlement_file"""

from domains.scenes.errors.agreement import (
    AgreementExists,
    AgreementMonthNotOver,
    AgreementNotFound,
    AgreementPartyNotFound,
    AgreementSceneNotFound,
    AgreementSplitEndsEarly,
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
    list_settlement_lines,
    reconcile_agreements,
)
from domains.scenes.queries.agreement import Agreement, AgreementSplit, find_agreements, list_agreements, list_splits
from domains.scenes.queries.agreement_pages import list_line_pages, list_settlement_pages_of_agreements, list_settlement_pages_of_parties, parties_of_clients
from domains.scenes.rules.agreement import SplitState
from domains.scenes.service.accrual import Happening, accrue
from domains.scenes.service.agreement import (
    DecideSplitCommand,
    MakeAgreementCommand,
    ProposeSplitCommand,
    WithdrawSplitCommand,
    decide_split,
    expense_account_id,
    make_agreement,
    partner_balance_id,
    payable_account_id,
    propose_split,
    withdraw_split,
)
from domains.scenes.service.settle_agreement import AgreementMonth, SettleAgreementCommand, settle_agreement
from domains.scenes.service.settlement_file import find_settlement_file, settlement_file

__all__ = ["Agreement", "AgreementExists", "AgreementMonth", "AgreementMonthNotOver", "AgreementNotFound", "AgreementPartyNotFound"]
__all__ += ["AgreementSceneNotFound", "AgreementSettled", "AgreementSettlement", "AgreementSplit", "AgreementSplitApproved", "AgreementSplitEndsEarly"]
__all__ += ["AgreementSplitInPast", "AgreementSplitNotOpen", "AgreementSplitOverlaps", "AgreementSplitOwn", "AgreementSplitUneven", "DecideSplitCommand"]
__all__ += ["Happening", "MakeAgreementCommand", "PartnerPaymentRefunded", "ProposeSplitCommand", "Reconciled", "SettleAgreementCommand", "SettlementLine"]
__all__ += ["SplitState", "WithdrawSplitCommand", "accrue", "decide_split", "expense_account_id", "find_agreement_settlements", "find_agreements"]
__all__ += ["find_settlement_file", "list_agreements", "list_line_pages", "list_settlement_lines"]
__all__ += ["list_settlement_pages_of_agreements", "list_settlement_pages_of_parties", "list_splits", "make_agreement", "parties_of_clients"]
__all__ += ["partner_balance_id", "payable_account_id", "propose_split", "reconcile_agreements", "settle_agreement", "settlement_file", "withdraw_split"]

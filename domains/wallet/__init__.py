"""The wallet: a customer's everyday money.

wallets     open_wallet, list_wallets, find_wallets, wallet_account_id
transfers   transfer, normal_note, find_notes, list_spending, TIER_LIMITS
statements  find_movements (pages of an account are the ledger's); for subscribers find_changed_wallets, find_changing_movements
top-ups     request_top_up, find_top_ups; for the channels settle_top_up, settlement, and the ports FundingChannels, FundingChannel, ChannelAnswer
promises    promise_transfer, accept_transfer, decline_transfer, call_back_transfer, find_promises, list_promises
orders      create_standing_order, pause_standing_order, resume_standing_order, stop_standing_order, find_standing_orders, list_standing_orders
payees      save_payee, remove_payee, list_payees. Receipts: find_receipts, verify_receipts, receipt_codes
withdrawals request_withdrawal, find_withdrawals; for the channels settle_withdrawal (settlement is one)
points      plan_points, plan_earn, plan_burn, plan_refund, write_points: inside a verb of the caller's; find_points, list_points_*, verify_points
red packets send_red_packet, grab_red_packet, open_red_packet, sweep_red_packets; red_packet_links; find_red_packets, find_linked_red_packets, find_shares,
            find_luckiest_places, list_sent_red_packets, list_received_shares, list_opened_shares
merchants   open_merchant, share_profit, open_shop, set_operator, make_static_code, withdraw_static_code, place_merchant_order, cancel_merchant_order
tills       pay, pay_together, enrol_payment_codes, charge_payment_code, refund_payment; the port FundingSources for what pays beside the wallet
settlement  settle_merchant, find_settlements; find_bill_file
risk        find_reviews, verify_risk; for staff publish_risk_rules, end_review, find_rule_set, list_held, list_risk_decisions
requests    request_money, pay_money_request, decline_money_request, cancel_money_request, remind_of_money_request;
            find_money_requests, list_money_requests, standing
split bills split_bill, cancel_split; find_splits, list_splits, list_requests_of_splits
insight     set_category, set_budget; search_lines, sum_by_category, sum_series, list_budgets. Faces of their own: bills, checkouts, judging, merchants
"""

from domains.wallet import bills, checkouts, closing, judging, merchants, pay_outs
from domains.wallet.accounts import (
    CHANNEL_PREFIX,
    MERCHANT,
    MERCHANT_BALANCE,
    PAY_OUT_PREFIX,
    WALLET,
    channel_account_id,
    collected_account_id,
    merchant_balance_id,
    merchant_fee_id,
    pay_out_account_id,
    wallet_account_id,
)
from domains.wallet.errors.codes import CodeMalformed, CodeNotFound, PaymentCodeRefused
from domains.wallet.errors.insight import LineNotFound
from domains.wallet.errors.merchants import (
    DayNotOver,
    FeeOutOfRange,
    LastOwner,
    MerchantNameMalformed,
    MerchantNotFound,
    OrderEnded,
    OrderExpiryOutOfRange,
    SharingMalformed,
)
from domains.wallet.errors.money_requests import (
    MoneyRequestEnded,
    MoneyRequestNotFound,
    ReminderTooSoon,
    SplitEnded,
    SplitNotFound,
    SplitPartiesWrong,
    SplitShareEmpty,
    SplitUnbalanced,
)
from domains.wallet.errors.payees import AliasTooLong, PayeeNotFound, TooManyPayees
from domains.wallet.errors.payments import (
    AmountNotOurs,
    AmountRequired,
    FundingChanged,
    FundingMismatch,
    FundingNotFound,
    PaymentDuplicated,
    PaymentNotFound,
    RefundTooLarge,
    TipRefused,
    TooManyPayments,
)
from domains.wallet.errors.points import NotEnoughPoints, PointsActNotFound, PointsRefundTooLarge
from domains.wallet.errors.promises import PromiseEnded, PromiseNotFound
from domains.wallet.errors.red_packets import (
    RedPacketEmpty,
    RedPacketExpired,
    RedPacketGroupTooLarge,
    RedPacketNotFound,
    RedPacketNotGrabbed,
    RedPacketPlacesWrong,
    RedPacketTooLarge,
    RedPacketTooSmall,
    RedPacketUneven,
)
from domains.wallet.errors.risk import HeldForReview, RefusedForSafety, ReviewEnded, ReviewNotFound, RiskRulesMalformed, RiskRulesOutdated
from domains.wallet.errors.standing_orders import EndsBeforeStart, StandingOrderEnded, StandingOrderNotFound, StartsInThePast, TooManyStandingOrders
from domains.wallet.errors.top_ups import ChannelNotFound, TopUpNotFound
from domains.wallet.errors.transfers import NoteTooLong, PinRequired, RecipientNotFound, TransferTooLarge, TransferToSelf
from domains.wallet.errors.withdrawals import WithdrawalNotFound
from domains.wallet.events.insight import BudgetReached, MovementCategoryChanged
from domains.wallet.events.merchants import MerchantOpened, MerchantOrderPlaced, MerchantSettled
from domains.wallet.events.payments import MerchantPaid, PaymentAsked, PaymentRefunded
from domains.wallet.events.risk import HeldTransferRefused, HeldTransferReleased, RiskRulesPublished, TransferHeld
from domains.wallet.events.top_ups import TopUpMismatched, TopUpPosted, TopUpRefused, TopUpRequested
from domains.wallet.ports import ChannelAnswer, ChannelState, Direction, Draw, Drawn, FundingChannel, FundingChannels, FundingSource, FundingSources
from domains.wallet.queries.accounts import find_changed_wallets, find_changing_movements, find_movements, find_wallets, list_wallets
from domains.wallet.queries.insight import Budget, Line, Search, Sums, list_budgets, sum_by_category, sum_series
from domains.wallet.queries.limits import SpendingWindow, list_spending
from domains.wallet.queries.line_search import search_lines
from domains.wallet.queries.merchant_orders import MerchantOrder, find_orders, list_orders
from domains.wallet.queries.merchant_pages import list_order_pages, list_payment_pages, list_settlement_pages, list_taking_pages
from domains.wallet.queries.merchants import Desk, Merchant, Operator, find_desks, find_merchants, list_desks, list_operators
from domains.wallet.queries.money_requests import MoneyRequest, find_money_requests, list_money_requests, list_requests_of_splits, standing
from domains.wallet.queries.notes import find_notes, insert_notes
from domains.wallet.queries.payees import Payee, list_payees
from domains.wallet.queries.payments import (
    Payment,
    SharePart,
    SourcePart,
    Taking,
    find_any_payments,
    find_payments,
    list_payments,
    list_shares,
    list_sources,
    list_takings,
)
from domains.wallet.queries.points import PointsBalance, PointsLot, find_points, list_points_history, list_points_lots, sum_expiring
from domains.wallet.queries.promises import Promise, find_promises, list_promises
from domains.wallet.queries.receipts import Receipt, find_receipts, receipt_codes, verify_receipts
from domains.wallet.queries.red_packet_pages import (
    RedPacketShare,
    find_linked_red_packets,
    find_luckiest_places,
    find_red_packets,
    find_shares,
    list_opened_shares,
    list_received_shares,
    list_sent_red_packets,
    red_packet_links,
)
from domains.wallet.queries.red_packets import RedPacket
from domains.wallet.queries.refunds import Refund, list_refunds
from domains.wallet.queries.risk import Review, RiskDecision, RuleSet, find_reviews, find_rule_set, list_held, list_risk_decisions
from domains.wallet.queries.scanning import ScannedCode, find_visible_orders, scan_codes
from domains.wallet.queries.settlements import Settlement, find_settlements, list_settlements
from domains.wallet.queries.splits import Split, find_splits, list_splits
from domains.wallet.queries.standing_orders import StandingOrder, find_standing_orders, list_standing_orders
from domains.wallet.queries.tills import Shop, StaticCode, Till, find_operated_tills, find_shops, find_tills, list_shops, list_static_codes
from domains.wallet.queries.top_ups import TopUp, find_top_ups
from domains.wallet.queries.withdrawals import Withdrawal, find_withdrawals
from domains.wallet.rules.insight import WORDS_MOST, Category
from domains.wallet.rules.merchants import FEE_MOST_BPS, Role, Terms, order_code_text, read_merchant_code, static_code_text
from domains.wallet.rules.money_requests import BillItem, MoneyRequestState, SplitMethod, SplitState
from domains.wallet.rules.payment_codes import consumer_presented
from domains.wallet.rules.payments import Funding, Method
from domains.wallet.rules.points import BurnPoints, EarnPoints, PointsAsk, RestorePoints, TakeBackPoints
from domains.wallet.rules.promises import PromiseKind, PromiseState
from domains.wallet.rules.red_packets import MEMBERS_MAX, PLACES_MAX, Audience, RedPacketKind, RedPacketState
from domains.wallet.rules.risk import RiskConditions, RiskOutcome, RiskRule
from domains.wallet.rules.scenes import Scene
from domains.wallet.rules.standing_orders import Rhythm, StandingOrderState
from domains.wallet.rules.top_ups import TOP_UP_MOST_YUAN, TopUpState
from domains.wallet.rules.transfers import NOTE_MAX_CHARACTERS, TIER_LIMITS, TierLimits, check_pin, check_proof, limit_of, limits_of, normal_note
from domains.wallet.rules.withdrawals import WithdrawalState
from domains.wallet.service.bill_file import find_bill_file
from domains.wallet.service.channel_saga import OrderSettled, SettleCommand, settlement
from domains.wallet.service.development import Filled, FillForDevelopmentCommand, fill_for_development
from domains.wallet.service.funding import WalletSource
from domains.wallet.service.grab_red_packet import GrabbedPlace, GrabRedPacketCommand, grab_red_packet
from domains.wallet.service.insight import BudgetSet, CategorySet, SetBudgetCommand, SetCategoryCommand, set_budget, set_category
from domains.wallet.service.keep_promises import DecideOnPromiseCommand, accept_transfer, call_back_transfer, decline_transfer
from domains.wallet.service.merchant_orders import (
    CancelOrderCommand,
    OrderCancelled,
    OrderPlaced,
    PlaceOrderCommand,
    cancel_merchant_order,
    place_merchant_order,
)
from domains.wallet.service.merchants import (
    CodeMade,
    CodeWithdrawn,
    MakeCodeCommand,
    MerchantMade,
    OpenMerchantCommand,
    OpenShopCommand,
    OperatorSet,
    ProfitShared,
    SetOperatorCommand,
    ShareProfitCommand,
    ShopOpened,
    WithdrawCodeCommand,
    make_static_code,
    open_merchant,
    open_shop,
    set_operator,
    share_profit,
    withdraw_static_code,
)
from domains.wallet.service.money_requests import (
    EndMoneyRequestCommand,
    PaidRequest,
    PayMoneyRequestCommand,
    RequestMoneyCommand,
    cancel_money_request,
    decline_money_request,
    pay_money_request,
    remind_of_money_request,
    request_money,
)
from domains.wallet.service.open import OpenWalletCommand, WalletOpened, open_wallet, open_wallets
from domains.wallet.service.open_red_packet import OpenedShare, OpenRedPacketCommand, open_red_packet
from domains.wallet.service.pay import PaidTogether, PayCommand, PayTogetherCommand, Purchase, pay, pay_together
from domains.wallet.service.payees import RemovePayeeCommand, SavePayeeCommand, remove_payee, save_payee
from domains.wallet.service.payment_codes import (
    ChargeCodeCommand,
    CodeCharged,
    CodesEnrolled,
    EnrolCodesCommand,
    ShownCode,
    charge_payment_code,
    code_key,
    enrol_payment_codes,
    list_shown_codes,
)
from domains.wallet.service.points import (
    ExpirePointsCommand,
    PointsPlan,
    PointsSwept,
    expire_points,
    plan_burn,
    plan_earn,
    plan_points,
    plan_refund,
    write_points,
)
from domains.wallet.service.promise import PromiseTransferCommand, promise_transfer
from domains.wallet.service.refund import RefundCommand, refund_payment
from domains.wallet.service.review import EndReviewCommand, PublishRiskRulesCommand, ReviewDecided, RulesPublished, end_review, publish_risk_rules
from domains.wallet.service.send_red_packet import SendRedPacketCommand, send_red_packet
from domains.wallet.service.settle import SettleMerchantCommand, settle_merchant
from domains.wallet.service.splits import CancelSplitCommand, SplitBillCommand, cancel_split, split_bill
from domains.wallet.service.standing_orders import (
    CreateStandingOrderCommand,
    DecideOnStandingOrderCommand,
    create_standing_order,
    pause_standing_order,
    resume_standing_order,
    stop_standing_order,
)
from domains.wallet.service.till import Confirmed, Item, Paid, payment_id_of, take_payments
from domains.wallet.service.top_up import RequestTopUpCommand, request_top_up, settle_top_up
from domains.wallet.service.transfer import TransferCommand, Transferred, transfer
from domains.wallet.service.verify_points import PointsReport, verify_points
from domains.wallet.service.verify_risk import verify_risk
from domains.wallet.service.withdraw import RequestWithdrawalCommand, request_withdrawal, settle_withdrawal

__all__ = ["CHANNEL_PREFIX", "FEE_MOST_BPS", "MEMBERS_MAX", "MERCHANT", "MERCHANT_BALANCE", "NOTE_MAX_CHARACTERS", "PAY_OUT_PREFIX", "PLACES_MAX"]
__all__ += ["TIER_LIMITS", "TOP_UP_MOST_YUAN", "WALLET", "WORDS_MOST", "AliasTooLong", "AmountNotOurs", "AmountRequired", "Audience", "BillItem", "Budget"]
__all__ += ["BudgetReached", "BudgetSet", "BurnPoints", "CancelOrderCommand", "CancelSplitCommand", "Category", "CategorySet", "ChannelAnswer"]
__all__ += ["ChannelNotFound", "ChannelState", "ChargeCodeCommand", "CodeCharged", "CodeMade", "CodeMalformed", "CodeNotFound", "CodeWithdrawn"]
__all__ += ["CodesEnrolled", "Confirmed", "CreateStandingOrderCommand", "DayNotOver", "DecideOnPromiseCommand", "DecideOnStandingOrderCommand", "Desk"]
__all__ += ["Direction", "Draw", "Drawn", "EarnPoints", "EndMoneyRequestCommand", "EndReviewCommand", "EndsBeforeStart", "EnrolCodesCommand"]
__all__ += ["ExpirePointsCommand", "FeeOutOfRange", "FillForDevelopmentCommand", "Filled", "Funding", "FundingChannel", "FundingChannels", "FundingMismatch"]
__all__ += ["FundingNotFound", "FundingSource", "FundingSources", "GrabRedPacketCommand", "GrabbedPlace", "HeldForReview", "HeldTransferRefused"]
__all__ += ["FundingChanged"]
__all__ += ["HeldTransferReleased", "Item", "LastOwner", "Line", "LineNotFound", "MakeCodeCommand", "Merchant", "MerchantMade", "MerchantNameMalformed"]
__all__ += ["MerchantNotFound", "MerchantOpened", "MerchantOrder", "MerchantOrderPlaced", "MerchantPaid", "MerchantSettled", "Method", "MoneyRequest"]
__all__ += ["MoneyRequestEnded", "MoneyRequestNotFound", "MoneyRequestState", "MovementCategoryChanged", "NotEnoughPoints", "NoteTooLong"]
__all__ += ["OpenMerchantCommand", "OpenRedPacketCommand", "OpenShopCommand", "OpenWalletCommand", "OpenedShare", "Operator", "OperatorSet", "OrderCancelled"]
__all__ += ["OrderEnded", "OrderExpiryOutOfRange", "OrderPlaced", "OrderSettled", "Paid", "PaidRequest", "PaidTogether", "PayCommand", "PayMoneyRequestCommand"]
__all__ += ["PayTogetherCommand", "Payee", "PayeeNotFound", "Payment", "PaymentAsked", "PaymentCodeRefused", "PaymentDuplicated", "PaymentNotFound"]
__all__ += ["PaymentRefunded", "PinRequired", "PlaceOrderCommand", "PointsActNotFound", "PointsAsk", "PointsBalance", "PointsLot", "PointsPlan"]
__all__ += ["PointsRefundTooLarge", "PointsReport", "PointsSwept", "ProfitShared", "Promise", "PromiseEnded", "PromiseKind", "PromiseNotFound"]
__all__ += ["PromiseState", "PromiseTransferCommand", "PublishRiskRulesCommand", "Purchase", "Receipt", "RecipientNotFound", "RedPacket", "RedPacketEmpty"]
__all__ += ["RedPacketExpired", "RedPacketGroupTooLarge", "RedPacketKind", "RedPacketNotFound", "RedPacketNotGrabbed", "RedPacketPlacesWrong"]
__all__ += ["RedPacketShare", "RedPacketState", "RedPacketTooLarge", "RedPacketTooSmall", "RedPacketUneven", "Refund", "RefundCommand", "RefundTooLarge"]
__all__ += ["RefusedForSafety", "ReminderTooSoon", "RemovePayeeCommand", "RequestMoneyCommand", "RequestTopUpCommand", "RequestWithdrawalCommand"]
__all__ += ["RestorePoints", "Review", "ReviewDecided", "ReviewEnded", "ReviewNotFound", "Rhythm", "RiskConditions", "RiskDecision", "RiskOutcome"]
__all__ += ["RiskRule", "RiskRulesMalformed", "RiskRulesOutdated", "RiskRulesPublished", "Role", "RuleSet", "RulesPublished", "SavePayeeCommand"]
__all__ += ["ScannedCode", "Search", "SendRedPacketCommand", "SetBudgetCommand", "SetCategoryCommand", "SetOperatorCommand", "SettleMerchantCommand"]
__all__ += ["Scene", "SettleCommand", "Settlement", "SharePart", "ShareProfitCommand", "SharingMalformed", "Shop", "ShopOpened", "ShownCode", "SourcePart"]
__all__ += ["SpendingWindow", "Split", "SplitBillCommand", "SplitEnded", "SplitMethod", "SplitNotFound", "SplitPartiesWrong", "SplitShareEmpty", "SplitState"]
__all__ += ["SplitUnbalanced", "StandingOrder", "StandingOrderEnded", "StandingOrderNotFound", "StandingOrderState", "StartsInThePast", "StaticCode", "Sums"]
__all__ += ["TakeBackPoints", "Taking", "Terms", "TierLimits", "Till", "TipRefused", "TooManyPayees", "TooManyPayments", "TooManyStandingOrders", "TopUp"]
__all__ += ["TopUpMismatched", "TopUpNotFound", "TopUpPosted", "TopUpRefused", "TopUpRequested", "TopUpState", "TransferCommand"]
__all__ += ["TransferHeld", "TransferToSelf", "TransferTooLarge", "Transferred", "WalletOpened", "WalletSource", "WithdrawCodeCommand", "Withdrawal"]
__all__ += ["WithdrawalNotFound", "bills", "check_pin", "check_proof", "checkouts", "consumer_presented", "limits_of", "payment_id_of", "sum_expiring"]
__all__ += ["WithdrawalState", "accept_transfer", "call_back_transfer", "cancel_merchant_order", "cancel_money_request", "cancel_split", "channel_account_id"]
__all__ += ["charge_payment_code", "code_key", "collected_account_id", "create_standing_order", "decline_money_request", "decline_transfer", "end_review"]
__all__ += ["enrol_payment_codes", "expire_points", "fill_for_development", "find_any_payments", "find_bill_file", "find_changed_wallets", "merchants"]
__all__ += ["find_changing_movements", "find_desks", "find_linked_red_packets", "find_luckiest_places", "find_merchants", "find_money_requests"]
__all__ += ["find_movements", "find_notes", "find_operated_tills", "find_orders", "find_payments", "find_points", "find_promises", "find_receipts"]
__all__ += ["find_red_packets", "find_reviews", "find_rule_set", "find_settlements", "find_shares", "find_shops", "find_splits", "find_standing_orders"]
__all__ += ["find_tills", "find_top_ups", "find_visible_orders", "find_wallets", "find_withdrawals", "grab_red_packet", "insert_notes", "limit_of"]
__all__ += ["list_budgets", "list_desks", "list_held", "list_money_requests", "list_opened_shares", "list_operators", "list_order_pages", "list_orders"]
__all__ += ["list_payees", "list_payment_pages", "list_payments", "list_points_history", "list_points_lots", "list_promises", "list_received_shares"]
__all__ += ["list_refunds", "list_requests_of_splits", "list_risk_decisions", "list_sent_red_packets", "list_settlement_pages", "list_settlements"]
__all__ += ["list_shares", "list_shops", "list_shown_codes", "list_sources", "list_spending", "list_splits", "list_standing_orders", "list_static_codes"]
__all__ += ["list_taking_pages", "list_takings", "list_wallets", "make_static_code", "merchant_balance_id", "merchant_fee_id", "normal_note", "open_merchant"]
__all__ += ["open_red_packet", "open_shop", "open_wallet", "open_wallets", "order_code_text", "pause_standing_order", "pay", "pay_money_request"]
__all__ += ["pay_out_account_id", "pay_outs", "pay_together", "place_merchant_order", "plan_burn", "plan_earn", "plan_points", "plan_refund"]
__all__ += ["promise_transfer", "publish_risk_rules", "read_merchant_code", "receipt_codes", "red_packet_links", "refund_payment", "remind_of_money_request"]
__all__ += ["remove_payee", "request_money", "request_top_up", "request_withdrawal", "resume_standing_order", "save_payee", "scan_codes", "search_lines"]
__all__ += ["send_red_packet", "set_budget", "set_category", "set_operator", "settle_merchant", "settle_top_up", "settle_withdrawal", "settlement"]
__all__ += ["closing", "judging", "share_profit", "split_bill", "standing", "static_code_text", "stop_standing_order", "sum_by_category", "sum_series"]
__all__ += ["take_payments", "transfer", "verify_points", "verify_receipts", "verify_risk", "wallet_account_id", "withdraw_static_code", "write_points"]

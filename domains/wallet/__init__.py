"""The wallet: a customer's everyday money.

wallets     open_wallet, list_wallets, find_wallets, wallet_account_id
transfers   transfer, normal_note, find_notes, list_spending, TIER_LIMITS
seeds       open_wallets, insert_notes: inside a verb of the caller's
statements  find_movements (pages of an account are the ledger's); for subscribers find_changed_wallets, find_changing_movements
top-ups     request_top_up, find_top_ups; for the channels settle_top_up, settlement, and the ports FundingChannels, FundingChannel, ChannelAnswer
withdrawals request_withdrawal, find_withdrawals; for the channels settle_withdrawal, pay_out_settlement
points      plan_points, plan_earn, plan_burn, plan_refund, write_points: inside a verb of the caller's; find_points, sum_expiring, list_points_lots,
            list_points_history, verify_points
red packets send_red_packet, grab_red_packet, open_red_packet, sweep_red_packets; red_packet_links; find_red_packets, find_linked_red_packets, find_shares,
            find_luckiest_places, list_sent_red_packets, list_received_shares, list_opened_shares
merchants   open_merchant, share_profit, open_shop, set_operator, make_static_code, withdraw_static_code, place_merchant_order, cancel_merchant_order
tills       pay, pay_together, enrol_payment_codes, charge_payment_code, refund_payment; the port FundingSources for what pays beside the wallet
settlement  settle_merchant, find_settlements; find_bill_file
risk        find_reviews, verify_risk; for staff publish_risk_rules, end_review, find_rule_set, list_held, list_risk_decisions
development fill_for_development
"""

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
from domains.wallet.errors.payments import (
    AmountNotOurs,
    AmountRequired,
    FundingMismatch,
    FundingNotFound,
    PaymentDuplicated,
    PaymentNotFound,
    RefundTooLarge,
    TipRefused,
    TooManyPayments,
)
from domains.wallet.errors.points import NotEnoughPoints, PointsActNotFound, PointsRefundTooLarge
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
from domains.wallet.errors.top_ups import ChannelNotFound, TopUpNotFound
from domains.wallet.errors.transfers import NoteTooLong, PinRequired, RecipientNotFound, TransferTooLarge, TransferToSelf
from domains.wallet.errors.withdrawals import WithdrawalNotFound
from domains.wallet.events.merchants import MerchantOpened, MerchantOrderPlaced, MerchantSettled
from domains.wallet.events.payments import MerchantPaid, PaymentAsked, PaymentRefunded
from domains.wallet.events.red_packets import RedPacketGrabbed, RedPacketLeftUnreturned, RedPacketOpened, RedPacketReturned, RedPacketSent
from domains.wallet.events.risk import HeldTransferRefused, HeldTransferReleased, RiskRulesPublished, TransferHeld
from domains.wallet.events.top_ups import TopUpMismatched, TopUpPosted, TopUpRefused, TopUpRequested
from domains.wallet.events.withdrawals import WithdrawalMismatched, WithdrawalPosted, WithdrawalRequested, WithdrawalReturned
from domains.wallet.ports import ChannelAnswer, ChannelState, Direction, Draw, Drawn, FundingChannel, FundingChannels, FundingSource, FundingSources
from domains.wallet.queries.accounts import find_changed_wallets, find_changing_movements, find_movements, find_wallets, list_wallets
from domains.wallet.queries.limits import SpendingWindow, list_spending
from domains.wallet.queries.merchant_orders import MerchantOrder, find_orders, list_orders
from domains.wallet.queries.merchant_pages import list_order_pages, list_payment_pages, list_settlement_pages, list_taking_pages
from domains.wallet.queries.merchants import Desk, Merchant, Operator, find_desks, find_merchants, list_desks, list_operators
from domains.wallet.queries.notes import find_notes, insert_notes
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
from domains.wallet.queries.tills import Shop, StaticCode, Till, find_operated_tills, find_shops, find_tills, list_shops, list_static_codes
from domains.wallet.queries.top_ups import TopUp, find_top_ups
from domains.wallet.queries.withdrawals import Withdrawal, find_withdrawals
from domains.wallet.rules.merchants import FEE_MOST_BPS, Role, Terms, order_code_text, read_merchant_code, static_code_text
from domains.wallet.rules.payments import Funding, Method
from domains.wallet.rules.points import BurnPoints, EarnPoints, PointsAsk, RestorePoints, TakeBackPoints
from domains.wallet.rules.red_packets import MEMBERS_MAX, PLACES_MAX, Audience, RedPacketKind, RedPacketState
from domains.wallet.rules.risk import RiskConditions, RiskOutcome, RiskRule
from domains.wallet.rules.top_ups import TOP_UP_MOST_YUAN, TopUpState
from domains.wallet.rules.transfers import NOTE_MAX_CHARACTERS, TIER_LIMITS, TierLimits, limit_of, normal_note
from domains.wallet.rules.withdrawals import WithdrawalState
from domains.wallet.service.bill_file import find_bill_file
from domains.wallet.service.development import Filled, FillForDevelopmentCommand, fill_for_development
from domains.wallet.service.funding import WalletSource
from domains.wallet.service.grab_red_packet import GrabbedPlace, GrabRedPacketCommand, grab_red_packet
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
from domains.wallet.service.open import OpenWalletCommand, WalletOpened, open_wallet, open_wallets
from domains.wallet.service.open_red_packet import OpenedShare, OpenRedPacketCommand, open_red_packet
from domains.wallet.service.pay import PaidTogether, PayCommand, PayTogetherCommand, Purchase, pay, pay_together
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
from domains.wallet.service.refund import RefundCommand, refund_payment
from domains.wallet.service.return_red_packets import RedPacketsSwept, SweepRedPacketsCommand, sweep_red_packets
from domains.wallet.service.review import EndReviewCommand, PublishRiskRulesCommand, ReviewDecided, RulesPublished, end_review, publish_risk_rules
from domains.wallet.service.send_red_packet import SendRedPacketCommand, send_red_packet
from domains.wallet.service.settle import SettleMerchantCommand, settle_merchant
from domains.wallet.service.till import Confirmed, Item, Paid, take_payments
from domains.wallet.service.top_up import RequestTopUpCommand, SettleTopUpCommand, TopUpSettled, request_top_up, settle_top_up, settlement
from domains.wallet.service.transfer import TransferCommand, Transferred, transfer
from domains.wallet.service.verify_points import PointsReport, verify_points
from domains.wallet.service.verify_risk import verify_risk
from domains.wallet.service.withdraw import RequestWithdrawalCommand, WithdrawalSettled, pay_out_settlement, request_withdrawal, settle_withdrawal

__all__ = ["CHANNEL_PREFIX", "AmountNotOurs", "AmountRequired", "Audience", "BurnPoints", "CancelOrderCommand", "ChannelAnswer", "ChannelNotFound"]
__all__ += ["ChannelState", "ChargeCodeCommand", "CodeCharged", "CodeMade", "CodeMalformed", "CodeNotFound", "CodeWithdrawn", "CodesEnrolled", "Confirmed"]
__all__ += ["FEE_MOST_BPS", "DayNotOver", "Desk", "Direction", "Draw", "Drawn", "EarnPoints", "EnrolCodesCommand", "ExpirePointsCommand", "FeeOutOfRange"]
__all__ += ["FillForDevelopmentCommand", "Filled", "Funding", "FundingChannel", "FundingChannels", "FundingMismatch", "FundingNotFound", "FundingSource"]
__all__ += ["MEMBERS_MAX", "MERCHANT", "MERCHANT_BALANCE", "FundingSources", "GrabRedPacketCommand", "GrabbedPlace", "Item", "LastOwner", "MakeCodeCommand"]
__all__ += ["Merchant", "MerchantMade", "MerchantNameMalformed", "MerchantNotFound", "MerchantOpened", "MerchantOrder", "MerchantOrderPlaced", "MerchantPaid"]
__all__ += ["NOTE_MAX_CHARACTERS", "MerchantSettled", "Method", "NotEnoughPoints", "NoteTooLong", "OpenMerchantCommand", "OpenRedPacketCommand"]
__all__ += ["OpenShopCommand", "OpenWalletCommand", "OpenedShare", "Operator", "OperatorSet", "OrderCancelled", "OrderEnded", "OrderExpiryOutOfRange"]
__all__ += ["PAY_OUT_PREFIX", "PLACES_MAX", "OrderPlaced", "Paid", "PaidTogether", "PayCommand", "PayTogetherCommand", "Payment", "PaymentAsked"]
__all__ += ["PaymentCodeRefused", "PaymentDuplicated", "PaymentNotFound", "PaymentRefunded", "PinRequired", "PlaceOrderCommand", "PointsActNotFound"]
__all__ += ["PointsAsk", "PointsBalance", "PointsLot", "PointsPlan", "PointsRefundTooLarge", "PointsReport", "PointsSwept", "ProfitShared", "Purchase"]
__all__ += ["RecipientNotFound", "RedPacket", "RedPacketEmpty", "RedPacketExpired", "RedPacketGrabbed", "RedPacketGroupTooLarge", "RedPacketKind"]
__all__ += ["RedPacketLeftUnreturned", "RedPacketNotFound", "RedPacketNotGrabbed", "RedPacketOpened", "RedPacketPlacesWrong", "RedPacketReturned"]
__all__ += ["RedPacketSent", "RedPacketShare", "RedPacketState", "RedPacketTooLarge", "RedPacketTooSmall", "RedPacketUneven", "RedPacketsSwept", "Refund"]
__all__ += ["RefundCommand", "RefundTooLarge", "RequestTopUpCommand", "RequestWithdrawalCommand", "RestorePoints", "Role", "ScannedCode"]
__all__ += ["SendRedPacketCommand", "SetOperatorCommand", "SettleMerchantCommand", "SettleTopUpCommand", "Settlement", "SharePart", "ShareProfitCommand"]
__all__ += ["TIER_LIMITS", "SharingMalformed", "Shop", "ShopOpened", "ShownCode", "SourcePart", "SpendingWindow", "StaticCode", "SweepRedPacketsCommand"]
__all__ += ["TOP_UP_MOST_YUAN", "TakeBackPoints", "Taking", "Terms", "TierLimits", "Till", "TipRefused", "TooManyPayments", "TopUp", "TopUpMismatched"]
__all__ += ["TopUpNotFound", "TopUpPosted", "TopUpRefused", "TopUpRequested", "TopUpSettled", "TopUpState", "TransferCommand", "TransferToSelf"]
__all__ += ["WALLET", "TransferTooLarge", "Transferred", "WalletOpened", "WalletSource", "WithdrawCodeCommand", "Withdrawal", "WithdrawalMismatched"]
__all__ += ["WithdrawalNotFound", "WithdrawalPosted", "WithdrawalRequested", "WithdrawalReturned", "WithdrawalSettled", "WithdrawalState"]
__all__ += ["cancel_merchant_order", "channel_account_id", "charge_payment_code", "code_key", "collected_account_id", "enrol_payment_codes", "expire_points"]
__all__ += ["fill_for_development", "find_any_payments", "find_bill_file", "find_changed_wallets", "find_changing_movements", "find_desks"]
__all__ += ["find_linked_red_packets", "find_luckiest_places", "find_merchants", "find_movements", "find_notes", "find_operated_tills", "find_orders"]
__all__ += ["find_payments", "find_points", "find_red_packets", "find_settlements", "find_shares", "find_shops", "find_tills", "find_top_ups"]
__all__ += ["find_visible_orders", "find_wallets", "find_withdrawals", "grab_red_packet", "insert_notes", "limit_of", "list_desks", "list_opened_shares"]
__all__ += ["list_operators", "list_order_pages", "list_orders", "list_payment_pages", "list_payments", "list_points_history", "list_points_lots"]
__all__ += ["list_received_shares", "list_refunds", "list_sent_red_packets", "list_settlement_pages", "list_settlements", "list_shares", "list_shops"]
__all__ += ["list_shown_codes", "list_sources", "list_spending", "list_static_codes", "list_taking_pages", "list_takings", "list_wallets", "make_static_code"]
__all__ += ["merchant_balance_id", "merchant_fee_id", "normal_note", "open_merchant", "open_red_packet", "open_shop", "open_wallet", "open_wallets"]
__all__ += ["order_code_text", "pay", "pay_out_account_id", "pay_out_settlement", "pay_together", "place_merchant_order", "plan_burn", "plan_earn"]
__all__ += ["plan_points", "plan_refund", "read_merchant_code", "red_packet_links", "refund_payment", "request_top_up", "request_withdrawal", "scan_codes"]
__all__ += ["send_red_packet", "set_operator", "settle_merchant", "settle_top_up", "settle_withdrawal", "settlement", "share_profit", "static_code_text"]
__all__ += ["sum_expiring", "sweep_red_packets", "take_payments", "transfer", "verify_points", "wallet_account_id", "withdraw_static_code", "write_points"]
__all__ += ["EndReviewCommand", "HeldForReview", "HeldTransferRefused", "HeldTransferReleased", "PublishRiskRulesCommand", "RefusedForSafety", "Review"]
__all__ += ["ReviewDecided", "ReviewEnded", "ReviewNotFound", "RiskConditions", "RiskDecision", "RiskOutcome", "RiskRule", "RiskRulesMalformed"]
__all__ += ["RiskRulesOutdated", "RiskRulesPublished", "RuleSet", "RulesPublished", "TransferHeld", "end_review", "find_reviews", "find_rule_set"]
__all__ += ["list_held", "list_risk_decisions", "publish_risk_rules", "verify_risk"]

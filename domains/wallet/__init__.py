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
development fill_for_development
"""

from domains.wallet.accounts import CHANNEL_PREFIX, PAY_OUT_PREFIX, WALLET, channel_account_id, pay_out_account_id, wallet_account_id
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
from domains.wallet.errors.top_ups import ChannelNotFound, TopUpNotFound
from domains.wallet.errors.transfers import NoteTooLong, PinRequired, RecipientNotFound, TransferTooLarge, TransferToSelf
from domains.wallet.errors.withdrawals import WithdrawalNotFound
from domains.wallet.events.red_packets import RedPacketGrabbed, RedPacketLeftUnreturned, RedPacketOpened, RedPacketReturned, RedPacketSent
from domains.wallet.events.top_ups import TopUpMismatched, TopUpPosted, TopUpRefused, TopUpRequested
from domains.wallet.events.withdrawals import WithdrawalMismatched, WithdrawalPosted, WithdrawalRequested, WithdrawalReturned
from domains.wallet.ports import ChannelAnswer, ChannelState, Direction, FundingChannel, FundingChannels
from domains.wallet.queries.accounts import find_changed_wallets, find_changing_movements, find_movements, find_wallets, list_wallets
from domains.wallet.queries.limits import SpendingWindow, list_spending
from domains.wallet.queries.notes import find_notes, insert_notes
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
from domains.wallet.queries.top_ups import TopUp, find_top_ups
from domains.wallet.queries.withdrawals import Withdrawal, find_withdrawals
from domains.wallet.rules.points import BurnPoints, EarnPoints, PointsAsk, RestorePoints, TakeBackPoints
from domains.wallet.rules.red_packets import MEMBERS_MAX, PLACES_MAX, Audience, RedPacketKind, RedPacketState
from domains.wallet.rules.top_ups import TOP_UP_MOST_YUAN, TopUpState
from domains.wallet.rules.transfers import NOTE_MAX_CHARACTERS, TIER_LIMITS, TierLimits, limit_of, normal_note
from domains.wallet.rules.withdrawals import WithdrawalState
from domains.wallet.service.development import Filled, FillForDevelopmentCommand, fill_for_development
from domains.wallet.service.grab_red_packet import GrabbedPlace, GrabRedPacketCommand, grab_red_packet
from domains.wallet.service.open import OpenWalletCommand, WalletOpened, open_wallet, open_wallets
from domains.wallet.service.open_red_packet import OpenedShare, OpenRedPacketCommand, open_red_packet
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
from domains.wallet.service.return_red_packets import RedPacketsSwept, SweepRedPacketsCommand, sweep_red_packets
from domains.wallet.service.send_red_packet import SendRedPacketCommand, send_red_packet
from domains.wallet.service.top_up import RequestTopUpCommand, SettleTopUpCommand, TopUpSettled, request_top_up, settle_top_up, settlement
from domains.wallet.service.transfer import TransferCommand, Transferred, transfer
from domains.wallet.service.verify_points import PointsReport, verify_points
from domains.wallet.service.withdraw import RequestWithdrawalCommand, WithdrawalSettled, pay_out_settlement, request_withdrawal, settle_withdrawal

__all__ = [
    "CHANNEL_PREFIX",
    "MEMBERS_MAX",
    "NOTE_MAX_CHARACTERS",
    "PAY_OUT_PREFIX",
    "PLACES_MAX",
    "TIER_LIMITS",
    "TOP_UP_MOST_YUAN",
    "WALLET",
    "Audience",
    "BurnPoints",
    "ChannelAnswer",
    "ChannelNotFound",
    "ChannelState",
    "Direction",
    "EarnPoints",
    "ExpirePointsCommand",
    "FillForDevelopmentCommand",
    "Filled",
    "FundingChannel",
    "FundingChannels",
    "GrabRedPacketCommand",
    "GrabbedPlace",
    "NotEnoughPoints",
    "NoteTooLong",
    "OpenRedPacketCommand",
    "OpenWalletCommand",
    "OpenedShare",
    "PinRequired",
    "PointsActNotFound",
    "PointsAsk",
    "PointsBalance",
    "PointsLot",
    "PointsPlan",
    "PointsRefundTooLarge",
    "PointsReport",
    "PointsSwept",
    "RecipientNotFound",
    "RedPacket",
    "RedPacketEmpty",
    "RedPacketExpired",
    "RedPacketGrabbed",
    "RedPacketGroupTooLarge",
    "RedPacketKind",
    "RedPacketLeftUnreturned",
    "RedPacketNotFound",
    "RedPacketNotGrabbed",
    "RedPacketOpened",
    "RedPacketPlacesWrong",
    "RedPacketReturned",
    "RedPacketSent",
    "RedPacketShare",
    "RedPacketState",
    "RedPacketTooLarge",
    "RedPacketTooSmall",
    "RedPacketUneven",
    "RedPacketsSwept",
    "RequestTopUpCommand",
    "RequestWithdrawalCommand",
    "RestorePoints",
    "SendRedPacketCommand",
    "SettleTopUpCommand",
    "SpendingWindow",
    "SweepRedPacketsCommand",
    "TakeBackPoints",
    "TierLimits",
    "TopUp",
    "TopUpMismatched",
    "TopUpNotFound",
    "TopUpPosted",
    "TopUpRefused",
    "TopUpRequested",
    "TopUpSettled",
    "TopUpState",
    "TransferCommand",
    "TransferToSelf",
    "TransferTooLarge",
    "Transferred",
    "WalletOpened",
    "Withdrawal",
    "WithdrawalMismatched",
    "WithdrawalNotFound",
    "WithdrawalPosted",
    "WithdrawalRequested",
    "WithdrawalReturned",
    "WithdrawalSettled",
    "WithdrawalState",
    "channel_account_id",
    "expire_points",
    "fill_for_development",
    "find_changed_wallets",
    "find_changing_movements",
    "find_linked_red_packets",
    "find_luckiest_places",
    "find_movements",
    "find_notes",
    "find_points",
    "find_red_packets",
    "find_shares",
    "find_top_ups",
    "find_wallets",
    "find_withdrawals",
    "grab_red_packet",
    "insert_notes",
    "limit_of",
    "list_opened_shares",
    "list_points_history",
    "list_points_lots",
    "list_received_shares",
    "list_sent_red_packets",
    "list_spending",
    "list_wallets",
    "normal_note",
    "open_red_packet",
    "open_wallet",
    "open_wallets",
    "pay_out_account_id",
    "pay_out_settlement",
    "plan_burn",
    "plan_earn",
    "plan_points",
    "plan_refund",
    "red_packet_links",
    "request_top_up",
    "request_withdrawal",
    "send_red_packet",
    "settle_top_up",
    "settle_withdrawal",
    "settlement",
    "sum_expiring",
    "sweep_red_packets",
    "transfer",
    "verify_points",
    "wallet_account_id",
    "write_points",
]

"""The wallet's steps that run later, a file for each thing. Importing this registers them."""

from domains.wallet.jobs import (
    channel_health,
    insight,
    merchants,
    money_requests,
    points,
    promises,
    reconciliation,
    red_packets,
    settlements,
    standing_orders,
    top_ups,
    withdrawals,
)

__all__ = [
    "channel_health",
    "insight",
    "merchants",
    "money_requests",
    "points",
    "promises",
    "reconciliation",
    "red_packets",
    "settlements",
    "standing_orders",
    "top_ups",
    "withdrawals",
]

"""The wallet's own tables, a file for each thing. Money itself is in the ledger."""

from domains.wallet.models import (
    insight,
    merchants,
    money_requests,
    notes,
    payees,
    payments,
    points,
    promises,
    reconciliation,
    red_packets,
    risk,
    standing_orders,
    top_ups,
    withdrawals,
)

__all__ = [
    "insight",
    "merchants",
    "money_requests",
    "notes",
    "payees",
    "payments",
    "points",
    "promises",
    "reconciliation",
    "red_packets",
    "risk",
    "standing_orders",
    "top_ups",
    "withdrawals",
]

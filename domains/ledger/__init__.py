"""The ledger: accounts, movements and balances of every asset. Everything of value that moves in the house moves through `post`."""

from domains.ledger.errors import (
    AccountClosed,
    AccountFrozen,
    AccountNotFound,
    AlreadyReversed,
    InsufficientFunds,
    LimitExceeded,
    MovementNotFound,
    SameAccount,
)
from domains.ledger.events import AccountStateChanged, MovementPosted
from domains.ledger.queries import (
    Account,
    Entry,
    Movement,
    NewAccount,
    balances_at,
    find_accounts,
    find_entries,
    find_movements,
    list_accounts,
    list_entries,
    open_accounts,
)
from domains.ledger.rules import CREDIT, DEBIT, Limit, PlannedMovement, PostedMovement
from domains.ledger.service import AccountStateSet, ReverseCommand, Reversed, SetFrozenCommand, post, reverse, set_frozen

__all__ = [
    "CREDIT",
    "DEBIT",
    "Account",
    "AccountClosed",
    "AccountFrozen",
    "AccountNotFound",
    "AccountStateChanged",
    "AccountStateSet",
    "AlreadyReversed",
    "Entry",
    "InsufficientFunds",
    "Limit",
    "LimitExceeded",
    "Movement",
    "MovementNotFound",
    "MovementPosted",
    "NewAccount",
    "PlannedMovement",
    "PostedMovement",
    "ReverseCommand",
    "Reversed",
    "SameAccount",
    "SetFrozenCommand",
    "balances_at",
    "find_accounts",
    "find_entries",
    "find_movements",
    "list_accounts",
    "list_entries",
    "open_accounts",
    "post",
    "reverse",
    "set_frozen",
]

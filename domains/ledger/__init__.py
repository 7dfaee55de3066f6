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
from domains.ledger.queries.accounts import Account, NewAccount, find_accounts, list_accounts, open_accounts
from domains.ledger.queries.entries import Entry, Movement, balances_at, find_entries, find_movements, find_owned_entries, list_entries, list_pages
from domains.ledger.queries.posting import list_usage
from domains.ledger.rules import CREDIT, DEBIT, Limit, PlannedMovement, PostedMovement, Verdict
from domains.ledger.service.freeze import AccountStateSet, SetFrozenCommand, set_frozen
from domains.ledger.service.post import post
from domains.ledger.service.reverse import ReverseCommand, Reversed, reverse
from domains.ledger.service.verify import Finding, Report, verify

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
    "Finding",
    "InsufficientFunds",
    "Limit",
    "LimitExceeded",
    "Movement",
    "MovementNotFound",
    "MovementPosted",
    "NewAccount",
    "PlannedMovement",
    "PostedMovement",
    "Report",
    "ReverseCommand",
    "Reversed",
    "SameAccount",
    "SetFrozenCommand",
    "Verdict",
    "balances_at",
    "find_accounts",
    "find_entries",
    "find_movements",
    "find_owned_entries",
    "list_accounts",
    "list_entries",
    "list_pages",
    "list_usage",
    "open_accounts",
    "post",
    "reverse",
    "set_frozen",
    "verify",
]

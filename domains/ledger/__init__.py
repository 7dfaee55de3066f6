"""The ledger: accounts, movements and balances of every asset. Everything of value that moves in the house moves through `post`."""

from domains.ledger.errors import (
    AccountClosed,
    AccountFrozen,
    AccountNotFound,
    AlreadyReversed,
    CaptureTooLarge,
    HoldEnded,
    HoldNotFound,
    InsufficientFunds,
    LimitExceeded,
    MovementNotFound,
    SameAccount,
)
from domains.ledger.events import AccountStateChanged, HoldChanged, HoldPlaced, MovementPosted
from domains.ledger.planned import (
    CREDIT,
    DEBIT,
    Hold,
    Limit,
    Planned,
    PlannedCapture,
    PlannedHold,
    PlannedMovement,
    PlannedRelease,
    PostedMovement,
    Posting,
    Verdict,
)
from domains.ledger.queries.accounts import Account, NewAccount, find_accounts, list_accounts, list_usage, open_accounts
from domains.ledger.queries.entries import Entry, Movement, balances_at, find_entries, find_movements, find_owned_entries, list_entries, list_pages
from domains.ledger.queries.holds import find_holds, list_open_holds
from domains.ledger.rules.recompute import Finding
from domains.ledger.service.freeze import AccountStateSet, SetFrozenCommand, set_frozen
from domains.ledger.service.post import post
from domains.ledger.service.reverse import ReverseCommand, Reversed, reverse
from domains.ledger.service.verify import Report, verify

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
    "CaptureTooLarge",
    "Entry",
    "Finding",
    "Hold",
    "HoldChanged",
    "HoldEnded",
    "HoldNotFound",
    "HoldPlaced",
    "InsufficientFunds",
    "Limit",
    "LimitExceeded",
    "Movement",
    "MovementNotFound",
    "MovementPosted",
    "NewAccount",
    "Planned",
    "PlannedCapture",
    "PlannedHold",
    "PlannedMovement",
    "PlannedRelease",
    "PostedMovement",
    "Posting",
    "Report",
    "ReverseCommand",
    "Reversed",
    "SameAccount",
    "SetFrozenCommand",
    "Verdict",
    "balances_at",
    "find_accounts",
    "find_entries",
    "find_holds",
    "find_movements",
    "find_owned_entries",
    "list_accounts",
    "list_entries",
    "list_open_holds",
    "list_pages",
    "list_usage",
    "open_accounts",
    "post",
    "reverse",
    "set_frozen",
    "verify",
]

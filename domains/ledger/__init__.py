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
    QuoteExpired,
    QuoteNotFound,
    QuoteUsed,
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
from domains.ledger.queries.exchanges import find_quotes
from domains.ledger.queries.holds import find_holds, list_open_holds
from domains.ledger.rules.exchanges import Quote, liquidity_account_id
from domains.ledger.rules.recompute import Finding
from domains.ledger.rules.statements import Statement, StatementLine
from domains.ledger.service.exchange import ExchangeCommand, Exchanged, MakeQuoteCommand, QuoteMade, exchange, make_quote
from domains.ledger.service.freeze import AccountStateSet, SetFrozenCommand, set_frozen
from domains.ledger.service.post import post
from domains.ledger.service.reverse import ReverseCommand, Reversed, reverse
from domains.ledger.service.statement import make_statement, statement_csv
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
    "ExchangeCommand",
    "Exchanged",
    "Finding",
    "Hold",
    "HoldChanged",
    "HoldEnded",
    "HoldNotFound",
    "HoldPlaced",
    "InsufficientFunds",
    "Limit",
    "LimitExceeded",
    "MakeQuoteCommand",
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
    "Quote",
    "QuoteExpired",
    "QuoteMade",
    "QuoteNotFound",
    "QuoteUsed",
    "Report",
    "ReverseCommand",
    "Reversed",
    "SameAccount",
    "SetFrozenCommand",
    "Statement",
    "StatementLine",
    "Verdict",
    "balances_at",
    "exchange",
    "find_accounts",
    "find_entries",
    "find_holds",
    "find_movements",
    "find_owned_entries",
    "find_quotes",
    "liquidity_account_id",
    "list_accounts",
    "list_entries",
    "list_open_holds",
    "list_pages",
    "list_usage",
    "make_quote",
    "make_statement",
    "open_accounts",
    "post",
    "reverse",
    "set_frozen",
    "statement_csv",
    "verify",
]

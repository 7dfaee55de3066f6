"""Accounts and their movements as operators see them. Nothing here is personal: a customer is an id until the operator looks that customer up."""

from enum import Enum

import strawberry

from domains import ledger
from domains.kernel.data_classes import C2
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.ledger.rows import HoldingRow
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import CurrencyCode, Cursor, Instant


@strawberry.enum(description="Whether money can leave and enter an account.")
class AccountState(Enum):
    OPEN = strawberry.enum_value("open", description="Both.")
    FROZEN = strawberry.enum_value("frozen", description="Money comes in, and nothing goes out.")
    CLOSED = strawberry.enum_value("closed", description="Neither.")


@computed("The movement.", name="id")
def movement_id(entry: ledger.Entry) -> strawberry.ID:
    return strawberry.ID(str(entry.movement_id))


@computed("The currency it holds.")
def currency(account: ledger.Account) -> CurrencyCode:
    return CurrencyCode(account.asset.code)


@computed("Whether money can leave and enter it.")
def state(account: ledger.Account) -> AccountState:
    return AccountState(account.state)


@type_of(ledger.Entry, "A movement as one account sees it.")
class LedgerMovement:
    id = movement_id
    journal_id: strawberry.ID = field("Movements that were posted together share it.")
    sequence: str = field("Its number among the account's movements, from 1 without gaps.")
    kind: str = field("Why it moved, for example transfer, top_up, reversal.")
    amount: Money = field("What moved: positive for a credit, negative for a debit.", C2)
    balance_after: Money = field("What the account held after it.", C2)
    booked_at: Instant = field("When it was booked.")
    effective_at: Instant = field("From when it counts.")
    reverses_id: strawberry.ID | None = field("The movement that it undoes.")
    other_account_id: strawberry.ID = field("The account on the other side.")
    other_owner_id: strawberry.ID = field("Whose account that is.")
    other_code: str = field("What kind of account that is.")


@batched(Connection[LedgerMovement], "Newest first, at most 50 a page.")
async def movements(
    read: Read, accounts: list[ledger.Account], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[ledger.Entry]]:
    return await ledger.list_pages(read, [account.id for account in accounts], first, after)


@type_of(ledger.Account, "An account of the ledger.")
class LedgerAccount:
    id: strawberry.ID = field("The account.")
    owner_id: strawberry.ID = field("The customer, merchant or partner whose it is.")
    code: str = field("What kind of account it is, for example wallet.")
    currency = currency
    state = state
    posted: Money = field("What it holds.", C2)
    available: Money = field("What is not held back.", C2)
    opened_at: Instant = field("When it was opened.")
    movements = movements


@batched(list[LedgerAccount], "The accounts, oldest first.")
async def accounts(read: Read, holdings: list[HoldingRow], viewers: list[Viewer]) -> list[list[ledger.Account]]:
    owned: dict[object, list[ledger.Account]] = {holding.owner_id: [] for holding in holdings}
    for account in await ledger.list_accounts(read, [holding.owner_id for holding in holdings]):
        owned[account.owner_id].append(account)
    return [owned[holding.owner_id] for holding in holdings]


@type_of(HoldingRow, "All accounts of one owner.")
class LedgerAccounts:
    owner_id: strawberry.ID = field("Whose they are.")
    accounts = accounts

"""Wallets, movements and counterparties as the app sees them."""

from enum import Enum

import strawberry

from domains import customers, ledger, wallet
from domains.kernel.models import C1, C2
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import CurrencyCode, Cursor, Instant
from resolvers.wallet.rows import CounterpartyRow, WalletRow


@strawberry.enum(description="Which way money went, seen from the wallet.")
class Direction(Enum):
    IN = "in"
    OUT = "out"


@strawberry.enum(description="Who is on the other side of a movement.")
class CounterpartyKind(Enum):
    CUSTOMER = "customer"
    CHANNEL = "channel"
    HOUSE = "house"


@strawberry.enum(description="Whether money can leave and enter an account.")
class AccountState(Enum):
    OPEN = "open"
    FROZEN = "frozen"
    CLOSED = "closed"


@type_of(CounterpartyRow, "The other side of a movement. Personal data is masked.")
class Counterparty:
    kind: CounterpartyKind = field("A customer, a payment channel, or the bank itself.")
    customer_id: strawberry.ID | None = field("The customer, when it is one.")
    masked_name: str | None = field("For example 张*; null before the customer's name was verified.", C2)
    masked_phone: str | None = field("For example 138****8000.", C2)


@computed("Whether money came in or went out.")
def direction(entry: ledger.Entry) -> Direction:
    return Direction.IN if entry.side == ledger.CREDIT else Direction.OUT


@computed("What moved: always positive, `direction` tells which way.", C2)
def amount(entry: ledger.Entry) -> Money:
    return Amount(abs(entry.amount.minor), entry.amount.asset)  # type: ignore[return-value]


@batched(Counterparty, "Who is on the other side.")
async def counterparty(read: Read, entries: list[ledger.Entry], viewers: list[Viewer]) -> list[CounterpartyRow]:
    found = await customers.list_customers(read, list({entry.other_owner_id for entry in entries if entry.other_code == wallet.WALLET}))
    known = {customer.id: customer for customer in found}
    return [_counterparty(entry, known.get(entry.other_owner_id)) for entry in entries]


@batched(str | None, "What the sender wrote.")
async def note(read: Read, entries: list[ledger.Entry], viewers: list[Viewer]) -> list[str | None]:
    found = await wallet.find_notes(read, [entry.movement_id for entry in entries])
    return [found.get(entry.movement_id) for entry in entries]


@type_of(ledger.Entry, "Money that moved, as one of the viewer's wallets sees it.")
class Movement:
    id: strawberry.ID = strawberry.field(resolver=lambda root: root.movement_id, description="The movement.", metadata={"data_class": C1})
    kind: str = field("Why it moved: transfer, top_up, reversal.")
    direction = direction
    amount = amount
    balance_after: Money = field("What the wallet held after it.", C2)
    booked_at: Instant = field("When it was booked.")
    note = note
    counterparty = counterparty


@batched(Connection[Movement], "Newest first. At most 50 a page.")
async def movements(
    read: Read, accounts: list[ledger.Account], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[ledger.Entry]]:
    return await wallet.list_statements(read, [account.id for account in accounts], first, after)


@computed("The currency it holds.")
def currency(account: ledger.Account) -> CurrencyCode:
    return CurrencyCode(account.asset.code)


@computed("Whether money can leave and enter it.")
def state(account: ledger.Account) -> AccountState:
    return AccountState(account.state)


@type_of(ledger.Account, "The viewer's money in one currency.")
class WalletAccount:
    id: strawberry.ID = field("The account.")
    currency = currency
    state = state
    balance: Money = strawberry.field(resolver=lambda root: root.posted, description="All that it holds.", metadata={"data_class": C2})
    available: Money = field("What can be spent: the balance less what is held.", C2)
    opened_at: Instant = field("When it was opened.")
    movements = movements


@batched(list[WalletAccount], "One account for each currency, oldest first.")
async def accounts(read: Read, wallets: list[WalletRow], viewers: list[Viewer]) -> list[list[ledger.Account]]:
    return await wallet.list_wallets(read, [one.customer_id for one in wallets])


@type_of(WalletRow, "A customer's everyday money.")
class Wallet:
    accounts = accounts


def _counterparty(entry: ledger.Entry, customer: customers.CustomerRow | None) -> CounterpartyRow:
    if entry.other_code == wallet.WALLET:
        return CounterpartyRow(
            CounterpartyKind.CUSTOMER, entry.other_owner_id, customer.masked_name if customer else None, customer.masked_phone if customer else None
        )
    kind = CounterpartyKind.CHANNEL if entry.other_code.startswith("channel") else CounterpartyKind.HOUSE
    return CounterpartyRow(kind, None, None, None)

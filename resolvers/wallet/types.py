"""Wallet accounts, their movements and limits, and top-ups, as the app sees them."""

from enum import Enum
from uuid import UUID

import strawberry

from domains import customers, ledger, wallet
from domains.kernel.clock import business_date
from domains.kernel.data_classes import C2
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.customers.types import Party
from resolvers.entities import entity
from resolvers.fields import computed, field, type_of
from resolvers.ledger.types import currency, movement_id, state
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import Cursor, Instant
from resolvers.wallet.counterparties import CounterpartyKind, counterparty_kind_of
from resolvers.wallet.merchants.types import Merchant
from resolvers.wallet.receipts.types import receipt_code
from resolvers.wallet.rows import SpendingLimitsRow
from resolvers.wallet.statement_files import statement_files


@computed("What is on the other side.")
def counterparty_kind(entry: ledger.Entry) -> CounterpartyKind:
    return counterparty_kind_of(entry.other_code)


@batched(Party | None, "The customer on the other side, masked; null where it is not one.")
async def counterparty(read: Read, entries: list[ledger.Entry], viewers: list[Viewer]) -> list[customers.PartyRow | None]:
    return await customers.list_parties(read, [entry.other_owner_id if entry.other_code == wallet.WALLET else None for entry in entries])


@batched(Merchant | None, "The merchant on the other side; null where it is not one.")
async def merchant(read: Read, entries: list[ledger.Entry], viewers: list[Viewer]) -> list[wallet.Merchant | None]:
    ids = [entry.other_owner_id if entry.other_code in (wallet.MERCHANT, wallet.MERCHANT_BALANCE) else None for entry in entries]
    found = await wallet.find_merchants(read, [id_ for id_ in ids if id_ is not None]) if any(ids) else {}
    return [None if id_ is None else found.get(id_) for id_ in ids]


@batched(str | None, "What the sender wrote to it.")
async def note(read: Read, entries: list[ledger.Entry], viewers: list[Viewer]) -> list[str | None]:
    found = await wallet.find_notes(read, [entry.movement_id for entry in entries])
    return [found.get(entry.movement_id) for entry in entries]


@computed("The movement that it undoes; null for any other.")
def reverses_id(entry: ledger.Entry) -> strawberry.ID | None:
    return None if entry.reverses_id is None else strawberry.ID(str(entry.reverses_id))


@type_of(ledger.Entry, "Money that moved, as one of the viewer's wallets sees it.")
class Movement:
    id = movement_id
    kind: str = field("Why it moved, for example transfer, top_up, reversal.")
    amount: Money = field("What moved: positive for what came in, negative for what went out.", C2)
    balance_after: Money = field("What the account held after it.", C2)
    booked_at: Instant = field("When it was booked.")
    effective_at: Instant = field("From when it counts: earlier than `bookedAt` for a correction.")
    note = note
    counterparty_kind = counterparty_kind
    counterparty = counterparty
    merchant = merchant
    reverses_id = reverses_id
    receipt_code = receipt_code


@batched(Connection[Movement], "The movements, newest first, at most 50 a page.")
async def statement(
    read: Read, accounts: list[ledger.Account], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[ledger.Entry]]:
    return await ledger.list_pages(read, [account.id for account in accounts], first, after)


@batched(Money, "What it held at a moment: by all movements that were booked by then; zero before it was opened.")
async def balance_at(read: Read, accounts: list[ledger.Account], viewers: list[Viewer], *, at: Instant) -> list[Amount]:
    found = await ledger.balances_at(read, [account.id for account in accounts], at)
    return [found[account.id] for account in accounts]


@computed("The largest single transfer.")
def transfer_most(row: SpendingLimitsRow) -> Money:
    return wallet.limit_of(wallet.TIER_LIMITS[row.tier].transfer_most, row.account.asset)  # type: ignore[return-value]


@computed("Up to this amount no payment PIN is needed.")
def pin_above(row: SpendingLimitsRow) -> Money:
    return wallet.limit_of(wallet.TIER_LIMITS[row.tier].pin_above, row.account.asset)  # type: ignore[return-value]


@type_of(wallet.SpendingWindow, "What transfers may take out of an account in a day or a month.")
class SpendingWindow:
    period: str = field('Which window, for example "day:2026-11-23" or "month:2026-11" (Asia/Shanghai).')
    most: Money = field("The limit.")
    left: Money = field("What is left of it.", C2)


@batched(list[SpendingWindow], "Today and this month.", list_size=2)
async def windows(read: Read, rows: list[SpendingLimitsRow], viewers: list[Viewer]) -> list[list[wallet.SpendingWindow]]:
    return await wallet.list_spending(read, [row.account for row in rows], [row.tier for row in rows], business_date(read.now))


@type_of(SpendingLimitsRow, "What may be sent from an account, by how well the bank knows its owner.")
class SpendingLimits:
    transfer_most = transfer_most
    pin_above = pin_above
    windows = windows


@batched(SpendingLimits, "What may be sent from it.")
async def limits(read: Read, accounts: list[ledger.Account], viewers: list[Viewer]) -> list[SpendingLimitsRow]:
    owners = await customers.list_customers(read, {account.owner_id for account in accounts})
    return [SpendingLimitsRow(account, owners[account.owner_id].tier) for account in accounts]


@computed("All that it holds.", C2)
def balance(account: ledger.Account) -> Money:
    return account.posted  # type: ignore[return-value]


async def find_wallets(read: Read, ids: list[UUID], viewers: list[Viewer]) -> list[ledger.Account | None]:
    """Accounts of the viewer's own wallet, and nobody else's."""
    return await wallet.find_wallets(read, ids, [viewer.id for viewer in viewers])


@entity(find_wallets)
@type_of(ledger.Account, "The viewer's money in one currency.")
class WalletAccount:
    id: strawberry.ID = field("The account.")
    currency = currency
    state = state
    balance = balance
    available: Money = field("What can be spent: the balance less what is held.", C2)
    opened_at: Instant = field("When it was opened.")
    statement = statement
    statement_files = statement_files
    balance_at = balance_at
    limits = limits


@strawberry.enum(description="How far a top-up has come.")
class TopUpState(Enum):
    PENDING = strawberry.enum_value("pending", description="The channel has not said yet how it ended. It is asked again until it does.")
    POSTED = strawberry.enum_value("posted", description="The money is in the wallet.")
    REFUSED = strawberry.enum_value("refused", description="The channel took nothing.")
    IN_REVIEW = strawberry.enum_value("in_review", description="The channel and the bank do not agree; the bank's staff look into it.")


TOP_UP_STATES = {
    wallet.TopUpState.REQUESTED: TopUpState.PENDING,
    wallet.TopUpState.PENDING: TopUpState.PENDING,
    wallet.TopUpState.POSTED: TopUpState.POSTED,
    wallet.TopUpState.REFUSED: TopUpState.REFUSED,
    wallet.TopUpState.MISMATCH: TopUpState.IN_REVIEW,
}


@computed("How far it has come.", name="state")
def top_up_state(row: wallet.TopUp) -> TopUpState:
    return TOP_UP_STATES[row.state]


@computed('The channel\'s code for its refusal, for example "insufficient_funds"; null unless it was refused.')
def refusal_code(row: wallet.TopUp) -> str | None:
    return row.reason if row.state is wallet.TopUpState.REFUSED else None


@batched(WalletAccount | None, "The account it goes to; null if it cannot be read just now.")
async def topped_up_account(read: Read, top_ups: list[wallet.TopUp], viewers: list[Viewer]) -> list[ledger.Account | None]:
    return await wallet.find_wallets(read, [one.account_id for one in top_ups], [viewer.id for viewer in viewers])


@type_of(wallet.TopUp, "Money on its way into the wallet through a payment channel.")
class TopUp:
    id: strawberry.ID = field("The top-up: the id that the app made.")
    state = top_up_state
    amount: Money = field("What was asked for.", C2)
    channel: str = field("The payment channel.")
    reference: str | None = field("The channel's own reference, once it is known.")
    refusal_code = refusal_code
    requested_at: Instant = field("When it was asked for.")
    settled_at: Instant | None = field("When it ended.")
    account = topped_up_account

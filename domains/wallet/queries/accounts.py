"""A customer's wallets and their statements, read through the ledger's face."""

from collections.abc import Sequence
from uuid import UUID

from domains import ledger
from domains.kernel.events import PublishedEvent
from domains.kernel.transactions import Queryable
from domains.wallet.accounts import WALLET


async def list_wallets(source: Queryable, customer_ids: Sequence[UUID]) -> list[list[ledger.Account]]:
    """The wallets of each customer, oldest first: one list per customer, in order."""
    found: dict[UUID, list[ledger.Account]] = {customer_id: [] for customer_id in customer_ids}
    for account in await ledger.list_accounts(source, list(found)):
        if account.code == WALLET:
            found[account.owner_id].append(account)
    return [found[customer_id] for customer_id in customer_ids]


async def find_wallets(source: Queryable, account_ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[ledger.Account | None]:
    """The wallet of that id if it is that customer's, else None: one per pair, in order."""
    found = await ledger.find_accounts(source, list(set(account_ids)))
    accounts = [found.get(account_id) for account_id in account_ids]
    return [
        account if account is not None and account.owner_id == customer_id and account.code == WALLET else None
        for account, customer_id in zip(accounts, customer_ids, strict=True)
    ]


async def find_movements(source: Queryable, movement_ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[ledger.Entry | None]:
    """The movement of that id as that customer's own wallet sees it, else None: one per pair, in order."""
    entries = await ledger.find_owned_entries(source, movement_ids, customer_ids, WALLET)
    return [entries.get(pair) for pair in zip(movement_ids, customer_ids, strict=True)]


async def find_changed_wallets(source: Queryable, events: Sequence[PublishedEvent], customer_ids: Sequence[UUID]) -> list[ledger.Account | None]:
    """For each of the ledger's facts, the customer's own wallet that it is about."""
    account_ids = [_own_account_id(event, customer_id) for event, customer_id in zip(events, customer_ids, strict=True)]
    return await find_wallets(source, account_ids, customer_ids)


async def find_changing_movements(source: Queryable, events: Sequence[PublishedEvent], customer_ids: Sequence[UUID]) -> list[ledger.Entry | None]:
    """For each of the ledger's facts, the movement as the customer's own wallet sees it; None where nothing moved."""
    ids = [UUID(event.payload["movement_id"]) if "movement_id" in event.payload else None for event in events]
    wanted = [(id_, customer_id) for id_, customer_id in zip(ids, customer_ids, strict=True) if id_ is not None]
    found = await ledger.find_owned_entries(source, [id_ for id_, _ in wanted], [customer_id for _, customer_id in wanted], WALLET)
    return [found.get((id_, customer_id)) if id_ is not None else None for id_, customer_id in zip(ids, customer_ids, strict=True)]


def _own_account_id(event: PublishedEvent, customer_id: UUID) -> UUID:
    payload = event.payload
    if "account_id" in payload:
        return UUID(payload["account_id"])
    return UUID(payload["debit_account_id"] if event.subject_id == customer_id else payload["credit_account_id"])

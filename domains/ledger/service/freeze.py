"""Freeze an account and let it go."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.ledger.errors import AccountClosed, AccountNotFound
from domains.ledger.events import AccountStateChanged
from domains.ledger.queries import accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFrozenCommand(Command):
    """Freeze an account (nothing goes out, money still comes in), or let it go."""

    account_id: UUID
    frozen: bool


@dataclass(frozen=True, slots=True)
class AccountStateSet:
    account_id: UUID
    state: str


@composite_verb(AccountStateSet)
async def set_frozen(tx: Tx, command: SetFrozenCommand) -> AccountStateSet:
    """Raises AccountNotFound, AccountClosed. Freezing what is frozen changes nothing. What was asked of an account is in the audit log with it."""
    account = (await accounts.lock_accounts(tx, [command.account_id], [command.account_id])).get(command.account_id)
    if account is None:
        raise AccountNotFound(command.account_id)
    if account.state == "closed":
        raise AccountClosed(account.id)
    state = "frozen" if command.frozen else "open"
    if account.state != state:
        await accounts.set_state(tx, account.id, state)
        tx.publish(AccountStateChanged(account.owner_id, None, account.id, state))
    action = "ledger.freeze" if command.frozen else "ledger.unfreeze"
    await insert_audit(tx, new_id(tx.clock), command.owner_id, action, account.owner_id, {"account_id": str(account.id)})
    return AccountStateSet(account.id, state)


async def hold_still(tx: Tx, account_ids: Sequence[UUID], *, still: bool) -> None:
    """Freeze accounts inside a verb of the caller's, or let them go, for as long as it says so. Closed ones stay closed."""
    state = "frozen" if still else "open"
    for account in (await accounts.lock_accounts(tx, account_ids, account_ids)).values():
        if account.state not in ("closed", state):
            await accounts.set_state(tx, account.id, state)
            tx.publish(AccountStateChanged(account.owner_id, None, account.id, state))

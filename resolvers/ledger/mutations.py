"""The operators' mutations of the ledger."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import ledger
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Info, Viewer
from resolvers.fields import computed, field, mutation, type_of
from resolvers.ledger.problems import AccountClosed, AccountNotFound
from resolvers.ledger.types import AccountState, LedgerAccount
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id


@computed("What it is now.")
def state(outcome: ledger.AccountStateSet) -> AccountState:
    return AccountState(outcome.state)


@batched(LedgerAccount | None, "The account; null if it cannot be read just now.")
async def account_that_was_set(read: Read, outcomes: list[ledger.AccountStateSet], viewers: list[Viewer]) -> list[ledger.Account | None]:
    found = await ledger.find_accounts(read, [outcome.account_id for outcome in outcomes])
    return [found.get(outcome.account_id) for outcome in outcomes]


@type_of(ledger.AccountStateSet, "The account is frozen, or free again.")
class AccountStateSet:
    account_id: strawberry.ID = field("The account.")
    state = state
    account = account_that_was_set


@strawberry.input(description="Freeze an account, or let it go.")
class AccountStateInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    account_id: strawberry.ID = strawberry.field(description="The account.")


FreezeAccountResult = Annotated[
    AccountStateSet | AccountNotFound | AccountClosed | IdReused,
    strawberry.union("FreezeAccountResult", description="The account's state, or why it was refused."),
]

UnfreezeAccountResult = Annotated[
    AccountStateSet | AccountNotFound | AccountClosed | IdReused,
    strawberry.union("UnfreezeAccountResult", description="The account's state, or why it was refused."),
]


@mutation("Let nothing out of an account; money still comes in. The act is in the audit log.", permission=Permission.OPERATOR_FREEZE)
async def freeze_account(info: Info, input: AccountStateInput) -> FreezeAccountResult:
    return await info.context.write(ledger.set_frozen, _command(info, input, frozen=True))  # type: ignore[arg-type]


@mutation("Let a frozen account go. The act is in the audit log.", permission=Permission.OPERATOR_FREEZE)
async def unfreeze_account(info: Info, input: AccountStateInput) -> UnfreezeAccountResult:
    return await info.context.write(ledger.set_frozen, _command(info, input, frozen=False))  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    freeze_account = freeze_account
    unfreeze_account = unfreeze_account


def _command(info: Info, input: AccountStateInput, *, frozen: bool) -> ledger.SetFrozenCommand:
    # What cannot be an id is the id of nothing.
    account_id = read_id(input.account_id) or NOBODY
    return ledger.SetFrozenCommand(request_id=input.request_id, owner_id=info.context.viewer.id, account_id=account_id, frozen=frozen)

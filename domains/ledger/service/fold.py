"""Give the unfolded credits of hot accounts their places."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.transactions import Tx
from domains.ledger.queries import hot
from domains.ledger.queries.accounts import lock_accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldCommand(Command):
    """Without a request id: what has been folded is not there to be folded again."""

    account_id: UUID


@dataclass(frozen=True, slots=True)
class Folded:
    """`more` when another fold would find some."""

    account_id: UUID
    more: bool


@composite_verb(Folded)
async def fold(tx: Tx, command: FoldCommand) -> Folded:
    """Write the entries of an account's oldest unfolded credits, in the order of their booking, and add them to its balance. Payers go on meanwhile."""
    await lock_accounts(tx, [command.account_id], [command.account_id])
    folded = (await hot.fold(tx, [command.account_id])).get(command.account_id)
    return Folded(command.account_id, folded is not None and folded.more)

"""Undo a movement by its opposite."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.ledger.errors import AlreadyReversed, MovementNotFound
from domains.ledger.planned import PlannedMovement
from domains.ledger.queries import entries
from domains.ledger.queries.accounts import lock_accounts
from domains.ledger.service.post import post


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseCommand(Command):
    """Undo a movement in full by its opposite."""

    movement_id: UUID


@dataclass(frozen=True, slots=True)
class Reversed:
    movement_id: UUID
    reversal_id: UUID


@composite_verb(Reversed)
async def reverse(tx: Tx, command: ReverseCommand) -> Reversed | Refusal:
    """Post the opposite of a movement, once. Raises MovementNotFound, AlreadyReversed, or what `post` refuses."""
    original = (await entries.find_movements(tx, [command.movement_id])).get(command.movement_id)
    if original is None:
        raise MovementNotFound(command.movement_id)
    # The accounts' locks serialise reversals of one movement; whether there is one is looked at under them.
    await lock_accounts(tx, sorted((original.debit_account_id, original.credit_account_id)), [original.credit_account_id])
    if original.reverses_id is not None or await entries.list_reversed(tx, [original.id]):
        raise AlreadyReversed(original.id)
    reversal_id = derived_id(original.id, "reversal")
    planned = PlannedMovement(
        reversal_id,
        "reversal",
        original.credit_account_id,
        original.debit_account_id,
        original.amount,
        reverses_id=original.id,
        effective_at=original.effective_at,
    )
    (verdict,) = await post(tx, [(reversal_id, [planned])])
    return verdict if isinstance(verdict, Refusal) else Reversed(original.id, reversal_id)

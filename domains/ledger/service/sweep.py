"""Write down what has expired, so that nobody's next movement has to."""

from dataclasses import dataclass

from domains.kernel.commands import Command, composite_verb
from domains.kernel.transactions import Tx
from domains.ledger.queries import holds
from domains.ledger.service.post import write_down_expired

DUE_MAX = 200
"""Expired holds whose accounts one transaction locks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepHoldsCommand(Command):
    """Without a request id: what has been written down is not due again."""


@dataclass(frozen=True, slots=True)
class HoldsSwept:
    expired: int


@composite_verb(HoldsSwept)
async def sweep_holds(tx: Tx, command: SweepHoldsCommand) -> HoldsSwept:
    """End the holds that expired first, a few hundred at most."""
    account_ids = await holds.list_due(tx, tx.now, DUE_MAX)
    return HoldsSwept(await write_down_expired(tx, account_ids) if account_ids else 0)

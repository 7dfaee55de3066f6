"""Forget deliveries of webhooks that are over and old."""

from dataclasses import dataclass

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.scenes.queries import webhook_delivery as deliveries
from domains.scenes.rules.webhook_delivery import KEPT_FOR

PRUNED_MAX = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneDeliveriesCommand(Command):
    """Without a request id: what is deleted is not there the next time."""


@dataclass(frozen=True, slots=True)
class DeliveriesPruned:
    count: int

    @property
    def is_done(self) -> bool:
        return self.count < PRUNED_MAX


@composite_verb(DeliveriesPruned)
async def prune_webhook_deliveries(tx: Tx, command: PruneDeliveriesCommand) -> DeliveriesPruned | Refusal:
    """Delete up to PRUNED_MAX of them, the oldest first. Refuses nothing."""
    return DeliveriesPruned(await deliveries.prune_deliveries(tx, tx.now - KEPT_FOR, PRUNED_MAX))

"""What shops say of their members, asked or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.scenes.errors.link import LinkNotFound
from domains.scenes.events.purchase import MembershipChanged
from domains.scenes.queries import link as links
from domains.scenes.queries.membership import MemberBenefit, Membership, store_membership
from domains.scenes.rules.link import LinkState


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeMembershipCommand(Command):
    """What the shop of a link says. Without a request id: its own instant of the change is what makes repeats, and what comes late, harmless."""

    link_id: UUID
    told: Mapping[str, Any]


@composite_verb(Membership)
async def take_membership(tx: Tx, command: TakeMembershipCommand) -> Membership | Refusal:
    """Keep what is newer than what is known. Refuses LinkNotFound."""
    link = await links.lock_link(tx, command.link_id)
    if link is None or link.state is not LinkState.LINKED:
        raise LinkNotFound
    told = command.told
    membership = Membership(
        link_id=link.id,
        customer_id=link.customer_id,
        scene=link.scene,
        number=told["number"],
        level=told["level"],
        benefits=[MemberBenefit(one["code"], one["title"], None if one["until"] is None else date.fromisoformat(one["until"])) for one in told["benefits"]],
        changed_at=datetime.fromisoformat(told["changed_at"]),
        heard_at=tx.now,
    )
    if await store_membership(tx, membership):
        tx.publish(MembershipChanged(link.customer_id, None, link.id, link.scene))
    return membership

"""Take a partner in."""

from dataclasses import dataclass

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.scenes.events.partner import PartnerRegistered
from domains.scenes.queries import partner as partners
from domains.scenes.queries.partner import Partner
from domains.scenes.rules.partner import check_partner


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPartnerCommand(Command):
    """`request_id` becomes the partner's id. `owner_id` is the operator, or the house."""

    name: str


@composite_verb(Partner)
async def register_partner(tx: Tx, command: RegisterPartnerCommand) -> Partner | Refusal:
    """Work with a partner from now on. Refuses in the order of rules/partner.py."""
    check_partner(command.name)
    assert command.request_id is not None
    registered = await partners.insert_partner(tx, command.request_id, command.name)
    assert registered is not None
    tx.publish(PartnerRegistered(registered.id, None))
    return registered

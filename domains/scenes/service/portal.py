"""The partners' portal: open it to a partner by a key, and who it is that comes with one.

A key stands nowhere: the bank keeps its number. The next one ends those before it, and whatever was begun with them."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id, new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Read, Tx
from domains.scenes.errors.partner import PartnerNotFound
from domains.scenes.queries import portal
from domains.scenes.rules.handle import Purpose
from domains.scenes.service.handles import row_of


class PortalPartner(NamedTuple):
    """Whom the portal is open to. `is_of_bank`: the bank took it in, so that its clients may be live; else it registered itself, in the sandbox."""

    id: UUID
    name: str
    is_of_bank: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPortalCommand(Command):
    """`owner_id` is the operator, or the house."""

    partner_id: UUID


@dataclass(frozen=True, slots=True)
class PortalOpened:
    """By the key of that number (`Purpose.PORTAL`), and by no other."""

    partner_id: UUID
    number: int


@composite_verb(PortalOpened)
async def open_portal(tx: Tx, command: OpenPortalCommand) -> PortalOpened | Refusal:
    """A key for a partner; those before it hold no more. Refuses PartnerNotFound. The act is audited."""
    number = await portal.renew_number(tx, command.partner_id)
    if number is None:
        raise PartnerNotFound
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "scenes.open_portal", command.partner_id, {"number": number})
    return PortalOpened(command.partner_id, number)


async def find_portal_partner(read: Read, text: str) -> PortalPartner | None:
    """The partner whose key to the portal that is or, in the sandbox, whose registration token; None where it opens nothing, or not any more.

    A registration token opens the portal where the partner came with that client: of a partner with several clients, the one token does not stand for all."""
    key = row_of(read, Purpose.PORTAL, text)
    if key is not None:
        name = await portal.find_name_by_key(read, key.id, key.number)
        return None if name is None else PortalPartner(key.id, name, is_of_bank=True)
    token = row_of(read, Purpose.REGISTRATION, text)
    found = None if token is None else await portal.find_by_registration(read, token.id, token.number)
    if token is None or found is None or found[0] != derived_id(token.id, "partner"):
        return None
    return PortalPartner(*found, is_of_bank=False)

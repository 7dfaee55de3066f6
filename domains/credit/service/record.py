"""Record what happened to a customer's word, once, and void what turned out otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from domains import customers
from domains.credit.errors import CreditEventNotFound
from domains.credit.events import CreditEventVoided
from domains.credit.queries import events, standings
from domains.credit.rules.kinds import NewEvent, once_each
from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidEventCommand(Command):
    """`owner_id` is a member of staff. `reason` is a code, such as `wrong_customer`."""

    session_id: UUID = field(metadata=UNHASHED)
    customer_id: UUID
    event_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class EventVoided:
    customer_id: UUID
    event_id: UUID


async def record_events(tx: Tx, told: Iterable[NewEvent]) -> list[NewEvent]:
    """Record events of the caller's domain in its own transaction; those that were not known are the answer. Bands follow within a minute.

    Events are recorded whether or not the customer consents to be scored: what the house does with them is decided when they are read."""
    new = once_each(told)
    if not new:
        return []
    inserted = await events.insert_events(tx, new)
    known = [one for one in new if (one.customer_id, one.id) in inserted]
    if known:
        await standings.mark_stale(tx, {one.customer_id for one in known})
    return known


async def void_events(tx: Tx, told: Iterable[tuple[UUID, UUID]], reason: str, voided_by: UUID) -> list[tuple[UUID, UUID]]:
    """Let events of those customers and ids count no more, also where they come later; those that counted until now are the answer.

    What happened to a customer who was closed since counts for whom they are: it is voided there too."""
    named = list(told)
    if not named:
        return []
    parties = await customers.find_parties(tx, [(HOUSE_ID, HOUSE_ID)] * len(named), [(customer_id, None) for customer_id, _ in named])
    survivors = [(survivor_id, event_id) for (_, survivor_id), (_, event_id) in zip(parties, named, strict=True) if survivor_id is not None]
    asked = sorted({*named, *survivors}, key=lambda pair: (pair[0].int, pair[1].int))
    voided = await events.insert_voids(tx, asked, reason, voided_by)
    if voided:
        await standings.mark_stale(tx, {customer_id for customer_id, _ in voided})
    for customer_id, event_id in voided:
        tx.publish(CreditEventVoided(customer_id, None, event_id))
    return voided


@composite_verb(EventVoided)
async def void_event(tx: Tx, command: VoidEventCommand) -> EventVoided | Refusal:
    """Let one event count no more: the band becomes what it were without it. Refuses CreditEventNotFound. The act is audited."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    if await events.find_event(tx, command.customer_id, command.event_id) is None:
        raise CreditEventNotFound
    await void_events(tx, [(command.customer_id, command.event_id)], command.reason, command.owner_id)
    detail = {"event_id": str(command.event_id), "reason": command.reason}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "credit.void_event", command.customer_id, detail)
    return EventVoided(command.customer_id, command.event_id)

"""Contact customers about offers, within the caps of each channel."""

from collections import Counter as Counts
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domains import customers
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, batched_verb, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id, new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.offers.errors.campaigns import CampaignEnded, CampaignNotFound
from domains.offers.errors.contacts import ContactCapReached, ContactNotAgreed
from domains.offers.events.contacts import CustomerContacted
from domains.offers.queries import campaigns, ranking
from domains.offers.queries.campaigns import Campaign, Counter
from domains.offers.rules.campaigns import Period
from domains.offers.rules.ranking import NEEDS_CONSENT, Channel, ContactCap, cap_windows, check_cap
from domains.offers.service.sessions import is_signed_in

MESSAGES = "marketing_messages"

CONTACTS_ID = derived_id(HOUSE_ID, "offers contacts")
"""In the place of a campaign, the owner of the counters of contacts: they count every campaign's together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCustomerCommand(Command):
    """The app shows `owner_id` an offer unasked, or the house is about to send one: then there is no session."""

    session_id: UUID | None = field(default=None, metadata=UNHASHED)
    campaign_id: UUID
    channel: Channel


@dataclass(frozen=True, slots=True)
class ContactRecorded:
    """The customer may be contacted, and this counts as done."""

    customer_id: UUID
    contact_id: UUID
    campaign_id: UUID
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class SetContactCapCommand(Command):
    """`owner_id` is a member of staff."""

    session_id: UUID = field(metadata=UNHASHED)
    cap: ContactCap


@dataclass(frozen=True, slots=True)
class ContactCapSet:
    """It holds for contacts from now on."""

    channel: Channel
    per_day: int
    per_week: int


@batched_verb(ContactRecorded)
async def contact_customer(tx: Tx, commands: list[ContactCustomerCommand]) -> Sequence[ContactRecorded | Refusal | Unauthenticated]:
    """Refuses in this order: CampaignNotFound, CampaignEnded, ContactNotAgreed, ContactCapReached. What is refused was not counted."""
    asked = [(one.owner_id, one.session_id) for one in commands if one.session_id is not None]
    claimants = dict(zip(asked, await customers.find_claimants(tx, asked) if asked else [], strict=True))
    found = {one.id: one for one in await campaigns.find_campaigns(tx, [one.campaign_id for one in commands])}
    leaving = sorted({one.owner_id for one in commands if one.channel in NEEDS_CONSENT})
    consents = await customers.find_consents(tx, leaving, MESSAGES) if leaving else []
    agreed = {id_ for id_, consent in zip(leaving, consents, strict=True) if consent is not None}
    caps, today = await ranking.list_caps(tx), business_date(tx.now)
    windows: list[list[tuple[Counter, int]]] = [
        [((CONTACTS_ID, scope, key), most) for scope, key, most in cap_windows(caps[one.channel], one.owner_id, today)] for one in commands
    ]
    answers: list[ContactRecorded | Refusal | Unauthenticated | None] = []
    for one in commands:
        is_gone = one.session_id is not None and claimants[one.owner_id, one.session_id] is None
        answers.append(Unauthenticated() if is_gone else _look(tx, one, found.get(one.campaign_id), agreed))
    await _count(tx, commands, windows, answers)
    return [answer for answer in answers if answer is not None]


@composite_verb(ContactCapSet)
async def set_contact_cap(tx: Tx, command: SetContactCapCommand) -> ContactCapSet | Refusal | Unauthenticated:
    """Refuses ContactCapMalformed. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    check_cap(command.cap)
    await ranking.set_cap(tx, command.cap, command.owner_id)
    told = {"channel": command.cap.channel.value, "per_day": command.cap.per_day, "per_week": command.cap.per_week}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.set_contact_cap", None, told)
    return ContactCapSet(*command.cap)


def _look(tx: Tx, command: ContactCustomerCommand, campaign: Campaign | None, agreed: set[UUID]) -> Refusal | None:
    if campaign is None or campaign.shared_code is not None:
        return CampaignNotFound()
    if state := _closed(campaign.period, tx):
        return CampaignEnded(state)
    return ContactNotAgreed() if command.channel in NEEDS_CONSENT and command.owner_id not in agreed else None


def _closed(period: Period, tx: Tx) -> str | None:
    if period.state != "live":
        return period.state
    return "ended" if period.ends_at <= tx.now else "not_started" if period.starts_at > tx.now else None


async def _count(
    tx: Tx,
    commands: Sequence[ContactCustomerCommand],
    windows: Sequence[list[tuple[Counter, int]]],
    answers: list[ContactRecorded | Refusal | Unauthenticated | None],
) -> None:
    """Lock the counters of all who may be contacted, then count in order while there is room."""
    open_ = [place for place, answer in enumerate(answers) if answer is None]
    used: Counts[Counter] = Counts(await campaigns.lock_usages(tx, [counter for place in open_ for counter, _ in windows[place]]))
    more: Counts[Counter] = Counts()
    written = []
    for place in open_:
        full = next(((counter, most) for counter, most in windows[place] if used[counter] + more[counter] >= most), None)
        if full is not None:
            answers[place] = ContactCapReached(full[0][1].rpartition("_")[2], full[1])
            continue
        command = commands[place]
        assert command.request_id is not None
        more.update(counter for counter, _ in windows[place])
        id_ = derived_id(command.request_id, "contact")
        answers[place] = ContactRecorded(command.owner_id, id_, command.campaign_id, command.channel)
        written.append((command.owner_id, id_, command.campaign_id, command.channel.value))
        tx.publish(CustomerContacted(command.owner_id, None, id_, command.campaign_id, command.channel.value))
    campaigns.write_usages(tx, dict(more))
    ranking.write_contacts(tx, written)

"""A customer's answer to what a client or a device asks: the consent, and what the client gets for it, in one transaction."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.scenes.queries.consent import PartnerConsent
from domains.scenes.rules.consent import PAYMENTS_WRITE, Terms
from domains.scenes.service.code import deny_request, issue_code
from domains.scenes.service.consent import NewConsent, grant_consent
from domains.scenes.service.device import decide_device


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Command):
    """`owner_id` answers, in the browser of `browser_key` for a request, or for a device (exactly one of `request` and `device` ids).

    `widest` is what was asked for as far as the house goes along, `chosen` what the customer leaves of it; None for no. `pin` must be right where money is
    at stake."""

    session_id: UUID = field(metadata=UNHASHED)
    partner_id: UUID
    client_id: UUID
    authorization_id: UUID | None = None
    browser_key: str = field(default="", metadata=UNHASHED)
    device_id: UUID | None = None
    purpose: str = ""
    widest: Terms | None = None
    chosen: Terms | None = None
    pin: customers.PinProof = field(default=customers.PinProof(customers.PinVerdict.ABSENT), metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class Answered:
    """`consent_id` is None where the customer said no."""

    consent_id: UUID | None


@composite_verb(Answered)
async def answer_request(tx: Tx, command: Answer) -> Answered | Refusal | Unauthenticated:
    """Grant and issue, or deny. Refuses the PIN's own refusals, ConsentTooWide, ConsentLacksAccount, RequestNotOpen (answered, expired, another browser's).

    Unauthenticated when the session has ended meanwhile."""
    ((sender, _),) = await customers.find_parties(tx, [(command.owner_id, command.session_id)], [(None, None)])
    if sender is None:
        raise Unauthenticated
    if command.chosen is None or command.widest is None:
        await _deny(tx, command, sender.signed_in_at)
        return Answered(None)
    if command.chosen.allows(PAYMENTS_WRITE):
        customers.check_pin(command.pin)
    consent = await grant_consent(tx, _new(command, command.widest, command.chosen))
    await _issue(tx, command, consent, sender.signed_in_at)
    return Answered(consent.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline(Command):
    """The browser of `browser_key` says no to a request. It takes nobody who is signed in to say no."""

    authorization_id: UUID
    browser_key: str = field(metadata=UNHASHED)


@composite_verb(Answered)
async def decline_request(tx: Tx, command: Decline) -> Answered | Refusal:
    """The client is told access_denied. Refuses RequestNotOpen."""
    await deny_request(tx, command.authorization_id, command.browser_key)
    return Answered(None)


def _new(command: Answer, widest: Terms, chosen: Terms) -> NewConsent:
    asked = command.authorization_id or command.device_id
    assert asked is not None
    return NewConsent(
        id=derived_id(asked, "consent"),
        customer_id=command.owner_id,
        session_id=command.session_id,
        partner_id=command.partner_id,
        client_id=command.client_id,
        purpose=command.purpose,
        widest=widest,
        terms=chosen,
    )


async def _issue(tx: Tx, command: Answer, consent: PartnerConsent, signed_in_at: datetime) -> None:
    customer_id, scopes = command.owner_id, consent.terms.scopes
    if command.device_id is not None:
        await decide_device(tx, command.device_id, customer_id=customer_id, consent_id=consent.id, scopes=scopes, signed_in_at=signed_in_at)
    elif command.authorization_id is not None:
        await issue_code(
            *(tx, command.authorization_id, command.browser_key),
            customer_id=customer_id,
            consent_id=consent.id,
            scopes=scopes,
            signed_in_at=signed_in_at,
        )


async def _deny(tx: Tx, command: Answer, signed_in_at: datetime) -> None:
    if command.device_id is not None:
        await decide_device(tx, command.device_id, customer_id=command.owner_id, consent_id=None, scopes=(), signed_in_at=signed_in_at)
    elif command.authorization_id is not None:
        await deny_request(tx, command.authorization_id, command.browser_key)

"""Consents to partners: granted, narrowed and revoked by the customer, spent by what the partner does."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from domains import customers, wallet
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import IdReused, Refusal, Unauthenticated
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.consent import ConsentLacksAccount, ConsentNotFound
from domains.scenes.events.consent import PartnerConsentGranted, PartnerConsentNarrowed, PartnerConsentRevoked
from domains.scenes.queries import consent as consents
from domains.scenes.queries import token_family as families
from domains.scenes.queries.consent import PartnerConsent
from domains.scenes.rules.consent import Narrowing, Terms, check_grant, check_spend, check_standing, narrowed


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """A consent that a customer gives on the page: `terms` lie within `widest`, which is what the partner asked for as far as the house goes along."""

    id: UUID
    customer_id: UUID
    session_id: UUID
    partner_id: UUID
    client_id: UUID
    purpose: str
    widest: Terms
    terms: Terms


async def grant_consent(tx: Tx, new: NewConsent) -> PartnerConsent:
    """Write the consent down, inside a verb of the caller's that has checked the session. Raises ConsentTooWide, ConsentLacksAccount, IdReused."""
    check_grant(new.widest, new.terms, tx.now)
    await _check_accounts(tx, new.customer_id, new.terms.account_ids)
    consent = PartnerConsent(new.id, new.customer_id, new.partner_id, new.client_id, new.purpose, new.terms, 1, tx.now, None)
    if not await consents.insert_consent(tx, consent):
        raise IdReused(new.id)
    await consents.insert_version(tx, consent, "granted", new.session_id)
    tx.publish(PartnerConsentGranted(consent.customer_id, consent.partner_id, consent.id, consent.version))
    return consent


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrowConsentCommand(Command):
    """`owner_id` takes something away from a consent that stands."""

    session_id: UUID = field(metadata=UNHASHED)
    consent_id: UUID
    narrowing: Narrowing


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeConsentCommand(Command):
    """`owner_id` takes a consent back."""

    session_id: UUID = field(metadata=UNHASHED)
    consent_id: UUID


@composite_verb(PartnerConsent)
async def narrow_consent(tx: Tx, command: NarrowConsentCommand) -> PartnerConsent | Refusal | Unauthenticated:
    """Leave less of a consent. What changes nothing makes no version. Refuses in the order of rules/consent.py."""
    consent = await _lock_own(tx, command.owner_id, command.session_id, command.consent_id)
    check_standing(consent.terms, consent.revoked_at, tx.now)
    terms = narrowed(consent.terms, command.narrowing, tx.now)
    if terms == consent.terms:
        return consent
    changed = replace(consent, terms=terms, version=consent.version + 1)
    await consents.update_consent(tx, changed)
    await consents.insert_version(tx, changed, "narrowed", command.session_id)
    tx.publish(PartnerConsentNarrowed(changed.customer_id, changed.partner_id, changed.id, changed.version))
    return changed


@composite_verb(PartnerConsent)
async def revoke_consent(tx: Tx, command: RevokeConsentCommand) -> PartnerConsent | Refusal | Unauthenticated:
    """Take a consent back, at once and for good: whoever waits for its lock sees it. One that was taken back stays so. Refuses ConsentNotFound."""
    consent = await _lock_own(tx, command.owner_id, command.session_id, command.consent_id)
    if consent.revoked_at is not None:
        return consent
    revoked = replace(consent, revoked_at=tx.now, version=consent.version + 1)
    await consents.update_consent(tx, revoked)
    await families.revoke_families(tx, [revoked.id])
    await consents.insert_version(tx, revoked, "revoked", command.session_id)
    tx.publish(PartnerConsentRevoked(revoked.customer_id, revoked.partner_id, revoked.id, revoked.version))
    return revoked


async def lock_standing_consent(tx: Tx, consent_id: UUID, partner_id: UUID) -> PartnerConsent:
    """Hold a consent that stands until commit. Raises ConsentNotFound (also for another partner's), ConsentRevoked, ConsentExpired."""
    consent = await consents.lock_consent(tx, consent_id)
    if consent is None or consent.partner_id != partner_id:
        raise ConsentNotFound
    check_standing(consent.terms, consent.revoked_at, tx.now)
    return consent


async def spend_consent(tx: Tx, consent: PartnerConsent, spend_id: UUID, amount: Amount, account_id: UUID, payee_id: UUID) -> None:
    """Use a consent that the caller's verb holds, once for the id, in the transaction in which the money moves. Refuses in the order of rules/consent.py.

    The windows are read after the lock was taken, so that racing payments see each other's."""
    today = business_date(tx.now)
    (spent,) = await consents.sum_spends(tx, [consent.customer_id], [consent.id], today)
    check_spend(consent.terms, amount, account_id, payee_id, spent)
    await consents.insert_spend(tx, consent, spend_id, today, amount)


async def _lock_own(tx: Tx, customer_id: UUID, session_id: UUID, consent_id: UUID) -> PartnerConsent:
    (alive,) = await customers.check_sessions(tx, [session_id], [customer_id])
    if not alive:
        raise Unauthenticated
    consent = await consents.lock_consent(tx, consent_id)
    if consent is None or consent.customer_id != customer_id:
        raise ConsentNotFound
    return consent


async def _check_accounts(tx: Tx, customer_id: UUID, account_ids: Sequence[UUID]) -> None:
    """Every account is a wallet of the customer's."""
    if account_ids and None in await wallet.find_wallets(tx, account_ids, [customer_id] * len(account_ids)):
        raise ConsentLacksAccount

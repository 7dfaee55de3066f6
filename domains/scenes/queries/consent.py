"""Statements on consents to partners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount, from_decimal
from domains.kernel.paging import Page, check_first, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.queries.pages import decode_moment, moment_key
from domains.scenes.rules.consent import Caps, ConsentState, Spent, Terms, state_at
from domains.scenes.rules.payment_details import PaymentDetail, write_payment_detail

COLUMNS = """customer_id, id, partner_id, client_id, scopes, account_ids, asset, payment_cap_minor, day_cap_minor, month_cap_minor, uses_left, detail,
    open_claims, purpose, version, granted_at, expires_at, revoked_at"""

INSERT_CONSENT = f"""
INSERT INTO scenes_consent ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, NULL)
ON CONFLICT DO NOTHING RETURNING id
"""

INSERT_VERSION = "INSERT INTO scenes_consent_version (customer_id, consent_id, version, act, terms, session_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)"

LOCK_CONSENT = f"SELECT {COLUMNS} FROM scenes_consent WHERE id = $1 FOR NO KEY UPDATE"

UPDATE_CONSENT = """
UPDATE scenes_consent SET scopes = $3, account_ids = $4, asset = $5, payment_cap_minor = $6, day_cap_minor = $7, month_cap_minor = $8, uses_left = $9,
    detail = $10, open_claims = $11, version = $12, expires_at = $13, revoked_at = $14
WHERE customer_id = $1 AND id = $2
"""

USE_CONSENT = "UPDATE scenes_consent SET uses_left = uses_left - 1 WHERE customer_id = $1 AND id = $2 AND uses_left IS NOT NULL"

INSERT_SPEND = "INSERT INTO scenes_consent_spend (customer_id, consent_id, id, booked_on, asset, amount_minor) VALUES ($1, $2, $3, $4, $5, $6)"

SUM_SPENDS = """
SELECT wanted.place, coalesce(sum(spend.amount_minor) FILTER (WHERE spend.booked_on = $3::date), 0)::bigint AS day_minor,
    coalesce(sum(spend.amount_minor), 0)::bigint AS month_minor
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (customer_id, consent_id, place)
LEFT JOIN scenes_consent_spend AS spend
    ON spend.customer_id = wanted.customer_id AND spend.consent_id = wanted.consent_id
    AND spend.booked_on >= date_trunc('month', $3::date)::date AND spend.booked_on < (date_trunc('month', $3::date) + interval '1 month')::date
GROUP BY wanted.place
"""

FIND_OF_PARTNER = f"SELECT {COLUMNS} FROM scenes_consent WHERE id = $1 AND partner_id = $2 AND revoked_at IS NULL AND expires_at > $3"

FIND_CONSENTS = f"""
SELECT {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN scenes_consent USING (customer_id, id)
"""

LIST_CONSENTS = f"""
SELECT asked.position, given.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_consent
    WHERE customer_id = asked.customer_id AND (granted_at, id) < ($2, $3) ORDER BY granted_at DESC, id DESC LIMIT $4
) AS given
ORDER BY asked.position, given.granted_at DESC, given.id DESC
"""


FIND_PARTNER_GRANT = f"""
SELECT partner.id AS granted_to, partner.name AS partner_name, client.id AS granted_client, consent.*
FROM scenes_client AS client JOIN scenes_partner AS partner ON partner.id = client.partner_id
LEFT JOIN LATERAL (SELECT {COLUMNS} FROM scenes_consent WHERE scenes_consent.id = $2 AND scenes_consent.client_id = client.id) AS consent ON true
WHERE client.id = $1 AND client.state = 'active' AND partner.state = 'active'
    AND NOT EXISTS (SELECT FROM scenes_revoked_token WHERE jti = $3)
    AND ($4::uuid IS NULL OR EXISTS (SELECT FROM scenes_token_family WHERE id = $4 AND client_id = $1 AND revoked_at IS NULL AND expires_at > $5))
"""


@dataclass(frozen=True, slots=True)
class PartnerConsent:
    """A consent as it stands. `version` counts what the customer changed of it, from 1."""

    id: UUID
    customer_id: UUID
    partner_id: UUID
    client_id: UUID
    purpose: str
    terms: Terms
    version: int
    granted_at: datetime
    revoked_at: datetime | None

    def state_at(self, now: datetime) -> ConsentState:
        """Where it stands at an instant."""
        return state_at(self.terms, self.revoked_at, now)


@dataclass(frozen=True, slots=True)
class PartnerGrant:
    """What a partner's access token rests on at this instant. `consent` is None for a token of the client's own, without a customer."""

    partner_id: UUID
    partner_name: str
    client_id: UUID
    consent: PartnerConsent | None


async def find_partner_grant(source: Queryable, client_id: UUID, consent_id: UUID | None, jti: UUID, family_id: UUID | None = None) -> PartnerGrant | None:
    """What stands behind an access token; None when its client, its partner, its consent, its family or the token itself does not stand any more.

    One statement. What a group of caps or uses leaves is for the verb to look at, under its lock."""
    row = await source.fetchrow(FIND_PARTNER_GRANT, client_id, consent_id, jti, family_id, source.now)
    if row is None:
        return None
    consent = None if row["id"] is None else _consent(row)
    if consent_id is not None and (consent is None or consent.state_at(source.now) in (ConsentState.REVOKED, ConsentState.EXPIRED)):
        return None
    return PartnerGrant(row["granted_to"], row["partner_name"], row["granted_client"], consent)


async def insert_consent(tx: Tx, consent: PartnerConsent) -> bool:
    """Whether it was written: its id may be in use."""
    terms = consent.terms
    written = await tx.fetchval(
        INSERT_CONSENT,
        *(consent.customer_id, consent.id, consent.partner_id, consent.client_id, *_told(terms), consent.purpose, consent.version),
        *(consent.granted_at, terms.expires_at),
    )
    return written is not None


async def insert_version(tx: Tx, consent: PartnerConsent, act: str, session_id: UUID) -> None:
    """Keep what stands from now on, for good."""
    await tx.execute(INSERT_VERSION, consent.customer_id, consent.id, consent.version, act, _written(consent), session_id, tx.now)


async def lock_consent(tx: Tx, id_: UUID) -> PartnerConsent | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK_CONSENT, id_)
    return None if row is None else _consent(row)


async def update_consent(tx: Tx, consent: PartnerConsent) -> None:
    await tx.execute(UPDATE_CONSENT, consent.customer_id, consent.id, *_told(consent.terms), consent.version, consent.terms.expires_at, consent.revoked_at)


async def insert_spend(tx: Tx, consent: PartnerConsent, id_: UUID, booked_on: date, amount: Amount) -> None:
    """Write one use down, and count it where uses are counted."""
    await tx.execute(INSERT_SPEND, consent.customer_id, consent.id, id_, booked_on, amount.asset.code, amount.minor)
    if consent.terms.uses_left is not None:
        await tx.execute(USE_CONSENT, consent.customer_id, consent.id)


async def sum_spends(source: Queryable, customer_ids: Sequence[UUID], consent_ids: Sequence[UUID], on: date) -> list[Spent]:
    """What was spent under each consent on a business day and in its month: one per pair, in order. One statement."""
    found = {row["place"]: Spent(row["day_minor"], row["month_minor"]) for row in await source.fetch(SUM_SPENDS, customer_ids, consent_ids, on)}
    return [found[place] for place in range(1, len(consent_ids) + 1)]


async def find_consents(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[PartnerConsent | None]:
    """The consent of that id if that customer gave it, else None: one per pair, in order."""
    found = {(row["customer_id"], row["id"]): _consent(row) for row in await source.fetch(FIND_CONSENTS, customer_ids, ids)}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def find_standing_consent(source: Queryable, consent_id: UUID, partner_id: UUID) -> PartnerConsent | None:
    """The consent of that id if it was given to that partner, and neither taken back nor run out."""
    row = await source.fetchrow(FIND_OF_PARTNER, consent_id, partner_id, source.now)
    return None if row is None else _consent(row)


async def list_consents(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[PartnerConsent]]:
    """Each customer's consents, newest first: one page per customer, in order."""
    check_first(first)
    at, id_ = decode_moment(after)
    found: list[list[PartnerConsent]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_CONSENTS, customer_ids, at, id_, first + 1):
        found[row["position"] - 1].append(_consent(row))
    return [page_of(rows, first, lambda consent: moment_key(consent.granted_at, consent.id)) for rows in found]


def _told(terms: Terms) -> tuple[Any, ...]:
    """The columns from `scopes` to `open_claims`, in order."""
    caps = terms.caps
    amounts = (
        (None, None, None, None) if caps is None else (caps.asset.code, caps.payment.minor, None if caps.day is None else caps.day.minor, caps.month.minor)
    )
    detail = None if terms.detail is None else write_payment_detail(terms.detail)
    return (list(terms.scopes), list(terms.account_ids), *amounts, terms.uses_left, detail, list(terms.open_claims))


def _written(consent: PartnerConsent) -> dict[str, Any]:
    """The terms as a version keeps them."""
    terms, caps = consent.terms, consent.terms.caps
    return {
        "scopes": list(terms.scopes),
        "accounts": [str(id_) for id_ in terms.account_ids],
        "caps": None if caps is None else {"payment": str(caps.payment), "day": caps.day and str(caps.day), "month": str(caps.month)},
        "uses_left": terms.uses_left,
        "open_claims": list(terms.open_claims),
        "payment": None if terms.detail is None else write_payment_detail(terms.detail),
        "expires_at": terms.expires_at.isoformat(),
        "purpose": consent.purpose,
    }


def _consent(row: Record) -> PartnerConsent:
    scopes, account_ids, open_claims = tuple(row["scopes"]), tuple(row["account_ids"]), tuple(row["open_claims"])
    terms = Terms(scopes, account_ids, row["expires_at"], _caps(row), row["uses_left"], _detail(row["detail"]), open_claims)
    return PartnerConsent(
        *(row["id"], row["customer_id"], row["partner_id"], row["client_id"], row["purpose"], terms, row["version"], row["granted_at"], row["revoked_at"])
    )


def _caps(row: Record) -> Caps | None:
    if row["asset"] is None:
        return None
    asset = asset_of(row["asset"])
    day = None if row["day_cap_minor"] is None else Amount(row["day_cap_minor"], asset)
    return Caps(Amount(row["payment_cap_minor"], asset), Amount(row["month_cap_minor"], asset), day)


def _detail(told: dict[str, Any] | None) -> PaymentDetail | None:
    if told is None:
        return None
    money = told["instructedAmount"]
    return PaymentDetail(UUID(told["payee"]), from_decimal(money["amount"], asset_of(money["currency"])), told.get("reference", ""))

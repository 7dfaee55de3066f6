"""Statements on decisions, contracts, what customers told of themselves, policies, and what is known of a borrower."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record
from pydantic import TypeAdapter, ValidationError

from domains.kernel.transactions import Queryable, Tx
from domains.loans.errors.applications import ApprovalPolicyMalformed
from domains.loans.rules.approval import FIRST, ApprovalPolicy, Occupation, Outcome

COLUMNS = """customer_id, application_id, number, outcome, reasons, note, band, policy_version, band_version, answers_band, card_version, decided_by,
    decided_at"""

INSERT_DECISION = f"""
INSERT INTO loans_decision ({COLUMNS})
SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM loans_decision WHERE customer_id = $1 AND application_id = $2
RETURNING {COLUMNS}
"""
LIST_DECISIONS = f"""
SELECT {COLUMNS} FROM loans_decision WHERE (customer_id, application_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
ORDER BY customer_id, application_id, number
"""
INSERT_CONTRACT = """
INSERT INTO loans_contract (customer_id, application_id, sha256, file, made_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
"""
FIND_CONTRACT = """
SELECT contract.sha256, contract.file FROM loans_application AS one
JOIN loans_contract AS contract ON contract.customer_id = one.customer_id AND contract.application_id = one.id AND contract.sha256 = one.contract_sha256
WHERE one.customer_id = $1 AND one.id = $2
"""
SAVE_PROFILE = """
INSERT INTO loans_profile (customer_id, occupation, income_minor, told_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (customer_id) DO UPDATE SET occupation = excluded.occupation, income_minor = excluded.income_minor, told_at = excluded.told_at
"""
FIND_PROFILES = "SELECT customer_id, occupation, income_minor, told_at FROM loans_profile WHERE customer_id = ANY($1::uuid[])"
INSERT_POLICY = """
INSERT INTO loans_policy (version, policy, published_by, published_at)
SELECT coalesce(max(version), 0) + 1, $1::text::jsonb, $2, $3 FROM loans_policy RETURNING version
"""
FIND_POLICY = "SELECT version, policy FROM loans_policy ORDER BY version DESC LIMIT 1"
# What a customer owes already: how many loans, how late at worst, whether one was ever given up, and how much principal.
LIST_DEBTS = """
SELECT customer_id, count(*) FILTER (WHERE state = 'active')::integer AS open_loans, coalesce(max(days_past_due) FILTER (WHERE state = 'active'), 0) AS days,
    bool_or(state = 'written_off') AS written_off, coalesce(sum(principal_minor) FILTER (WHERE state IN ('active', 'written_off')), 0)::bigint AS owed
FROM loans_loan WHERE customer_id = ANY($1::uuid[]) GROUP BY customer_id
"""

_POLICY = TypeAdapter(ApprovalPolicy)


class Grounds(NamedTuple):
    """What a decision rests on: the version of the policy; the band of the scenes, by a version of the scene scorecard; and the band of what was answered, by a
    version of the application scorecard. None for what was not looked at."""

    policy_version: int
    band: str | None
    band_version: int | None
    answers_band: str | None = None
    card_version: int | None = None


class Decision(NamedTuple):
    """One decision, and what it rests on (as `Grounds` has it). `decided_by` is the house where the policy decided."""

    customer_id: UUID
    application_id: UUID
    number: int
    outcome: Outcome
    reasons: tuple[str, ...]
    note: str
    band: str | None
    policy_version: int
    band_version: int | None
    answers_band: str | None
    card_version: int | None
    decided_by: UUID
    decided_at: datetime


class Profile(NamedTuple):
    """What a customer last told of themselves."""

    customer_id: UUID
    occupation: Occupation
    income_minor: int
    told_at: datetime


class Debts(NamedTuple):
    """What a customer owes already. `owed_minor` is principal, also what was given up."""

    open_loans: int = 0
    days_past_due: int = 0
    has_written_off: bool = False
    owed_minor: int = 0


class PublishedPolicy(NamedTuple):
    version: int
    policy: ApprovalPolicy

    @property
    def text(self) -> str:
        """All of it, as JSON."""
        return _POLICY.dump_json(self.policy).decode()


async def insert_decision(
    tx: Tx,
    application: tuple[UUID, UUID],
    outcome: Outcome,
    reasons: Sequence[str],
    grounds: Grounds,
    decided_by: UUID,
    note: str = "",
) -> Decision:
    """Add a decision to that application (customer and id), which is under the caller's lock."""
    rests_on = (grounds.band, grounds.policy_version, grounds.band_version, grounds.answers_band, grounds.card_version)
    told = (outcome.value, list(reasons), note, *rests_on, decided_by, tx.now)
    row = await tx.fetchrow(INSERT_DECISION, *application, *told)
    assert row is not None
    return _decision(row)


async def list_decisions(source: Queryable, keys: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], list[Decision]]:
    """All decisions on those applications (customer and id), in order. One statement."""
    asked = sorted(set(keys))
    found: dict[tuple[UUID, UUID], list[Decision]] = {key: [] for key in asked}
    for row in await source.fetch(LIST_DECISIONS, [customer_id for customer_id, _ in asked], [id_ for _, id_ in asked]):
        found[row["customer_id"], row["application_id"]].append(_decision(row))
    return found


async def insert_contract(tx: Tx, customer_id: UUID, application_id: UUID, sha256: str, file: bytes) -> None:
    """Keep a contract. The same one again is kept once."""
    await tx.execute(INSERT_CONTRACT, customer_id, application_id, sha256, file, tx.now)


async def find_contract(source: Queryable, customer_id: UUID, application_id: UUID) -> tuple[str, bytes] | None:
    """The digest and the file of the contract that the application was offered last; None where there is none, or it is somebody else's."""
    row = await source.fetchrow(FIND_CONTRACT, customer_id, application_id)
    return None if row is None else (row["sha256"], row["file"])


async def save_profile(tx: Tx, customer_id: UUID, occupation: Occupation, income_minor: int) -> None:
    """What the customer tells now."""
    await tx.execute(SAVE_PROFILE, customer_id, occupation.value, income_minor, tx.now)


async def find_profiles(source: Queryable, customer_ids: Iterable[UUID]) -> dict[UUID, Profile]:
    """Of those who ever told. One statement."""
    rows = await source.fetch(FIND_PROFILES, sorted(set(customer_ids)))
    return {row["customer_id"]: Profile(row["customer_id"], Occupation(row["occupation"]), row["income_minor"], row["told_at"]) for row in rows}


def read_policy(text: str) -> ApprovalPolicy:
    """The policy that such a text says. Raises ApprovalPolicyMalformed for what says none."""
    try:
        return _POLICY.validate_json(text)
    except ValidationError:
        raise ApprovalPolicyMalformed("text") from None


async def insert_policy(tx: Tx, policy: ApprovalPolicy, published_by: UUID) -> PublishedPolicy:
    """Decide by it from now on."""
    version = int(await tx.fetchval(INSERT_POLICY, _POLICY.dump_json(policy).decode(), published_by, tx.now))
    return PublishedPolicy(version, policy)


async def find_policy(source: Queryable) -> PublishedPolicy:
    """What is decided by now. Before the first one is published, the one that a house begins with. One statement."""
    row = await source.fetchrow(FIND_POLICY)
    if row is None:
        return PublishedPolicy(0, FIRST)
    told = row["policy"]
    return PublishedPolicy(row["version"], _POLICY.validate_python(orjson.loads(told) if isinstance(told, str) else told))


async def list_debts(source: Queryable, customer_ids: Iterable[UUID]) -> dict[UUID, Debts]:
    """Of those who ever borrowed. One statement."""
    rows = await source.fetch(LIST_DEBTS, sorted(set(customer_ids)))
    return {row["customer_id"]: Debts(row["open_loans"], row["days"], row["written_off"], row["owed"]) for row in rows}


def _decision(row: Record) -> Decision:
    return Decision(**{**row, "outcome": Outcome(row["outcome"]), "reasons": tuple(row["reasons"])})

"""Statements on risk: rules, facts, decisions, reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_cursor, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.rules.risk import COUNT_MOST, RiskOutcome, RiskRule, read_rule
from domains.wallet.rules.scenes import Scene

# One statement for all that a group is judged by: the rules stand in its first row.
LOOK = """
SELECT asked.place, recent.ten_minutes_count, recent.hour_count, recent.day_count, payee.first_paid_at,
    EXISTS (SELECT FROM wallet_risk_decision AS known
        WHERE known.customer_id = asked.customer_id AND known.counterparty_id = asked.counterparty_id AND known.granted) AS is_known,
    coalesce((SELECT sum(sent.amount_minor)::bigint FROM wallet_risk_decision AS sent
        WHERE sent.customer_id = asked.customer_id AND sent.counterparty_id = asked.counterparty_id AND sent.granted
            AND sent.decided_at >= $5 AND sent.asset = asked.asset), 0)
        + coalesce((SELECT sum(waiting.amount_minor)::bigint FROM wallet_review AS waiting
        WHERE waiting.customer_id = asked.customer_id AND waiting.counterparty_id = asked.counterparty_id AND waiting.state = 'held'
            AND waiting.until > $4 AND waiting.held_at >= $5 AND waiting.asset = asked.asset), 0) AS sent_minor,
    CASE WHEN asked.place = 1 THEN standing.version END AS version,
    CASE WHEN asked.place = 1 THEN (
        SELECT jsonb_agg(jsonb_build_array(rule.name, rule.outcome, rule.conditions) ORDER BY rule.name)
        FROM wallet_risk_rule AS rule WHERE rule.version = standing.version) END AS rules
FROM unnest($1::uuid[], $2::uuid[], $3::text[]) WITH ORDINALITY AS asked (customer_id, counterparty_id, asset, place)
LEFT JOIN wallet_payee AS payee ON payee.customer_id = asked.customer_id AND payee.target_id = asked.counterparty_id
CROSS JOIN (SELECT max(version) AS version FROM wallet_risk_rule_set) AS standing
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE decided_at > $4::timestamptz - interval '10 minutes') AS ten_minutes_count,
        count(*) FILTER (WHERE decided_at > $4::timestamptz - interval '1 hour') AS hour_count, count(*) AS day_count
    FROM (SELECT decided_at FROM wallet_risk_decision AS made
        WHERE made.customer_id = asked.customer_id AND made.decided_at > $4::timestamptz - interval '1 day' AND made.granted
        ORDER BY decided_at DESC LIMIT $6) AS newest
) AS recent
ORDER BY asked.place
"""

DECISIONS = Writing(
    "risk_decision",
    ("uuid", "uuid", "text", "uuid", "text", "bigint", "text", "text", "integer", "text", "boolean", "uuid"),
    "INSERT INTO wallet_risk_decision (customer_id, id, scene, counterparty_id, asset, amount_minor, outcome, matched, version, inputs, granted, movement_id,"
    " decided_at) SELECT customer_id, id, scene, counterparty_id, asset, amount_minor, outcome, string_to_array(matched, chr(10)), version, inputs::jsonb,"
    " granted, movement_id, $1"
    " FROM {} AS told (customer_id, id, scene, counterparty_id, asset, amount_minor, outcome, matched, version, inputs, granted, movement_id)",
)

REVIEWS = Writing(
    "review",
    ("uuid", "uuid", "text", "uuid", "text", "bigint", "uuid", "text", "uuid", "timestamptz"),
    "INSERT INTO wallet_review (customer_id, id, scene, counterparty_id, asset, amount_minor, movement_id, channel, standing_order_id, until, state, held_at)"
    " SELECT told.*, 'held', $1 FROM {} AS told",
)

REVOKED = Writing(
    "risk_revoked",
    ("uuid", "uuid"),
    "UPDATE wallet_risk_decision AS made SET granted = false FROM {} AS told (customer_id, id) WHERE made.customer_id = told.customer_id AND made.id = told.id",
)

GRANT_DECISION = "UPDATE wallet_risk_decision SET granted = true WHERE customer_id = $1 AND id = $2"

REVIEW_COLUMNS = """customer_id, id, scene, counterparty_id, asset, amount_minor, movement_id, channel, standing_order_id, state, held_at, until, decided_by,
    decided_at"""

LOCK_REVIEW = f"SELECT {REVIEW_COLUMNS} FROM wallet_review WHERE id = $1 FOR NO KEY UPDATE"

END_REVIEW = "UPDATE wallet_review SET state = $3, decided_by = $4, decided_at = $5 WHERE customer_id = $1 AND id = $2"

# What nobody decided in time has expired, and its money is free.
FIND_REVIEWS = """
SELECT customer_id, id, scene, counterparty_id, asset, amount_minor, movement_id, channel, standing_order_id,
    CASE WHEN state = 'held' AND until <= $3 THEN 'expired' ELSE state END AS state, held_at, until, decided_by, decided_at
FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN wallet_review USING (customer_id, id)
"""

LIST_HELD = f"""
SELECT {REVIEW_COLUMNS} FROM wallet_review WHERE state = 'held' AND until > $1 AND (until, id) > ($2, $3) ORDER BY until, id LIMIT $4
"""

LIST_DECISIONS = """
SELECT wanted.place, decision.* FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (customer_id, place)
CROSS JOIN LATERAL (
    SELECT * FROM wallet_risk_decision AS made WHERE made.customer_id = wanted.customer_id AND (decided_at, id) < ($2, $3)
    ORDER BY decided_at DESC, id DESC LIMIT $4
) AS decision
ORDER BY wanted.place, decision.decided_at DESC, decision.id DESC
"""

FIND_RULE_SET = """
SELECT standing.version, standing.published_by, standing.published_at, standing.reason,
    (SELECT jsonb_agg(jsonb_build_array(rule.name, rule.outcome, rule.conditions) ORDER BY rule.name)
     FROM wallet_risk_rule AS rule WHERE rule.version = standing.version) AS rules
FROM wallet_risk_rule_set AS standing ORDER BY version DESC LIMIT 1
"""

INSERT_RULE_SET = (
    "INSERT INTO wallet_risk_rule_set (version, published_by, published_at, reason) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING version"
)

INSERT_RULES = """
INSERT INTO wallet_risk_rule (version, name, outcome, conditions)
SELECT $1, new.name, new.outcome, new.conditions FROM unnest($2::text[], $3::text[], $4::jsonb[]) AS new (name, outcome, conditions)
"""

LIST_GRANTED = """
SELECT customer_id, id, amount_minor, movement_id FROM wallet_risk_decision
WHERE granted AND (customer_id, id) > ($1, $2) ORDER BY customer_id, id LIMIT $3
"""

NEWEST, LAST = datetime.fromisoformat("9999-01-01T00:00:00+00:00"), UUID(int=2**128 - 1)


class Seen(NamedTuple):
    """What was found of one pair: acts before this one, what went to the counterparty today or waits for staff, and when it was first paid as a payee."""

    ten_minutes_count: int
    hour_count: int
    day_count: int
    is_known: bool
    sent_minor: int
    first_paid_at: datetime | None


class Granted(NamedTuple):
    """What a granted decision says was sent. Without a movement it is a payment, which goes by several."""

    customer_id: UUID
    id: UUID
    minor: int
    movement_id: UUID | None


class RuleSet(NamedTuple):
    """A published set of rules."""

    version: int
    published_by: UUID
    published_at: datetime
    reason: str
    rules: tuple[RiskRule, ...]


@dataclass(frozen=True, slots=True)
class RiskDecision:
    """A decision as it was stored."""

    customer_id: UUID
    id: UUID
    scene: str
    counterparty_id: UUID
    amount: Amount
    outcome: RiskOutcome
    matched: tuple[str, ...]
    version: int
    inputs: dict[str, Any]
    granted: bool
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """An act that is, or was, held for review: `state` is held, released, refused or expired. `channel` of a withdrawal, `standing_order_id` of an
    occurrence."""

    customer_id: UUID
    id: UUID
    scene: Scene
    counterparty_id: UUID
    amount: Amount
    movement_id: UUID
    channel: str | None
    standing_order_id: UUID | None
    state: str
    held_at: datetime
    until: datetime
    decided_by: UUID | None
    decided_at: datetime | None


async def look(tx: Tx, asked: Sequence[tuple[UUID, UUID, str]], today: datetime) -> tuple[int, tuple[RiskRule, ...], list[Seen]]:
    """The version that stands, its rules, and what is known of each (customer, counterparty, asset). One statement."""
    columns: tuple[list[Any], ...] = tuple(map(list, zip(*asked, strict=True)))
    rows = await tx.fetch(LOOK, *columns, tx.now, today, COUNT_MOST + 1)
    seen = [Seen(row["ten_minutes_count"], row["hour_count"], row["day_count"], row["is_known"], row["sent_minor"], row["first_paid_at"]) for row in rows]
    return rows[0]["version"] or 0, _rules(rows[0]["rules"]), seen


async def grant_decision(tx: Tx, customer_id: UUID, id_: UUID) -> None:
    await tx.execute(GRANT_DECISION, customer_id, id_)


def revoke_decisions(tx: Tx, acts: Sequence[tuple[UUID, UUID]]) -> None:
    """The money of those acts (customer, id) came back whole: nothing was carried out. Written with the transaction's other writings."""
    tx.write_later(REVOKED, acts)


async def lock_review(tx: Tx, id_: UUID) -> Review | None:
    row = await tx.fetchrow(LOCK_REVIEW, id_)
    return None if row is None else _review(row)


async def end_review(tx: Tx, review: Review, state: str, by: UUID) -> None:
    await tx.execute(END_REVIEW, review.customer_id, review.id, state, by, tx.now)


async def find_reviews(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Review | None]:
    """The review of that transfer of that customer, if there is one: one per pair, in order."""
    found = {(row["customer_id"], row["id"]): _review(row) for row in await source.fetch(FIND_REVIEWS, list(customer_ids), list(ids), source.now)}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def list_held(source: Queryable, first: int, after: str | None) -> Page[Review]:
    """A page of what waits for a decision, those first whose time is over first. Raises InvalidInput."""
    check_first(first)
    place = (source.now, LAST) if after is None else _place(after)
    found = [_review(row) for row in await source.fetch(LIST_HELD, source.now, *place, first + 1)]
    return page_of(found, first, lambda one: f"{one.until.isoformat()} {one.id}")


async def list_risk_decisions(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[RiskDecision]]:
    """A page of each customer's decisions, newest first. Raises InvalidInput."""
    check_first(first)
    pages: list[list[RiskDecision]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_DECISIONS, list(customer_ids), *((NEWEST, LAST) if after is None else _place(after)), first + 1):
        pages[row["place"] - 1].append(_decision(row))
    return [page_of(decisions, first, lambda one: f"{one.decided_at.isoformat()} {one.id}") for decisions in pages]


async def find_rule_set(source: Queryable) -> RuleSet | None:
    """The set that stands."""
    row = await source.fetchrow(FIND_RULE_SET)
    return None if row is None else RuleSet(row["version"], row["published_by"], row["published_at"], row["reason"], _rules(row["rules"]))


async def insert_rule_set(tx: Tx, version: int, by: UUID, reason: str, rules: Sequence[RiskRule]) -> bool:
    """Whether it was written: not when somebody else published that version first."""
    if await tx.fetchval(INSERT_RULE_SET, version, by, tx.now, reason) is None:
        return False
    await tx.execute(INSERT_RULES, version, [rule.name for rule in rules], [rule.outcome for rule in rules], [rule.conditions.as_stored() for rule in rules])
    return True


async def list_granted(source: Queryable, after: tuple[UUID, UUID], limit: int) -> list[Granted]:
    """What was granted, by customer and id."""
    return [Granted(*row.values()) for row in await source.fetch(LIST_GRANTED, *after, limit)]


def _rules(stored: list[Any] | None) -> tuple[RiskRule, ...]:
    return tuple(read_rule(*one) for one in stored or ())


def _place(cursor: str) -> tuple[datetime, UUID]:
    at, _, id_ = decode_cursor(cursor).partition(" ")
    try:
        instant, row_id = datetime.fromisoformat(at), UUID(id_)
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error
    if instant.tzinfo is None:
        raise InvalidInput("after", "a cursor from an earlier page")
    return instant, row_id


def _decision(row: Record) -> RiskDecision:
    return RiskDecision(
        row["customer_id"],
        row["id"],
        row["scene"],
        row["counterparty_id"],
        Amount(row["amount_minor"], asset_of(row["asset"])),
        RiskOutcome(row["outcome"]),
        tuple(row["matched"]),
        row["version"],
        row["inputs"],
        row["granted"],
        row["decided_at"],
    )


def _review(row: Record) -> Review:
    customer_id, id_, scene, counterparty_id, asset, minor, *rest = row
    return Review(customer_id, id_, Scene(scene), counterparty_id, Amount(minor, asset_of(asset)), *rest)

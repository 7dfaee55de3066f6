"""Statements on programmes that reward sharing, and their rewards."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.clock import business_date, day_start
from domains.kernel.errors import InvalidInput
from domains.kernel.paging import Page, check_first, decode_cursor, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.offers.queries.scans import PaidPurchase
from domains.offers.rules.products import Key
from domains.offers.rules.referral import CHAIN_MOST, LIFE, FraudRules, Reason

REWARD = "campaign_id, customer_id, id, first_sharer_id, sharer_id, payment_id, reward_minor, state, reasons, version, bought_at, due_at, paid_at"

INSERT_REFERRAL = """
INSERT INTO offers_referral (campaign_id, product_kind, product_id, reward_minor, least_minor, opened_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING campaign_id
"""

INSERT_RULES = "INSERT INTO offers_fraud_rule (version, rules, made_by, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING version"

NEWEST_RULES = "SELECT version, rules FROM offers_fraud_rule ORDER BY version DESC LIMIT 1"

FIND_SHARED = """
SELECT paid.customer_id, paid.payment_id, paid.bought_at, referral.campaign_id, referral.reward_minor, referral.least_minor, campaign.asset,
    touched.first_sharer_id, touched.sharer_id, up.chain,
    (SELECT count(*) FROM offers_reward AS reward WHERE reward.sharer_id = touched.sharer_id AND reward.bought_at >= $8 AND reward.state <> 'refused'
        AND reward.campaign_id = referral.campaign_id) AS earned_today
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::timestamptz[])
    AS paid (customer_id, payment_id, merchant_id, asset, amount_minor, bought_at)
JOIN offers_referral AS referral ON paid.amount_minor >= referral.least_minor
JOIN offers_product AS product ON (product.kind, product.id) = (referral.product_kind, referral.product_id)
    AND (product.merchant_id IS NULL OR product.merchant_id = paid.merchant_id)
JOIN offers_campaign AS campaign ON campaign.id = referral.campaign_id AND campaign.state = 'live' AND campaign.asset = paid.asset
    AND campaign.starts_at <= paid.bought_at AND campaign.ends_at > paid.bought_at
CROSS JOIN LATERAL (
    SELECT (array_agg(placement.sharer_id ORDER BY placement.sharer_id = paid.customer_id, scan.scanned_at, scan.id))[1] AS first_sharer_id,
        (array_agg(placement.sharer_id ORDER BY placement.sharer_id = paid.customer_id, scan.scanned_at DESC, scan.id DESC))[1] AS sharer_id
    FROM offers_scan AS scan JOIN offers_placement AS placement ON placement.id = scan.placement_id AND placement.sharer_id IS NOT NULL
    WHERE scan.customer_id = paid.customer_id AND (scan.product_kind, scan.product_id) = (referral.product_kind, referral.product_id)
        AND scan.scanned_at > paid.bought_at - $7::interval AND scan.scanned_at <= paid.bought_at
) AS touched
CROSS JOIN LATERAL (
    WITH RECURSIVE chain AS (
        SELECT touched.sharer_id AS customer_id, 0 AS step
        UNION ALL
        SELECT reward.sharer_id, chain.step + 1 FROM chain JOIN offers_reward AS reward
            ON (reward.campaign_id, reward.customer_id) = (referral.campaign_id, chain.customer_id) WHERE chain.step < $9
    )
    SELECT array_agg(customer_id) FILTER (WHERE step > 0) AS chain FROM chain
) AS up
WHERE touched.sharer_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM offers_reward AS reward WHERE (reward.campaign_id, reward.customer_id) = (referral.campaign_id, paid.customer_id))
ORDER BY referral.campaign_id, paid.customer_id, paid.bought_at
"""

INSERT_REWARD = f"""
INSERT INTO offers_reward ({REWARD}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING RETURNING id
"""

LOCK_DUE = f"""
SELECT {", ".join(f"reward.{name}" for name in REWARD.split(", "))}, campaign.asset, referral.least_minor
FROM offers_reward AS reward JOIN offers_campaign AS campaign ON campaign.id = reward.campaign_id
JOIN offers_referral AS referral ON referral.campaign_id = reward.campaign_id
WHERE reward.state = 'waiting' AND reward.due_at <= $1 ORDER BY reward.campaign_id, reward.customer_id LIMIT $2 FOR UPDATE OF reward SKIP LOCKED
"""

SETTLE = """
UPDATE offers_reward AS reward SET state = told.state, reasons = told.reasons::jsonb, paid_at = CASE WHEN told.state = 'paid' THEN $5::timestamptz END
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) AS told (campaign_id, customer_id, state, reasons)
WHERE (reward.campaign_id, reward.customer_id) = (told.campaign_id, told.customer_id)
"""

SCORE = """
INSERT INTO offers_referral_score AS score (campaign_id, sharer_id, friends)
SELECT campaign_id, sharer_id, count(*) FROM unnest($1::uuid[], $2::uuid[]) AS told (campaign_id, sharer_id)
GROUP BY campaign_id, sharer_id ORDER BY campaign_id, sharer_id
ON CONFLICT (campaign_id, sharer_id) DO UPDATE SET friends = score.friends + excluded.friends
"""

LIST_LEADERS = """
SELECT sharer_id, friends FROM offers_referral_score WHERE campaign_id = $1 AND (friends, sharer_id) < ($2, $3)
ORDER BY friends DESC, sharer_id DESC LIMIT $4
"""

LIST_REFUSED = f"""
SELECT {REWARD} FROM offers_reward WHERE campaign_id = $1 AND state = 'refused' AND (bought_at, id) < ($2, $3) ORDER BY bought_at DESC, id DESC LIMIT $4
"""


class Referral(NamedTuple):
    """A campaign that rewards who shares a product, from a least purchase on."""

    campaign_id: UUID
    product: Key
    reward_minor: int
    least_minor: int
    opened_at: datetime


class Shared(NamedTuple):
    """A purchase that came of sharing, with all that is judged of it beside who they are."""

    customer_id: UUID
    payment_id: UUID
    bought_at: datetime
    campaign_id: UUID
    reward_minor: int
    least_minor: int
    asset: Asset
    first_sharer_id: UUID
    sharer_id: UUID
    chain: tuple[UUID, ...]
    earned_today: int


class Reward(NamedTuple):
    """The decision on one purchase. Of a refused one `reasons` say why, by that version of the rules."""

    campaign_id: UUID
    customer_id: UUID
    id: UUID
    first_sharer_id: UUID
    sharer_id: UUID
    payment_id: UUID
    reward_minor: int
    state: str
    reasons: tuple[Reason, ...]
    version: int
    bought_at: datetime
    due_at: datetime
    paid_at: datetime | None = None


class DueReward(NamedTuple):
    reward: Reward
    asset: Asset
    least_minor: int


class Leader(NamedTuple):
    """Who shared, and how many friends a campaign has rewarded them for."""

    sharer_id: UUID
    friends: int


async def insert_referral(tx: Tx, one: Referral) -> bool:
    """False when the campaign has a programme, or the product one of another campaign."""
    told = (one.campaign_id, *one.product, one.reward_minor, one.least_minor, one.opened_at)
    return await tx.fetchrow(INSERT_REFERRAL, *told) is not None


async def insert_rules(tx: Tx, rules: FraudRules, made_by: UUID) -> bool:
    """False when there is that version."""
    return await tx.fetchrow(INSERT_RULES, rules.version, asdict(rules), made_by, tx.now) is not None


async def newest_rules(source: Queryable) -> FraudRules:
    """The rules that hold; those of the house's first day where nobody made others."""
    row = await source.fetchrow(NEWEST_RULES)
    return FraudRules() if row is None else FraudRules(**row["rules"])


async def find_shared(tx: Tx, purchases: Sequence[PaidPurchase]) -> list[Shared]:
    """Those purchases that came of sharing and were not decided on, the first of each customer and campaign first. One statement."""
    rows = await tx.fetch(FIND_SHARED, *map(list, zip(*purchases, strict=True)), LIFE, day_start(business_date(tx.now)), CHAIN_MOST)
    return [Shared(*row)._replace(asset=asset_of(row["asset"]), chain=tuple(row["chain"] or ())) for row in rows]


async def insert_reward(tx: Tx, one: Reward) -> bool:
    """False when another purchase of the customer was decided on."""
    return await tx.fetchrow(INSERT_REWARD, *one._replace(reasons=[reason.value for reason in one.reasons])) is not None  # type: ignore[arg-type]


async def lock_due_rewards(tx: Tx, most: int) -> list[DueReward]:
    return [DueReward(_reward(row), asset_of(row["asset"]), row["least_minor"]) for row in await tx.fetch(LOCK_DUE, tx.now, most)]


async def settle_rewards(tx: Tx, settled: Sequence[Reward]) -> None:
    """Write down what was paid or refused, and count the friends of who was paid."""
    if not settled:
        return
    told = [[one.campaign_id, one.customer_id, one.state, _json(one.reasons)] for one in settled]
    await tx.execute(SETTLE, *map(list, zip(*told, strict=True)), tx.now)
    paid = [one for one in settled if one.state == "paid"]
    if paid:
        await tx.execute(SCORE, [one.campaign_id for one in paid], [one.sharer_id for one in paid])


async def list_leaders(source: Queryable, campaign_id: UUID, first: int, after: str | None) -> Page[Leader]:
    """Who was rewarded for most friends first. One statement. Raises InvalidInput."""
    rows = await source.fetch(LIST_LEADERS, campaign_id, *_below(after), check_first(first) + 1)
    return page_of([Leader(*row) for row in rows], first, lambda one: f"{one.friends}:{one.sharer_id.hex}")


async def list_refused(source: Queryable, campaign_id: UUID, first: int, after: str | None) -> Page[Reward]:
    """Rewards that were refused, newest first. One statement. Raises InvalidInput."""
    rows = await source.fetch(LIST_REFUSED, campaign_id, *decode_moment(after), check_first(first) + 1)
    return page_of([_reward(row) for row in rows], first, lambda one: moment_key(one.bought_at, one.id))


def _reward(row: Record) -> Reward:
    one = Reward(*tuple(row)[: len(Reward._fields)])
    return one._replace(reasons=tuple(map(Reason, one.reasons)))


def _json(reasons: Sequence[Reason]) -> str:
    return "[" + ",".join(f'"{reason.value}"' for reason in reasons) + "]"


def _below(cursor: str | None) -> tuple[int, UUID]:
    if cursor is None:
        return 2**31 - 1, UUID(int=2**128 - 1)
    friends, _, hexadecimal = decode_cursor(cursor).partition(":")
    try:
        return min(int(friends), 2**31 - 1), UUID(hex=hexadecimal)
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error

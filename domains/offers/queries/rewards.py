"""What a customer has earned, or waits for, by sharing."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable

LIST_OWN = """
SELECT asked.position, page.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    SELECT reward.id, reward.campaign_id, reward.state, reward.reward_minor, campaign.asset, reward.bought_at, reward.due_at, reward.paid_at
    FROM offers_reward AS reward JOIN offers_campaign AS campaign ON campaign.id = reward.campaign_id
    WHERE reward.sharer_id = asked.customer_id AND (reward.bought_at, reward.id) < ($2, $3)
    ORDER BY reward.bought_at DESC, reward.id DESC LIMIT $4
) AS page
ORDER BY asked.position, page.bought_at DESC, page.id DESC
"""


class OwnReward(NamedTuple):
    """A reward as who shared may see it: neither who bought, nor what, nor why it was refused."""

    id: UUID
    campaign_id: UUID
    state: str
    reward: Amount
    bought_at: datetime
    due_at: datetime
    paid_at: datetime | None


async def list_own_rewards(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[OwnReward]]:
    """What each customer shared for, newest first. One statement. Raises InvalidInput."""
    found: list[list[OwnReward]] = [[] for _ in customer_ids]
    for position, id_, campaign_id, state, minor, asset, *times in await source.fetch(LIST_OWN, customer_ids, *decode_moment(after), check_first(first) + 1):
        found[position - 1].append(OwnReward(id_, campaign_id, state, Amount(minor, asset_of(asset)), *times))
    return [page_of(rows, first, lambda one: moment_key(one.bought_at, one.id)) for rows in found]

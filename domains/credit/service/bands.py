"""What others may know of a customer's credit: the band, and what it brings. Never the score."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains import customers
from domains.credit.queries import cards, standings
from domains.credit.rules.entitlements import Entitlement, entitlement_of
from domains.credit.rules.kinds import Band
from domains.credit.service.recompute import PURPOSE
from domains.kernel.assets import CNY
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable


class CustomerBand(NamedTuple):
    """`band` is None where too little is known of the customer, or where they do not consent to be scored. `card_version` is of the scene scorecard."""

    customer_id: UUID
    band: Band | None
    since: datetime | None
    card_version: int | None = None


class Entitled(NamedTuple):
    """What a customer's band brings, by a version of the policy."""

    customer_id: UUID
    band: Band | None
    version: int
    limit: Amount
    deposit_ppm: int
    rate_ppm: int


async def find_bands(source: Queryable, customer_ids: Sequence[UUID]) -> list[CustomerBand]:
    """For each customer, in order. A consent that was withdrawn counts at once: the band is None. Two statements."""
    consents = await customers.find_consents(source, customer_ids, PURPOSE)
    consenting = {id_ for id_, consent in zip(customer_ids, consents, strict=True) if consent is not None}
    found = await standings.find_standing_bands(source, consenting)
    return [CustomerBand(id_, *found.get(id_, (None, None, None))) for id_ in customer_ids]


async def find_entitlements(source: Queryable, customer_ids: Sequence[UUID]) -> list[Entitled]:
    """For each customer, in order, what their band brings; also for those without one. Three statements."""
    published = await cards.find_policy(source)
    bands = await find_bands(source, customer_ids)
    return [_entitled(one, published.version, entitlement_of(published.policy, one.band)) for one in bands]


async def limit_for(source: Queryable, customer_id: UUID) -> Amount:
    """The most that is lent to that customer without security. Three statements."""
    (found,) = await find_entitlements(source, [customer_id])
    return found.limit


def _entitled(one: CustomerBand, version: int, brings: Entitlement) -> Entitled:
    return Entitled(one.customer_id, one.band, version, Amount(brings.limit_minor, CNY), brings.deposit_ppm, brings.rate_ppm)

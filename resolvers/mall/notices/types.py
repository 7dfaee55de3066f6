"""What customers wait for, as they see it."""

import strawberry

from domains import mall
from resolvers.fields import field, type_of
from resolvers.scalars import Instant


@type_of(mall.notices.StockNotice, "The viewer is told once there are units of this.")
class StockNotice:
    variant_id: strawberry.ID = field("What is waited for.")
    asked_at: Instant = field("Since when.")


@type_of(mall.notices.StockNoticeDropped, "The viewer does not wait for it.")
class StockNoticeDropped:
    variant_id: strawberry.ID = field("What is not waited for.")

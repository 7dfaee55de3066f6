"""Promotions, as the app sees them."""

import strawberry

from domains import mall
from resolvers.fields import computed, field, type_of
from resolvers.scalars import Instant


@computed("What it is of: `all`, `categories`, `products` or `variants`.")
def reach(row: mall.Promotion) -> str:
    return row.terms.reach.value


@computed("What it gives: `percent_off`, `units_free` or `amount_off`.")
def gift(row: mall.Promotion) -> str:
    return row.terms.gift.value


@computed("Whether it stacks with others that do.")
def combines(row: mall.Promotion) -> bool:
    return row.terms.combines


@type_of(mall.Promotion, "What makes a cart cheaper for a time.")
class MallPromotion:
    id: strawberry.ID = field("The promotion.")
    name_zh: str = field("Its Chinese name.")
    name_en: str = field("Its English name.")
    reach = reach
    gift = gift
    combines = combines
    state: str = field("`active` or `ended`.")
    begins_at: Instant = field("From when on.")
    ends_at: Instant = field("Until when.")

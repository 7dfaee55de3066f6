"""Shops of the mall, as everybody sees them and as their owners do."""

from enum import Enum

import strawberry

from domains import mall
from domains.kernel.data_classes import C2
from resolvers.fields import computed, field, type_of
from resolvers.scalars import CurrencyCode, Instant


@strawberry.enum(description="How a shop of the mall stands.")
class MallShopState(Enum):
    PENDING = strawberry.enum_value("pending", description="Staff have not decided.")
    OPEN = strawberry.enum_value("open", description="It sells.")
    DECLINED = strawberry.enum_value("declined", description="Staff declined; it may ask again.")
    CLOSED = strawberry.enum_value("closed", description="It sells no more for now.")


@computed("The currency of its prices.", name="currency")
def currency_of_shop(row: mall.MallShop) -> CurrencyCode:
    return CurrencyCode(row.asset.code)


@computed("How it stands.", name="state")
def state_of_shop(row: mall.MallShop) -> MallShopState:
    return MallShopState(row.state.value)


@type_of(mall.MallShop, "A shop of the mall.")
class MallShop:
    id: strawberry.ID = field("The shop: that of the merchant's till.")
    name: str = field("Its name.")
    company_name: str = field("The company behind it.")
    credit_code: str = field("The company's unified social credit code.")
    confirm_days: int = field("Days after which what was shipped counts as delivered.")
    currency = currency_of_shop
    state = state_of_shop
    reason: str = field("Why staff decided so; empty where they said nothing.", C2)
    made_at: Instant = field("When it last asked to sell in the mall.")

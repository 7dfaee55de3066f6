"""What staff and those who act for merchants send."""

from uuid import UUID

import strawberry

from resolvers.money import MoneyInput
from resolvers.scalars import CurrencyCode
from resolvers.wallet.merchants.types import MerchantRole


@strawberry.input(description="Open a merchant.")
class OpenMerchantInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    owner_id: strawberry.ID = strawberry.field(description="The customer who owns it.")
    name: str = strawberry.field(description="Its name, 25 characters at most.")
    latin_name: str = strawberry.field(description="Its name in Latin letters, as its codes say it to other networks.")
    city: str = strawberry.field(description="The city, 15 characters at most.")
    latin_city: str = strawberry.field(description="The city in Latin letters.")
    category: str = strawberry.field(description="What it sells: ISO 18245, four digits.")
    currency: CurrencyCode = strawberry.field(description="The currency it is paid in.")
    rate_bps: int = strawberry.field(description="The fee in hundredths of a percent, 1,000 at most.")
    takes_tips: bool = strawberry.field(default=False, description="Whether it takes tips.")


@strawberry.input(description="A merchant that gets a part.")
class SharingPartyInput:
    merchant_id: strawberry.ID = strawberry.field(description="Another merchant of the same currency.")
    share_bps: int = strawberry.field(description="Its part in hundredths of a percent.")


@strawberry.input(description="Share a merchant's later payments; an empty list ends it.")
class ShareProfitInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    merchant_id: strawberry.ID = strawberry.field(description="The merchant.")
    parties: list[SharingPartyInput] = strawberry.field(description="Who gets a part, 10 at most.")


@strawberry.input(description="Open one more shop.")
class OpenShopInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    merchant_id: strawberry.ID = strawberry.field(description="The merchant.")
    name: str = strawberry.field(description="Its name, 40 characters at most.")


@strawberry.input(description="Say what a customer may do for a merchant.")
class SetMerchantStaffInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    merchant_id: strawberry.ID = strawberry.field(description="The merchant.")
    phone: str = strawberry.field(description="The customer's phone number.")
    role: MerchantRole | None = strawberry.field(default=None, description="What they may do; null: nothing any more.")


@strawberry.input(description="Make a code to be printed.")
class MakeStaticCodeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    shop_id: strawberry.ID = strawberry.field(description="The shop it stands in.")
    label: str = strawberry.field(description="Where it stands, 40 characters at most.")


@strawberry.input(description="Withdraw a printed code.")
class WithdrawStaticCodeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    code_id: strawberry.ID = strawberry.field(description="The code.")


@strawberry.input(description="Ask to be paid.")
class PlaceMerchantOrderInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    shop_id: strawberry.ID = strawberry.field(description="The shop that asks.")
    amount: MoneyInput = strawberry.field(description="How much.")
    reference: str = strawberry.field(default="", description="The merchant's own words for it, 64 characters at most.")
    life_seconds: int = strawberry.field(default=300, description="For how long it can be paid.")


@strawberry.input(description="Take an order back.")
class CancelMerchantOrderInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    order_id: strawberry.ID = strawberry.field(description="The order.")

"""What the app says to pay purchases, and to get money back."""

from uuid import UUID

import strawberry

from domains.kernel.data_classes import C3
from resolvers.money import MoneyInput


@strawberry.input(description="Pay a purchase at once, out of the wallet.")
class PayPurchaseInput:
    request_id: UUID = strawberry.field(
        description="Made by the app and kept before its first attempt; it becomes the order's id. A repeat pays nothing twice."
    )
    purchase_id: strawberry.ID = strawberry.field(description="Which purchase.")
    amount: MoneyInput = strawberry.field(description="What the customer saw and confirmed.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, for amounts that need it.", metadata={"data_class": C3})


@strawberry.input(description="Pay a purchase by instalments that its shop offers.")
class AgreeInstalmentsInput:
    request_id: UUID = strawberry.field(
        description="Made by the app and kept before its first attempt; it becomes the plan's id. A repeat agrees to nothing twice."
    )
    purchase_id: strawberry.ID = strawberry.field(description="Which purchase.")
    offer: str = strawberry.field(description="The offer's name: its `code`.")
    total: MoneyInput = strawberry.field(description="What the customer saw that all parts come to.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


@strawberry.input(description="Pay one part by hand: early, or after it was held back.")
class PayInstalmentInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the order's id.")
    plan_id: strawberry.ID = strawberry.field(description="The plan.")
    number: int = strawberry.field(description="Which part.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, for amounts that need it.", metadata={"data_class": C3})


@strawberry.input(description="Get money back for a purchase.")
class RefundPurchaseInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat gives nothing back twice.")
    purchase_id: strawberry.ID = strawberry.field(description="Which purchase.")
    amount: MoneyInput | None = strawberry.field(default=None, description="That part of it; without one all that was paid, and nothing more is collected.")

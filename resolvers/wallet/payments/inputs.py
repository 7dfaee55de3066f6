"""What the app sends to pay, to charge and to refund."""

from uuid import UUID

import strawberry

from domains import wallet
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY
from resolvers.money import MoneyInput, amount_of
from resolvers.scalars import read_id


@strawberry.input(description="Whom to pay: the text of a scanned code, or an order by its id.", one_of=True)
class PayeeInput:
    code: strawberry.Maybe[str] = strawberry.field(description="What the scanned picture says.")
    order_id: strawberry.Maybe[strawberry.ID] = strawberry.field(description="An order that asks the viewer.")


@strawberry.input(description="One merchant to pay.")
class PurchaseInput:
    to: PayeeInput = strawberry.field(description="Whom to pay.")
    amount: MoneyInput | None = strawberry.field(default=None, description="How much, without the tip: needed for a printed code, confirmed for an order.")
    tip: MoneyInput | None = strawberry.field(default=None, description="A tip, where the merchant takes them.")


@strawberry.input(description="A source of money, and how much of the whole it gives.")
class FundingInput:
    source: str = strawberry.field(description='The source: "wallet", "change", "points" (a point pays a fen), "coupon" (what was reserved), "instalments-6".')
    amount: MoneyInput | None = strawberry.field(default=None, description="How much; null for the rest.")


@strawberry.input(description="Pay a merchant.")
class PayInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id pays nothing twice.")
    purchase: PurchaseInput = strawberry.field(description="What is confirmed.")
    fundings: list[FundingInput] | None = strawberry.field(default=None, description="Where the money comes from; null: all from the wallet.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, for amounts that need it.", metadata={"data_class": C3})


@strawberry.input(description="Pay several merchants in one confirmation, all or none.")
class PayTogetherInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id pays nothing twice.")
    purchases: list[PurchaseInput] = strawberry.field(description="What is confirmed, 20 at most.")
    fundings: list[FundingInput] | None = strawberry.field(default=None, description="Where the money comes from; null: all from the wallet.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, if the whole needs it.", metadata={"data_class": C3})


@strawberry.input(description="Let this session show payment codes.")
class EnrolPaymentCodesInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")


@strawberry.input(description="Charge a customer's payment code.")
class ChargePaymentCodeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id charges nothing twice.")
    shop_id: strawberry.ID = strawberry.field(description="The shop that charges.")
    code: str = strawberry.field(description="What the scanned picture says: twenty digits.", metadata={"data_class": C3})
    amount: MoneyInput = strawberry.field(description="How much.")
    reference: str = strawberry.field(default="", description="The merchant's own words for it, 64 characters at most.")


@strawberry.input(description="Give back a payment, or a part of it.")
class RefundInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id gives nothing back twice.")
    payment_id: strawberry.ID = strawberry.field(description="The payment.")
    amount: MoneyInput = strawberry.field(description="How much.")
    reason: str = strawberry.field(default="", description="A few words for the payer, 140 characters at most.")


def purchase_of(input: PurchaseInput) -> wallet.Purchase:
    """The purchase. What cannot be an id is the id of nothing. Raises UnknownAsset or AmountMalformed."""
    return wallet.Purchase(
        code=input.to.code.value if input.to.code else None,
        order_id=(read_id(input.to.order_id.value) or NOBODY) if input.to.order_id else None,
        amount=None if input.amount is None else amount_of(input.amount),
        tip=None if input.tip is None else amount_of(input.tip),
    )


def fundings_of(inputs: list[FundingInput] | None) -> tuple[wallet.Funding, ...]:
    """The sources; the wallet alone where none is named. Raises UnknownAsset or AmountMalformed."""
    if inputs is None:
        return (wallet.Funding(wallet.WALLET),)
    return tuple(wallet.Funding(one.source, None if one.amount is None else amount_of(one.amount)) for one in inputs)

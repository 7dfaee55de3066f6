"""Payments to merchants as the payer sees them, and payment codes."""

from base64 import b64encode
from enum import Enum

import strawberry

from domains import wallet
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant
from resolvers.wallet.merchants.types import Merchant, MerchantOrder, Shop


@strawberry.enum(description="How the payer and the merchant met.")
class PaymentMethod(Enum):
    STATIC_CODE = strawberry.enum_value("static_code", description="The payer scanned a printed code.")
    ORDER = strawberry.enum_value("order", description="The payer paid an order.")
    PAYMENT_CODE = strawberry.enum_value("payment_code", description="The merchant scanned the payer's own code.")


@computed("How the two met.")
def method(row: wallet.Payment) -> PaymentMethod:
    return PaymentMethod(row.method)


@batched(Merchant | None, "Who was paid; null if it cannot be read just now.")
async def merchant(read: Read, payments: list[wallet.Payment], viewers: list[Viewer]) -> list[wallet.Merchant | None]:
    found = await wallet.find_merchants(read, [one.merchant_id for one in payments])
    return [found.get(one.merchant_id) for one in payments]


@batched(Shop | None, "Where; null if it cannot be read just now.")
async def shop(read: Read, payments: list[wallet.Payment], viewers: list[Viewer]) -> list[wallet.Shop | None]:
    found = await wallet.find_shops(read, [one.shop_id for one in payments])
    return [found.get(one.shop_id) for one in payments]


@computed("What it gave.", C2, name="amount")
def source_amount(row: wallet.SourcePart) -> Money:
    return row.amount  # type: ignore[return-value]


@computed("What of that came back.", C2, name="refunded")
def source_refunded(row: wallet.SourcePart) -> Money:
    return row.refunded  # type: ignore[return-value]


@type_of(wallet.SourcePart, "A part of a payment by where it came from.")
class PaymentSource:
    source: str = field('The source of money: "wallet".')
    amount = source_amount
    refunded = source_refunded


@batched(list[PaymentSource], "Where the money came from, and where refunds go back to.")
async def sources(read: Read, payments: list[wallet.Payment], viewers: list[Viewer]) -> list[list[wallet.SourcePart]]:
    return await wallet.list_sources(read, [one.id for one in payments])


@type_of(wallet.Refund, "Money that went back to the payer.")
class Refund:
    id: strawberry.ID = field("The refund.")
    payment_id: strawberry.ID = field("The payment.")
    amount: Money = field("What went back.", C2)
    reason: str = field("The merchant's words.", C2)
    refunded_at: Instant = field("When.")


@batched(list[Refund], "What went back, oldest first.")
async def refunds(read: Read, payments: list[wallet.Payment], viewers: list[Viewer]) -> list[list[wallet.Refund]]:
    return await wallet.list_refunds(read, [one.id for one in payments])


@type_of(wallet.Payment, "A payment of the viewer to a merchant.")
class Payment:
    id: strawberry.ID = field("The payment.")
    merchant = merchant
    shop = shop
    order_id: strawberry.ID | None = field("The order that it paid.")
    method = method
    amount: Money = field("What was paid, with the tip.", C2)
    tip: Money = field("The tip.", C2)
    refunded: Money = field("What of it came back.", C2)
    reference: str = field("The merchant's own words for it.", C2)
    paid_at: Instant = field("When.")
    sources = sources
    refunds = refunds


@type_of(wallet.ScannedCode, "What a scanned code would pay.")
class ScannedCode:
    merchant: Merchant = field("Who is paid.")
    shop: Shop = field("Where.")
    order: MerchantOrder | None = field("The order, for a code that was shown for one.")
    amount: Money | None = field("What is asked; null where the payer says how much.", C2)


@computed("The same digits as an EMVCo consumer-presented code, base64: what the QR code says.", C2)
def consumer_presented(row: wallet.ShownCode) -> str:
    return wallet.consumer_presented(row.digits)


@type_of(wallet.ShownCode, "The viewer's own payment code, to be shown as QR and barcode.")
class PaymentCode:
    digits: str = field("Twenty digits: what the barcode says, and a QR code may.", C2)
    consumer_presented = consumer_presented
    next_at: Instant = field("When to show the next one.")
    expires_at: Instant = field("Until when it is taken.")


@batched(str, "The key with which the app makes the codes of this session itself, also without a network. Base64; keep it in the device's key store.")
async def key(read: Read, enrolled: list[wallet.CodesEnrolled], viewers: list[Viewer]) -> list[str]:
    # Only the session that enrolled is told.
    return [
        b64encode(wallet.code_key(read, one.serial, one.session_id)).decode() if one.session_id == viewer.session_id else ""
        for one, viewer in zip(enrolled, viewers, strict=True)
    ]


@computed("The ten digits after 36.", C2)
def serial(row: wallet.CodesEnrolled) -> str:
    return f"{row.serial:010d}"


@type_of(wallet.CodesEnrolled, "This session may show payment codes: 36, the serial, and eight digits of HMAC-SHA256 over the ten seconds (RFC 6238).")
class PaymentCodesEnrolled:
    serial = serial
    key = key

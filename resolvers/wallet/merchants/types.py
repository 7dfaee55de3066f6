"""Merchants as everybody sees them, and as those who act for them do."""

from enum import Enum
from uuid import UUID

import strawberry

from domains import customers, ledger, wallet
from domains.kernel.data_classes import C2
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.customers.types import Party
from resolvers.entities import entity
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import CurrencyCode, Cursor, Instant
from resolvers.wallet.merchant_pay_outs.types import MerchantPayOut


@strawberry.enum(description="Whether a merchant is open.")
class MerchantState(Enum):
    OPEN = strawberry.enum_value("open", description="It is paid.")
    CLOSING = strawberry.enum_value("closing", description="It takes no payments any more; it is settled, refunds, and is then paid all that it is owed.")
    CLOSED = strawberry.enum_value("closed", description="Nothing is owed to it.")


@computed("The currency it is paid in.")
def currency(row: wallet.Merchant) -> CurrencyCode:
    return CurrencyCode(row.asset.code)


async def find_merchants(read: Read, ids: list[UUID], viewers: list[Viewer]) -> list[wallet.Merchant | None]:
    """Merchants, which are the same for everybody."""
    found = await wallet.find_merchants(read, ids)
    return [found.get(id_) for id_ in ids]


@entity(find_merchants)
@type_of(wallet.Merchant, "A merchant, as everybody sees it.")
class Merchant:
    id: strawberry.ID = field("The merchant.")
    name: str = field("Its name.")
    city: str = field("The city it is in.")
    category: str = field("What it sells: ISO 18245, four digits.")
    currency = currency
    takes_tips: bool = field("Whether it takes tips.")


@type_of(wallet.Shop, "Where a merchant sells.")
class Shop:
    id: strawberry.ID = field("The shop.")
    name: str = field("Its name.")


@strawberry.enum(description="What somebody may do for a merchant.")
class MerchantRole(Enum):
    OWNER = strawberry.enum_value("owner", description="Names staff, shops and codes; charges and refunds.")
    CASHIER = strawberry.enum_value("cashier", description="Charges and refunds.")


ROLES = {role.name: wallet.Role[role.name] for role in MerchantRole}


@batched(Party | None, "Who it is, masked; null if they cannot be read just now.")
async def operator_party(read: Read, operators: list[wallet.Operator], viewers: list[Viewer]) -> list[customers.PartyRow | None]:
    return await customers.list_parties(read, [one.customer_id for one in operators])


@computed("What they may do.", name="role")
def operator_role(row: wallet.Operator) -> MerchantRole:
    return MerchantRole[row.role.name]


@type_of(wallet.Operator, "A customer who acts for a merchant.")
class MerchantStaff:
    customer_id: strawberry.ID = field("The customer.")
    role = operator_role
    added_at: Instant = field("Since when.")
    party = operator_party


@batched(str, "The text of the code: what its picture says.", name="text")
async def static_code_text(read: Read, codes: list[wallet.StaticCode], viewers: list[Viewer]) -> list[str]:
    found = await wallet.find_merchants(read, [one.merchant_id for one in codes])
    return [wallet.static_code_text(found[one.merchant_id].shown, one.id) for one in codes]


@computed("Whether it was withdrawn: then nobody is paid by it.")
def is_withdrawn(row: wallet.StaticCode) -> bool:
    return row.state == "withdrawn"


@type_of(wallet.StaticCode, "A printed code: whoever scans it says how much.")
class StaticCode:
    id: strawberry.ID = field("The code.")
    shop_id: strawberry.ID = field("The shop it stands in.")
    label: str = field("Where it stands.")
    is_withdrawn = is_withdrawn
    made_at: Instant = field("When it was made.")
    text = static_code_text


@strawberry.enum(description="How an order stands.")
class MerchantOrderState(Enum):
    OPEN = strawberry.enum_value("open", description="It can be paid.")
    PAID = strawberry.enum_value("paid", description="It was paid.")
    CANCELLED = strawberry.enum_value("cancelled", description="The merchant took it back.")
    EXPIRED = strawberry.enum_value("expired", description="Its time is over.")


@batched(MerchantOrderState, "How it stands.", name="state")
async def order_state(read: Read, orders: list[wallet.MerchantOrder], viewers: list[Viewer]) -> list[MerchantOrderState]:
    return [MerchantOrderState(one.state_at(read.now)) for one in orders]


@batched(str, "The text of its code: what the picture says that is shown to the customer.", name="text")
async def order_text(read: Read, orders: list[wallet.MerchantOrder], viewers: list[Viewer]) -> list[str]:
    found = await wallet.find_merchants(read, [one.merchant_id for one in orders])
    return [wallet.order_code_text(found[one.merchant_id].shown, one.id, one.amount) for one in orders]


@batched(Merchant | None, "Who asks; null if it cannot be read just now.", name="merchant")
async def order_merchant(read: Read, orders: list[wallet.MerchantOrder], viewers: list[Viewer]) -> list[wallet.Merchant | None]:
    found = await wallet.find_merchants(read, [one.merchant_id for one in orders])
    return [found.get(one.merchant_id) for one in orders]


@type_of(wallet.MerchantOrder, "What a merchant asks to be paid once, until it expires.")
class MerchantOrder:
    id: strawberry.ID = field("The order.")
    shop_id: strawberry.ID = field("The shop that asks.")
    merchant = order_merchant
    amount: Money = field("What it asks.", C2)
    reference: str = field("The merchant's own words for it.", C2)
    state = order_state
    payment_id: strawberry.ID | None = field("The payment that paid it.")
    placed_at: Instant = field("When it was placed.")
    expires_at: Instant = field("Until when it can be paid.")
    text = order_text


@computed("The day in Asia/Shanghai.", name="day")
def settled_day(row: wallet.Settlement) -> str:
    return row.day.isoformat()


@computed("How many payments it had a part of.", name="count")
def settled_count(row: wallet.Settlement) -> int:
    return row.payments


@type_of(wallet.Settlement, "What one day of a merchant came to: gross less refunds less fee.")
class Settlement:
    day = settled_day
    count = settled_count
    gross: Money = field("What was paid to it.", C2)
    refunded: Money = field("What of that went back before it was settled.", C2)
    fee: Money = field("The bank's fee on the rest.", C2)
    net: Money = field("What went to its balance.", C2)
    settled_at: Instant = field("When.")


@computed("The payment.", name="id")
def taken_payment_id(row: wallet.Taking) -> strawberry.ID:
    return strawberry.ID(str(row.payment.id))


@computed("When it was paid.", name="paidAt")
def taken_at(row: wallet.Taking) -> Instant:
    return Instant(row.payment.paid_at)


@computed("The merchant's own words for it, if it paid an order.", C2, name="reference")
def taken_reference(row: wallet.Taking) -> str:
    return row.payment.reference


@computed("All that the customer paid, with the tip.", C2, name="amount")
def taken_amount(row: wallet.Taking) -> Money:
    return row.payment.amount  # type: ignore[return-value]


@type_of(wallet.Taking, "The merchant's part of a payment.")
class Taking:
    id = taken_payment_id
    paid_at = taken_at
    reference = taken_reference
    amount = taken_amount
    share: Money = field("The merchant's part: all of it, unless it is shared.", C2)
    refunded: Money = field("What went back of the part.", C2)
    fee: Money = field("The bank's fee on what is left of the part.", C2)


@batched(list[Shop], "Its shops, oldest first.")
async def shops(read: Read, desks: list[wallet.Desk], viewers: list[Viewer]) -> list[list[wallet.Shop]]:
    return await wallet.list_shops(read, [desk.merchant.id for desk in desks])


@batched(list[StaticCode], "Its printed codes, oldest first.")
async def codes(read: Read, desks: list[wallet.Desk], viewers: list[Viewer]) -> list[list[wallet.StaticCode]]:
    return await wallet.list_static_codes(read, [desk.merchant.id for desk in desks])


@batched(list[MerchantStaff], "Who acts for it, first come first.")
async def staff(read: Read, desks: list[wallet.Desk], viewers: list[Viewer]) -> list[list[wallet.Operator]]:
    return await wallet.list_operators(read, [desk.merchant.id for desk in desks])


@batched(Money, "What it was paid and was not settled yet.")
async def collected(read: Read, desks: list[wallet.Desk], viewers: list[Viewer]) -> list[Amount]:
    found = await ledger.find_accounts(read, [wallet.collected_account_id(desk.merchant.id) for desk in desks])
    return [found[wallet.collected_account_id(desk.merchant.id)].posted for desk in desks]


@batched(Money, "What it was settled.", name="balance")
async def merchant_balance(read: Read, desks: list[wallet.Desk], viewers: list[Viewer]) -> list[Amount]:
    found = await ledger.find_accounts(read, [wallet.merchant_balance_id(desk.merchant.id) for desk in desks])
    return [found[wallet.merchant_balance_id(desk.merchant.id)].posted for desk in desks]


@batched(Connection[MerchantOrder], "Its orders, newest first.")
async def orders(
    read: Read, desks: list[wallet.Desk], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.MerchantOrder]]:
    return await wallet.list_order_pages(read, [desk.merchant.id for desk in desks], first, after)


@batched(Connection[Taking], "Its parts of payments, those of the newest day first.")
async def takings(read: Read, desks: list[wallet.Desk], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[wallet.Taking]]:
    return await wallet.list_taking_pages(read, [desk.merchant.id for desk in desks], first, after)


@batched(Connection[Settlement], "Its settlements, newest first.")
async def settlements(
    read: Read, desks: list[wallet.Desk], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.Settlement]]:
    return await wallet.list_settlement_pages(read, [desk.merchant.id for desk in desks], first, after)


@batched(Money, "What of its balance can be paid out.", name="available")
async def merchant_available(read: Read, desks: list[wallet.Desk], viewers: list[Viewer]) -> list[Amount]:
    found = await ledger.find_accounts(read, [wallet.merchant_balance_id(desk.merchant.id) for desk in desks])
    return [found[wallet.merchant_balance_id(desk.merchant.id)].available for desk in desks]


@batched(Connection[MerchantPayOut], "Its pay-outs, newest first.")
async def pay_outs(
    read: Read, desks: list[wallet.Desk], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.merchants.MerchantPayOut]]:
    return await wallet.merchants.list_merchant_pay_outs(read, [desk.merchant.id for desk in desks], first, after)


@computed("Whether it is open.", name="state")
def desk_state(row: wallet.Desk) -> MerchantState:
    return MerchantState(row.merchant.state)


@computed("What the viewer may do.", name="role")
def desk_role(row: wallet.Desk) -> MerchantRole:
    return MerchantRole[row.role.name]


@type_of(wallet.Desk, "A merchant, as one who acts for it sees it.")
class MerchantDesk:
    merchant: Merchant = field("The merchant.")
    role = desk_role
    shops = shops
    codes = codes
    staff = staff
    collected = collected
    balance = merchant_balance
    available = merchant_available
    state = desk_state
    orders = orders
    takings = takings
    settlements = settlements
    pay_outs = pay_outs

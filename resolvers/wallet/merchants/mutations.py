"""Open merchants and shops, name staff and parties, make codes and ask to be paid: each mutation calls one verb."""

from typing import Annotated

import strawberry

from domains import wallet
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Info, Viewer
from resolvers.fields import computed, field, mutation, type_of
from resolvers.money import amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, IdReused, UnknownCurrency
from resolvers.scalars import read_id
from resolvers.wallet.merchants.inputs import (
    CancelMerchantOrderInput,
    MakeStaticCodeInput,
    OpenMerchantInput,
    OpenShopInput,
    PlaceMerchantOrderInput,
    SetMerchantStaffInput,
    ShareProfitInput,
    WithdrawStaticCodeInput,
)
from resolvers.wallet.merchants.problems import (
    FeeOutOfRange,
    LastOwner,
    MerchantNameMalformed,
    MerchantNotFound,
    OrderEnded,
    OrderExpiryOutOfRange,
    SharingMalformed,
)
from resolvers.wallet.merchants.types import ROLES, Merchant, MerchantOrder, MerchantRole, StaticCode
from resolvers.wallet.problems import RecipientNotFound


@batched(Merchant | None, "The merchant; null if it cannot be read just now.", name="merchant")
async def merchant_that_was_opened(read: Read, outcomes: list[wallet.MerchantMade], viewers: list[Viewer]) -> list[wallet.Merchant | None]:
    found = await wallet.find_merchants(read, [outcome.merchant_id for outcome in outcomes])
    return [found.get(outcome.merchant_id) for outcome in outcomes]


@type_of(wallet.MerchantMade, "The merchant is open, with a first shop.")
class MerchantMade:
    merchant_id: strawberry.ID = field("The merchant.")
    shop_id: strawberry.ID = field("Its first shop.")
    merchant = merchant_that_was_opened


@type_of(wallet.ProfitShared, "Every later payment to the merchant is shared.")
class ProfitShared:
    merchant_id: strawberry.ID = field("The merchant.")


@type_of(wallet.ShopOpened, "The shop is open.")
class ShopOpened:
    merchant_id: strawberry.ID = field("The merchant.")
    shop_id: strawberry.ID = field("The shop.")
    name: str = field("Its name.")


@computed("What they may do now; null: nothing.", name="role")
def role_that_was_set(row: wallet.OperatorSet) -> MerchantRole | None:
    return None if row.role is None else MerchantRole[row.role.name]


@type_of(wallet.OperatorSet, "What a customer may do for the merchant was set.")
class MerchantStaffSet:
    merchant_id: strawberry.ID = field("The merchant.")
    customer_id: strawberry.ID = field("The customer.")
    role = role_that_was_set


@batched(StaticCode | None, "The code; null if it cannot be read just now.", name="code")
async def code_that_was_made(read: Read, outcomes: list[wallet.CodeMade], viewers: list[Viewer]) -> list[wallet.StaticCode | None]:
    found = await wallet.list_static_codes(read, [outcome.merchant_id for outcome in outcomes])
    return [next((code for code in codes if code.id == outcome.code_id), None) for codes, outcome in zip(found, outcomes, strict=True)]


@type_of(wallet.CodeMade, "The code can be printed.")
class StaticCodeMade:
    code_id: strawberry.ID = field("The code.")
    code = code_that_was_made


@type_of(wallet.CodeWithdrawn, "Nobody is paid by the code any more.")
class StaticCodeWithdrawn:
    code_id: strawberry.ID = field("The code.")


@batched(MerchantOrder | None, "The order; null if it cannot be read just now.", name="order")
async def order_that_was_placed(read: Read, outcomes: list[wallet.OrderPlaced], viewers: list[Viewer]) -> list[wallet.MerchantOrder | None]:
    found = await wallet.find_orders(read, [outcome.order_id for outcome in outcomes])
    return [found.get(outcome.order_id) for outcome in outcomes]


@type_of(wallet.OrderPlaced, "The order can be paid.")
class MerchantOrderPlaced:
    order_id: strawberry.ID = field("The order.")
    order = order_that_was_placed


@type_of(wallet.OrderCancelled, "The order can no longer be paid.")
class MerchantOrderCancelled:
    order_id: strawberry.ID = field("The order.")


OpenMerchantResult = Annotated[
    MerchantMade | MerchantNameMalformed | FeeOutOfRange | RecipientNotFound | UnknownCurrency | IdReused,
    strawberry.union("OpenMerchantResult", description="The merchant, or why it was refused."),
]
ShareProfitResult = Annotated[
    ProfitShared | MerchantNotFound | SharingMalformed | IdReused, strawberry.union("ShareProfitResult", description="The rule, or why it was refused.")
]
OpenShopResult = Annotated[
    ShopOpened | MerchantNotFound | MerchantNameMalformed | IdReused, strawberry.union("OpenShopResult", description="The shop, or why it was refused.")
]
SetMerchantStaffResult = Annotated[
    MerchantStaffSet | MerchantNotFound | RecipientNotFound | LastOwner | IdReused,
    strawberry.union("SetMerchantStaffResult", description="What was set, or why it was refused."),
]
MakeStaticCodeResult = Annotated[
    StaticCodeMade | MerchantNotFound | MerchantNameMalformed | IdReused,
    strawberry.union("MakeStaticCodeResult", description="The code, or why it was refused."),
]
WithdrawStaticCodeResult = Annotated[
    StaticCodeWithdrawn | MerchantNotFound | IdReused, strawberry.union("WithdrawStaticCodeResult", description="The code, or why it was refused.")
]
PlaceMerchantOrderResult = Annotated[
    MerchantOrderPlaced | MerchantNotFound | MerchantNameMalformed | OrderExpiryOutOfRange | AmountProblem | IdReused,
    strawberry.union("PlaceMerchantOrderResult", description="The order, or why it was refused."),
]
CancelMerchantOrderResult = Annotated[
    MerchantOrderCancelled | MerchantNotFound | OrderEnded | IdReused,
    strawberry.union("CancelMerchantOrderResult", description="The order, or why it was refused."),
]


@mutation("Open a merchant with a first shop. Written to the audit log.", permission=Permission.OPERATOR_MERCHANTS)
async def open_merchant(info: Info, input: OpenMerchantInput) -> OpenMerchantResult:
    viewer = info.context.viewer
    command = wallet.OpenMerchantCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        customer_id=read_id(input.owner_id) or NOBODY,
        name=input.name,
        latin_name=input.latin_name,
        city=input.city,
        latin_city=input.latin_city,
        category=input.category,
        asset=input.currency,
        fee_bps=input.rate_bps,
        takes_tips=input.takes_tips,
    )
    return await info.context.write(wallet.open_merchant, command)  # type: ignore[arg-type]


@mutation("Share a merchant's later payments with other merchants. Written to the audit log.", permission=Permission.OPERATOR_MERCHANTS)
async def share_profit(info: Info, input: ShareProfitInput) -> ShareProfitResult:
    viewer = info.context.viewer
    command = wallet.ShareProfitCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        merchant_id=read_id(input.merchant_id) or NOBODY,
        parties=tuple((read_id(one.merchant_id) or NOBODY, one.share_bps) for one in input.parties),
    )
    return await info.context.write(wallet.share_profit, command)  # type: ignore[arg-type]


@mutation("Open one more shop, as an owner.", permission=Permission.CUSTOMER)
async def open_shop(info: Info, input: OpenShopInput) -> OpenShopResult:
    viewer = info.context.viewer
    merchant_id = read_id(input.merchant_id) or NOBODY
    command = wallet.OpenShopCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, merchant_id=merchant_id, name=input.name)
    return await info.context.write(wallet.open_shop, command)  # type: ignore[arg-type]


@mutation("Say what a customer may do for a merchant, as an owner.", permission=Permission.CUSTOMER)
async def set_merchant_staff(info: Info, input: SetMerchantStaffInput) -> SetMerchantStaffResult:
    viewer = info.context.viewer
    command = wallet.SetOperatorCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        merchant_id=read_id(input.merchant_id) or NOBODY,
        phone=input.phone,
        role=None if input.role is None else ROLES[input.role.name],
    )
    return await info.context.write(wallet.set_operator, command)  # type: ignore[arg-type]


@mutation("Make a code to be printed.", permission=Permission.CUSTOMER)
async def make_static_code(info: Info, input: MakeStaticCodeInput) -> MakeStaticCodeResult:
    viewer = info.context.viewer
    shop_id = read_id(input.shop_id) or NOBODY
    command = wallet.MakeCodeCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, shop_id=shop_id, label=input.label)
    return await info.context.write(wallet.make_static_code, command)  # type: ignore[arg-type]


@mutation("Withdraw a printed code.", permission=Permission.CUSTOMER)
async def withdraw_static_code(info: Info, input: WithdrawStaticCodeInput) -> WithdrawStaticCodeResult:
    viewer = info.context.viewer
    code_id = read_id(input.code_id) or NOBODY
    command = wallet.WithdrawCodeCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, code_id=code_id)
    return await info.context.write(wallet.withdraw_static_code, command)  # type: ignore[arg-type]


@mutation("Ask to be paid: an order whose code is shown to the customer.", permission=Permission.CUSTOMER)
async def place_merchant_order(info: Info, input: PlaceMerchantOrderInput) -> PlaceMerchantOrderResult:
    viewer = info.context.viewer
    command = wallet.PlaceOrderCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        shop_id=read_id(input.shop_id) or NOBODY,
        amount=amount_of(input.amount),
        reference=wallet.normal_note(input.reference),
        life_seconds=input.life_seconds,
    )
    return await info.context.write(wallet.place_merchant_order, command)  # type: ignore[arg-type]


@mutation("Take an order back.", permission=Permission.CUSTOMER)
async def cancel_merchant_order(info: Info, input: CancelMerchantOrderInput) -> CancelMerchantOrderResult:
    viewer = info.context.viewer
    order_id = read_id(input.order_id) or NOBODY
    command = wallet.CancelOrderCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, order_id=order_id)
    return await info.context.write(wallet.cancel_merchant_order, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    open_merchant = open_merchant
    share_profit = share_profit
    open_shop = open_shop
    set_merchant_staff = set_merchant_staff
    make_static_code = make_static_code
    withdraw_static_code = withdraw_static_code
    place_merchant_order = place_merchant_order
    cancel_merchant_order = cancel_merchant_order

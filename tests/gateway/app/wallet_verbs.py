"""Every verb of customers' wallets as its trusted document asks for it: inputs made from the schema, and a customer of whom there is one of everything."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    OperationDefinitionNode,
    get_named_type,
    is_required_input_field,
    parse,
)

from domains import customers
from domains.kernel.clock import business_date
from domains.kernel.relay import relay_until_idle
from gateway.mobile_schema import read_operations
from gateway.trusted import MOBILE_SCHEMA
from resolvers.permissions import Permission
from resolvers.schema import build_schema
from tests.gateway.app.documents import act, ask_trusted, customer_with_money, yuan
from tests.gateway.app.running import RunningApp, SignedIn

TYPES = build_schema()._schema.type_map
PIN = "482913"


def _inputs(folder: str) -> dict[str, str]:
    """The input type of each verb that has a trusted document in a folder, by the document's name."""
    found = {}
    for document in read_operations(MOBILE_SCHEMA / folder):
        (node,) = [one for one in parse(document.text).definitions if isinstance(one, OperationDefinitionNode)]
        if document.domain == "wallet" and document.kind == "mutation":
            type_ = node.variable_definitions[0].type
            found[document.name] = type_.type.name.value  # type: ignore[union-attr]
    return found


VERBS = _inputs("operations")
STAFF_VERBS = _inputs("operator-operations")

CHOSEN: dict[str, Callable[["Leaf"], Any]] = {
    "RecipientInput": lambda leaf: {"customerId": leaf("ID", "customerId")},
    "PayerInput": lambda leaf: {"customerId": leaf("ID", "customerId")},
    "RedPacketAudienceInput": lambda leaf: {"customerId": leaf("ID", "customerId")},
    "RedPacketPlaceInput": lambda leaf: {"id": leaf("ID", "packetId")},
    "PayeeInput": lambda leaf: {"orderId": leaf("ID", "orderId")},
}
"""Of inputs of which one field must be given, which."""

Leaf = Callable[[str, str], Any]
"""What stands in a field, by the names of its type and of itself."""


def made(type_name: str, leaf: Leaf, *, optional: bool = False, length: int = 1) -> Any:
    """An input of that type; `optional` also with the fields that may be left out. Its lists hold `length` members."""
    type_ = TYPES[type_name]
    if type_name in CHOSEN:
        return CHOSEN[type_name](leaf)
    if not isinstance(type_, GraphQLInputObjectType):
        return next(iter(type_.values)) if isinstance(type_, GraphQLEnumType) else leaf(type_name, "")
    fields = {}
    for name, field in type_.fields.items():
        if not (optional or is_required_input_field(field)):
            continue
        inner = get_named_type(field.type)
        is_leaf = not isinstance(inner, GraphQLInputObjectType | GraphQLEnumType)
        value = leaf(inner.name, name) if is_leaf else made(inner.name, leaf, optional=optional, length=length)
        bare = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
        fields[name] = [value] * length if isinstance(bare, GraphQLList) else value
    return fields


PLAIN: dict[str, Any] = {"Decimal": "1.00", "CurrencyCode": "CNY", "Int": 1, "Boolean": True, "String": "x", "Date": "2030-01-01"}


def plain(type_name: str, _name: str) -> Any:
    """What nobody would object to."""
    return PLAIN.get(type_name, str(uuid4()))


async def one_of_everything(app: RunningApp) -> tuple[SignedIn, dict[str, dict[str, Any]]]:
    """A customer who has made one of everything; and by verb what names it."""
    owner, friend = await customer_with_money(app, 100_000), await customer_with_money(app, 100_000)
    await customers.seed_pin(app.application.house.database.write, owner.id, PIN)
    merchant_id, shop_id = await a_merchant_of(app, owner)
    code = await act(app, "MakeStaticCode", owner, shopId=shop_id, label="一号台")
    order = await act(app, "PlaceMerchantOrder", owner, shopId=shop_id, amount=yuan("1.00"))
    paid = await act(app, "Pay", friend, purchase={"to": {"code": code["code"]["text"]}, "amount": yuan("5.00")})
    asked = await act(app, "RequestMoney", owner, amount=yuan("2.00"), payer={"customerId": str(friend.id)})
    split = await act(app, "SplitBill", owner, method="EVEN", total=yuan("3.00"), parties=[str(owner.id), str(friend.id)])
    promised = [await act(app, "PromiseTransfer", owner, amount=yuan("1.00"), to={"customerId": str(friend.id)}, kind="ON_ACCEPTANCE") for _ in range(2)]
    packet = await act(app, "SendRedPacket", owner, kind="FIXED", amount=yuan("1.00"), places=1, to={"customerId": str(friend.id)})
    standing = await act(
        app, "CreateStandingOrder", owner, amount=yuan("1.00"), to={"customerId": str(friend.id)}, rhythm="MONTHLY", firstOn=a_day_ahead(app), pin=PIN
    )
    sent = await act(app, "Transfer", owner, amount=yuan("1.00"), to={"customerId": str(friend.id)})
    await act(app, "SavePayee", owner, to={"customerId": str(friend.id)})
    # The statement's index hears of what moved.
    await relay_until_idle(app.application.house.database)
    names = {
        **{key: {"merchantId": merchant_id} for key in ("OpenShop", "SetMerchantStaff", "RequestMerchantPayOut")},
        **{key: {"shopId": shop_id} for key in ("MakeStaticCode", "PlaceMerchantOrder", "ChargePaymentCode")},
        "WithdrawStaticCode": {"codeId": code["codeId"]},
        "CancelMerchantOrder": {"orderId": order["orderId"]},
        "RefundPayment": {"paymentId": paid["paymentId"]},
        **{key: {"id": asked["id"]} for key in ("PayMoneyRequest", "DeclineMoneyRequest", "CancelMoneyRequest", "RemindOfMoneyRequest")},
        "CancelSplit": {"id": split["id"]},
        **{key: {"id": promised[0]["id"]} for key in ("AcceptTransfer", "DeclineTransfer", "CallBackTransfer")},
        "GrabRedPacket": {"packet": {"id": packet["id"]}},
        "OpenRedPacket": {"packetId": packet["id"]},
        **{key: {"id": standing["id"]} for key in ("PauseStandingOrder", "ResumeStandingOrder", "StopStandingOrder")},
        "SetCategory": {"movementId": sent["movementId"]},
        "RemovePayee": {"targetId": str(friend.id)},
    }
    return owner, names


async def a_merchant_of(app: RunningApp, owner: SignedIn) -> tuple[str, str]:
    """A merchant that staff open for a customer, by their own trusted document; the merchant and its first shop."""
    told = {"name": "老王面馆", "latinName": "LAOWANG NOODLES", "city": "上海", "latinCity": "SHANGHAI", "category": "5812", "currency": "CNY", "rateBps": 60}
    input_ = {"requestId": str(uuid4()), "ownerId": str(owner.id), **told}
    opened = await ask_trusted(app, "OpenMerchant", await staff(app, Permission.OPERATOR_MERCHANTS), input=input_)
    desk = await ask_trusted(app, "MerchantDesk", owner, id=opened["merchantId"])
    return opened["merchantId"], desk["shops"][0]["id"]


async def staff(app: RunningApp, *permissions: Permission) -> SignedIn:
    """A member of staff with those permissions."""
    database = app.application.house.database
    operator_id = await customers.create_operator(database, "王经理", list(permissions))
    tokens = await customers.make_operator_token(database, operator_id)
    return SignedIn(operator_id, UUID(int=0), "", tokens.access_token, "")


def a_day_ahead(app: RunningApp) -> str:
    return (business_date(app.application.house.database.clock.now()) + timedelta(days=40)).isoformat()

"""Customers as the bank's staff see them. The audit row of a look is committed before anything is read, or nothing is read."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.customers.problems import AppVersionMalformed
from resolvers.customers.types import Customer
from resolvers.fields import field, look, mutation, type_of
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id


@strawberry.enum(description="Why a member of staff looks at a customer.")
class LookReason(Enum):
    CUSTOMER_ASKED = strawberry.enum_value("customer_asked", description="The customer asked for help.")
    COMPLAINT = strawberry.enum_value("complaint", description="A complaint is looked into.")
    FRAUD_CHECK = strawberry.enum_value("fraud_check", description="Something looks like fraud.")
    LEGAL_REQUEST = strawberry.enum_value("legal_request", description="A court or an authority asked.")


@batched(Customer | None, "The customer, masked as they see themselves; null if it cannot be read just now.")
async def found_customer(read: Read, looks: list[customers.CustomerLook], viewers: list[Viewer]) -> list[customers.CustomerRow | None]:
    found = await customers.list_customers(read, [look.customer_id for look in looks if look.customer_id is not None])
    return [None if look.customer_id is None else found.get(look.customer_id) for look in looks]


@type_of(customers.CustomerLook, "The customer was found, and the look is written down.")
class CustomerLook:
    audit_id: strawberry.ID = field("The audit row of the look.")
    customer = found_customer


@type_of(customers.AppVersionRequired, "Older apps are no longer served.")
class AppVersionRequired:
    platform: str = field('For example "ios".')
    minimum_version: str = field("The oldest version that is served from now on.")


@strawberry.input(description="Set the oldest app version that is served on a platform.")
class RequireAppVersionInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    platform: str = field('For example "ios".')
    version: str = field('One to four numbers between dots, for example "3.12.0".')


RequireAppVersionResult = Annotated[
    AppVersionRequired | AppVersionMalformed | IdReused, strawberry.union("RequireAppVersionResult", description="What is required, or why it is not.")
]


@look(
    "Look at a customer; null when there is none of that id. The look is written to the audit log first, either way.", permission=Permission.OPERATOR_CUSTOMERS
)
async def customer(info: Info, id: strawberry.ID, reason: LookReason) -> CustomerLook | None:
    customer_id = read_id(id)
    return None if customer_id is None else await _look(info, customer_id, None, reason)


@look(
    "Look at the customer of a phone; null when nobody has it. The look is written to the audit log first, either way.",
    permission=Permission.OPERATOR_CUSTOMERS,
)
async def customer_by_phone(info: Info, phone: str, reason: LookReason) -> CustomerLook | None:
    try:
        return await _look(info, None, phone, reason)
    except customers.PhoneMalformed:
        return None


@mutation("Stop serving older apps of a platform. Written to the audit log.", permission=Permission.OPERATOR_CUSTOMERS)
async def require_app_version(info: Info, input: RequireAppVersionInput) -> RequireAppVersionResult:
    command = customers.RequireAppVersion(request_id=input.request_id, owner_id=info.context.viewer.id, platform=input.platform, version=input.version)
    return await info.context.write(customers.require_app_version, command)  # type: ignore[arg-type]


async def _look(info: Info, customer_id: UUID | None, phone: str | None, reason: LookReason) -> CustomerLook | None:
    viewer = info.context.viewer
    command = customers.LookUpCustomer(
        request_id=None,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        customer_id=customer_id,
        phone=phone,
        reason=customers.LookReason[reason.name],
    )
    looked = await info.context.write(customers.look_up_customer, command)
    return None if looked.customer_id is None else looked  # type: ignore[return-value]

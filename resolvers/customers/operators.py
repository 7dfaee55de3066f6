"""Customers as the bank's staff see them. A look is a mutation, because it writes: the audit row is committed before anything is read, or nothing is read."""

from enum import Enum
from typing import Annotated

import strawberry

from domains import customers
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.customers.problems import AppVersionMalformed, CustomerUnknown, PhoneMalformed
from resolvers.customers.types import Customer
from resolvers.fields import field, mutation, type_of
from resolvers.permissions import Permission
from resolvers.scalars import read_id


@strawberry.enum(description="Why a member of staff looks at a customer.")
class LookReason(Enum):
    CUSTOMER_ASKED = strawberry.enum_value("customer_asked", description="The customer asked for help.")
    COMPLAINT = strawberry.enum_value("complaint", description="A complaint is looked into.")
    FRAUD_CHECK = strawberry.enum_value("fraud_check", description="Something looks like fraud.")
    LEGAL_REQUEST = strawberry.enum_value("legal_request", description="A court or an authority asked.")


@batched(Customer | None, "The customer, masked as they see themselves; null if it cannot be read just now.")
async def found_customer(read: Read, looks: list[customers.CustomerFound], viewers: list[Viewer]) -> list[customers.CustomerRow | None]:
    found = await customers.list_customers(read, [look.customer_id for look in looks])
    return [found.get(look.customer_id) for look in looks]


@type_of(customers.CustomerFound, "The customer was found, and the look is written down.")
class CustomerFound:
    audit_id: strawberry.ID = field("The audit row of the look.")
    customer = found_customer


@type_of(customers.AppVersionRequired, "Older apps are no longer served.")
class AppVersionRequired:
    platform: str = field('For example "ios".')
    minimum_version: str = field("The oldest version that is served from now on.")


@strawberry.input(description="Find a customer by id or by phone: exactly one of the two.")
class LookUpCustomerInput:
    customer_id: strawberry.ID | None = strawberry.field(default=None, description="The customer's id.", metadata={"data_class": C2})
    phone: str | None = strawberry.field(default=None, description="The customer's phone number.", metadata={"data_class": C2})
    reason: LookReason = field("Why. It is written down with the look.")


@strawberry.input(description="Set the oldest app version that is served on a platform.")
class RequireAppVersionInput:
    platform: str = field('For example "ios".')
    version: str = field('One to four numbers between dots, for example "3.12.0".')


LookUpCustomerResult = Annotated[
    CustomerFound | CustomerUnknown | PhoneMalformed, strawberry.union("LookUpCustomerResult", description="The customer, or why there is none.")
]
RequireAppVersionResult = Annotated[
    AppVersionRequired | AppVersionMalformed, strawberry.union("RequireAppVersionResult", description="What is required, or why it is not.")
]


@mutation("Look at a customer. The look is written down first, whether or not there is such a customer.", permission=Permission.OPERATOR_CUSTOMERS)
async def look_up_customer(info: Info, input: LookUpCustomerInput) -> LookUpCustomerResult:
    viewer = info.context.viewer
    customer_id = None if input.customer_id is None else read_id(input.customer_id)
    if (customer_id is None) == (input.phone is None):
        raise customers.CustomerUnknown
    command = customers.LookUpCustomer(
        request_id=None,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        customer_id=customer_id,
        phone=input.phone,
        reason=customers.LookReason[input.reason.name],
    )
    return await info.context.write(customers.look_up_customer, command)  # type: ignore[arg-type]


@mutation("Stop serving older apps of a platform. Written to the audit log.", permission=Permission.OPERATOR_CUSTOMERS)
async def require_app_version(info: Info, input: RequireAppVersionInput) -> RequireAppVersionResult:
    command = customers.RequireAppVersion(request_id=None, owner_id=info.context.viewer.id, platform=input.platform, version=input.version)
    return await info.context.write(customers.require_app_version, command)  # type: ignore[arg-type]

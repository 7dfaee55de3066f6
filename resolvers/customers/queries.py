"""The customers' root queries."""

import strawberry

from domains import customers
from domains.kernel.data_classes import C1
from domains.kernel.errors import Unauthenticated
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.customers.mergers import open_mergers
from resolvers.customers.operators import customer, customer_by_phone
from resolvers.customers.types import AppRequirements, Customer
from resolvers.permissions import Permission


@batched(Customer, "The signed-in customer.", permission=Permission.CUSTOMER, name="viewer")
async def signed_in_customer(read: Read, roots: list[None], viewers: list[Viewer]) -> list[customers.CustomerRow | Unauthenticated]:
    found = await customers.list_customers(read, [viewer.id for viewer in viewers])
    return [found.get(viewer.id) or Unauthenticated() for viewer in viewers]


@batched(
    AppRequirements | None,
    "What an app of that platform must be to be served, and whether that version is; null when nothing is required. Asked as the app starts.",
    permission=Permission.PUBLIC,
    data_class=C1,
)
async def app_requirements(
    read: Read, roots: list[None], viewers: list[Viewer], *, platform: str, version: str | None = None
) -> list[customers.AppRequirements | None]:
    return await customers.find_app_requirements(read, [(platform, version)] * len(roots))


@strawberry.type
class Query:
    viewer = signed_in_customer
    app_requirements = app_requirements
    customer = customer
    customer_by_phone = customer_by_phone
    open_mergers = open_mergers

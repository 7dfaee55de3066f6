"""Codes and what is found under them, as the app sees them."""

from datetime import date
from enum import Enum
from typing import Annotated

import strawberry

from domains import offers
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.customers.types import Party
from resolvers.fields import computed, field, type_of
from resolvers.offers.branches.types import BranchService
from resolvers.offers.products.types import Product, ProductKind
from resolvers.offers.visits.types import Prefill, QueueTicket
from resolvers.scalars import Instant
from resolvers.wallet.payments.types import ScannedCode
from resolvers.wallet.red_packets.types import RedPacket


@strawberry.enum(description="Where a code is seen.")
class PlacementKind(Enum):
    SLOT = strawberry.enum_value("slot", description="In a slot of a wall.")
    POSTER = strawberry.enum_value("poster", description="On a poster.")
    SHELF = strawberry.enum_value("shelf", description="On a shelf, beside the goods.")
    TABLE = strawberry.enum_value("table", description="On a table.")
    SHARE = strawberry.enum_value("share", description="Shared by a customer.")
    PAGE = strawberry.enum_value("page", description="On a page.")


@strawberry.enum(description="What scanned.")
class DeviceClass(Enum):
    PHONE = strawberry.enum_value("phone", description="A phone's app.")
    TABLET = strawberry.enum_value("tablet", description="A tablet's app.")
    MINI_PROGRAM = strawberry.enum_value("mini_program", description="A mini-program.")
    BROWSER = strawberry.enum_value("browser", description="A page.")
    OTHER = strawberry.enum_value("other", description="Anything else.")


@strawberry.enum(description="What can be done next with what was scanned.")
class ScanAction(Enum):
    PAY = strawberry.enum_value("pay", description="Pay the merchant.")
    TRANSFER = strawberry.enum_value("transfer", description="Send money.")
    GRAB = strawberry.enum_value("grab", description="Grab the red packet.")
    CLAIM = strawberry.enum_value("claim", description="Claim a coupon.")
    BOOK = strawberry.enum_value("book", description="Book a time.")
    BUY = strawberry.enum_value("buy", description="Buy it.")
    OPEN = strawberry.enum_value("open", description="Open it.")
    LEARN = strawberry.enum_value("learn", description="Learn more.")
    SHARE = strawberry.enum_value("share", description="Share it with friends.")


@computed("Where it is seen.", name="kind")
def kind_of_placement(row: offers.Placement) -> PlacementKind:
    return PlacementKind[row.kind.name]


@type_of(offers.Placement, "Where a code is seen.")
class Placement:
    id: strawberry.ID = field("The placement.")
    kind = kind_of_placement
    label: str = field("What it is called.")
    wall_id: strawberry.ID | None = field("The wall, for a slot.")
    slot: int | None = field("The slot's number, counted from 1 along the rows.")


@batched(str, "What the code says: the link to print, or to share.", name="address")
async def address_of_code(read: Read, codes: list[offers.OfferCode], viewers: list[Viewer]) -> list[str]:
    return offers.code_addresses(read, codes)


@batched(Product | None, "What it was assigned to; null for a person's own code.", name="product")
async def product_of_code(read: Read, codes: list[offers.OfferCode], viewers: list[Viewer]) -> list[offers.Product | None]:
    found = await offers.find_products(read, [code.product for code in codes])
    return [found.get(code.product) for code in codes]


@type_of(offers.OfferCode, "A code that leads to a product. Assigned anew, the same print leads to another.")
class OfferCode:
    id: strawberry.ID = field("The code.")
    address = address_of_code
    placement: Placement = field("Where it is seen.")
    product = product_of_code
    last_day: date | None = field("The last business day it is good for; null: it does not end.")
    is_active: bool = field("False once it was withdrawn.")
    assigned_at: Instant = field("Since when it leads to its product.")


@type_of(offers.ScannedPerson, "Somebody who showed a code of their own.")
class ScannedPerson:
    customer_id: strawberry.ID = field("What a transfer names.")
    party: Party = field("Who it is, masked.")


ScanTarget = Annotated[
    Product | BranchService | QueueTicket | Prefill | ScannedCode | RedPacket | ScannedPerson, strawberry.union("ScanTarget", description="What was scanned.")
]


@computed("Of what kind it is.", name="kind")
def kind_of_scanned(row: offers.Scanned) -> ProductKind:
    return ProductKind[row.kind.name]


@computed("What was scanned.")
def target(row: offers.Scanned) -> ScanTarget:
    return row.target  # type: ignore[return-value]


@computed("What can be done next, the likeliest first.")
def actions(row: offers.Scanned) -> list[ScanAction]:
    return [ScanAction[action.name] for action in row.actions]


@type_of(offers.Scanned, "What a camera saw, and what can be done with it.")
class Scanned:
    scan_id: strawberry.ID = field("This scan.")
    kind = kind_of_scanned
    target = target
    placement: Placement | None = field("Where the code is seen; null for a code that is not the house's own link.")
    actions = actions
    attribution: str = field("Keep it for seven days: claimed after sign-up, it leads a purchase back to this scan.", C2)


@type_of(offers.AttributionClaimed, "The scan is the viewer's.")
class AttributionClaimed:
    scan_id: strawberry.ID = field("The scan.")

"""Purchases at outside shops, and memberships there, as the app sees them."""

from datetime import date
from enum import Enum
from typing import NamedTuple

import strawberry

from domains import scenes
from domains.kernel.data_classes import C1, C2
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant
from resolvers.scenes.instalment.types import InstalmentPlan
from resolvers.scenes.order.types import SceneOrder
from resolvers.scenes.refund.types import SceneRefund


@strawberry.enum(description="Where a purchase stands.")
class PurchaseState(Enum):
    OPEN = strawberry.enum_value("open", description="It can be paid.")
    PAYING = strawberry.enum_value("paying", description="An order pays it: see `order`.")
    INSTALMENTS = strawberry.enum_value("instalments", description="It is paid in parts: see `plan`.")
    PAID = strawberry.enum_value("paid", description="It is paid, here or elsewhere.")
    RETURNING = strawberry.enum_value("returning", description="All of it is to come back; the shop has not said yet that it does.")
    REFUNDED = strawberry.enum_value("refunded", description="All of it came back.")
    GONE = strawberry.enum_value("gone", description="The shop asks for it no longer.")


class Offered(NamedTuple):
    """A shop's offer for one purchase, with what it comes to."""

    code: str
    part_count: int
    months_apart: int
    fee: Amount
    total: Amount
    first: Amount
    later: Amount


def _offered(row: scenes.shops.Purchase, offer: scenes.shops.InstalmentOffer) -> Offered:
    parts = scenes.shops.schedule_of(offer, row.amount, date(2000, 1, 1))
    fee, total = Amount(offer.fee_minor, row.amount.asset), scenes.shops.total_of(offer, row.amount)
    return Offered(offer.code, offer.part_count, offer.months_apart, fee, total, parts[0].amount, parts[1].amount)


@type_of(Offered, "Instalments that a shop offers for a purchase.")
class InstalmentOffer:
    code: str = field("The shop's name for it.")
    part_count: int = field("In how many parts.")
    months_apart: int = field("How many months lie between two parts.")
    fee: Money = field("What the shop asks for it on top of the price.", C1)
    total: Money = field("What all parts come to.", C2)
    first: Money = field("The first part, which is paid at once.", C2)
    later: Money = field("Each of the others.", C2)


@computed("Where it stands.", name="state")
def purchase_state(row: scenes.shops.Purchase) -> PurchaseState:
    return PurchaseState(row.state.value)


@computed("Which scene: see `scene`.", name="sceneId")
def scene_of_purchase(row: scenes.shops.Purchase) -> strawberry.ID:
    return strawberry.ID(row.scene)


@computed("The instalments in which it may be paid; none once it is paid.", name="offers")
def offers_of_purchase(row: scenes.shops.Purchase) -> list[InstalmentOffer]:
    is_open = row.state is scenes.shops.PurchaseState.OPEN
    return [_offered(row, offer) for offer in row.offers] if is_open else []  # type: ignore[misc]


@batched(SceneOrder | None, "The order that pays or paid it at once; null where none did, or it cannot be read just now.", name="order")
async def order_of_purchase(read: Read, found: list[scenes.shops.Purchase], viewers: list[Viewer]) -> list[scenes.Order | None]:
    paid = [one for one in found if one.order_id is not None]
    ids = [one.order_id for one in paid if one.order_id is not None]
    orders = dict(zip(ids, await scenes.find_orders(read, ids, [one.customer_id for one in paid]), strict=True)) if ids else {}
    return [None if one.order_id is None else orders[one.order_id] for one in found]


@batched(InstalmentPlan | None, "The instalments that pay it; null where none do, or they cannot be read just now.", name="plan")
async def plan_of_purchase(read: Read, found: list[scenes.shops.Purchase], viewers: list[Viewer]) -> list[scenes.shops.InstalmentPlan | None]:
    planned = [one for one in found if one.plan_id is not None]
    ids = [one.plan_id for one in planned if one.plan_id is not None]
    plans = dict(zip(ids, await scenes.shops.find_plans(read, ids, [one.customer_id for one in planned]), strict=True)) if ids else {}
    return [None if one.plan_id is None else plans[one.plan_id] for one in found]


@batched(list[SceneRefund], "What came back of it, or is to, the first first.", name="refunds", list_size=20)
async def refunds_of_purchase(read: Read, found: list[scenes.shops.Purchase], viewers: list[Viewer]) -> list[list[scenes.SceneRefund]]:
    return await scenes.shops.list_refunds(read, [one.id for one in found], [one.customer_id for one in found])


@type_of(scenes.shops.Purchase, "An order at an outside shop.")
class Purchase:
    id: strawberry.ID = field("The purchase.")
    scene_id = scene_of_purchase
    state = purchase_state
    title: str = field("What was ordered, in the shop's words.", C2)
    reference: str = field("The shop's own number of the order.", C2)
    amount: Money = field("What it costs.", C2)
    offers = offers_of_purchase
    order = order_of_purchase
    plan = plan_of_purchase
    refunds = refunds_of_purchase
    placed_at: Instant = field("When it was ordered.")


@type_of(scenes.shops.MemberBenefit, "What a member of a shop has.")
class MemberBenefit:
    code: str = field("The shop's name for it.")
    title: str = field("What it is, in the shop's words.")
    until: date | None = field("The last day on which it can be used; null where it has none.")


@type_of(scenes.shops.Membership, "A customer's membership at a shop, as the shop last told of it.")
class Membership:
    number: str = field("The member's number.", C2)
    level: str = field("The level, in the shop's words.", C2)
    benefits: list[MemberBenefit] = field("What the member has.", C2, list_size=50)
    changed_at: Instant = field("When the shop last changed it.")

"""The partners' look at their payments."""

import strawberry

from domains import scenes
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.permissions import Permission
from resolvers.scalars import read_id
from resolvers.scenes.payment.types import PaymentInitiation


@batched(
    PaymentInitiation | None,
    "A payment that the partner initiated for the customer of its token; null when there is none of that id, and for a payment that was refused.",
    permission=Permission.PARTNER,
)
async def payment_initiation(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[scenes.Initiation | None]:
    initiation_id = read_id(id)
    found = (await scenes.find_initiations(read, [initiation_id])).get(initiation_id) if initiation_id is not None else None
    return [found if _may_see(viewer, found) else None for viewer in viewers]


@batched(
    PaymentInitiation | None,
    "The payment of an order, by the partner's own id of it, as an answer that was lost would have told it; with a customer's token of that customer's orders"
    " alone. Null when the order was not paid.",
    permission=Permission.PARTNER,
)
async def order_payment(read: Read, roots: list[None], viewers: list[Viewer], *, order_id: str) -> list[scenes.Initiation | None]:
    partners = [NOBODY if viewer.partner is None else viewer.partner.partner_id for viewer in viewers]
    found = await scenes.find_initiations_of_orders(read, [(partner_id, order_id) for partner_id in partners])
    return [one if one is not None and _may_see_order(viewer, one) else None for viewer, one in zip(viewers, found, strict=True)]


def _may_see_order(viewer: Viewer, initiation: scenes.Initiation) -> bool:
    partner = viewer.partner
    return partner is not None and partner.partner_id == initiation.partner_id and partner.customer_id in (None, initiation.customer_id)


def _may_see(viewer: Viewer, initiation: scenes.Initiation | None) -> bool:
    partner = viewer.partner
    return partner is not None and initiation is not None and (partner.partner_id, partner.customer_id) == (initiation.partner_id, initiation.customer_id)


@strawberry.type
class Query:
    payment_initiation = payment_initiation
    order_payment = order_payment

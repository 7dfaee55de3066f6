"""To whom what may be advertised, by the accounts that they have linked."""

from collections.abc import Sequence
from uuid import UUID

from domains.kernel.transactions import Read
from domains.scenes.ports import ScenePartners
from domains.scenes.queries.link import find_standing_links
from domains.scenes.rules.scene import Scene, may_market_loans


async def find_loan_marketing(read: Read, customer_ids: Sequence[UUID]) -> list[bool]:
    """Whether loans may be advertised to each customer, in order: one statement whatever their number."""
    campuses = [scene for scene in read.port(ScenePartners).scenes if scene.serves_students]
    pairs = [(customer_id, scene) for customer_id in customer_ids for scene in campuses]
    if not pairs:
        return [True] * len(customer_ids)
    links = await find_standing_links(read, [customer_id for customer_id, _ in pairs], [scene.id for _, scene in pairs])
    linked = {(customer_id, scene.id) for (customer_id, scene), link in zip(pairs, links, strict=True) if link is not None}
    return [may_market_loans(scene for scene in campuses if (customer_id, scene.id) in linked) for customer_id in customer_ids]


async def find_loan_marketing_in(read: Read, customer_ids: Sequence[UUID], scenes: Sequence[Scene]) -> list[bool]:
    """Whether loans may be advertised to each customer in that scene, in order: a campus shows them to nobody."""
    allowed = await find_loan_marketing(read, list(dict.fromkeys(customer_ids)))
    by_customer = dict(zip(dict.fromkeys(customer_ids), allowed, strict=True))
    return [by_customer[customer_id] and may_market_loans([scene]) for customer_id, scene in zip(customer_ids, scenes, strict=True)]

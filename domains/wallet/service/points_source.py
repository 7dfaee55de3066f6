"""Points as a source of money at the till: a point pays a fen, the house gives the money, and a refund restores the points to the lots that they came from."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import CNY
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import points_paid_id
from domains.wallet.errors.payments import FundingChanged
from domains.wallet.errors.points import NotEnoughPoints
from domains.wallet.ports import Draw, Drawn
from domains.wallet.queries import points
from domains.wallet.rules.points import BURN, BurnPoints, Holding, RestorePoints, act_id_of, apply, forget, leave_expired
from domains.wallet.service.points import movements_of, plan_refund
from domains.wallet.service.till import draw_id_of

POINTS_SOURCE = "points"
"""The source's name."""


class _Burned(NamedTuple):
    """What a draw takes, and of what all draws of that customer see."""

    holding: Holding
    act_id: UUID


class PointsSource:
    """A customer's points. What has expired pays nothing, and is written down by whoever does that."""

    name = POINTS_SOURCE

    async def draw(self, tx: Tx, draws: Sequence[Draw]) -> list[Drawn | Refusal]:
        """Plan the burning, those first that expire first. Refuses FundingChanged with what there is, and for any currency but the yuan. Two statements."""
        holdings = await points.lock_holders(tx, sorted({one.customer_id for one in draws}))
        wanted = dict.fromkeys(holdings, 0)
        for one in draws:
            if one.customer_id in wanted:
                wanted[one.customer_id] += one.amount.minor
        if holdings:
            await points.look(tx, holdings, wanted, [])
        for holding in holdings.values():
            leave_expired(holding, tx.now)
        return [self._drawn(tx, one, holdings.get(one.customer_id)) for one in draws]

    async def took(self, tx: Tx, taken: Sequence[tuple[Draw, Drawn]]) -> None:
        """The lots have less, by what was posted."""
        burned = [drawn.noted for _, drawn in taken if isinstance(drawn.noted, _Burned)]
        holdings = {one.holding.customer_id: one.holding for one in burned}
        acts = {one.act_id for one in burned}
        for holding in holdings.values():
            forget(holding, {part.act_id for part in holding.parts} - acts)
        points.write(tx, list(holdings.values()))

    async def give_back(self, tx: Tx, draws: Sequence[Draw]) -> list[Drawn | Refusal]:
        """The points come back, a fen a point; what of them is owed elsewhere is paid first, and what has expired meanwhile expires again."""
        answers: list[Drawn | Refusal] = []
        for one in draws:
            burned_id = draw_id_of(one.payment_id, POINTS_SOURCE)
            plan = await plan_refund(tx, [RestorePoints(one.customer_id, one.id, burned_id, one.amount.minor)])
            plan.write(tx)
            answers.append(Drawn(points_paid_id(one.customer_id), beside=plan.movements))
        return answers

    async def keep(self, tx: Tx, customer_id: UUID, payment_id: UUID, kept_minor: int) -> int | None:
        """In proportion."""
        return None

    def _drawn(self, tx: Tx, one: Draw, holding: Holding | None) -> Drawn | Refusal:
        if holding is None or one.amount.asset != CNY:
            return FundingChanged(POINTS_SOURCE, None)
        try:
            apply(BurnPoints(one.customer_id, one.id, one.amount.minor), holding, tx.now, tx.now)
        except NotEnoughPoints as refusal:
            return FundingChanged(POINTS_SOURCE, Amount(refusal.available, CNY) if refusal.available else None)
        act_id = act_id_of(one.id, BURN, one.customer_id)
        own = [part for part in holding.parts if part.act_id == act_id]
        return Drawn(points_paid_id(one.customer_id), beside=tuple(movements_of(holding.customer_id, own)), noted=_Burned(holding, act_id))

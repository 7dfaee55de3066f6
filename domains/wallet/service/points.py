"""Points for other domains' verbs: planned under the holders' locks, posted by the caller with all else, written down with what was posted.

    plan = await wallet.plan_burn(tx, wallet.BurnPoints(customer_id, order_id, 500))
    (verdict,) = await ledger.post(tx, [(order_id, [*plan.movements, payment])])
    if not isinstance(verdict, Refusal):
        plan.write(tx)

Holders are locked before any ledger account. What has expired is in the plan of whoever locks next; a job locks whom nobody does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from domains import ledger
from domains.kernel.assets import POINTS
from domains.kernel.clock import business_date, day_start
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import points_account_id, points_owed_account_id, points_reserve_id
from domains.wallet.queries import points
from domains.wallet.rules.points import (
    BURN,
    EARN,
    KINDS,
    BurnPoints,
    EarnPoints,
    Holding,
    Part,
    PointsAsk,
    RestorePoints,
    TakeBackPoints,
    act_id_of,
    apply,
    expire,
    usual_last_day,
)

ALL = 2**62
"""More points than anybody has."""

DUE_MAX = 500
"""Expired lots that one transaction writes down."""


@dataclass(frozen=True, slots=True)
class PointsPlan:
    """What is to be moved for a customer's points, and what is to be written once it has been posted."""

    holding: Holding
    movements: tuple[ledger.PlannedMovement, ...]

    def write(self, tx: Tx) -> None:
        """Write the lots down. Call it when the movements were posted, and not otherwise."""
        write_points(tx, [self])


def write_points(tx: Tx, plans: Sequence[PointsPlan]) -> None:
    """Write the lots of several customers down, those whose movements were posted."""
    points.write(tx, [plan.holding for plan in plans])


async def plan_points(tx: Tx, asks: Sequence[PointsAsk]) -> dict[UUID, PointsPlan | Refusal]:
    """Plan what is asked, in order, by customer. What is asked for one customer stands or falls together, by the first rule broken (rules/points.py).

    An id that was used before for the same kind of act plans nothing. Three statements; two more for a customer's first points."""
    customer_ids = {ask.customer_id for ask in asks}
    holdings = await points.lock_holders(tx, list(customer_ids))
    if lacking := customer_ids - holdings.keys():
        await points.open_holders(tx, list(lacking))
        holdings = await points.lock_holders(tx, list(customer_ids))
    await points.look(tx, holdings, _wanted(asks), [act for ask in asks for act in _acts(ask)])
    plans: dict[UUID, PointsPlan | Refusal] = {}
    for customer_id, holding in holdings.items():
        expire(holding, tx.now)
        try:
            for ask in asks:
                if ask.customer_id == customer_id:
                    apply(ask, holding, tx.now, _expiry(ask, business_date(tx.now)))
        except Refusal as refusal:
            plans[customer_id] = refusal
            continue
        plans[customer_id] = PointsPlan(holding, tuple(movements_of(holding.customer_id, holding.parts)))
    return plans


async def plan_earn(tx: Tx, earn: EarnPoints) -> PointsPlan:
    """Plan to give points. Raises AmountOutOfRange."""
    return await _plan_one(tx, earn)


async def plan_burn(tx: Tx, burn: BurnPoints) -> PointsPlan:
    """Plan to take points, those that expire first. Raises AmountOutOfRange, NotEnoughPoints."""
    return await _plan_one(tx, burn)


async def plan_refund(tx: Tx, refunds: Sequence[TakeBackPoints | RestorePoints]) -> PointsPlan:
    """Plan what a refund does to one customer's points: take back what was earned, restore what was burned. Raises PointsActNotFound, PointsRefundTooLarge."""
    return await _plan_one(tx, *refunds)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpirePointsCommand(Command):
    """Without a request id: what has been written down is not due again. Lots before that place are left alone."""

    after: tuple[datetime, UUID] = (points.EARLIEST, points.FIRST)


@dataclass(frozen=True, slots=True)
class PointsSwept:
    """How many customers' lots were looked at; `last` is the place of the last one, None when nothing more was due."""

    customers: int
    last: tuple[datetime, UUID] | None


@composite_verb(PointsSwept)
async def expire_points(tx: Tx, command: ExpirePointsCommand) -> PointsSwept:
    """Write down the lots that expired first, a few hundred at most. Those of a frozen account stay until it is free."""
    due = await points.list_due(tx, tx.now, command.after, DUE_MAX)
    if not due:
        return PointsSwept(0, None)
    holdings = await points.lock_holders(tx, list({customer_id for _, customer_id in due}))
    await points.look(tx, holdings, {}, [])
    plans = []
    for holding in holdings.values():
        expire(holding, tx.now)
        if holding.parts:
            plans.append(PointsPlan(holding, tuple(movements_of(holding.customer_id, holding.parts))))
    verdicts = await ledger.post(tx, [(derived_id(plan.holding.parts[0].act_id, "journal"), plan.movements) for plan in plans])
    write_points(tx, [plan for plan, verdict in zip(plans, verdicts, strict=True) if not isinstance(verdict, Refusal)])
    return PointsSwept(len(holdings), due[-1])


async def _plan_one(tx: Tx, *asks: PointsAsk) -> PointsPlan:
    (plan,) = (await plan_points(tx, asks)).values()
    if isinstance(plan, Refusal):
        raise plan
    return plan


def _expiry(ask: PointsAsk, today: date) -> datetime:
    """When what is earned now is not good any more: midnight in Shanghai after its last day."""
    last_day = ask.last_day if isinstance(ask, EarnPoints) else None
    return day_start((last_day or usual_last_day(today)) + timedelta(days=1))


def _wanted(asks: Sequence[PointsAsk]) -> dict[UUID, int]:
    """How many live points each customer's decision may need to see."""
    wanted: dict[UUID, int] = {}
    for ask in asks:
        if isinstance(ask, BurnPoints):
            wanted[ask.customer_id] = min(ALL, wanted.get(ask.customer_id, 0) + max(0, ask.points))
        elif isinstance(ask, TakeBackPoints):
            wanted[ask.customer_id] = ALL
    return wanted


def _acts(ask: PointsAsk) -> list[tuple[UUID, UUID]]:
    """The act itself, which may have been done before, and the one that it undoes."""
    acts = [(ask.customer_id, act_id_of(ask.id, KINDS[type(ask)], ask.customer_id))]
    if isinstance(ask, TakeBackPoints):
        acts.append((ask.customer_id, act_id_of(ask.earned_id, EARN, ask.customer_id)))
    elif isinstance(ask, RestorePoints):
        acts.append((ask.customer_id, act_id_of(ask.burned_id, BURN, ask.customer_id)))
    return acts


def movements_of(customer_id: UUID, done: Sequence[Part]) -> list[ledger.PlannedMovement]:
    """One movement of the points themselves for each act, and one of what is owed."""
    acts: dict[UUID, list[Part]] = {}
    for part in done:
        acts.setdefault(part.act_id, []).append(part)
    reserve, own, owed = (of(customer_id) for of in (points_reserve_id, points_account_id, points_owed_account_id))
    planned = []
    for act_id, parts in acts.items():
        change, owing = sum(part.change for part in parts), sum(part.owed for part in parts)
        if change:
            source, target = (reserve, own) if change > 0 else (own, reserve)
            planned.append(ledger.PlannedMovement(derived_id(act_id, "points"), parts[0].kind, source, target, Amount(abs(change), POINTS)))
        if owing:
            source, target = (owed, reserve) if owing > 0 else (reserve, owed)
            planned.append(ledger.PlannedMovement(derived_id(act_id, "owed"), parts[0].kind, source, target, Amount(abs(owing), POINTS)))
    return planned

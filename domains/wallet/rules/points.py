"""What happens to lots of points: pure decisions over what stands under the holder's lock.

What has expired by now is written down first. Then, for each thing asked, in order:

earn       a new lot; what the customer owes is paid from it first
burn       from the lots that expire first                                   NotEnoughPoints
take back  what an earning brought: from its own lot, then from those that expire first, and the rest is owed. What of it has expired is gone already
restore    what a burning took: to the lots that it came from, those that expire last first; into an expired lot it comes only to expire again

What was done under an id before is not done again. Refused in this order: AmountOutOfRange, PointsActNotFound, PointsRefundTooLarge, NotEnoughPoints."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeAlias
from uuid import UUID

from domains.kernel.assets import POINTS
from domains.kernel.errors import AmountOutOfRange
from domains.kernel.ids import derived_id
from domains.wallet.errors.points import NotEnoughPoints, PointsActNotFound, PointsRefundTooLarge

EARN, BURN, EXPIRY, TAKE_BACK, RESTORE = "points_earn", "points_burn", "points_expiry", "points_take_back", "points_restore"
"""Kinds of what is done to points, and of its movements."""

POINTS_MOST = 1_000_000_000
"""The most that one act may earn or burn."""

GOOD_FOR_MONTHS = 12
"""Points are good to the end of the month so many months after they were earned, unless their campaign says otherwise."""


class EarnPoints(NamedTuple):
    """Give a customer points that are good through `last_day` (in Shanghai). `id` is the business id of what earned them."""

    customer_id: UUID
    id: UUID
    points: int
    last_day: date | None = None


class BurnPoints(NamedTuple):
    """Take points from a customer for the business act of that id."""

    customer_id: UUID
    id: UUID
    points: int


class TakeBackPoints(NamedTuple):
    """Undo an earning, or `points` of it: `earned_id` is the id that it was given under, `id` the refund's."""

    customer_id: UUID
    id: UUID
    earned_id: UUID
    points: int | None = None


class RestorePoints(NamedTuple):
    """Undo a burning, or `points` of it: `burned_id` is the id that it was made under, `id` the refund's."""

    customer_id: UUID
    id: UUID
    burned_id: UUID
    points: int | None = None


PointsAsk: TypeAlias = EarnPoints | BurnPoints | TakeBackPoints | RestorePoints

KINDS: dict[type, str] = {EarnPoints: EARN, BurnPoints: BURN, TakeBackPoints: TAKE_BACK, RestorePoints: RESTORE}


@dataclass(slots=True)
class Lot:
    """A lot under its holder's lock. `is_new` until it is written."""

    id: UUID
    earned: int
    remaining: int
    expired: int
    expires_at: datetime
    is_new: bool = False


class Part(NamedTuple):
    """What an act did to a lot (`change`), and to what the customer owes (`owed`)."""

    act_id: UUID
    lot_id: UUID
    kind: str
    of_id: UUID | None
    change: int
    owed: int


@dataclass(slots=True)
class Holding:
    """What of a customer's points was read under the lock: live lots as far as they may be needed, those that are named, and what was done before."""

    customer_id: UUID
    owed: int
    lots: dict[UUID, Lot] = field(default_factory=dict)
    before: list[Part] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    """What is done now."""

    def live(self) -> list[Lot]:
        """Lots that hold something, in the order in which they expire."""
        return sorted((lot for lot in self.lots.values() if lot.remaining), key=lambda lot: (lot.expires_at, lot.id))

    def change(self, act_id: UUID, lot: Lot, kind: str, of_id: UUID | None, change: int, owed: int = 0) -> None:
        """Do it, and note it: parts of one act on one lot are one."""
        lot.remaining += change
        self.owed += owed
        for index, part in enumerate(self.parts):
            if part.act_id == act_id and part.lot_id == lot.id:
                self.parts[index] = part._replace(change=part.change + change, owed=part.owed + owed)
                return
        self.parts.append(Part(act_id, lot.id, kind, of_id, change, owed))

    def known(self) -> Iterable[Part]:
        """What was done before, and now so far."""
        return (*self.before, *self.parts)


def act_id_of(id_: UUID, kind: str, customer_id: UUID) -> UUID:
    """The id of what is done to a customer's points for a business act: one purchase may burn, earn, and do so for two customers."""
    return derived_id(id_, f"{kind}:{customer_id}")


def usual_last_day(today: date) -> date:
    """The last day of the month a year after."""
    months = today.year * 12 + today.month + GOOD_FOR_MONTHS
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def expire(holding: Holding, now: datetime) -> None:
    """Write down what has expired."""
    for lot in holding.live():
        if lot.expires_at <= now:
            # A lot expires once more when a refund restores points to it: how much has expired so far tells the acts apart.
            act_id = derived_id(lot.id, f"{EXPIRY}:{lot.expired}")
            lot.expired += lot.remaining
            holding.change(act_id, lot, EXPIRY, None, -lot.remaining)


def leave_expired(holding: Holding, now: datetime) -> None:
    """Leave out what has expired, for who burns and writes nothing else down: the job writes the expiry."""
    holding.lots = {id_: lot for id_, lot in holding.lots.items() if lot.expires_at > now}


def forget(holding: Holding, act_ids: Collection[UUID]) -> None:
    """What those acts did now was not posted: it has not happened."""
    for part in holding.parts:
        if part.act_id in act_ids:
            holding.lots[part.lot_id].remaining -= part.change
            holding.owed -= part.owed
    holding.parts = [part for part in holding.parts if part.act_id not in act_ids]


def apply(ask: PointsAsk, holding: Holding, now: datetime, expires_at: datetime) -> None:
    """Do what is asked; what is earned expires then. Raises the first rule broken, and then has changed nothing."""
    if ask.points is not None and not 0 < ask.points <= POINTS_MOST:
        raise AmountOutOfRange(ask.points, POINTS.code, 1, POINTS_MOST)
    act_id = act_id_of(ask.id, KINDS[type(ask)], ask.customer_id)
    if any(part.act_id == act_id for part in holding.known()):
        return
    if isinstance(ask, EarnPoints):
        _earn(act_id, ask, holding, expires_at)
    elif isinstance(ask, BurnPoints):
        _burn(act_id, ask, holding)
    elif isinstance(ask, TakeBackPoints):
        _take_back(act_id, ask, holding)
    else:
        _restore(act_id, ask, holding)
    expire(holding, now)


def _earn(act_id: UUID, ask: EarnPoints, holding: Holding, expires_at: datetime) -> None:
    lot = holding.lots[act_id] = Lot(act_id, ask.points, 0, 0, expires_at, is_new=True)
    paid = min(holding.owed, ask.points)
    holding.change(act_id, lot, EARN, None, ask.points - paid, -paid)


def _burn(act_id: UUID, ask: BurnPoints, holding: Holding) -> None:
    live = holding.live()
    available = sum(lot.remaining for lot in live)
    if available < ask.points:
        raise NotEnoughPoints(available)
    _take(act_id, BURN, None, live, ask.points, holding)


def _take_back(act_id: UUID, ask: TakeBackPoints, holding: Holding) -> None:
    earned_id = act_id_of(ask.earned_id, EARN, ask.customer_id)
    lot = holding.lots.get(earned_id)
    if lot is None:
        raise PointsActNotFound(ask.earned_id)
    taken = sum(part.owed - part.change for part in holding.known() if part.of_id == earned_id)
    wanted = ask.points if ask.points is not None else lot.earned - taken
    if wanted > lot.earned - taken:
        raise PointsRefundTooLarge(lot.earned - taken)
    wanted = min(wanted, max(0, lot.earned - taken - lot.expired))
    rest = _take(act_id, TAKE_BACK, earned_id, [lot, *(one for one in holding.live() if one is not lot)], wanted, holding)
    # The act stands on its own lot in any case, so that its id is known.
    holding.change(act_id, lot, TAKE_BACK, earned_id, 0, rest)


def _take(act_id: UUID, kind: str, of_id: UUID | None, lots: Iterable[Lot], points: int, holding: Holding) -> int:
    """Take as much as there is, in that order. What could not be taken."""
    for lot in lots:
        taken = min(lot.remaining, points)
        if taken:
            holding.change(act_id, lot, kind, of_id, -taken)
            points -= taken
    return points


def _restore(act_id: UUID, ask: RestorePoints, holding: Holding) -> None:
    burned_id = act_id_of(ask.burned_id, BURN, ask.customer_id)
    burned = {part.lot_id: -part.change for part in holding.known() if part.act_id == burned_id}
    if not burned:
        raise PointsActNotFound(ask.burned_id)
    for part in holding.known():
        if part.of_id == burned_id:
            burned[part.lot_id] -= part.change - part.owed
    left = sum(burned.values())
    wanted = ask.points if ask.points is not None else left
    if wanted > left:
        raise PointsRefundTooLarge(left)
    for lot in sorted((holding.lots[lot_id] for lot_id in burned), key=lambda lot: (lot.expires_at, lot.id), reverse=True):
        restored = min(burned[lot.id], wanted)
        if restored:
            paid = min(holding.owed, restored)
            holding.change(act_id, lot, RESTORE, burned_id, restored - paid, -paid)
            wanted -= restored

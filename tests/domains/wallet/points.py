"""Points in tests: a verb that plans, posts and writes what is asked, as a higher domain's would."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from domains import ledger, wallet
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPoints(Command):
    """Do all that is asked; each customer's stands or falls together."""

    asks: tuple[wallet.PointsAsk, ...]


@dataclass(frozen=True, slots=True)
class PointsDone:
    refused: list[UUID]


@composite_verb(PointsDone)
async def move_points(tx: Tx, command: AskPoints) -> PointsDone | Refusal:
    plans = await wallet.plan_points(tx, command.asks)
    planned = {id_: plan for id_, plan in plans.items() if isinstance(plan, wallet.PointsPlan)}
    if len(plans) == 1 and not planned:
        return next(one for one in plans.values() if isinstance(one, Refusal))
    verdicts = await ledger.post(tx, [(uuid4(), plan.movements) for plan in planned.values()])
    assert not any(isinstance(verdict, Refusal) for verdict in verdicts)
    wallet.write_points(tx, list(planned.values()))
    return PointsDone([id_ for id_ in plans if id_ not in planned])


async def ask_points(database: Database, *asks: wallet.PointsAsk) -> PointsDone:
    return await database.write(move_points, AskPoints(request_id=uuid4(), owner_id=HOUSE_ID, asks=asks))


async def earn(database: Database, customer_id: UUID, points: int, last_day: date | None = None, id_: UUID | None = None) -> UUID:
    """The id that they were earned under."""
    id_ = id_ or uuid4()
    await ask_points(database, wallet.EarnPoints(customer_id, id_, points, last_day))
    return id_


async def burn(database: Database, customer_id: UUID, points: int, id_: UUID | None = None) -> UUID:
    id_ = id_ or uuid4()
    await ask_points(database, wallet.BurnPoints(customer_id, id_, points))
    return id_


async def take_back(database: Database, customer_id: UUID, earned_id: UUID, points: int | None = None) -> None:
    await ask_points(database, wallet.TakeBackPoints(customer_id, uuid4(), earned_id, points))


async def restore(database: Database, customer_id: UUID, burned_id: UUID, points: int | None = None) -> None:
    await ask_points(database, wallet.RestorePoints(customer_id, uuid4(), burned_id, points))


async def lots(database: Database, customer_id: UUID) -> list[tuple[int, Any]]:
    """What each live lot holds and through which day, those first that expire first."""
    async with database.reading() as read:
        (page,) = await wallet.list_points_lots(read, [customer_id], 50, None)
    return [(lot.remaining.minor, lot.expires_at) for lot in page.items]


async def has(database: Database, customer_id: UUID) -> tuple[int, int]:
    """What is good now, and what is owed."""
    async with database.reading() as read:
        (found,) = await wallet.find_points(read, [customer_id])
    return found.available.minor, found.owed.minor

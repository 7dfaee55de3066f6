"""Close a business day's part of the chain with a root."""

from dataclasses import dataclass
from datetime import date, timedelta

from domains.kernel.clock import business_date, day_start
from domains.kernel.commands import Command, composite_verb
from domains.kernel.transactions import Tx
from domains.ledger.queries import seals
from domains.ledger.rules.seals import BEGINNING, day_root


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDayCommand(Command):
    """Without a request id: a day has one root."""


@dataclass(frozen=True, slots=True)
class DayClosed:
    """`root` is None where there was nothing to close."""

    day: date
    root: str | None


@composite_verb(DayClosed)
async def close_day(tx: Tx, command: CloseDayCommand) -> DayClosed:
    """Write yesterday's root over the blocks sealed before today began that no root covers. Keep it elsewhere: it vouches for all that came before."""
    today = business_date(tx.now)
    day = today - timedelta(days=1)
    last = await seals.last_root(tx)
    if last is not None and last["day"] >= day:
        return DayClosed(day, None)
    covered = await seals.hashes_before(tx, 0 if last is None else last["last_block"], day_start(today))
    if not covered:
        return DayClosed(day, None)
    root = day_root(BEGINNING if last is None else last["root"], day, [hash_ for _, hash_ in covered])
    await seals.insert_root(tx, day, covered[0][0], covered[-1][0], root)
    return DayClosed(day, root.hex())

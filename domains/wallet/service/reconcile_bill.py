"""Read a whole bill, line by line, and compare it with the books. Memory holds a page of lines, and of each line a mark by which a repeat is known."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from domains.kernel.clock import business_date, day_start
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput
from domains.kernel.transactions import Tx
from domains.wallet.ports import BillLines, Direction
from domains.wallet.queries import reconciliation
from domains.wallet.rules.reconciliation import BROKEN_KEPT, Theirs
from domains.wallet.service.reconcile import (
    PAGE,
    Compared,
    ExplainCommand,
    MatchLinesCommand,
    MatchPostedCommand,
    WithdrawLinesCommand,
    explain,
    match_lines,
    match_posted,
    withdraw_lines,
)

FIRST = UUID(int=0)


class BrokenLine(NamedTuple):
    """A line of a bill that could not be read, and why."""

    number: int
    why: str


@dataclass(slots=True)
class Reconciliation:
    """What came of a bill: lines that were read, broken ones, items by state, and differences that could not be put in suspense."""

    channel: str
    direction: Direction
    day: date
    lines: int = 0
    broken: list[BrokenLine] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    unposted: int = 0

    def add(self, found: Compared) -> None:
        self.states.update(found.states)
        self.unposted += found.unposted


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteBillCommand(Command):
    """Without a request id: the row of the bill is written over by the next reading."""

    channel: str
    direction: str
    day: date
    lines: int
    broken: tuple[BrokenLine, ...]


@dataclass(frozen=True, slots=True)
class BillNoted:
    """The bill's row says when it was read last."""

    day: date


@composite_verb(BillNoted)
async def note_bill(tx: Tx, command: NoteBillCommand) -> BillNoted:
    """Write down that a bill was read to its end."""
    await reconciliation.write_bill(tx, command.channel, command.direction, command.day, command.lines, command.broken, BROKEN_KEPT)
    return BillNoted(command.day)


async def reconcile_bill(database: Database, channel: str, direction: Direction, lines: BillLines, day: date | None = None) -> Reconciliation:
    """Compare a bill with the books: its lines, then what the books have of the day besides, then what was open before. The same bill again changes nothing.

    Without a day, it is that of the first line that can be read. Raises InvalidInput for a day that is not over, or is not told."""
    pages = _Pages(lines, day)
    first = next(pages, None)
    if pages.day is None:
        raise InvalidInput("day", "the business day of the bill, which has no line that tells it")
    if pages.day >= business_date(database.clock.now()):
        raise InvalidInput("day", "a day that is over in Shanghai")
    done = Reconciliation(channel, direction, pages.day, broken=pages.broken)
    page = first
    while page is not None:
        done.lines += len(page)
        command = MatchLinesCommand(request_id=None, owner_id=HOUSE_ID, channel=channel, direction=direction, day=pages.day, lines=tuple(page))
        done.add(await database.write(match_lines, command))
        page = next(pages, None)
    await _withdraw(database, done, pages)
    await _match_posted(database, done)
    await explain_differences(database, channel)
    note = NoteBillCommand(request_id=None, owner_id=HOUSE_ID, channel=channel, direction=direction, day=done.day, lines=done.lines, broken=tuple(done.broken))
    await database.write(note_bill, note)
    return done


async def explain_differences(database: Database, channel: str) -> None:
    """Look again at all that is open of a channel."""
    after: UUID | None = FIRST
    while after is not None:
        found = await database.write(explain, ExplainCommand(request_id=None, owner_id=HOUSE_ID, channel=channel, after_id=after))
        after = found.next_id


async def _withdraw(database: Database, done: Reconciliation, pages: "_Pages") -> None:
    after = FIRST
    while True:
        async with database.reading(single=True) as read:
            said = await reconciliation.list_of_bill(read, done.channel, done.direction, done.day, after, PAGE)
        gone = tuple(id_ for id_, reference in said if not pages.has(reference))
        if gone:
            command = WithdrawLinesCommand(request_id=None, owner_id=HOUSE_ID, channel=done.channel, direction=done.direction, day=done.day, ids=gone)
            await database.write(withdraw_lines, command)
        if len(said) < PAGE:
            return
        after = said[-1][0]


async def _match_posted(database: Database, done: Reconciliation) -> None:
    after_at, after_id = day_start(done.day), FIRST
    while True:
        command = MatchPostedCommand(
            request_id=None, owner_id=HOUSE_ID, channel=done.channel, direction=done.direction, day=done.day, after_at=after_at, after_id=after_id
        )
        found = await database.write(match_posted, command)
        done.add(found)
        if found.next_at is None or found.next_id is None:
            return
        after_at, after_id = found.next_at, found.next_id


class _Pages(Iterator[list[Theirs]]):
    """The lines that can be read, a page at a time; `broken` names the others, once they have been passed."""

    def __init__(self, lines: BillLines, day: date | None) -> None:
        self.day = day
        self.broken: list[BrokenLine] = []
        self._lines = lines
        self._seen: set[bytes] = set()

    def has(self, reference: str) -> bool:
        """Whether one of the lines so far bears it."""
        return _mark(reference) in self._seen

    def __next__(self) -> list[Theirs]:
        page: list[Theirs] = []
        for number, line in self._lines:
            if isinstance(line, str):
                self.broken.append(BrokenLine(number, line))
                continue
            if self.day is None:
                self.day = business_date(line.settled_at)
            mark = _mark(line.reference)
            if business_date(line.settled_at) != self.day:
                self.broken.append(BrokenLine(number, "settled on another day"))
            elif mark in self._seen:
                self.broken.append(BrokenLine(number, "its reference stands in an earlier line"))
            else:
                self._seen.add(mark)
                page.append(Theirs(number, line.charge_id, line.reference, line.amount))
            if len(page) == PAGE:
                break
        if not page:
            raise StopIteration
        return page


def _mark(reference: str) -> bytes:
    return blake2b(reference.encode(errors="replace"), digest_size=16).digest()

"""Take what a registrar says line by line, and write down which files were sent and read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.transactions import Tx
from domains.wealth.events.registers import ApplicationsSent, ConfirmationsTaken, ValuesTaken
from domains.wealth.queries import products, registers
from domains.wealth.queries.products import Fund
from domains.wealth.queries.registers import BrokenLine, TakenLine
from domains.wealth.rules.orders import OrderState
from domains.wealth.rules.registers import FileKind, ItemState, LineKind, LineState
from domains.wealth.service.price import reject

REFUSED = "registrar"
"""Why an order is rejected: with the registrar's own code behind it."""

REASON_MOST = 40


class SaidLine(NamedTuple):
    """A line that could be read, with its number."""

    number: int
    kind: LineKind
    order_id: UUID | None
    account: UUID | None
    code: str
    day: date
    state: LineState
    reference: str
    reason: str
    amount_minor: int | None
    shares_minor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeLinesCommand(Command):
    """Lines of a file, which is known by its hash. Without a request id: a line that is kept stays, so that a repeat is harmless."""

    registrar: str
    day: date
    file_id: UUID
    lines: tuple[SaidLine, ...]


@dataclass(frozen=True, slots=True)
class LinesTaken:
    """How many were kept, which could not be, and how many orders they ended."""

    taken: int
    broken: tuple[BrokenLine, ...]
    rejected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFileCommand(Command):
    """A file was read, or sent, to its end. Without a request id: the row is written over by the next one. `accounts`: (account, customer)."""

    source: str
    kind: FileKind
    day: date
    sha256: str
    lines: int
    broken: tuple[BrokenLine, ...] = ()
    accounts: tuple[tuple[UUID, UUID], ...] = ()


@dataclass(frozen=True, slots=True)
class FileNoted:
    """`differences`: how many orders, and products' cash, of a registrar's file do not match."""

    differences: int


@composite_verb(LinesTaken)
async def take_lines(tx: Tx, command: TakeLinesCommand) -> LinesTaken:
    """Keep what can be kept, and name the rest. What the registrar refuses is rejected while it is not confirmed; later it is a difference."""
    by_code = {one.code: one for one in await products.find_products(tx, codes={line.code for line in command.lines})}
    broken, kept = [], []
    for line in command.lines:
        fund = by_code.get(line.code)
        if fund is None or fund.terms.registrar != command.registrar:
            broken.append(BrokenLine(line.number, "no product of this registrar"))
        elif line.kind is not LineKind.HOLDING and line.day != command.day:
            broken.append(BrokenLine(line.number, "another trade date"))
        else:
            kept.append(_taken(command, line, fund))
    registers.write_lines(tx, kept)
    rejected = await _reject(tx, command, [line for line in kept if line.state is LineState.REJECTED], {line.number: line for line in command.lines})
    return LinesTaken(len(kept), tuple(broken), rejected)


@composite_verb(FileNoted)
async def note_file(tx: Tx, command: NoteFileCommand) -> FileNoted:
    """From now on it is this file that counts. What differs is told as a fact, for operators to hear of."""
    about = (command.source, command.kind, command.day)
    await registers.save_accounts(tx, command.source, command.accounts)
    await registers.save_file(tx, *about, command.sha256, command.lines, command.broken)
    told = (HOUSE_ID, None, command.source, command.day, command.lines)
    if command.kind is FileKind.APPLICATIONS:
        tx.publish(ApplicationsSent(*told))
        return FileNoted(0)
    if command.kind is FileKind.VALUES:
        tx.publish(ValuesTaken(*told, len(command.broken)))
        return FileNoted(0)
    counts = await registers.sum_items(tx, command.source, command.day, command.day)
    # Holdings agree only when the orders are confirmed, which this file lets be.
    differences = sum(one.items for one in counts if one.state is not ItemState.MATCHED and one.kind is not LineKind.HOLDING)
    tx.publish(ConfirmationsTaken(*told, len(command.broken), differences))
    return FileNoted(differences)


def _taken(command: TakeLinesCommand, line: SaidLine, fund: Fund) -> TakenLine:
    id_ = line.order_id if line.kind is LineKind.ORDER else line.account if line.kind is LineKind.HOLDING else fund.id
    assert id_ is not None
    about = (command.registrar, command.day, command.file_id, line.kind, fund.id, id_, line.day, line.state)
    return TakenLine(*about, line.reference, line.reason, line.amount_minor, line.shares_minor, line.number)


async def _reject(tx: Tx, command: TakeLinesCommand, refused: list[TakenLine], lines: Mapping[int, SaidLine]) -> int:
    if not refused:
        return 0
    found = await registers.lock_refused(tx, {one.product_id for one in refused}, command.day, {one.id for one in refused})
    reasons = {(one.product_id, one.id): f"{REFUSED}:{lines[one.line].reason[:REASON_MOST]}" for one in refused}
    ended = [one._replace(state=OrderState.REJECTED, reason=reasons[one.product_id, one.id]) for one in found if (one.product_id, one.id) in reasons]
    await reject(tx, ended)
    return len(ended)

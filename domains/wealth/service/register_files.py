"""Read and write whole files: a registrar's and a feed's. A broken row is named by its line, and the rest is done; the same file again changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from domains.kernel.assets import fund_shares
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.wealth.errors.products import FundNotFound, NavJumped, NavMalformed
from domains.wealth.ports import RegisterFile, RegisterLine, Registrar, ValueFile
from domains.wealth.queries import products, registers
from domains.wealth.queries.orders import FundOrder
from domains.wealth.queries.registers import BrokenLine
from domains.wealth.rules.orders import OrderSide
from domains.wealth.rules.products import FundTerms
from domains.wealth.rules.registers import Application, FileKind, LineKind, LineState, account_of, applications_file
from domains.wealth.rules.shares import NAV_ONE_E4, issue
from domains.wealth.service.navs import PublishNavCommand, publish_nav
from domains.wealth.service.registers import NoteFileCommand, SaidLine, TakeLinesCommand, note_file, take_lines

PAGE = 500

AGAIN = "stands in an earlier line"


@dataclass(slots=True)
class FileRead:
    """What came of a file. Not `is_new`: it was read before, and nothing was done."""

    source: str
    day: date
    is_new: bool = True
    lines: int = 0
    broken: list[BrokenLine] = field(default_factory=list)
    rejected: int = 0
    differences: int = 0


async def make_applications(database: Database, registrar: str, day: date) -> tuple[str, int, list[tuple[UUID, UUID]]]:
    """The file of a trade date, how many orders it tells, and as whom it tells of which customer."""
    async with database.reading() as read:
        found = await registers.list_orders_of_day(read, registrar, day)
        terms = await products.find_terms(read, [(one.product_id, one.version) for one, _ in found])
    told = [_application(registrar, one, code, terms[one.product_id, one.version]) for one, code in found]
    return applications_file(day, told), len(told), sorted({(one.account, order.customer_id) for one, (order, _) in zip(told, found, strict=True)})


async def send_applications(database: Database, registrar: Registrar, day: date) -> int:
    """Give a registrar the orders of a trade date. How many there were. Raises what the network raises: nothing is noted then, and the same is sent again."""
    file, orders, accounts = await make_applications(database, registrar.name, day)
    await registrar.send_applications(day, file)
    told = {"source": registrar.name, "kind": FileKind.APPLICATIONS, "day": day, "sha256": sha256(file.encode()).hexdigest()}
    command = NoteFileCommand(request_id=None, owner_id=HOUSE_ID, **told, lines=orders, accounts=tuple(accounts))  # type: ignore[arg-type]
    await database.write(note_file, command)
    return orders


async def read_confirmations(database: Database, registrar: str, day: date, file: RegisterFile) -> FileRead:
    """Take what a registrar says of a trade date; a corrected file replaces what it said before."""
    done = await _begun(database, registrar, FileKind.CONFIRMATIONS, day, file.sha256)
    if not done.is_new:
        return done
    pages = _Pages(file.lines, done)
    for page in pages:
        command = TakeLinesCommand(request_id=None, owner_id=HOUSE_ID, registrar=registrar, day=day, file_id=UUID(file.sha256[:32]), lines=tuple(page))
        taken = await database.write(take_lines, command)
        done.lines += taken.taken
        done.broken += taken.broken
        done.rejected += taken.rejected
    done.differences = await _note(database, done, FileKind.CONFIRMATIONS, file.sha256)
    return done


async def read_values(database: Database, feed: str, day: date, file: ValueFile) -> FileRead:
    """Publish what a feed tells of a day, each value for itself; another value than before is a correction."""
    done = await _begun(database, feed, FileKind.VALUES, day, file.sha256)
    if not done.is_new:
        return done
    seen: set[str] = set()
    for number, line in file.lines:
        why = line if isinstance(line, str) else "another day" if line.day != day else AGAIN if line.code in seen else None
        if why is None and not isinstance(line, str):
            seen.add(line.code)
            told = {"code": line.code, "day": line.day, "nav_e4": line.nav_e4, "income_e4": line.income_e4, "redeemed_ppm": line.redeemed_ppm}
            try:
                await database.write(publish_nav, PublishNavCommand(request_id=None, owner_id=HOUSE_ID, **told))  # type: ignore[arg-type]
                done.lines += 1
            except Refusal as refusal:
                why = _why(refusal)
        if why is not None:
            done.broken.append(BrokenLine(number, why))
    await _note(database, done, FileKind.VALUES, file.sha256)
    return done


async def _begun(database: Database, source: str, kind: FileKind, day: date, sha: str) -> FileRead:
    """The reading that begins; not a new one where the file is the one that was read last."""
    async with database.reading(single=True) as read:
        known = await registers.find_file(read, source, kind, day)
    return FileRead(source, day, is_new=known is None or known.sha256 != sha)


async def _note(database: Database, done: FileRead, kind: FileKind, sha: str) -> int:
    done.broken.sort()
    told = {"source": done.source, "kind": kind, "day": done.day, "sha256": sha, "lines": done.lines, "broken": tuple(done.broken)}
    return (await database.write(note_file, NoteFileCommand(request_id=None, owner_id=HOUSE_ID, **told))).differences  # type: ignore[arg-type]


def _application(registrar: str, order: FundOrder, code: str, terms: FundTerms) -> Application:
    """The house's fee is taken off before: it does not hang on the value of the day."""
    amount = shares = None
    if order.side is OrderSide.SUBSCRIBE:
        assert order.amount_minor is not None
        amount = Amount(issue(order.amount_minor, NAV_ONE_E4, terms.subscription).net_minor, order.asset)
    else:
        assert order.shares_minor is not None
        shares = Amount(order.shares_minor, fund_shares(code))
    about = (order.id, account_of(registrar, order.customer_id), code, order.trade_date, order.confirm_on)
    return Application(*about, amount, shares, order.asset.code, order.placed_at)


def _why(refusal: Refusal) -> str:
    if isinstance(refusal, NavJumped):
        return f"waits for an operator: changed by {refusal.change_ppm} millionths"
    if isinstance(refusal, NavMalformed):
        return f"not a value: {refusal.what}"
    return "no such product" if isinstance(refusal, FundNotFound) else type(refusal).__name__


class _Pages(Iterator[list[SaidLine]]):
    """The lines that can be read, a page at a time; the others are named in `done`."""

    def __init__(self, lines: Iterator[tuple[int, RegisterLine | str]], done: FileRead) -> None:
        self._lines, self._done = lines, done
        self._seen: set[Any] = set()
        self._held_on: date | None = None

    def __next__(self) -> list[SaidLine]:
        page: list[SaidLine] = []
        for number, line in self._lines:
            told = line if isinstance(line, str) else self._read(number, line)
            if isinstance(told, str):
                self._done.broken.append(BrokenLine(number, told))
            else:
                page.append(told)
            if len(page) == PAGE:
                break
        if not page:
            raise StopIteration
        return page

    def _read(self, number: int, line: RegisterLine) -> SaidLine | str:
        kind = LineKind(line.kind)
        if kind is LineKind.HOLDING:
            self._held_on = self._held_on or line.day
            if line.day != self._held_on:
                return "holdings of another day"
        key = (kind, line.code, line.order_id, line.account)
        if key in self._seen:
            return AGAIN
        self._seen.add(key)
        about = (line.order_id, line.account, line.code, line.day, LineState(line.state), line.reference, line.reason)
        return SaidLine(number, kind, *about, line.amount_minor, line.shares_minor)

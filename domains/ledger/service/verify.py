"""Recompute every balance of the books from their movements, in a streaming pass over one snapshot."""

import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from uuid import UUID

from asyncpg import Record

from domains.kernel.database import Database
from domains.kernel.transactions import Read
from domains.ledger.planned import CREDIT, DEBIT
from domains.ledger.queries import verification
from domains.ledger.rules.recompute import Finding, Recomputed
from domains.ledger.service.verify_chain import verify_chain

LAST = UUID(int=2**128 - 1)

FINDINGS_MAX = 100
"""Findings that a report names; it counts the others."""


@dataclass(slots=True)
class Report:
    """What was read and what does not agree, first wrong rows first."""

    accounts: int = 0
    entries: int = 0
    movements: int = 0
    unfolded: int = 0
    holds: int = 0
    blocks: int = 0
    sealed: int = 0
    findings: list[Finding] = field(default_factory=list)
    findings_total: int = 0

    @property
    def is_equal(self) -> bool:
        """Whether every row agrees with the movements."""
        return self.findings_total == 0

    def add(self, finding: Finding) -> None:
        self.findings_total += 1
        if len(self.findings) < FINDINGS_MAX:
            self.findings.append(finding)

    def lines(self) -> list[str]:
        """The report for people: a line of counts, then a line for each finding."""
        verdict = "equal" if self.is_equal else f"{self.findings_total} differences"
        counted = f"{self.accounts} accounts, {self.movements} movements, {self.entries} entries, {self.holds} holds, {self.blocks} blocks: {verdict}"
        left = [f"and {self.findings_total - len(self.findings)} more"] if self.findings_total > len(self.findings) else []
        return [counted, *map(str, self.findings), *left]


async def verify(database: Database) -> Report:
    """Compare every account, entry, hold, window and total with what the movements say, as of one snapshot. Changes nothing.

    Memory does not grow with the books: they are read in pages."""
    report = Report()
    # Nobody who changes a row by hand knows the seed of the marks.
    seed = secrets.randbits(62)
    async with database.reading() as read:
        marks = await _verify_accounts(read, report, seed)
        mark = await _verify_movements(read, report, seed, marks)
        report.blocks, report.sealed = await verify_chain(read, report.add, seed, mark)
    return report


async def _verify_accounts(read: Read, report: Report, seed: int) -> dict[str, int]:
    """Walk accounts and what belongs to them side by side. Answers the sum of the marks of the movements entered, by side."""
    marks = {DEBIT: 0, CREDIT: 0}
    totals: Counter[str] = Counter()
    beside = {
        "an entry": _Beside(verification.entries(read, seed)),
        "an unfolded credit": _Beside(verification.unfolded(read, seed)),
        "a hold": _Beside(verification.holds(read)),
    }
    entries, unfolded, holds = beside.values()
    async for page in verification.accounts(read):
        for account in page:
            await _name_strays(beside, account["id"], report)
            recomputed = Recomputed(account, report.add)
            report.entries += await entries.feed(account["id"], recomputed.enter)
            report.unfolded += await unfolded.feed(account["id"], recomputed.leave_unfolded)
            report.holds += await holds.feed(account["id"], recomputed.hold)
            recomputed.compare()
            report.accounts += 1
            totals[account["asset"]] += account["debits"] - account["credits"] - recomputed.unfolded
            marks[DEBIT] += recomputed.debit_mark
            marks[CREDIT] += recomputed.credit_mark
    await _name_strays(beside, LAST, report)
    for asset, difference in totals.items():
        if difference:
            report.add(Finding(f"debits and credits of {asset} do not sum to zero", recomputed=0, stored=difference))
    return marks


async def _verify_movements(read: Read, report: Report, seed: int, marks: dict[str, int]) -> int:
    """Every movement is entered once on each side: by sums of marks, and one by one only where the sums differ. Answers the sum of all marks."""
    report.movements, mark = await verification.mark_of_movements(read, seed)
    if marks == {DEBIT: mark, CREDIT: mark}:
        return mark
    for movement_id, debits, credits_ in await verification.list_unentered(read, FINDINGS_MAX):
        for side, count in ((DEBIT, debits), (CREDIT, credits_)):
            if count != 1:
                report.add(Finding(f"{side} entries of a movement", movement_id=movement_id, recomputed=1, stored=count))
    return mark


class _Beside:
    """A stream ordered by account, read in step with the accounts."""

    def __init__(self, pages: AsyncIterator[list[Record]]) -> None:
        self._pages = pages
        self._page: list[Record] | None = []
        self._place = 0

    async def feed(self, account_id: UUID, visit: Callable[[Record], None]) -> int:
        """Show every row of that account, where the stream stands at them. How many there were."""
        count = 0
        while await self._turn():
            assert self._page is not None
            for place in range(self._place, len(self._page)):
                row = self._page[place]
                if row["account_id"] != account_id:
                    self._place = place
                    return count
                visit(row)
                count += 1
            self._place = len(self._page)
        return count

    async def next_account(self) -> UUID | None:
        """The account whose rows come next."""
        return self._page[self._place]["account_id"] if await self._turn() and self._page is not None else None

    async def _turn(self) -> bool:
        """Whether there is a row to look at, after turning the page if need be."""
        if self._page is not None and self._place == len(self._page):
            self._page, self._place = await anext(self._pages, None), 0
        return self._page is not None


async def _name_strays(beside: dict[str, _Beside], account_id: UUID, report: Report) -> None:
    """Rows of accounts before that one were passed over: there are no such accounts."""
    for what, stream in beside.items():
        while (stray := await stream.next_account()) is not None and stray < account_id:
            rows: list[Record] = []
            await stream.feed(stray, rows.append)
            report.add(Finding(f"{what} without its account", stray, rows[0].get("sequence"), rows[0].get("movement_id")))

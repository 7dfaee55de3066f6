"""Recompute every balance of the books from their movements, in a streaming pass over one snapshot."""

import secrets
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.database import Database
from domains.kernel.transactions import Read
from domains.ledger.queries import verification
from domains.ledger.rules import CREDIT, DEBIT

FINDINGS_MAX = 100
"""Findings that a report names; it counts the others."""


class Finding(NamedTuple):
    """One thing that does not agree. `recomputed` is what the movements say, `stored` what the row says."""

    what: str
    account_id: UUID | None = None
    sequence: int | None = None
    movement_id: UUID | None = None
    recomputed: object = None
    stored: object = None

    def __str__(self) -> str:
        places = [
            f"{name} {value}" for name, value in (("account", self.account_id), ("entry", self.sequence), ("movement", self.movement_id)) if value is not None
        ]
        numbers = f" (recomputed {self.recomputed}, stored {self.stored})" if self.recomputed is not None or self.stored is not None else ""
        return f"{', '.join(places) or 'the books'}: {self.what}{numbers}"


@dataclass(slots=True)
class Report:
    """What was read and what does not agree, first wrong rows first."""

    accounts: int = 0
    entries: int = 0
    movements: int = 0
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
        counted = f"{self.accounts} accounts, {self.movements} movements, {self.entries} entries: {verdict}"
        left = [f"and {self.findings_total - len(self.findings)} more"] if self.findings_total > len(self.findings) else []
        return [counted, *map(str, self.findings), *left]


async def verify(database: Database) -> Report:
    """Compare every account, entry, window and total with what the movements say, as of one snapshot. Changes nothing; memory does not grow with the books."""
    report = Report()
    # Nobody who changes a row by hand knows the seed of the marks.
    seed = secrets.randbits(62)
    async with database.reading() as read:
        marks = await _verify_accounts(read, report, seed)
        await _verify_movements(read, report, seed, marks)
    return report


async def _verify_accounts(read: Read, report: Report, seed: int) -> dict[str, int]:
    """Walk accounts, entries and usage side by side. Answers the sum of the marks of the movements entered, by side."""
    marks = {DEBIT: 0, CREDIT: 0}
    totals: Counter[str] = Counter()
    entries = _Beside(verification.entries(read, seed))
    usage = _Beside(verification.usage(read))
    async for account in verification.accounts(read):
        report.accounts += 1
        totals[account["asset"]] += account["debits"] - account["credits"]
        await _name_strays(entries, usage, account["id"], report)
        recomputed = _Recomputed(account, report)
        while (entry := await entries.next_of(account["id"])) is not None:
            report.entries += 1
            marks[entry["side"]] += entry["mark"]
            recomputed.enter(entry)
        recomputed.compare()
        used: dict[str, int] = {}
        while (window := await usage.next_of(account["id"])) is not None:
            used[window["period"]] = window["used_minor"]
        recomputed.compare_usage(used)
    await _name_strays(entries, usage, UUID(int=2**128 - 1), report)
    for asset, difference in totals.items():
        if difference:
            report.add(Finding(f"debits and credits of {asset} do not sum to zero", recomputed=0, stored=difference))
    return marks


async def _verify_movements(read: Read, report: Report, seed: int, marks: dict[str, int]) -> None:
    """Every movement is entered once on each side: by sums of marks, and one by one only where the sums differ."""
    report.movements, mark = await verification.mark_of_movements(read, seed)
    if marks == {DEBIT: mark, CREDIT: mark}:
        return
    for movement_id, debits, credits_ in await verification.list_unentered(read, FINDINGS_MAX):
        for side, count in ((DEBIT, debits), (CREDIT, credits_)):
            if count != 1:
                report.add(Finding(f"{side} entries of a movement", movement_id=movement_id, recomputed=1, stored=count))


class _Recomputed:
    """One account as its entries make it."""

    def __init__(self, account: Record, report: Report) -> None:
        self._account = account
        self._report = report
        self._normal_side: str = account["normal_side"]
        self._posted = {DEBIT: 0, CREDIT: 0}
        self._balance = 0
        self._sequence = 0
        self._used: Counter[str] = Counter()
        self._sound = True

    def enter(self, entry: Record) -> None:
        """Check an entry against the one before it and against its movement; the first wrong one of an account is named."""
        self._posted[entry["side"]] += entry["amount_minor"]
        self._balance += entry["amount_minor"] if entry["side"] == self._normal_side else -entry["amount_minor"]
        self._sequence += 1
        if entry["limit_periods"] and entry["side"] == DEBIT:
            for period in entry["limit_periods"].split(" "):
                self._used[period] += entry["amount_minor"]
        if not self._sound:
            return
        if entry["sequence"] != self._sequence:
            self._name(entry, "a gap in the sequence of entries", self._sequence, entry["sequence"])
        elif entry["wrong"] is not None:
            self._name(entry, f"an entry differs from its movement: {entry['wrong']}")
        elif entry["asset"] != self._account["asset"]:
            self._name(entry, "an entry differs from its movement: it has another asset", entry["asset"], self._account["asset"])
        elif entry["balance_after_minor"] != self._balance:
            self._name(entry, "the balance after an entry", self._balance, entry["balance_after_minor"])

    def compare(self) -> None:
        """The account's row against the sums of its entries."""
        for what, recomputed, stored in (
            ("debits posted", self._posted[DEBIT], self._account["debits"]),
            ("credits posted", self._posted[CREDIT], self._account["credits"]),
            ("the last sequence", self._sequence, self._account["last_sequence"]),
        ):
            if recomputed != stored:
                self._report.add(Finding(what, self._account["id"], recomputed=recomputed, stored=stored))

    def compare_usage(self, used: dict[str, int]) -> None:
        """What each window says was used against the movements counted in it."""
        for period in sorted(self._used.keys() | used.keys()):
            if self._used[period] != used.get(period, 0):
                self._report.add(Finding(f"the use of {period}", self._account["id"], recomputed=self._used[period], stored=used.get(period, 0)))

    def _name(self, entry: Record, what: str, recomputed: object = None, stored: object = None) -> None:
        self._sound = False
        self._report.add(Finding(what, entry["account_id"], entry["sequence"], entry["movement_id"], recomputed, stored))


class _Beside:
    """A stream ordered by account, read in step with the accounts."""

    def __init__(self, rows: AsyncIterator[Record]) -> None:
        self._rows = rows
        self._ahead: Record | None = None
        self._begun = False

    async def next_of(self, account_id: UUID) -> Record | None:
        """The next row of that account, or None when the stream stands at a later one."""
        row = await self.peek()
        if row is None or row["account_id"] != account_id:
            return None
        self._ahead = await anext(self._rows, None)
        return row

    async def peek(self) -> Record | None:
        if not self._begun:
            self._begun, self._ahead = True, await anext(self._rows, None)
        return self._ahead


async def _name_strays(entries: _Beside, usage: _Beside, account_id: UUID, report: Report) -> None:
    """Rows of accounts before that one that were passed over."""
    for stray in await _until(entries, account_id):
        report.add(Finding("an entry without its account", stray["account_id"], stray["sequence"], stray["movement_id"]))
    for stray in await _until(usage, account_id):
        report.add(Finding(f"the use of {stray['period']} without its account", stray["account_id"], stored=stray["used_minor"]))


async def _until(stream: _Beside, account_id: UUID) -> list[Record]:
    """Rows of accounts before that one, which therefore do not exist."""
    strays: list[Record] = []
    while (row := await stream.peek()) is not None and row["account_id"] < account_id:
        strays.append(row)
        await stream.next_of(row["account_id"])
    return strays

"""One account as its rows make it: what the verification compares with what is stored. Pure, one row at a time."""

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from domains.ledger.planned import DEBIT, OPEN
from domains.ledger.rules.limits import passed_over, read_used


class Row(Protocol):
    """A row of the database, by names of columns."""

    def __getitem__(self, name: str, /) -> Any: ...


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


class Recomputed:
    """Takes an account's entries in order, then its unfolded credits, and its holds. Tells `add` what does not agree."""

    def __init__(self, account: Row, add: Callable[[Finding], None]) -> None:
        self._account = account
        self._add = add
        self._normal_side: str = account["normal_side"]
        self._debits = self._credits = self._balance = self._sequence = 0
        self._debits_pending = self._credits_pending = 0
        self._used: Counter[str] = Counter()
        self._sound = True
        self.unfolded = self.debit_mark = self.credit_mark = 0
        """Sums of unfolded credits, and of the marks of the movements entered on each side."""

    def enter(self, entry: Row) -> None:
        """Check an entry against the one before it and against its movement; the first wrong one of an account is named."""
        side, minor, periods = entry["side"], entry["amount_minor"], entry["limit_periods"]
        self._balance += minor if side == self._normal_side else -minor
        self._sequence += 1
        if side == DEBIT:
            self._debits += minor
            self.debit_mark += entry["mark"]
            if periods:
                self._use(periods, minor)
        else:
            self._credits += minor
            self.credit_mark += entry["mark"]
        if self._sound:
            self._check(entry)

    def leave_unfolded(self, credit: Row) -> None:
        """A credit without an entry."""
        self.unfolded += credit["amount_minor"]
        self.credit_mark += credit["mark"]
        if not credit["agrees"]:
            self._add(Finding("an unfolded credit differs from its movement", self._account["id"], movement_id=credit["movement_id"]))

    def hold(self, hold: Row) -> None:
        """A hold that this account bears."""
        if hold["captured_minor"] != hold["moved_minor"]:
            self._add(Finding(f"what was captured of the hold {hold['id']}", self._account["id"], None, None, hold["moved_minor"], hold["captured_minor"]))
        if hold["state"] != OPEN:
            return
        if hold["debit_account_id"] == self._account["id"]:
            self._debits_pending += hold["left_minor"]
        else:
            self._credits_pending += hold["left_minor"]
        if hold["limit_periods"]:
            self._use(hold["limit_periods"], hold["left_minor"])

    def compare(self) -> None:
        """The account's row against the sums."""
        for what, recomputed, column in (
            ("debits posted", self._debits, "debits"),
            ("credits posted", self._credits, "credits"),
            ("the last sequence", self._sequence, "last_sequence"),
            ("debits pending", self._debits_pending, "debits_pending"),
            ("credits pending", self._credits_pending, "credits_pending"),
        ):
            if recomputed != self._account[column]:
                self._add(Finding(what, self._account["id"], None, None, recomputed, self._account[column]))
        used = read_used(self._account["limits_used"])
        for period in sorted((self._used.keys() | used.keys()) - passed_over(self._used | used)):
            if self._used[period] != used.get(period, 0):
                self._add(Finding(f"the use of {period}", self._account["id"], None, None, self._used[period], used.get(period, 0)))

    def _use(self, periods: str, minor: int) -> None:
        for period in periods.split(" "):
            self._used[period] += minor

    def _check(self, entry: Row) -> None:
        if entry["sequence"] != self._sequence:
            self._name(entry, "a gap in the sequence of entries", self._sequence, entry["sequence"])
        elif entry["wrong"] is not None:
            self._name(entry, f"an entry differs from its movement: {entry['wrong']}")
        elif entry["asset"] != self._account["asset"]:
            self._name(entry, "an entry differs from its movement: it has another asset", entry["asset"], self._account["asset"])
        elif entry["balance_after_minor"] != self._balance:
            self._name(entry, "the balance after an entry", self._balance, entry["balance_after_minor"])

    def _name(self, entry: Row, what: str, recomputed: object = None, stored: object = None) -> None:
        self._sound = False
        self._add(Finding(what, entry["account_id"], entry["sequence"], entry["movement_id"], recomputed, stored))

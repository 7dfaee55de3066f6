"""What can go wrong at a partner, on demand."""

from collections import deque
from enum import StrEnum


class Fault(StrEnum):
    """Faults of a charge, or of a pay-out. Unless said otherwise the money is taken (or paid) and the callback sent as usual."""

    REFUSE = "refuse"
    """Insufficient funds at the bank: nothing is taken."""
    SERVER_ERROR = "server_error"
    """Answers 500; nothing is taken."""
    UNAVAILABLE = "unavailable"
    """Answers 503; nothing is taken."""
    NEVER_ANSWERS = "never_answers"
    """No answer; nothing is taken."""
    TIMEOUT_AFTER_SUCCESS = "timeout_after_success"
    """Takes the money, sends the callback, and never answers."""
    SILENT_SUCCESS = "silent_success"
    """Takes the money, never answers, and sends no callback."""
    SERVER_ERROR_AFTER_SUCCESS = "server_error_after_success"
    """Takes the money, answers 500, and sends no callback."""
    CALLBACK_FIRST = "callback_first"
    """The callback arrives before the answer, and an older one ("processing") after it."""
    DUPLICATE_CALLBACK = "duplicate_callback"
    """Eight callbacks at once, under two ids."""
    NO_CALLBACK = "no_callback"
    UNKNOWN_STATUS = "unknown_status"
    """Answers with a status that nobody has heard of, and sends no callback."""
    NOT_JSON = "not_json"
    """Answers 200 with a web page, and sends no callback."""
    WRONG_SIGNATURE = "wrong_signature"
    """The callback is signed with another key."""
    OLD_TIMESTAMP = "old_timestamp"
    """The callback is ten minutes old, and rightly signed."""
    OTHER_AMOUNT = "other_amount"
    """Takes one minor unit too much, and says so."""


NOTHING_TAKEN = frozenset({Fault.SERVER_ERROR, Fault.UNAVAILABLE, Fault.NEVER_ANSWERS})
SILENT = frozenset({Fault.SILENT_SUCCESS, Fault.SERVER_ERROR_AFTER_SUCCESS, Fault.NO_CALLBACK, Fault.UNKNOWN_STATUS, Fault.NOT_JSON})


class FaultPlan:
    """Which charge meets which fault: by its id, or whichever comes next. Each planned fault happens once."""

    def __init__(self) -> None:
        self._of_charge: dict[str, deque[Fault]] = {}
        self._next: deque[Fault] = deque()

    def plan(self, fault: Fault, count: int, charge_id: str | None) -> None:
        """The next `count` attempts (of that charge) meet the fault."""
        planned = self._next if charge_id is None else self._of_charge.setdefault(charge_id, deque())
        planned.extend([fault] * count)

    def clear(self) -> None:
        self._of_charge.clear()
        self._next.clear()

    def take(self, charge_id: str) -> Fault | None:
        """The fault that this attempt meets."""
        for planned in (self._of_charge.get(charge_id), self._next):
            if planned:
                return planned.popleft()
        return None

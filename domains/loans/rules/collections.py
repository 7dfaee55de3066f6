"""When a customer is reminded of what is due, when the house tries again to take it, and what a promise to pay may be."""

from datetime import date, timedelta

from domains.loans.errors.collections import PromiseRefused

REMINDER_DAYS = (-3, 0, 1, 3, 7, 15, 30, 60, 90)
"""Days after the due date; before it they are below nothing. One reminder each."""

RETRY_DAYS = frozenset((0, 1, 2, 3, 5, 7, 10, 15, 20, 30))
"""Days past due on which the house takes what is due out of the wallet, as far as the money goes."""

PROMISE_DAYS_MOST = 14
PROMISES_BROKEN_MOST = 3


def reminder_of(days: int) -> int | None:
    """The last reminder that so many days call for; none before the first."""
    return max((one for one in REMINDER_DAYS if one <= days), default=None)


def check_promise(minor: int, due_minor: int, on: date, today: date, broken: int) -> None:
    """Raise PromiseRefused unless something is due, all of it is promised, soon, by somebody who kept their word before."""
    holds = {
        "due": due_minor > 0,
        "amount": minor >= due_minor,
        "day": today < on <= today + timedelta(days=PROMISE_DAYS_MOST),
        "broken": broken < PROMISES_BROKEN_MOST,
    }
    for what, is_right in holds.items():
        if not is_right:
            raise PromiseRefused(what)

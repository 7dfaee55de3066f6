"""Lines of credit: who may draw, and what becomes of what is repaid."""

from datetime import date
from enum import StrEnum

from domains.loans.errors.lines import CreditLineClosed, CreditLineExpired, CreditLineFrozen


class LineState(StrEnum):
    """`frozen` by staff or by the customer, until the same lift it; `expired` and `closed` are final. What was drawn goes on."""

    ACTIVE = "active"
    FROZEN = "frozen"
    EXPIRED = "expired"
    CLOSED = "closed"


def check_drawable(state: LineState, expires_on: date, today: date) -> None:
    """Raise CreditLineClosed, CreditLineExpired (also before that has been written down) or CreditLineFrozen."""
    if state is LineState.CLOSED:
        raise CreditLineClosed
    if state is LineState.EXPIRED or today >= expires_on:
        raise CreditLineExpired(expires_on)
    if state is LineState.FROZEN:
        raise CreditLineFrozen


def check_change(before: LineState, after: LineState, by_staff: bool, frozen_by_staff: bool) -> None:
    """Raise CreditLineClosed where it has ended, CreditLineFrozen where a customer would lift what staff have set."""
    if before in (LineState.CLOSED, LineState.EXPIRED):
        raise CreditLineClosed
    if before is LineState.FROZEN and after is LineState.ACTIVE and frozen_by_staff and not by_staff:
        raise CreditLineFrozen

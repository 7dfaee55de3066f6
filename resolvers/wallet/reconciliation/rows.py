"""Rows that only the operators' language has. They exist only once the look is in the audit log."""

from typing import NamedTuple


class ReconciliationRow(NamedTuple):
    """Which channel an operator looks at."""

    channel: str


class BrokenLineRow(NamedTuple):
    """A line of a bill that could not be read."""

    number: int
    why: str

"""Rows that only the operators' language has. They exist only once the look is in the audit log."""

from typing import NamedTuple


class DeskRow(NamedTuple):
    """An operator's look at wealth."""

    operator: str


class RegisterRow(NamedTuple):
    """Which registrar an operator looks at."""

    registrar: str

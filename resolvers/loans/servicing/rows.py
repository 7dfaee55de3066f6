"""Rows that only the operators' language has. They exist only once the look is in the audit log."""

from typing import NamedTuple


class ServicingDeskRow(NamedTuple):
    """An operator's look at loans that are being repaid."""

    operator: str

"""Rows that only the operators' language has."""

from typing import NamedTuple
from uuid import UUID


class HoldingRow(NamedTuple):
    """Whose accounts an operator looks at. It exists only once the look is in the audit log."""

    owner_id: UUID

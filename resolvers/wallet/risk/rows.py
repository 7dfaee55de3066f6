"""Rows that only the operators' language has. They exist only once the look is in the audit log."""

from typing import NamedTuple
from uuid import UUID


class DecisionsRow(NamedTuple):
    """Whose decisions an operator looks at."""

    customer_id: UUID


class QueueRow(NamedTuple):
    """Everything that waits for a decision of staff."""

    operator_id: UUID


class ConditionRow(NamedTuple):
    """A name with its value, as text."""

    name: str
    value: str

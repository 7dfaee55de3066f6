"""Rows that only the app's language has."""

from typing import NamedTuple
from uuid import UUID


class PointsRow(NamedTuple):
    """Whose points."""

    customer_id: UUID

"""Rows that only the app's language has."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset


class InsightRow(NamedTuple):
    """Whose money."""

    customer_id: UUID


class MonthRow(NamedTuple):
    """Whose money, in which month and currency."""

    customer_id: UUID
    month: date
    asset: Asset

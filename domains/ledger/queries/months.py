"""Statements about the partitions by month. They are made under another role (migrations/partitions.py); here they are only looked at."""

from domains.kernel.transactions import Queryable

DEFAULT_IS_USED = "SELECT EXISTS (SELECT FROM ledger_movement_p_default) OR EXISTS (SELECT FROM ledger_entry_p_default)"


async def is_default_used(source: Queryable) -> bool:
    """Whether something was booked in a month that nobody made."""
    return bool(await source.fetchval(DEFAULT_IS_USED))

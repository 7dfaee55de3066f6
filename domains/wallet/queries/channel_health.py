"""Statements on how the channels have been lately."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.rules.routing import HEALTH_KEPT, ChannelHealth

OUTCOMES = Writing(
    "channel_outcome",
    ("text", "integer", "integer"),
    "INSERT INTO wallet_channel_health AS known (channel, minute, calls, failed)"
    " SELECT told.channel, date_trunc('minute', $1), told.calls, told.failed FROM {} AS told (channel, calls, failed)"
    " ON CONFLICT (channel, minute) DO UPDATE SET calls = known.calls + excluded.calls, failed = known.failed + excluded.failed",
)

LIST_HEALTH = "SELECT channel, sum(calls)::integer AS calls, sum(failed)::integer AS failed FROM wallet_channel_health WHERE minute > $1 GROUP BY channel"

DELETE_HEALTH = "DELETE FROM wallet_channel_health WHERE minute < $1"


def count_outcomes(tx: Tx, outcomes: Iterable[tuple[str, bool]]) -> None:
    """Add what became of calls, each (channel, whether it failed), to this minute. Written with the transaction's other writings, channels in order."""
    told = list(outcomes)
    calls, failed = Counter(channel for channel, _ in told), Counter(channel for channel, has_failed in told if has_failed)
    tx.write_later(OUTCOMES, [(channel, calls[channel], failed[channel]) for channel in sorted(calls)])


async def list_health(source: Queryable, now: datetime) -> dict[str, ChannelHealth]:
    """What became of each channel's calls lately. A channel without calls is left out."""
    return {row["channel"]: ChannelHealth(row["calls"], row["failed"]) for row in await source.fetch(LIST_HEALTH, now - HEALTH_KEPT)}


async def delete_health(tx: Tx, kept: timedelta) -> None:
    await tx.execute(DELETE_HEALTH, tx.now - kept)

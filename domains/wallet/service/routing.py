"""Choose payment channels by cost and health, and forget how they were long ago."""

from collections.abc import Sequence
from dataclasses import dataclass

from domains.kernel.commands import Command, composite_verb
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.ports import Direction, FundingChannels
from domains.wallet.queries.channel_health import delete_health, list_health
from domains.wallet.rules.routing import HEALTH_KEPT, ChannelHealth, choose_channel


async def choose_channels(tx: Tx, direction: Direction, wanted: Sequence[tuple[str | None, Amount]]) -> list[str | None]:
    """For each (channel, amount): the channel that is named, if it is wired; else the cheapest that works. None when there is none.

    One statement, none where there is nothing to choose."""
    channels = tx.port(FundingChannels)
    health: dict[str, ChannelHealth] = {}
    if len(channels.names) > 1 and any(name is None for name, _ in wanted):
        health = await list_health(tx, tx.now)
    return [
        choose_channel(channels.fees(direction, amount), health) if name is None else (name if channels.find(name) is not None else None)
        for name, amount in wanted
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetHealthCommand(Command):
    """Without a request id: what was forgotten is not there to be forgotten again."""


@dataclass(frozen=True, slots=True)
class HealthForgotten:
    """Only what counts is kept."""


@composite_verb(HealthForgotten)
async def forget_health(tx: Tx, command: ForgetHealthCommand) -> HealthForgotten:
    """Delete the minutes that count no more."""
    await delete_health(tx, HEALTH_KEPT)
    return HealthForgotten()

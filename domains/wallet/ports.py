"""What the wallet needs from outside; the gateway wires it."""

from collections.abc import Iterable
from typing import Literal, Protocol
from uuid import UUID

from domains.kernel.money import Amount

ChannelState = Literal["pending", "succeeded", "refused", "absent"]
"""`pending` is whatever is not known to have ended. `absent`: the channel was asked and does not know the charge."""


class ChannelAnswer(Protocol):
    """How a charge stands at its channel. `amount` is what the channel says it took; `reason` its code for a refusal."""

    @property
    def state(self) -> ChannelState: ...

    @property
    def reference(self) -> str | None: ...

    @property
    def amount(self) -> Amount | None: ...

    @property
    def reason(self) -> str | None: ...


class FundingChannel(Protocol):
    """A network through which money comes in. Neither method raises for what the network does: what is not known is `pending`."""

    @property
    def name(self) -> str: ...

    async def charge(self, charge_id: UUID, amount: Amount) -> ChannelAnswer:
        """Take the money from where the customer has it; once for the id, whatever is repeated. Never `absent`."""
        ...

    async def ask(self, charge_id: UUID) -> ChannelAnswer:
        """How a charge stands. `absent` only when the channel itself says that it does not know it."""
        ...


class FundingChannels:
    """The channels that are wired, by name; the first is the one that is taken when nobody chose."""

    def __init__(self, channels: Iterable[FundingChannel]) -> None:
        self._by_name = {channel.name: channel for channel in channels}

    @property
    def names(self) -> list[str]:
        return list(self._by_name)

    def find(self, name: str) -> FundingChannel | None:
        """The channel of that name, if it is wired."""
        return self._by_name.get(name)

    def choose(self, wanted: str | None) -> str | None:
        """The name of the channel to use: the wanted one if it is wired, else, when none is wanted, the first. None when there is none."""
        if wanted is not None:
            return wanted if wanted in self._by_name else None
        return next(iter(self._by_name), None)

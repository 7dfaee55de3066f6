"""What the wallet needs from outside; the gateway wires it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol, TypeAlias
from uuid import UUID

from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.ledger import Limit, Planned

ChannelState = Literal["pending", "succeeded", "refused", "absent"]
"""`pending` is whatever is not known to have ended. `absent`: the channel was asked and does not know the charge, or pay-out."""

Direction = Literal["in", "out"]
"""Money that comes in by a charge, or goes out by a pay-out."""


class ChannelAnswer(Protocol):
    """How a charge or pay-out stands at its channel. `amount` is what the channel says it moved; `reason` its code for a refusal, or why the state is not
    known: a channel that works gives none for what is under way."""

    @property
    def state(self) -> ChannelState: ...

    @property
    def reference(self) -> str | None: ...

    @property
    def amount(self) -> Amount | None: ...

    @property
    def reason(self) -> str | None: ...


class FundingChannel(Protocol):
    """A network through which money comes in and goes out. No method raises for what the network does: what is not known is `pending`."""

    @property
    def name(self) -> str: ...

    def fee_minor(self, direction: Direction, amount: Amount) -> int:
        """What the channel takes of the house for moving that amount, in minor units: by this the cheapest is chosen."""
        ...

    async def charge(self, charge_id: UUID, amount: Amount) -> ChannelAnswer:
        """Take the money from where the customer has it; once for the id, whatever is repeated. Never `absent`."""
        ...

    async def ask(self, charge_id: UUID) -> ChannelAnswer:
        """How a charge stands. `absent` only when the channel itself says that it does not know it."""
        ...

    async def pay_out(self, pay_out_id: UUID, amount: Amount, to: str | None = None) -> ChannelAnswer:
        """Pay the money to where the customer has it, or to the bank account that the channel knows by the word `to`; once for the id, whatever is repeated.
        Never `absent`."""
        ...

    async def ask_pay_out(self, pay_out_id: UUID) -> ChannelAnswer:
        """How a pay-out stands, as `ask` tells of a charge."""
        ...


class FundingChannels:
    """The channels that are wired, by name."""

    def __init__(self, channels: Iterable[FundingChannel]) -> None:
        self._by_name = {channel.name: channel for channel in channels}

    @property
    def names(self) -> list[str]:
        return list(self._by_name)

    def find(self, name: str) -> FundingChannel | None:
        """The channel of that name, if it is wired."""
        return self._by_name.get(name)

    def fees(self, direction: Direction, amount: Amount) -> dict[str, int]:
        """What each channel takes for moving that amount, in the order in which they are wired."""
        return {name: channel.fee_minor(direction, amount) for name, channel in self._by_name.items()}


class BillLine(Protocol):
    """A charge, or pay-out, that a channel's bill says was settled. `charge_id` is the top-up's or withdrawal's id, `reference` the channel's own."""

    @property
    def charge_id(self) -> UUID: ...

    @property
    def reference(self) -> str: ...

    @property
    def amount(self) -> Amount: ...

    @property
    def settled_at(self) -> datetime: ...


BillLines: TypeAlias = Iterator[tuple[int, BillLine | str]]
"""The lines of a bill with their numbers in the file; for a broken one what is wrong with it."""


class BillingChannel(Protocol):
    """A channel that says at the end of each business day what it settled."""

    @property
    def name(self) -> str: ...

    async def open_bill(self, day: date, direction: Direction) -> BillLines:
        """The bill of a day. Raises what the network raises: the day is asked for again later."""
        ...


class BillingChannels:
    """The channels that are wired and give bills, by name."""

    def __init__(self, channels: Iterable[BillingChannel] = ()) -> None:
        self._by_name = {channel.name: channel for channel in channels}

    def all(self) -> list[BillingChannel]:
        return list(self._by_name.values())


class Draw(NamedTuple):
    """A part of a payment that a source of money is to give, or that goes back to it. `id` is derived from the payment: the same in every attempt.

    `whole_minor` is the payment's amount; for what goes back, what of the payment is kept."""

    id: UUID
    payment_id: UUID
    customer_id: UUID
    tier: str
    amount: Amount
    merchant_id: UUID
    whole_minor: int


class Drawn(NamedTuple):
    """Which ledger account the money leaves (or goes back to), in which limits that counts, and what else is to be posted with it, before it.

    `noted` is the source's own: what it wants to know again when the payment has been posted."""

    account_id: UUID
    limits: tuple[Limit, ...] = ()
    beside: tuple[Planned, ...] = ()
    noted: object = None


class FundingSource(Protocol):
    """Where a customer's money for a merchant comes from: the wallet itself, a fund that is redeemed at the till, a line of credit.

    `draw` and `give_back` plan inside the till's transaction and post nothing: what they plan is posted with the payment, all or none.
    One call for a group's draws. `draw` writes nothing either: a payment that another source or the ledger then refuses leaves no trace; `took` writes."""

    @property
    def name(self) -> str: ...

    async def draw(self, tx: Tx, draws: Sequence[Draw]) -> list[Drawn | Refusal]:
        """One answer per draw, in order."""
        ...

    async def took(self, tx: Tx, taken: Sequence[tuple[Draw, Drawn]]) -> None:
        """Those draws have been posted with their payments: write down what follows."""
        ...

    async def give_back(self, tx: Tx, draws: Sequence[Draw]) -> list[Drawn | Refusal]:
        """The same for what a refund returns. `account_id` is credited."""
        ...

    async def keep(self, tx: Tx, customer_id: UUID, payment_id: UUID, kept_minor: int) -> int | None:
        """How much of a payment the source still gives when only so much of it is kept: never more than that, nor than it gave. What it no longer gives goes
        back to it first. None: it gets back its part in proportion."""
        ...


class FundingSources:
    """The sources that are wired, by name."""

    def __init__(self, sources: Iterable[FundingSource]) -> None:
        self._by_name = {source.name: source for source in sources}

    @property
    def names(self) -> list[str]:
        return list(self._by_name)

    def find(self, name: str) -> FundingSource | None:
        """The source of that name, if it is wired."""
        return self._by_name.get(name)

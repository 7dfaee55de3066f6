"""What wealth needs from outside; the gateway wires it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol, TypeAlias
from uuid import UUID


class ToldValue(Protocol):
    """A day's value of a product as a feed tells it: in ten-thousandths, the income per 10,000 shares, and how much of its redemptions is carried out."""

    @property
    def code(self) -> str: ...

    @property
    def day(self) -> date: ...

    @property
    def nav_e4(self) -> int: ...

    @property
    def income_e4(self) -> int | None: ...

    @property
    def redeemed_ppm(self) -> int: ...


class RegisterLine(Protocol):
    """A line of a confirmation file. `kind`: `order`, `holding` or `cash`; `state`: `confirmed` or `rejected`, of an order alone."""

    @property
    def kind(self) -> str: ...

    @property
    def order_id(self) -> UUID | None: ...

    @property
    def account(self) -> UUID | None: ...

    @property
    def code(self) -> str: ...

    @property
    def day(self) -> date: ...

    @property
    def state(self) -> str: ...

    @property
    def reference(self) -> str: ...

    @property
    def reason(self) -> str: ...

    @property
    def amount_minor(self) -> int | None: ...

    @property
    def shares_minor(self) -> int | None: ...


ValueLines: TypeAlias = Iterator[tuple[int, ToldValue | str]]
RegisterLines: TypeAlias = Iterator[tuple[int, RegisterLine | str]]
"""The lines of a file with their numbers in it; for a broken one what is wrong with it."""


class ValueFile(Protocol):
    """A feed's file of a day. `sha256` in hexadecimal: the same file is known again."""

    @property
    def sha256(self) -> str: ...

    @property
    def lines(self) -> ValueLines: ...


class RegisterFile(Protocol):
    """A registrar's file of a trade date."""

    @property
    def sha256(self) -> str: ...

    @property
    def lines(self) -> RegisterLines: ...


class ValueFeed(Protocol):
    """Where the values of products come from."""

    @property
    def name(self) -> str: ...

    async def open_values(self, day: date) -> ValueFile | None:
        """The day's file; None where there is none yet. Raises what the network raises: the day is asked for again later."""
        ...


class Registrar(Protocol):
    """Who keeps the register of some products' shares."""

    @property
    def name(self) -> str: ...

    async def send_applications(self, day: date, file: str) -> None:
        """Give it the orders of a trade date; the same day again replaces what it had. Raises what the network raises."""
        ...

    async def open_confirmations(self, day: date) -> RegisterFile | None:
        """What it says of a trade date; None where it has not said anything yet. Raises what the network raises."""
        ...


class ValueFeeds:
    """The feeds that are wired."""

    def __init__(self, feeds: Iterable[ValueFeed] = ()) -> None:
        self._feeds = list(feeds)

    def all(self) -> list[ValueFeed]:
        return list(self._feeds)


class Registrars:
    """The registrars that are wired, by name."""

    def __init__(self, registrars: Iterable[Registrar] = ()) -> None:
        self._by_name = {registrar.name: registrar for registrar in registrars}

    def all(self) -> list[Registrar]:
        return list(self._by_name.values())

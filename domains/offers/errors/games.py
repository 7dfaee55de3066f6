"""What is refused of instant games."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class GameMalformed(Refusal):
    """A part of the game is not as a game has it."""

    what: str


@dataclass(eq=False)
class GameNotFound(Refusal):
    """There is no such game."""


@dataclass(eq=False)
class ClientSeedMalformed(Refusal):
    """1 to 64 of the letters A-Z, a-z, digits, - and _."""


@dataclass(eq=False)
class SeedChanged(Refusal):
    """The commitment is not that of the seed that the next draw of this customer comes from."""


@dataclass(eq=False)
class DrawLimitReached(Refusal):
    """Nobody, or this person, device or household, draws again now. `scope` says which."""

    scope: str
    most: int


@dataclass(eq=False)
class StampsTooFew(Refusal):
    """The card is not full."""

    stamps: int
    needed: int


@dataclass(eq=False)
class PrizeWalletMissing(Refusal):
    """The customer has no wallet that a prize could be paid into."""

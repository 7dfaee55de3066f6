"""What is refused of codes, and of those that lead nowhere."""

from dataclasses import dataclass
from datetime import date

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class CodeUnknown(Refusal):
    """Nothing the house knows: foreign, cut off, mistyped, forged, or of a thing that is there no more. `reason` says which: see rules/codes.py."""

    reason: str


@dataclass(eq=False)
class CodeExpired(Refusal):
    """The code was good through that business day."""

    expired_on: date


@dataclass(eq=False)
class ProductGone(Refusal):
    """The code is genuine; what it led to is offered no more, and nothing followed it."""

    name_zh: str
    name_en: str


@dataclass(eq=False)
class PlacementNotFound(Refusal):
    """There is no such place for a code, or another code hangs there."""


@dataclass(eq=False)
class PlacementMalformed(Refusal):
    """A label is empty or too long, or a wall has no such slot."""

    what: str


@dataclass(eq=False)
class WallMalformed(Refusal):
    """A wall's title, rows or columns are beyond what can be printed."""

    what: str


@dataclass(eq=False)
class CodeExpiryOutOfRange(Refusal):
    """A code's last day lies in the past, or too far ahead."""

    most_days: int


@dataclass(eq=False)
class AttributionUnknown(Refusal):
    """The token was not made by the house, was changed or cut off, or its scan is somebody else's."""


@dataclass(eq=False)
class AttributionExpired(Refusal):
    """The scan was too long ago to lead to a purchase."""

    most_days: int

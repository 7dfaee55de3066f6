"""What is refused of the catalogue."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class GoodsNotFound(Refusal):
    """There is no such product, or it is not the caller's."""


@dataclass(eq=False)
class GoodsMalformed(Refusal):
    """A part of what was told is not as a product has it."""

    what: str


@dataclass(eq=False)
class GoodsChanged(Refusal):
    """Somebody changed the product since it was read. `version` is the one that stands."""

    version: int


@dataclass(eq=False)
class VariantUnavailable(Refusal):
    """It is not sold now: no such variant, a draft, withdrawn, outside its time, or of a shop that is not open."""

    variant_id: str


@dataclass(eq=False)
class CategoryMalformed(Refusal):
    """The path or a name is not as a category has it, or what it is below is not there."""

    code: str

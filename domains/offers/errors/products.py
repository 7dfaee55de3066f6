"""What is refused of products."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class ProductNameMalformed(Refusal):
    """A name is empty, too long, or has characters that are not printed."""

    most_characters: int


@dataclass(eq=False)
class ProductNotFound(Refusal):
    """There is no such product."""


@dataclass(eq=False)
class ProductRetiredAlready(Refusal):
    """The product was retired before."""


@dataclass(eq=False)
class SuccessorNotFound(Refusal):
    """What is to follow the product is no live product, or is the product itself."""

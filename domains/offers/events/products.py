"""What became of products. `subject_id` is the product's id."""

from dataclasses import dataclass

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ProductRegistered(Event):
    kind: str


@dataclass(frozen=True, slots=True)
class ProductRetired(Event):
    kind: str

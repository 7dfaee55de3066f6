"""What happened in the catalogue. `subject_id` is the product, `counterpart_id` its shop."""

from dataclasses import dataclass

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class GoodsSaved(Event):
    version: int


@dataclass(frozen=True, slots=True)
class GoodsRated(Event):
    """What verified buyers think of it was told anew: in hundredths of a star, of how many."""

    rating_e2: int
    raters: int


@dataclass(frozen=True, slots=True)
class GoodsStateChanged(Event):
    state: str

"""What happened to shops. `subject_id` is the shop, `counterpart_id` the merchant."""

from dataclasses import dataclass

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class MallShopChanged(Event):
    """A shop asked to sell in the mall, or staff decided."""

    state: str

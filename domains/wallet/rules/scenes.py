"""By which kinds of act money leaves a customer, and what may leave in a day by each, and to one counterparty.

Every one of them is judged by the risk rules. What a judgement may come to, by scene, where staff would have to look first:

held      transfer, standing_order, withdraw: the money is set aside for a day at most, and goes when staff let it
refused   a promised transfer, red_packet, pay, money_request, invoice: what waits already, or what somebody stands and waits for, is not held besides.
          A packet's day, an order at the till and a request end while staff would look; a transfer may be sent instead"""

from datetime import date
from enum import StrEnum
from functools import lru_cache

from domains.kernel.assets import Asset
from domains.kernel.money import Amount
from domains.ledger import Limit, LimitExceeded
from domains.wallet.rules.transfers import limit_of


class Scene(StrEnum):
    """A kind of act, as decisions cite it."""

    TRANSFER = "transfer"
    RED_PACKET = "red_packet"
    PAY = "pay"
    WITHDRAW = "withdraw"
    MONEY_REQUEST = "money_request"
    STANDING_ORDER = "standing_order"
    INVOICE = "invoice"


COUNTED_WITH = {Scene.MONEY_REQUEST: Scene.TRANSFER, Scene.STANDING_ORDER: Scene.TRANSFER}
"""Scenes that have no window of their own."""

SCENE_DAY_MOST: dict[str, dict[str, int]] = {
    "basic": {"transfer": 5_000, "red_packet": 1_000, "pay": 5_000, "withdraw": 5_000, "invoice": 5_000},
    "verified": {"transfer": 200_000, "red_packet": 20_000, "pay": 200_000, "withdraw": 200_000, "invoice": 200_000},
}
"""In yuan, by tier and scene."""

COUNTERPARTY_DAY_MOST: dict[str, int] = {"basic": 4_000, "verified": 150_000}
"""In yuan: what one customer may send another, or a merchant, in a day, by whatever kinds of act."""


@lru_cache(maxsize=256)
def scene_limits(tier: str, scene: Scene, asset: Asset, today: date) -> tuple[Limit, ...]:
    """The window of a kind of act, counted on the account beside the windows of its tier."""
    counted = COUNTED_WITH.get(scene, scene)
    return (Limit(f"{counted}-day:{today.isoformat()}", limit_of(SCENE_DAY_MOST[tier][counted], asset).minor),)


def check_counterparty(tier: str, scene: Scene, amount: Amount, sent_minor: int, today: date) -> None:
    """Raises LimitExceeded where that, with what was sent to the same counterparty today, is too much. What is withdrawn goes to nobody else."""
    most = limit_of(COUNTERPARTY_DAY_MOST[tier], amount.asset)
    if scene is not Scene.WITHDRAW and sent_minor + amount.minor > most.minor:
        raise LimitExceeded(f"counterparty-day:{today.isoformat()}", most, Amount(max(0, most.minor - sent_minor), amount.asset))

"""What may leave a wallet in a day by kind of act, and to one counterparty."""

from datetime import date

from domains.kernel.assets import Asset
from domains.kernel.money import Amount
from domains.ledger import Limit, LimitExceeded
from domains.wallet.rules.transfers import limit_of

SCENE_DAY_MOST: dict[str, dict[str, int]] = {
    "basic": {"transfer": 5_000, "red_packet": 1_000, "pay": 5_000, "withdraw": 5_000},
    "verified": {"transfer": 200_000, "red_packet": 20_000, "pay": 200_000, "withdraw": 200_000},
}
"""In yuan, by tier and scene."""

COUNTERPARTY_DAY_MOST: dict[str, int] = {"basic": 4_000, "verified": 150_000}
"""In yuan: what one customer may send another in a day."""


def scene_limits(tier: str, scene: str, asset: Asset, today: date) -> tuple[Limit, ...]:
    """The window of a kind of act, counted on the account beside the windows of its tier."""
    return (Limit(f"{scene}-day:{today.isoformat()}", limit_of(SCENE_DAY_MOST[tier][scene], asset).minor),)


def check_counterparty(tier: str, amount: Amount, sent_minor: int, today: date) -> None:
    """Raises LimitExceeded where that, with what was sent to the same counterparty today, is too much."""
    most = limit_of(COUNTERPARTY_DAY_MOST[tier], amount.asset)
    if sent_minor + amount.minor > most.minor:
        raise LimitExceeded(f"counterparty-day:{today.isoformat()}", most, Amount(max(0, most.minor - sent_minor), amount.asset))

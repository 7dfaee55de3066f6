"""The ledger accounts of offers: each campaign's budget, where budgets come from, and where stacked coupons meet on their way to a merchant."""

from uuid import UUID

from domains import ledger
from domains.kernel.assets import Asset
from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id

BUDGET, MARKETING, STACK = "campaign_budget", "marketing", "coupon_stack"


def budget_id(campaign_id: UUID) -> UUID:
    """A campaign's budget: it never goes below nothing, so it cannot be overspent."""
    return derived_id(campaign_id, BUDGET)


def marketing_id(asset: Asset) -> UUID:
    """What the house spends on campaigns, in that asset."""
    return derived_id(HOUSE_ID, f"{MARKETING}:{asset.code}")


def stack_id(customer_id: UUID, asset: Asset) -> UUID:
    """Where coupons of several campaigns meet that one customer uses on one purchase. It holds nothing between payments and their refunds."""
    return derived_id(customer_id, f"{STACK}:{asset.code}")


def campaign_accounts(campaign_id: UUID, asset: Asset) -> list[ledger.NewAccount]:
    """What a new campaign needs; the house's own is opened once."""
    return [
        ledger.NewAccount(budget_id(campaign_id), campaign_id, BUDGET, asset),
        ledger.NewAccount(marketing_id(asset), HOUSE_ID, MARKETING, asset, may_go_negative=True),
    ]


def stack_account(customer_id: UUID, asset: Asset) -> ledger.NewAccount:
    """The account of `stack_id`, to be opened when it is first needed."""
    return ledger.NewAccount(stack_id(customer_id, asset), customer_id, STACK, asset)

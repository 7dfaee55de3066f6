"""Which ledger account is whose wallet: derived, so that no look-up stands between a customer and the lock."""

from uuid import UUID

from domains.kernel.assets import Asset
from domains.kernel.ids import derived_id

WALLET = "wallet"
"""The ledger code of a customer's own money."""


def wallet_account_id(customer_id: UUID, asset: Asset) -> UUID:
    """The ledger account of a customer's wallet in one asset."""
    return derived_id(customer_id, f"wallet:{asset.code}")

"""What the wallet does when customers' facts arrive."""

from domains.customers import CustomerRegistered
from domains.kernel.assets import CNY
from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx
from domains.wallet.service.open import open_wallets


@listener(CustomerRegistered)
async def open_first_wallet(tx: Tx, events: list[PublishedEvent]) -> None:
    """Every customer has a wallet in yuan from the start."""
    await open_wallets(tx, [(event.subject_id, CNY) for event in events])

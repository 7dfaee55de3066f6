"""The wallet itself as a source of money at the till."""

from collections.abc import Sequence
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.wallet.accounts import WALLET, wallet_account_id
from domains.wallet.ports import Draw, Drawn
from domains.wallet.rules.scenes import Scene, scene_limits
from domains.wallet.rules.transfers import limits_of


class WalletSource:
    """A customer's own money. Payments count in the windows of the tier, beside transfers, and in the scene's own; what comes back gives none back."""

    name = WALLET

    async def draw(self, tx: Tx, draws: Sequence[Draw]) -> list[Drawn | Refusal]:
        """The wallet of the payment's currency."""
        today = business_date(tx.now)
        drawn: list[Drawn | Refusal] = []
        for one in draws:
            asset = one.amount.asset
            limits = (*limits_of(one.tier, asset, today), *scene_limits(one.tier, Scene.PAY, asset, today))
            drawn.append(Drawn(wallet_account_id(one.customer_id, asset), limits))
        return drawn

    async def took(self, tx: Tx, taken: Sequence[tuple[Draw, Drawn]]) -> None:
        """The ledger has written all there is."""

    async def give_back(self, tx: Tx, draws: Sequence[Draw]) -> list[Drawn | Refusal]:
        """The wallet that it came from."""
        return [Drawn(wallet_account_id(one.customer_id, one.amount.asset)) for one in draws]

    async def keep(self, tx: Tx, customer_id: UUID, payment_id: UUID, kept_minor: int) -> int | None:
        """In proportion."""
        return None

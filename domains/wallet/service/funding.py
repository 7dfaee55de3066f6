"""The wallet itself as a source of money at the till."""

from collections.abc import Sequence

from domains.kernel.clock import business_date
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.wallet.accounts import WALLET, wallet_account_id
from domains.wallet.ports import Draw, Drawn
from domains.wallet.rules.transfers import limits_of


class WalletSource:
    """A customer's own money. Payments count in the windows that transfers count in; what comes back does not give them back."""

    name = WALLET

    async def draw(self, tx: Tx, draws: Sequence[Draw]) -> list[Drawn | Refusal]:
        """The wallet of the payment's currency."""
        today = business_date(tx.now)
        return [Drawn(wallet_account_id(one.customer_id, one.amount.asset), limits_of(one.tier, one.amount.asset, today)) for one in draws]

    async def give_back(self, tx: Tx, draws: Sequence[Draw]) -> list[Drawn | Refusal]:
        """The wallet that it came from."""
        return [Drawn(wallet_account_id(one.customer_id, one.amount.asset)) for one in draws]

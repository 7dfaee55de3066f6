"""Money for development: a wallet filled without a channel. The gateway offers this in development only."""

from dataclasses import dataclass
from uuid import UUID

from domains import ledger
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id, new_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import wallet_account_id
from domains.wallet.service.open import open_wallets

DEVELOPMENT = "development"
"""The kind of the movement, and the code of the account that it comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillForDevelopmentCommand(Command):
    """Let a wallet hold at least that much."""

    customer_id: UUID
    least: Amount


@dataclass(frozen=True, slots=True)
class Filled:
    account_id: UUID
    added: Amount


@composite_verb(Filled)
async def fill_for_development(tx: Tx, command: FillForDevelopmentCommand) -> Filled | Refusal:
    """Open the wallet if need be, and post what it lacks from an account that may go negative."""
    asset = command.least.asset
    account_id, source_id = wallet_account_id(command.customer_id, asset), derived_id(HOUSE_ID, f"{DEVELOPMENT}:{asset.code}")
    await open_wallets(tx, [(command.customer_id, asset)])
    await ledger.open_accounts(tx, [ledger.NewAccount(source_id, HOUSE_ID, DEVELOPMENT, asset, may_go_negative=True)])
    held = (await ledger.find_accounts(tx, [account_id]))[account_id].available
    lacking = command.least - held
    if lacking.minor <= 0:
        return Filled(account_id, Amount(0, asset))
    movement = ledger.PlannedMovement(new_id(tx.clock), DEVELOPMENT, source_id, account_id, lacking)
    (verdict,) = await ledger.post(tx, [(movement.id, [movement])])
    return verdict if isinstance(verdict, Refusal) else Filled(account_id, lacking)

"""Open a customer's wallet in a currency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domains import ledger
from domains.kernel.assets import Asset, AssetKind, asset_of
from domains.kernel.commands import Command, batched_verb
from domains.kernel.errors import Refusal, UnknownAsset
from domains.kernel.transactions import Tx
from domains.wallet.accounts import WALLET, wallet_account_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWalletCommand(Command):
    """`owner_id` wants a wallet in a currency."""

    asset: str


@dataclass(frozen=True, slots=True)
class WalletOpened:
    account_id: UUID


@batched_verb(WalletOpened)
async def open_wallet(tx: Tx, commands: list[OpenWalletCommand]) -> list[WalletOpened | Refusal]:
    """Open it, or find it open. Refuses UnknownAsset for what is not a currency."""
    outcomes: list[WalletOpened | Refusal] = []
    wanted: list[tuple[UUID, Asset]] = []
    for command in commands:
        try:
            asset = asset_of(command.asset)
            if asset.kind is not AssetKind.CURRENCY:
                raise UnknownAsset(command.asset)
        except UnknownAsset as refusal:
            outcomes.append(refusal)
            continue
        wanted.append((command.owner_id, asset))
        outcomes.append(WalletOpened(wallet_account_id(command.owner_id, asset)))
    await open_wallets(tx, wanted)
    return outcomes


async def open_wallets(tx: Tx, wanted: Sequence[tuple[UUID, Asset]]) -> None:
    """Open the wallets that are not open yet, in one statement."""
    if wanted:
        accounts = {wallet_account_id(customer_id, asset): (customer_id, asset) for customer_id, asset in wanted}
        await ledger.open_accounts(tx, [ledger.NewAccount(id_, customer_id, WALLET, asset) for id_, (customer_id, asset) in accounts.items()])


def new_wallet(customer_id: UUID, asset: Asset) -> ledger.NewAccount:
    """A customer's wallet in one asset, to be opened."""
    return ledger.NewAccount(wallet_account_id(customer_id, asset), customer_id, WALLET, asset)


async def post_and_open(tx: Tx, journals: Sequence[tuple[UUID, Sequence[ledger.Planned]]], accounts: Mapping[UUID, ledger.NewAccount]) -> list[ledger.Verdict]:
    """Post; where one of those accounts is not open yet, open it and post the journal that needs it again."""
    verdicts = await ledger.post(tx, journals)
    lacking = {index: verdict.account_id for index, verdict in enumerate(verdicts) if isinstance(verdict, ledger.AccountNotFound)}
    lacking = {index: account_id for index, account_id in lacking.items() if account_id in accounts}
    if lacking:
        await ledger.open_accounts(tx, [accounts[account_id] for account_id in set(lacking.values())])
        for index, verdict in zip(lacking, await ledger.post(tx, [journals[index] for index in lacking]), strict=True):
            verdicts[index] = verdict
    return verdicts

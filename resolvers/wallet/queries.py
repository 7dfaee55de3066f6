"""The wallet's root queries."""

import strawberry

from domains import ledger, wallet
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.scalars import read_id
from resolvers.wallet.rows import WalletRow
from resolvers.wallet.types import Movement, Wallet, WalletAccount


@batched(Wallet, "The viewer's wallet.", permission=Permission.CUSTOMER, name="wallet")
async def wallet_of_viewer(read: Read, roots: list[None], viewers: list[Viewer]) -> list[WalletRow]:
    return [WalletRow(viewer.id) for viewer in viewers]


@batched(
    WalletAccount | None, "An account of the viewer's wallet; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER
)
async def account(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[ledger.Account | None]:
    account_id = read_id(id)
    if account_id is None:
        return [None] * len(roots)
    return await wallet.find_wallets(read, [account_id] * len(roots), [viewer.id for viewer in viewers])


@batched(Movement | None, "A movement of the viewer's money; null when there is none of that id, or it is not the viewer's.", permission=Permission.CUSTOMER)
async def movement(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[ledger.Entry | None]:
    movement_id = read_id(id)
    if movement_id is None:
        return [None] * len(roots)
    return await wallet.find_movements(read, [movement_id] * len(roots), [viewer.id for viewer in viewers])


@strawberry.type
class Query:
    wallet = wallet_of_viewer
    account = account
    movement = movement

"""The wallet's root queries."""

import strawberry

from domains import ledger, wallet
from domains.kernel.assets import CURRENCIES
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.scalars import read_id
from resolvers.wallet.insight.queries import Query as InsightQuery
from resolvers.wallet.merchants.queries import Query as MerchantsQuery
from resolvers.wallet.money_requests.queries import Query as MoneyRequestQuery
from resolvers.wallet.payees.queries import Query as Payees
from resolvers.wallet.payments.queries import Query as PaymentsQuery
from resolvers.wallet.points.queries import Query as PointsQuery
from resolvers.wallet.promises.queries import Query as Promises
from resolvers.wallet.receipts.queries import Query as Receipts
from resolvers.wallet.reconciliation.queries import Query as ReconciliationQuery
from resolvers.wallet.red_packets.queries import Query as RedPacketQuery
from resolvers.wallet.risk.queries import Query as RiskQuery
from resolvers.wallet.standing_orders.queries import Query as StandingOrders
from resolvers.wallet.types import Movement, TopUp, WalletAccount
from resolvers.wallet.withdrawals.queries import Query as Withdrawals


@batched(
    list[WalletAccount],
    "The viewer's wallet: an account for each currency, oldest first.",
    permission=Permission.CUSTOMER,
    list_size=len(CURRENCIES),
)
async def wallets(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[ledger.Account]]:
    return await wallet.list_wallets(read, [viewer.id for viewer in viewers])


@batched(
    list[WalletAccount],
    "Accounts of customers who were found to be the viewer, with their statements: history, with nothing in them any more.",
    permission=Permission.CUSTOMER,
    list_size=len(CURRENCIES),
)
async def closed_wallets(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[ledger.Account]]:
    return await wallet.closing.list_closed_wallets(read, [viewer.id for viewer in viewers])


@batched(
    WalletAccount | None,
    "An account of the viewer's wallet; null when there is none of that id, or it is somebody else's.",
    permission=Permission.CUSTOMER,
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


@batched(TopUp | None, "A top-up of the viewer; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER)
async def top_up(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wallet.TopUp | None]:
    top_up_id = read_id(id)
    if top_up_id is None:
        return [None] * len(roots)
    return await wallet.find_top_ups(read, [top_up_id] * len(roots), [viewer.id for viewer in viewers])


@strawberry.type
class Query(
    InsightQuery,
    MerchantsQuery,
    MoneyRequestQuery,
    Payees,
    PaymentsQuery,
    PointsQuery,
    Promises,
    Receipts,
    ReconciliationQuery,
    RedPacketQuery,
    RiskQuery,
    StandingOrders,
    Withdrawals,
):
    wallets = wallets
    closed_wallets = closed_wallets
    account = account
    movement = movement
    top_up = top_up

"""The root queries on regular plans and swept wallets."""

import strawberry

from domains import wealth
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.wealth.plans.types import RegularPlan, WalletSweep


@batched(list[RegularPlan], "The viewer's regular plans, newest first.", permission=Permission.CUSTOMER, list_size=50)
async def regular_plans(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[wealth.Plan]]:
    return await wealth.list_plans(read, [viewer.id for viewer in viewers])


@batched(WalletSweep | None, "How the viewer's wallet is swept; null where it never was.", permission=Permission.CUSTOMER)
async def wallet_sweep(read: Read, roots: list[None], viewers: list[Viewer]) -> list[wealth.Sweep | None]:
    found = await wealth.find_sweeps(read, [viewer.id for viewer in viewers])
    return [found.get(viewer.id) for viewer in viewers]


@strawberry.type
class Query:
    regular_plans = regular_plans
    wallet_sweep = wallet_sweep
